//! What calamine does not tell about an `.xlsx` file: rows that are hidden or filtered away, and text
//! that is struck through; and which cells are merged, for which it would read a sheet once more.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::table::Merged;
use super::workbook::damaged;
use super::{COLUMNS, ROWS, Unreadable};

/// Excel itself has no more rows.
const MOST_ROWS: u32 = 1_048_576;
/// More text is not struck through in any list.
const MOST_STRUCK: usize = 1_000_000;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// What a sheet shows differently from what is in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// The numbers of rows that are not shown.
    pub(super) hidden: BTreeSet<u32>,
    /// Cells that are struck through: row number, and column from 0.
    pub(super) struck: BTreeSet<(u32, usize)>,
    pub(super) merged: Vec<Merged>,
}

/// The marks of all sheets by their names. A sheet whose file is not found, or is that of another one, has none
/// here.
pub(super) fn survey(archive: &mut Archive<'_>) -> Result<HashMap<String, Marks>, Unreadable> {
    let parts = Parts::find(archive)?;
    let mut sheets = Vec::new();
    each(archive, parts.workbook, |event| {
        if let Some(element) = opened(event)
            && element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (value(element, "name"), raw(element, "id"))
        {
            sheets.push((name, id));
        }
        Ok(())
    })?;
    let mut targets = HashMap::new();
    each(archive, parts.links, |event| {
        if let Some(element) = opened(event)
            && let (Some(id), Some(target)) = (raw(element, "Id"), raw(element, "Target"))
        {
            targets.insert(id, target);
        }
        Ok(())
    })?;
    let styles = styles(archive, parts.styles)?;
    let strings = strings(archive, parts.strings)?;
    let mut marks = HashMap::new();
    let mut seen = BTreeSet::new();
    for (name, id) in sheets {
        let Some(target) = targets.get(&id) else {
            continue;
        };
        let path = match target.strip_prefix('/') {
            Some(path) => path.to_owned(),
            None => format!("{}{target}", parts.folder),
        };
        let part = parts.find_part(archive, &path);
        if part.is_some_and(|part| seen.insert(part)) && !marks.contains_key(&name) {
            let mut sheet = Sheet::new(&styles, &strings);
            each(archive, part, |event| sheet.on(event))?;
            marks.insert(name, sheet.marks);
        }
    }
    Ok(marks)
}

/// Where the parts of a workbook are in its archive, by the rules of calamine.
struct Parts {
    /// The places of all by their names in small letters.
    all: HashMap<String, usize>,
    /// The folder of the workbook, with a slash at its end.
    folder: String,
    workbook: Option<usize>,
    links: Option<usize>,
    styles: Option<usize>,
    strings: Option<usize>,
}

impl Parts {
    fn find(archive: &mut Archive<'_>) -> Result<Self, Unreadable> {
        let mut parts = Self {
            all: HashMap::new(),
            folder: "xl/".into(),
            workbook: None,
            links: None,
            styles: None,
            strings: None,
        };
        for (at, name) in archive.file_names().enumerate() {
            let name = name.map_err(damaged)?;
            let name = name.replace('\\', "/").to_ascii_lowercase();
            parts.all.insert(name, at);
        }
        let mut target = String::new();
        let root = parts.find_part(archive, "_rels/.rels");
        each(archive, root, |event| {
            if let Some(element) = opened(event)
                && raw(element, "Type").is_some_and(|it| it.ends_with("/officeDocument"))
                && let Some(found) = value(element, "Target")
            {
                target = found;
            }
            Ok(())
        })?;
        let (folder, name) = match target.rfind('/') {
            Some(at) => target.split_at(at + 1),
            None => ("", target.as_str()),
        };
        let name = if name.is_empty() {
            "workbook.xml"
        } else {
            name
        };
        folder
            .strip_prefix('/')
            .unwrap_or(folder)
            .clone_into(&mut parts.folder);
        let part = |path: &str| parts.find_part(archive, &format!("{}{path}", parts.folder));
        let found = [
            name,
            &format!("_rels/{name}.rels"),
            "styles.xml",
            "sharedStrings.xml",
        ]
        .map(part);
        [parts.workbook, parts.links, parts.styles, parts.strings] = found;
        Ok(parts)
    }

    /// The place of a part with this name, whatever its capital letters.
    fn find_part(&self, archive: &Archive<'_>, path: &str) -> Option<usize> {
        let found = self.all.get(&path.to_ascii_lowercase()).copied();
        found.or_else(|| archive.index_for_name(path))
    }
}

