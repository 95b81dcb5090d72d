//! Excel's files from before 2007, `.xls`: measured before calamine reads them, which makes whole
//! tables of two cells far apart; and what it does not tell, as of the other formats.
//!
//! Such a file is an archive with one stream of records: kind, length, content. The numbers of
//! records, fields and bits are those of [MS-XLS].
//!
//! [MS-XLS]: https://learn.microsoft.com/openspecs/office_file_formats/ms-xls

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::worksheet::Marks;
use super::{SNAPSHOT_BYTES, Unreadable};

/// More cells than this, and no list has so many.
const MOST_CELLS: usize = 4_000_000;
/// More text than this.
const MOST_TEXT: usize = 256 << 20;

/// Looks through a file; the marks of its sheets, in their order.
pub(super) fn survey(bytes: &[u8]) -> Result<Vec<Marks>, Unreadable> {
    let damaged = |error: std::io::Error| Unreadable::Damaged(error.to_string());
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
    Book::read(&content)
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
}

impl Book {
    fn read(content: &[u8]) -> Result<Vec<Marks>, Unreadable> {
        let mut book = Self::default();
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
                0x0085 => starts.push(double(data, 0)),
                // SST, and what goes on of it
                0x00FC => shared = Some(vec![data]),
                0x003C => {
                    if let Some(shared) = &mut shared {
                        shared.push(data);
                    }
                    continue;
                }
                // EOF
                0x000A => break,
                _ => {}
            }
            if kind != 0x00FC
                && let Some(shared) = shared.take()
            {
                book.strings = lengths(&shared);
            }
        }
        if let Some(shared) = shared {
            book.strings = lengths(&shared);
        }
        let sheets = starts.into_iter().map(|start| {
            let start = start.and_then(|start| usize::try_from(start).ok());
            match start.and_then(|start| content.get(start..)) {
                Some(content) => book.sheet(content),
                None => Err(Unreadable::Damaged("BOUNDSHEET".into())),
            }
        });
        sheets.collect()
    }

    fn sheet(&mut self, content: &[u8]) -> Result<Marks, Unreadable> {
        let mut marks = Marks::default();
        let mut area = Area::default();
        let mut depth = 0_usize;
        for (kind, data) in records(content) {
            match kind {
                // BOF and EOF: a chart within a sheet is a stream of its own.
                0x0809 => depth += 1,
                0x000A if depth <= 1 => break,
                0x000A => depth -= 1,
                _ if depth > 1 => {}
                // DIMENSIONS: room that is made before anything is read.
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
                }
                _ => {}
            }
        }
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

/// How many bytes the shared texts have, one after the other; those that cannot be told are left
/// out with all after them.
fn lengths(parts: &[&[u8]]) -> Vec<usize> {
    let mut reader = Shared {
        parts,
        part: 0,
        at: 8,
    };
    let mut lengths = Vec::new();
    while let Some(length) = reader.text() {
        lengths.push(length);
    }
    lengths
}

/// Texts that go on from one record to the next.
struct Shared<'p, 'c> {
    parts: &'p [&'c [u8]],
    part: usize,
    at: usize,
}

impl Shared<'_, '_> {
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
        let mut left = chars;
        while left > 0 {
            let width = if bits & 1 == 0 { 1 } else { 2 };
            let here = self.parts.get(self.part)?.len().saturating_sub(self.at) / width;
            let taken = here.min(left);
            self.at += taken * width;
            left -= taken;
            if left > 0 {
                // What goes on begins with a byte that says how wide it is.
                (self.part, self.at) = (self.part + 1, 0);
                bits = self.byte()?;
            }
        }
        self.skip(runs * 4 + more)?;
        Some(chars * 3)
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
