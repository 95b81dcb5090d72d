//! Excel's files from before 2007, `.xls`: measured before calamine reads them, which makes whole
//! tables of two cells far apart; and what it does not tell, as of the other formats.
//!
//! Such a file is an archive with one stream of records: kind, length, content. The numbers of
//! records, fields and bits are those of [MS-XLS]. calamine looks for the stream in another way, follows it in
//! circles, and puts together the text of every formula: it gets a new archive, of what was measured.
//!
//! [MS-XLS]: https://learn.microsoft.com/openspecs/office_file_formats/ms-xls

use std::io::{self, Cursor, Read, Write};

use cfb::{CompoundFile, Version};

use super::table::{MOST_CELLS, MOST_TEXT};
use super::worksheet::Marks;
use super::{SNAPSHOT_BYTES, Unreadable};

/// More shared texts than this.
const MOST_STRINGS: usize = 1_000_000;
/// A longer stream than this, when pictures and formulas are taken out of it.
const MOST_BYTES: usize = 24 << 20;
/// More pieces of the shared texts than this. Excel fills each with 8,224 bytes.
const MOST_PIECES: usize = 8_000;

/// A file that was looked through.
pub(super) struct Survey {
    /// The marks of its sheets, in their order.
    pub(super) marks: Vec<Marks>,
    /// An archive with the records that calamine needs.
    pub(super) archive: Vec<u8>,
}

/// Looks through a file.
pub(super) fn survey(bytes: &[u8]) -> Result<Survey, Unreadable> {
    let mut archive = CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    // A new workbook with a password is an old archive around it.
    if archive.is_stream("/EncryptedPackage") {
        return Err(Unreadable::Protected);
    }
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| archive.is_stream(name));
    let Some(name) = name else {
        return Err(Unreadable::NotAWorkbook);
    };
    let stream = archive.open_stream(name).map_err(damaged)?;
    let mut content = Vec::new();
    stream
        .take(SNAPSHOT_BYTES as u64)
        .read_to_end(&mut content)
        .map_err(damaged)?;
    let (marks, kept) = Book::read(&content)?;
    drop(content);
    let archive = archive_of(name, &kept).map_err(damaged)?;
    Ok(Survey { marks, archive })
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn damaged(error: io::Error) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

fn archive_of(name: &str, content: &[u8]) -> io::Result<Vec<u8>> {
    let room = Vec::with_capacity(content.len() + content.len() / 64);
    // calamine finds no stream in an archive of version 4 whose streams are all long.
    let mut archive = CompoundFile::create_with_version(Version::V3, Cursor::new(room))?;
    archive.create_stream(name)?.write_all(content)?;
    archive.flush()?;
    Ok(archive.into_inner().into_inner())
}

/// A record: its kind and its content.
type Record<'c> = (u16, &'c [u8]);

/// The records of a stream from one on, as far as they are whole.
fn records(mut rest: &[u8]) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let (head, after) = rest.split_at_checked(4)?;
        let (content, after) = after.split_at_checked(word(head, 2)?.into())?;
        rest = after;
        Some((word(head, 0)?, content))
    })
}