/// Gives every event of a part to `on`; a part that is not there has none.
fn each(
    archive: &mut Archive<'_>,
    part: Option<usize>,
    mut on: impl FnMut(&Event<'_>) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let Some(Ok(file)) = part.map(|part| archive.by_index(part)) else {
        return Ok(());
    };
    events(BufReader::new(file), &mut on)
}

fn events(
    xml: impl BufRead,
    on: &mut impl FnMut(&Event<'_>) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        match event.map_err(|error| Unreadable::Damaged(error.to_string()))? {
            Event::Eof => return Ok(()),
            event => on(&event)?,
        }
    }
}

fn opened<'e>(event: &'e Event<'_>) -> Option<&'e BytesStart<'e>> {
    match event {
        Event::Start(element) | Event::Empty(element) => Some(element),
        _ => None,
    }
}

/// An attribute, whatever the prefix of its name.
fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    // The checks compare each with each: a tag may have a hundred thousand.
    let mut attributes = element.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let attribute = attributes.find(|it| it.key.local_name().as_ref() == name)?;
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// An attribute as it is written, which is how calamine compares the names of parts; the last of several.
fn raw(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let attributes = attributes.with_checks(false).flatten();
    let attribute = attributes
        .filter(|it| it.key.local_name().as_ref() == name)
        .last()?;
    Some(attribute.value.into_owned())
}

fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

/// Whether an element `strike` strikes through.
fn strikes(element: &BytesStart<'_>) -> bool {
    value(element, "val").is_none_or(|value| is_true(&value))
}

/// Which of the formats of cells strike through.
fn styles(archive: &mut Archive<'_>, part: Option<usize>) -> Result<Vec<bool>, Unreadable> {
    let (mut fonts, mut formats) = (Vec::new(), Vec::new());
    let mut within = String::new();
    each(archive, part, |event| {
        if let Event::End(element) = event
            && element.local_name().as_ref() == within
        {
            within.clear();
        }
        let Some(element) = opened(event) else {
            return Ok(());
        };
        match (within.as_str(), element.local_name().as_ref()) {
            ("", name @ ("fonts" | "cellXfs")) if matches!(event, Event::Start(_)) => {
                name.clone_into(&mut within);
            }
            ("fonts", "font") => fonts.push(false),
            ("fonts", "strike") => {
                if let Some(font) = fonts.last_mut() {
                    *font = strikes(element);
                }
            }
            ("cellXfs", "xf") => {
                let font = value(element, "fontId").and_then(|id| id.parse::<usize>().ok());
                formats.push(
                    font.and_then(|font| fonts.get(font).copied())
                        .unwrap_or(false),
                );
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(formats)
}

/// How a text is written within its cell.
#[derive(Clone, Copy, Debug, Default)]
struct Runs {
    /// A part is written as the cell is.
    as_cell: bool,
    /// A part is struck through by itself.
    struck: bool,
    /// A part has a format of its own, and is not.
    clear: bool,
}

impl Runs {
    const fn are_struck(self, cell: bool) -> bool {
        !self.clear && (self.as_cell && cell || !self.as_cell && self.struck)
    }
}

/// A text while it is read.
#[derive(Default)]
struct RunReader {
    runs: Runs,
    /// Whether the part that is being read has a format, and whether that strikes through.
    format: Option<bool>,
    in_text: bool,
}

impl RunReader {
    fn on(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "r" => self.format = None,
                "rPr" => self.format = Some(false),
                "strike" if self.format.is_some() => self.format = Some(strikes(element)),
                "t" => self.in_text = matches!(event, Event::Start(_)),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => self.in_text = false,
                "r" => self.format = None,
                _ => {}
            },
            Event::Text(text) if self.in_text && !text.trim_ascii().is_empty() => match self.format
            {
                None => self.runs.as_cell = true,
                Some(true) => self.runs.struck = true,
                Some(false) => self.runs.clear = true,
            },
            _ => {}
        }
    }
}

/// How the shared texts are written.
fn strings(archive: &mut Archive<'_>, part: Option<usize>) -> Result<Vec<Runs>, Unreadable> {
    let mut strings = Vec::new();
    let mut reader = RunReader::default();
    each(archive, part, |event| {
        match event {
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                reader = RunReader::default();
            }
            Event::Empty(element) if element.local_name().as_ref() == "si" => {
                strings.push(Runs::default());
            }
            Event::End(element) if element.local_name().as_ref() == "si" => {
                strings.push(reader.runs);
            }
            event => reader.on(event),
        }
        Ok(())
    })?;
    Ok(strings)
}

/// A sheet while it is read.
struct Sheet<'s> {
    styles: &'s [bool],
    strings: &'s [Runs],
    marks: Marks,
    row: u32,
    column: usize,
    /// The cell that is being read: whether its format strikes through, and whether its text is shared.
    cell: Option<(bool, bool)>,
    in_value: bool,
    runs: RunReader,
    struck: bool,
}

