//! Workbooks, `.xlsx`, `.xlsb`, `.xls` and `.ods`, into tables.
//!
//! All but `.xls` are zip archives. calamine reads them; what it is given is measured before,
//! because a few bytes can unpack to many.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Cursor, Read};
use std::panic::{self, AssertUnwindSafe};

use calamine::{
    Data, DataRef, Dimensions, Ods, Range, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsb, Xlsx,
};
use zip::ZipArchive;
use zip::result::ZipError;

use super::moment::cell_of;
use super::open_style::Styles;
use super::table::{Budget, Cell, Merged, Row, Table};
use super::weigh::{MOST_ELEMENTS, Metered, UNPACKED_BYTES, Weight, has_too_many_parts, weigh};
use super::worksheet::{self, Marks};
use super::{COLUMNS, ROWS, Unreadable, biff, open_document};

/// The sheets of a workbook, and the names of those that are hidden and therefore left out.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    pub(super) tables: Vec<Table>,
    pub(super) hidden: Vec<String>,
    /// What is left for cells that are merged.
    pub(super) budget: Budget,
}

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// The first bytes of the archives that Excel wrote before 2007.
pub(super) const OLD: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// Reads an archive as the workbook that it should be.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    if bytes.starts_with(OLD) {
        return caught(|| xls(bytes));
    }
    if has_too_many_parts(bytes) {
        return Err(Unreadable::TooManyCells);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let weight = weigh(&mut archive, UNPACKED_BYTES)?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("content.xml") {
        caught(|| ods(bytes, &mut archive))
    } else if has("xl/workbook.bin") {
        caught(|| xlsb(bytes, &weight))
    } else if archive.file_names().any(is_workbook) {
        caught(|| xlsx(bytes, &mut archive))
    } else {
        Err(Unreadable::NotAWorkbook)
    }
}

/// The bytes are only read: whatever broke off, nothing half done is left behind.
fn caught(read: impl FnOnce() -> Result<Workbook, Unreadable>) -> Result<Workbook, Unreadable> {
    panic::catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(Unreadable::Damaged("unexpected content".into())))
}

fn is_workbook(name: Result<std::borrow::Cow<'_, str>, ZipError>) -> bool {
    name.is_ok_and(|name| name.eq_ignore_ascii_case("xl/workbook.xml"))
}

pub(super) fn damaged(error: ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => {
            Unreadable::Protected
        }
        error => Unreadable::Damaged(error.to_string()),
    }
}

fn xlsx(bytes: &[u8], archive: &mut Archive<'_>) -> Result<Workbook, Unreadable> {
    let broken = |error: calamine::XlsxError| Unreadable::Damaged(error.to_string());
    let mut marks = worksheet::survey(archive)?;
    let mut file = Xlsx::new(Metered::new(bytes)).map_err(broken)?;
    let mut workbook = Workbook::default();
    for sheet in sheets(file.sheets_metadata())? {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            workbook.hidden.push(sheet.name);
            continue;
        }
        // A part that is two sheets would be read twice, and so on.
        let Some(marks) = marks.remove(&sheet.name) else {
            return Err(no_part(&sheet.name));
        };
        let mut rows = Rows::default();
        let mut cells = file.worksheet_cells_reader(&sheet.name).map_err(broken)?;
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(broken)? {
            let value = match cell.value {
                // Programs that cannot calculate leave the result to Excel.
                DataRef::Empty if cell.formula.is_some() => Cell::Broken("=".into()),
                value => cell_of(&value.into()),
            };
            rows.put(cell.pos, value, &mut workbook.budget)?;
        }
        workbook.tables.push(marked(rows, marks, sheet.name));
    }
    Ok(workbook)
}

/// A sheet that has no part of its own in the archive.
fn no_part(sheet: &str) -> Unreadable {
    Unreadable::Damaged(format!("sheet \"{sheet}\""))
}

/// The sheets of a file. Each has a name of its own, by which calamine finds it.
fn sheets(metadata: &[Sheet]) -> Result<Vec<Sheet>, Unreadable> {
    let mut names = HashSet::new();
    match metadata.iter().find(|sheet| !names.insert(&sheet.name)) {
        Some(twice) => Err(no_part(&twice.name)),
        None => Ok(metadata.to_vec()),
    }
}

fn merged_cells(region: &Dimensions) -> Option<Merged> {
    Some(Merged {
        column: usize::try_from(region.start.1).ok()?,
        last_column: usize::try_from(region.end.1).ok()?,
        first: region.start.0.checked_add(1)?,
        last: region.end.0.checked_add(1)?,
    })
}

fn xls(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let broken = |error: calamine::XlsError| match error {
        calamine::XlsError::Password => Unreadable::Protected,
        error => Unreadable::Damaged(error.to_string()),
    };
    let biff::Survey { mut marks, archive } = biff::survey(bytes)?;
    let mut file = Xls::new(Cursor::new(archive)).map_err(broken)?;
    let mut workbook = Workbook::default();
    for (at, sheet) in sheets(file.sheets_metadata())?.into_iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            workbook.hidden.push(sheet.name);
            continue;
        }
        let merged = file
            .merge_cells_by_sheet_name(&sheet.name)
            .unwrap_or_default();
        let range = file.worksheet_range(&sheet.name).map_err(broken)?;
        let rows = used(&range, &mut workbook.budget)?;
        workbook.tables.push(Table {
            merged: merged.iter().filter_map(merged_cells).take(ROWS).collect(),
            hides: marks.get(at).is_none(),
            ..marked(
                rows,
                marks.get_mut(at).map(std::mem::take).unwrap_or_default(),
                sheet.name,
            )
        });
    }
    Ok(workbook)
}