fn word(content: &[u8], at: usize) -> Option<u16> {
    let bytes = content.get(at..at + 2)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

fn double(content: &[u8], at: usize) -> Option<u32> {
    let bytes = content.get(at..at + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// What counts for the whole file.
#[derive(Default)]
struct Book {
    /// Which fonts strike through.
    fonts: Vec<bool>,
    /// The fonts of the formats of cells.
    formats: Vec<u16>,
    /// How long the shared texts are.
    strings: Vec<usize>,
    cells: usize,
    text: usize,
    /// Bytes of the sheets so far.
    read: usize,
    /// The records that calamine needs.
    kept: Vec<u8>,
}

impl Book {
    /// The marks of the sheets, and the stream of records that calamine needs.
    fn read(content: &[u8]) -> Result<(Vec<Marks>, Vec<u8>), Unreadable> {
        let mut book = Self::default();
        // Where the sheets begin, and where it stands in the new stream where they begin.
        let mut starts = Vec::new();
        let mut shared: Option<Vec<&[u8]>> = None;
        for (kind, data) in records(content) {
            match kind {
                // FILEPASS
                0x002F => return Err(Unreadable::Protected),
                // FONT: the bit for struck through
                0x0031 => book
                    .fonts
                    .push(word(data, 2).is_some_and(|bits| bits & 0x0008 != 0)),
                // XF: its font
                0x00E0 => book.formats.push(word(data, 0).unwrap_or(0)),
                // BOUNDSHEET
                0x0085 => starts.push((double(data, 0), book.kept.len() + 4)),
                // SST, and what goes on of it
                0x00FC => shared = Some(vec![data]),
                0x003C => {
                    if let Some(shared) = &mut shared
                        && !data.is_empty()
                    {
                        shared.push(data);
                        book.keep(kind, data)?;
                    }
                    continue;
                }
                _ => {}
            }
            if kind != 0x00FC
                && let Some(shared) = shared.take()
            {
                book.shared(&shared)?;
            }
            match kind {
                // BOF, CODEPAGE, DATEMODE, FORMAT, XF, BOUNDSHEET, SST, EOF
                0x0809 | 0x0042 | 0x0022 | 0x041E | 0x00E0 | 0x0085 | 0x00FC | 0x000A => {
                    book.keep(kind, data)?;
                }
                _ => {}
            }
            if kind == 0x000A {
                break;
            }
        }
        if let Some(shared) = shared {
            book.shared(&shared)?;
        }
        let mut sheets = Vec::new();
        for (start, at) in starts {
            let start = start.and_then(|start| usize::try_from(start).ok());
            let rest = start.and_then(|start| content.get(start..));
            let rest = rest.ok_or_else(|| Unreadable::Damaged("BOUNDSHEET".into()))?;
            let now = u32::try_from(book.kept.len()).unwrap_or(u32::MAX);
            if let Some(place) = book.kept.get_mut(at..at + 4) {
                place.copy_from_slice(&now.to_le_bytes());
            }
            sheets.push(book.sheet(rest)?);
            // Sheets stand one after the other: the same one is not read a thousand times.
            if book.read > content.len() {
                return Err(Unreadable::Damaged("BOUNDSHEET".into()));
            }
        }
        Ok((sheets, book.kept))
    }

    /// Keeps a record.
    fn keep(&mut self, kind: u16, data: &[u8]) -> Result<(), Unreadable> {
        let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
        self.kept.extend(kind.to_le_bytes());
        self.kept.extend(length.to_le_bytes());
        self.kept.extend(data);
        match self.kept.len() {
            too_many if too_many > MOST_BYTES => Err(Unreadable::TooManyCells),
            _ => Ok(()),
        }
    }

    fn shared(&mut self, pieces: &[&[u8]]) -> Result<(), Unreadable> {
        if pieces.len() > MOST_PIECES {
            return Err(Unreadable::TooManyCells);
        }
        let (strings, rest) = lengths(pieces);
        self.strings = strings;
        // What cannot be told may be as many as there are bytes for: a text takes three.
        match self.strings.len().saturating_add(rest / 3) {
            too_many if too_many > MOST_STRINGS => Err(Unreadable::TooManyCells),
            _ => Ok(()),
        }
    }

    fn sheet(&mut self, content: &[u8]) -> Result<Marks, Unreadable> {
        let mut marks = Marks::default();
        let mut area = Area::default();
        let mut depth = 0_usize;
        for (kind, data) in records(content) {
            self.read = self.read.saturating_add(data.len() + 4);
            match kind {
                // BOF and EOF: a chart within a sheet is a stream of its own.
                0x0809 => {
                    depth += 1;
                    if depth == 1 {
                        self.keep(kind, data)?;
                    }
                }
                0x000A if depth <= 1 => break,
                0x000A => depth -= 1,
                _ if depth > 1 => {}
                // DIMENSIONS: room that would be made before anything is read.
                0x0200 => self.room(data)?,
                // ROW: its bit for hidden
                0x0208 => {
                    if let (Some(row), Some(bits)) = (word(data, 0), word(data, 12))
                        && bits & 0x0020 != 0
                    {
                        marks.hidden.insert(u32::from(row) + 1);
                    }
                }
                // NUMBER, LABEL, RSTRING, BOOLERR, RK, LABELSST, FORMULA
                0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 => {
                    let (Some(row), Some(column)) = (word(data, 0), word(data, 2)) else {
                        continue;
                    };
                    area.add(row, column, column);
                    self.cells += 1;
                    self.text += match kind {
                        0x00FD => {
                            let at = double(data, 6).and_then(|at| usize::try_from(at).ok());
                            at.and_then(|at| self.strings.get(at)).copied().unwrap_or(0)
                        }
                        _ => data.len(),
                    };
                    self.check(0)?;
                    if self.strikes(word(data, 4)) {
                        marks.struck.insert((u32::from(row) + 1, column.into()));
                    }
                    match kind {
                        0x0204 | 0x00D6 => long_enough(data, 6)?,
                        _ => {}
                    }
                    match (kind, data.get(..20)) {
                        // Its result, and no formula.
                        (0x0006, Some(result)) => self.keep(kind, &[result, &[0, 0]].concat())?,
                        _ => self.keep(kind, data)?,
                    }
                }
                // STRING: the text that a formula came to
                0x0207 => {
                    long_enough(data, 0)?;
                    self.cells += 1;
                    self.text += data.len();
                    self.check(0)?;
                    self.keep(kind, data)?;
                }
                // MULRK: several numbers beside each other
                0x00BD => {
                    let last = data.len().checked_sub(2).and_then(|at| word(data, at));
                    if let (Some(row), Some(first), Some(last)) =
                        (word(data, 0), word(data, 2), last)
                    {
                        area.add(row, first, last.max(first));
                        self.cells += data.len() / 6;
                    }
                    self.check(0)?;
                    self.keep(kind, data)?;
                }
                // MERGECELLS
                0x00E5 => self.keep(kind, data)?,
                _ => {}
            }
        }
        self.keep(0x000A, &[])?;
        // Two tables of the whole area: results and formulas.
        self.cells = self.cells.saturating_add(area.cells());
        self.check(0)?;
        Ok(marks)
    }

    fn room(&self, data: &[u8]) -> Result<(), Unreadable> {
        let of = |wide: bool| -> Option<(u32, u32, u16, u16)> {
            Some(if wide {
                (
                    double(data, 0)?,
                    double(data, 4)?,
                    word(data, 8)?,
                    word(data, 10)?,
                )
            } else {
                (
                    word(data, 0)?.into(),
                    word(data, 2)?.into(),
                    word(data, 4)?,
                    word(data, 6)?,
                )
            })
        };
        let Some((first, last, _, columns)) = of(data.len() >= 14) else {
            return Ok(());
        };
        let rows = usize::try_from(last.saturating_sub(first)).unwrap_or(usize::MAX);
        self.check(rows.saturating_mul(columns.into()))
    }

    fn check(&self, more: usize) -> Result<(), Unreadable> {
        match (self.cells.saturating_add(more), self.text) {
            (cells, text) if cells > MOST_CELLS || text > MOST_TEXT => {
                Err(Unreadable::TooManyCells)
            }
            _ => Ok(()),
        }
    }

    /// Whether the format of a cell strikes through.
    fn strikes(&self, format: Option<u16>) -> bool {
        let font = format.and_then(|format| self.formats.get(usize::from(format)));
        let font = font.map(|font| match font {
            // There is no fifth font: its number was left out.
            5.. => usize::from(font - 1),
            font => usize::from(*font),
        });
        font.and_then(|font| self.fonts.get(font))
            .is_some_and(|strikes| *strikes)
    }
}

/// The area in which cells are.
#[derive(Default)]
struct Area(Option<[u16; 4]>);

impl Area {
    fn add(&mut self, row: u16, first: u16, last: u16) {
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, first, last]);
        self.0 = Some([
            top.min(row),
            bottom.max(row),
            left.min(first),
            right.max(last),
        ]);
    }

    fn cells(&self) -> usize {
        self.0.map_or(0, |[top, bottom, left, right]| {
            (usize::from(bottom - top) + 1) * (usize::from(right - left) + 1)
        })
    }
}

/// Whether a text is as long as the number before it says, which calamine makes room for.
fn long_enough(data: &[u8], at: usize) -> Result<(), Unreadable> {
    match word(data, at) {
        Some(letters) if usize::from(letters) > data.len() => {
            Err(Unreadable::Damaged(format!("cch={letters}")))
        }
        _ => Ok(()),
    }
}

/// How many bytes the shared texts have as UTF-8, one after the other; and how many bytes are left of which this cannot
/// be told.
fn lengths(parts: &[&[u8]]) -> (Vec<usize>, usize) {
    let mut reader = Shared {
        parts,
        part: 0,
        at: 8,
    };
    let mut lengths = Vec::new();
    loop {
        let (part, at) = (reader.part, reader.at);
        match reader.text() {
            Some(length) if lengths.len() <= MOST_STRINGS => lengths.push(length),
            _ => {
                (reader.part, reader.at) = (part, at);
                return (lengths, reader.rest());
            }
        }
    }
}

/// Texts that go on from one record to the next.
struct Shared<'p, 'c> {
    parts: &'p [&'c [u8]],
    part: usize,
    at: usize,
}

