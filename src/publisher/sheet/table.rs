//! Tables of cells with the positions that people see: what a spreadsheet and a CSV file have in
//! common.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};

use super::{LETTERS, Unreadable};

/// One sheet of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The sheet's name; empty for a CSV file, which has none.
    pub name: String,
    /// The rows that hold anything, in ascending order of their numbers.
    pub rows: Vec<Row>,
    /// Cells that were merged.
    pub merged: Vec<Merged>,
    /// The numbers of the rows that are not shown.
    pub hidden: BTreeSet<u32>,
    /// Cells whose whole text is struck through, by the number of the row and the column from 0.
    pub struck: BTreeSet<(u32, usize)>,
    /// The file may hide rows without telling which.
    pub hides: bool,
}

/// A row of a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its number as it stands in the margin, from 1.
    pub number: u32,
    /// Its cells from column A, trailing empty ones left out.
    pub cells: Vec<Cell>,
}

/// Cells that share one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The first column, from 0.
    pub column: usize,
    /// The last column, from 0.
    pub last_column: usize,
    /// The number of the first row.
    pub first: u32,
    /// The number of the last row.
    pub last: u32,
}

/// What is in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or only blanks.
    #[default]
    Empty,
    /// A text with something in it, blanks around it removed.
    Text(String),
    /// A number.
    Number(f64),
    /// A day, perhaps with a time of day.
    Date(Date, Option<Time>),
    /// A time of day.
    Time(Time),
    /// The formula in the cell has no result: `#REF!`, `#NAME?`.
    Broken(String),
}

/// What spreadsheets show where a formula has no result, in English and German.
const ERRORS: &[&str] = &[
    "#DIV/0!",
    "#N/A",
    "#NV",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#ZAHL!",
    "#REF!",
    "#BEZUG!",
    "#VALUE!",
    "#WERT!",
    "#GETTING_DATA",
    "#DATA!",
    "#SPILL!",
    "#ÜBERLAUF!",
    "Err:502",
    "Err:508",
    "Err:509",
    "Err:522",
];

impl Cell {
    /// A cell with this text.
    pub fn text(text: &str) -> Self {
        match text.trim() {
            "" => Self::Empty,
            text if ERRORS.contains(&text) => Self::Broken(text.to_owned()),
            text => Self::Text(text.to_owned()),
        }
    }

    /// Whether nothing is in it.
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// Whether it has more letters than a cell can have.
    pub(super) fn is_too_long(&self) -> bool {
        matches!(self, Self::Text(text) if text.len() > LETTERS && text.chars().count() > LETTERS)
    }

    /// How many bytes of text it holds.
    pub(super) const fn text_len(&self) -> usize {
        match self {
            Self::Text(text) | Self::Broken(text) => text.len(),
            _ => 0,
        }
    }

    /// What people see, near enough: numbers with a decimal comma, dates as `3.11.2026`.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Broken(text) => text.clone(),
            Self::Number(number) => number.to_string().replace('.', ","),
            Self::Date(date, None) => german_date(*date),
            Self::Date(date, Some(time)) => {
                format!("{} {}", german_date(*date), german_time(*time))
            }
            Self::Time(time) => german_time(*time),
        }
    }
}

/// `3.11.2026`.
pub(super) fn german_date(date: Date) -> String {
    format!("{}.{}.{}", date.day(), date.month(), date.year())
}

/// `9:30`.
pub(super) fn german_time(time: Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

impl Row {
    /// The cell in a column, from 0.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

impl Table {
    /// Gives every row of merged cells the value that stands in the first of them, in the columns
    /// that `wanted` names; tells which merged cells these were.
    pub(super) fn fill_merged(
        &mut self,
        wanted: impl Fn(usize) -> bool,
        budget: &mut Budget,
    ) -> Result<Vec<Merged>, Unreadable> {
        let mut merged = self.merged.clone();
        merged.retain(|merged| wanted(merged.column) && merged.first < merged.last);
        merged.sort_unstable_by_key(|merged| (merged.column, merged.first));
        // Merged cells never overlap, whatever a broken file says.
        merged.dedup_by(|next, before| next.column == before.column && next.first <= before.last);
        let mut filled = Vec::new();
        for merged in merged {
            let from = self.rows.partition_point(|row| row.number < merged.first);
            let to = self.rows.partition_point(|row| row.number <= merged.last);
            let Some((first, others)) = self.rows[from..to].split_first_mut() else {
                continue;
            };
            let value = first.cell(merged.column);
            let is_struck = self.struck.contains(&(merged.first, merged.column));
            if first.number != merged.first || value.is_empty() {
                continue;
            }
            // Rows with nothing else in them are no offers: only those that are there are filled.
            for row in others.iter_mut() {
                let cells = (merged.column + 1).saturating_sub(row.cells.len());
                budget.spend(cells, value.text_len())?;
                if row.cells.len() <= merged.column {
                    row.cells.resize(merged.column + 1, Cell::Empty);
                }
                row.cells[merged.column] = value.clone();
                if is_struck {
                    self.struck.insert((row.number, merged.column));
                }
            }
            if !others.is_empty() {
                filled.push(merged);
            }
        }
        Ok(filled)
    }
}

/// More cells than this, and no list has so many.
pub(super) const MOST_CELLS: usize = 2_000_000;
/// More text than this, and the page that becomes of it would be too large for any app: offers are half text.
pub(super) const MOST_TEXT: usize = 32 << 20;

/// How much of a file is taken into memory. Files are small, but a few bytes can claim to be many.
#[derive(Debug)]
pub(super) struct Budget {
    cells: usize,
    text: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            cells: MOST_CELLS,
            text: MOST_TEXT,
        }
    }
}

impl Budget {
    /// Takes so many cells with so many bytes of text.
    pub(super) fn spend(&mut self, cells: usize, text: usize) -> Result<(), Unreadable> {
        match (self.cells.checked_sub(cells), self.text.checked_sub(text)) {
            (Some(cells), Some(text)) => {
                *self = Self { cells, text };
                Ok(())
            }
            _ => Err(Unreadable::TooManyCells),
        }
    }
}

/// The letters above a column: `A` for 0, `AB` for 27.
pub fn letters(column: usize) -> String {
    let mut out = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        // Within 26 letters: never truncated.
        out.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_have_one_value() {
        let row = |number, cells: &[&str]| Row {
            number,
            cells: cells.iter().map(|text| Cell::text(text)).collect(),
        };
        let merged = |column, first, last| Merged {
            column,
            last_column: column,
            first,
            last,
        };
        let mut table = Table {
            name: String::new(),
            rows: vec![
                row(2, &["a", "Südstadt"]),
                row(3, &["b"]),
                row(5, &["c"]),
                row(6, &["d"]),
            ],
            merged: vec![
                merged(1, 2, 5),
                merged(1, 3, 9),
                merged(7, 2, 5),
                merged(0, 4, 5),
            ],
            ..Table::default()
        };
        let mut budget = Budget::default();
        let filled = table.fill_merged(|column| column < 2, &mut budget);
        assert_eq!(filled, Ok(vec![merged(1, 2, 5)]));
        let second: Vec<_> = table.rows.iter().map(|row| row.cell(1).shown()).collect();
        assert_eq!(second, ["Südstadt", "Südstadt", "Südstadt", ""]);
    }

    #[test]
    fn columns_have_letters() {
        for (column, name) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (27, "AB"),
            (701, "ZZ"),
            (702, "AAA"),
        ] {
            assert_eq!(letters(column), name);
        }
    }
}