/// The binary form of `.xlsx`: it says less here, neither merged cells nor hidden rows.
fn xlsb(bytes: &[u8], weight: &Weight) -> Result<Workbook, Unreadable> {
    let broken = |error: calamine::XlsbError| match error {
        calamine::XlsbError::Password => Unreadable::Protected,
        error => Unreadable::Damaged(error.to_string()),
    };
    let mut file = Xlsb::new(Metered::new(bytes)).map_err(broken)?;
    let mut workbook = Workbook::default();
    let sheets = sheets(file.sheets_metadata())?;
    // One part may be all of them.
    if sheets.len().saturating_mul(weight.most_records) > MOST_ELEMENTS {
        return Err(Unreadable::TooManyCells);
    }
    for sheet in sheets {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            workbook.hidden.push(sheet.name);
            continue;
        }
        let mut rows = Rows::default();
        let mut cells = file.worksheet_cells_reader(&sheet.name).map_err(broken)?;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let value = cell_of(&cell.get_value().clone().into());
            rows.put(cell.get_position(), value, &mut workbook.budget)?;
        }
        workbook.tables.push(Table {
            hides: true,
            ..rows.into_table(sheet.name)
        });
    }
    Ok(workbook)
}

/// The cells of a table that has room for all.
fn used(range: &Range<Data>, budget: &mut Budget) -> Result<Rows, Unreadable> {
    let (top, left) = range.start().unwrap_or_default();
    let mut rows = Rows::default();
    for (row, column, value) in range.used_cells() {
        let position = u32::try_from(row).ok().zip(u32::try_from(column).ok());
        let (row, column) = position.ok_or(Unreadable::TooManyRows)?;
        rows.put((top + row, left + column), cell_of(value), budget)?;
    }
    Ok(rows)
}

fn ods(bytes: &[u8], archive: &mut Archive<'_>) -> Result<Workbook, Unreadable> {
    let broken = |error: calamine::OdsError| match error {
        calamine::OdsError::Password => Unreadable::Protected,
        error => Unreadable::Damaged(error.to_string()),
    };
    if is_encrypted(archive) {
        return Err(Unreadable::Protected);
    }
    let styles = match archive.by_name("styles.xml") {
        Ok(styles) => Styles::read(io::BufReader::new(styles))?,
        Err(_) => Styles::default(),
    };
    let content = archive.by_name("content.xml").map_err(damaged)?;
    let mut surveyed = open_document::survey(io::BufReader::new(content), styles)?;
    let mut file = Ods::new(Metered::new(bytes)).map_err(broken)?;
    let mut workbook = Workbook::default();
    for (at, sheet) in sheets(file.sheets_metadata())?.into_iter().enumerate() {
        if sheet.visible != SheetVisible::Visible {
            workbook.hidden.push(sheet.name);
            continue;
        }
        let open_document::Sheet {
            merged,
            hidden,
            struck,
        } = surveyed.get_mut(at).map(std::mem::take).unwrap_or_default();
        let range = file.worksheet_range(&sheet.name).map_err(broken)?;
        let rows = used(&range, &mut workbook.budget)?;
        let marks = Marks {
            hidden,
            struck,
            merged,
        };
        workbook.tables.push(marked(rows, marks, sheet.name));
    }
    Ok(workbook)
}

/// Whether the archive's list of contents says that they are encrypted.
fn is_encrypted(archive: &mut Archive<'_>) -> bool {
    const MOST: u64 = 1 << 20;
    let Ok(list) = archive.by_name("META-INF/manifest.xml") else {
        return false;
    };
    let mut text = Vec::new();
    let read = list.take(MOST).read_to_end(&mut text);
    read.is_ok() && String::from_utf8_lossy(&text).contains("encryption-data")
}

/// Rows and what is marked in them.
fn marked(rows: Rows, marks: Marks, name: String) -> Table {
    let Marks {
        hidden,
        struck,
        merged,
    } = marks;
    Table {
        merged,
        hidden,
        struck,
        ..rows.into_table(name)
    }
}

/// Rows as they come together, from cells in any order.
#[derive(Default)]
struct Rows(BTreeMap<u32, Vec<Cell>>);

impl Rows {
    /// Puts a cell at a row and a column, both from 0.
    fn put(
        &mut self,
        (row, column): (u32, u32),
        cell: Cell,
        budget: &mut Budget,
    ) -> Result<(), Unreadable> {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if cell.is_empty() || column >= COLUMNS {
            return Ok(());
        }
        let number = row.checked_add(1).ok_or(Unreadable::TooManyRows)?;
        if cell.is_too_long() {
            return Err(Unreadable::LongCell(number));
        }
        let cells = self.0.entry(number).or_default();
        let room = (column + 1).saturating_sub(cells.len());
        budget.spend(room, cell.text_len())?;
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        match self.0.len() {
            too_many if too_many > ROWS => Err(Unreadable::TooManyRows),
            _ => Ok(()),
        }
    }

    fn into_table(self, name: String) -> Table {
        let rows = self.0.into_iter();
        Table {
            name,
            rows: rows.map(|(number, cells)| Row { number, cells }).collect(),
            ..Table::default()
        }
    }
}