impl Shared<'_, '_> {
    /// How many bytes are left.
    fn rest(&self) -> usize {
        let parts = self.parts.get(self.part..).unwrap_or_default();
        let bytes: usize = parts.iter().map(|part| part.len()).sum();
        bytes.saturating_sub(self.at)
    }

    fn text(&mut self) -> Option<usize> {
        let chars = usize::from(self.byte()?) | usize::from(self.byte()?) << 8;
        let mut bits = self.byte()?;
        let runs = if bits & 8 == 0 {
            0
        } else {
            usize::from(self.byte()?) | usize::from(self.byte()?) << 8
        };
        let mut more = 0;
        if bits & 4 != 0 {
            for shift in [0, 8, 16, 24] {
                more |= usize::from(self.byte()?) << shift;
            }
        }
        let (mut left, mut length) = (chars, 0);
        while left > 0 {
            let width = if bits & 1 == 0 { 1 } else { 2 };
            let here = self.parts.get(self.part)?.get(self.at..)?;
            let taken = (here.len() / width).min(left);
            let here = &here[..taken * width];
            // As UTF-8.
            length += match width {
                1 => here.iter().map(|byte| 1 + usize::from(*byte >= 0x80)).sum(),
                _ => here
                    .chunks_exact(2)
                    .map(|unit| match u16::from_le_bytes([unit[0], unit[1]]) {
                        0..0x80 => 1,
                        0x80..0x800 => 2,
                        _ => 3,
                    })
                    .sum::<usize>(),
            };
            self.at += taken * width;
            left -= taken;
            if left > 0 {
                // What goes on begins with a byte that says how wide it is.
                (self.part, self.at) = (self.part + 1, 0);
                bits = self.byte()?;
            }
        }
        self.skip(runs * 4 + more)?;
        Some(length)
    }

    fn byte(&mut self) -> Option<u8> {
        while self.at >= self.parts.get(self.part)?.len() {
            (self.part, self.at) = (self.part + 1, 0);
        }
        let byte = *self.parts.get(self.part)?.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            let here = self.parts.get(self.part)?.len().saturating_sub(self.at);
            let taken = here.min(bytes);
            self.at += taken;
            bytes -= taken;
            if bytes > 0 {
                (self.part, self.at) = (self.part + 1, 0);
            }
        }
        Some(())
    }
}