impl<'s> Sheet<'s> {
    fn new(styles: &'s [bool], strings: &'s [Runs]) -> Self {
        Self {
            styles,
            strings,
            marks: Marks::default(),
            row: 0,
            column: 0,
            cell: None,
            in_value: false,
            runs: RunReader::default(),
            struck: false,
        }
    }

    fn on(&mut self, event: &Event<'_>) -> Result<(), Unreadable> {
        match event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "row" => self.row(element),
                "c" => {
                    self.begin(element);
                    if matches!(event, Event::Empty(_)) {
                        self.end()?;
                    }
                }
                "v" => self.in_value = matches!(event, Event::Start(_)),
                "mergeCell" => {
                    let merged = value(element, "ref").as_deref().and_then(merged);
                    if self.marks.merged.len() < ROWS {
                        self.marks.merged.extend(merged);
                    }
                }
                _ => self.runs.on(event),
            },
            Event::End(element) => match element.local_name().as_ref() {
                "c" => self.end()?,
                "v" => self.in_value = false,
                _ => self.runs.on(event),
            },
            Event::Text(text) if self.in_value => {
                let Some((format, shared)) = self.cell else {
                    return Ok(());
                };
                let text: &str = text.as_ref();
                let runs = text.trim().parse::<usize>().ok().filter(|_| shared);
                let runs = runs.and_then(|at| self.strings.get(at).copied());
                self.struck = runs.map_or(format, |runs| runs.are_struck(format));
            }
            _ => self.runs.on(event),
        }
        Ok(())
    }

    fn row(&mut self, element: &BytesStart<'_>) {
        let number = value(element, "r").and_then(|number| number.parse().ok());
        self.row = number.unwrap_or_else(|| self.row.saturating_add(1));
        self.column = 0;
        let is_flat = || {
            let height = value(element, "ht").and_then(|height| height.parse::<f64>().ok());
            height.is_some_and(|height| height <= 0.0)
        };
        let is_hidden = value(element, "hidden").is_some_and(|value| is_true(&value)) || is_flat();
        if is_hidden && self.row <= MOST_ROWS {
            self.marks.hidden.insert(self.row);
        }
    }

    fn begin(&mut self, element: &BytesStart<'_>) {
        if let Some(column) = value(element, "r").as_deref().and_then(column) {
            self.column = column;
        }
        let style = value(element, "s").and_then(|style| style.parse::<usize>().ok());
        let format = self
            .styles
            .get(style.unwrap_or(0))
            .copied()
            .unwrap_or(false);
        let shared = value(element, "t").as_deref() == Some("s");
        self.cell = Some((format, shared));
        self.runs = RunReader::default();
        self.struck = false;
    }

    fn end(&mut self) -> Result<(), Unreadable> {
        if let Some((format, _)) = self.cell.take() {
            let struck = self.struck || self.runs.runs.are_struck(format);
            if struck && self.row <= MOST_ROWS && self.column < COLUMNS {
                self.marks.struck.insert((self.row, self.column));
            }
        }
        self.column += 1;
        match self.marks.struck.len() {
            too_many if too_many > MOST_STRUCK => Err(Unreadable::TooManyCells),
            _ => Ok(()),
        }
    }
}

/// The cells of `A2:B9`.
fn merged(reference: &str) -> Option<Merged> {
    let (from, to) = reference.split_once(':').unwrap_or((reference, reference));
    let row = |cell: &str| {
        cell.trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .parse()
            .ok()
    };
    let (first, last) = row(from).zip(row(to))?;
    let (column, last_column) = column(from).zip(column(to))?;
    Some(Merged {
        column,
        last_column,
        first,
        last,
    })
}

/// The column of `AB12`, from 0.
fn column(reference: &str) -> Option<usize> {
    let letters = reference
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .take(4);
    let column = letters.fold(0, |column, letter| {
        column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    column.checked_sub(1)
}
