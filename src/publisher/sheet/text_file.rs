//! A CSV file into a table: its separator is found out, not asked for.

use csv::ReaderBuilder;

use super::header;
use super::table::{Budget, Cell, Row, Table};
use super::{COLUMNS, ROWS, Unreadable};

/// How the separators of a file are found out: those that German and other Excels write.
const SEPARATORS: [u8; 3] = [b';', b',', b'\t'];
/// Within how many rows the one with the columns' names must stand for the separator to be found.
const FIRST_ROWS: usize = 50;

/// Whether a text is a list with columns that are known here.
pub(super) fn looks_like_a_list(text: &str) -> bool {
    SEPARATORS
        .iter()
        .any(|separator| known_columns(text, *separator) > 0)
}

/// How many columns are known in the row with the columns' names, with this separator.
fn known_columns(text: &str, separator: u8) -> usize {
    rows(text, separator, FIRST_ROWS)
        .ok()
        .and_then(|table| header::find(&table))
        .map_or(0, |header| header.known())
}

/// The table in a text.
pub(super) fn table(text: &str) -> Result<Table, Unreadable> {
    let best = SEPARATORS
        .into_iter()
        // Of several equally good ones the first is meant to win, `max_by_key` takes the last.
        .rev()
        .max_by_key(|separator| known_columns(text, *separator));
    rows(text, best.unwrap_or(b';'), ROWS)
}

/// At most `most` rows; whoever wants all of them is told if there are more.
fn rows(text: &str, separator: u8, most: usize) -> Result<Table, Unreadable> {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut record = csv::StringRecord::new();
    let mut budget = Budget::default();
    let (mut number, mut start) = (0, 0);
    while reader
        .read_record(&mut record)
        .map_err(|error| Unreadable::Damaged(error.to_string()))?
    {
        number += 1 + blank_lines(text, start);
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let raw = text.get(start..end).unwrap_or_default();
        if most == ROWS && swallows(raw, separator) {
            return Err(Unreadable::OpenQuote(number));
        }
        start = end;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if table.rows.len() >= most {
            return match most {
                ROWS => Err(Unreadable::TooManyRows),
                _ => Ok(table),
            };
        }
        let mut cells: Vec<_> = record
            .iter()
            .take(COLUMNS)
            .map(|cell| Cell::text(unprotected(cell)))
            .collect();
        cells.truncate(
            cells
                .iter()
                .rposition(|cell| !cell.is_empty())
                .map_or(0, |at| at + 1),
        );
        if cells.iter().any(Cell::is_too_long) {
            return Err(Unreadable::LongCell(number));
        }
        // The text is in memory already, as a whole.
        budget.spend(cells.len(), 0)?;
        table.rows.push(Row { number, cells });
    }
    Ok(table)
}

/// Whether a quoted cell of this record has swallowed the rows after it: it does not end before
/// the file does, or only at the quotation mark of another cell, some lines below.
fn swallows(record: &str, separator: u8) -> bool {
    /// Where in a cell the reader is.
    enum At {
        Start,
        Plain,
        Quoted { lines: bool },
        Closed { lines: bool },
    }
    let mut at = At::Start;
    for byte in record.bytes() {
        at = match (at, byte) {
            (At::Start, b'"') => At::Quoted { lines: false },
            (At::Quoted { lines }, b'"') => At::Closed { lines },
            (At::Quoted { .. }, b'\r' | b'\n') => At::Quoted { lines: true },
            // Two quotation marks are one that is meant.
            (At::Closed { lines }, b'"') | (At::Quoted { lines }, _) => At::Quoted { lines },
            (_, b'\r' | b'\n') => At::Start,
            (_, byte) if byte == separator => At::Start,
            (At::Closed { lines }, b' ' | b'\t') => At::Closed { lines },
            (At::Closed { lines: true }, _) => return true,
            _ => At::Plain,
        };
    }
    matches!(at, At::Quoted { .. })
}

/// How many empty lines stand before the record that begins at `start`: the reader leaves them
/// out, but they count as rows where the file is looked at.
fn blank_lines(text: &str, start: usize) -> u32 {
    let Some(rest) = text.get(start..) else {
        return 0;
    };
    let breaks = &rest[..rest.len() - rest.trim_start_matches(['\r', '\n']).len()];
    // The second half of the line break that ended the record before.
    let breaks = if text[..start].ends_with('\r') {
        breaks.strip_prefix('\n').unwrap_or(breaks)
    } else {
        breaks
    };
    let blank = breaks.replace("\r\n", "\n").len();
    u32::try_from(blank).unwrap_or(u32::MAX)
}

/// A cell that a spreadsheet would take for a formula, made harmless by an apostrophe before it.
pub(super) fn protected(cell: &str) -> String {
    if is_formula(cell.trim_start_matches('\'')) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// The cell that [`protected`] made harmless.
fn unprotected(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        for (text, numbers) in [
            ("Titel;Ort\na;b\n", vec![1, 2]),
            ("Titel;Ort\r\n\r\na;b\r\n;\r\nc;d", vec![1, 3, 5]),
            ("\n\nTitel;Ort\n\n\na;b", vec![3, 6]),
            ("Titel;Ort\r\n\"a\r\n\r\nb\";c\r\nd;e\r\n", vec![1, 2, 3]),
            ("sep=;\nTitel;Ort\na;b", vec![1, 2, 3]),
            ("Titel;Ort\r\ra;b\r", vec![1, 3]),
        ] {
            let table = table(text).unwrap();
            let found: Vec<_> = table.rows.iter().map(|row| row.number).collect();
            assert_eq!(found, numbers, "{text:?}");
        }
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_is_named_by_its_row() {
        for (text, row) in [
            ("Titel;Ort\na;b\n\"c;d\ne;f\n", Some(3)),
            ("Titel;Ort\r\n\r\na;\"b\r\nc;d\r\n", Some(3)),
            ("Titel;Ort\na;\"b\"\"\nc;d", Some(2)),
            ("\"Titel\na;b\n", Some(1)),
            // It ends in the row after: what is before that is one cell, and `d` stands behind it.
            ("Titel;Ort\n\"a;b\n\"c\";d\ne;f\n", Some(2)),
            ("Titel;Ort\na;\"b\nc\"\"\" \nd;e\n", None),
            ("Titel;Ort\n\"a\nb\" ;c\n", None),
            ("Titel;Ort\n7\" lang;\"a\" b\nc;d\n", None),
            ("Titel;Ort\na;\"\"\nc;\"\"\"d\"\"\"", None),
        ] {
            let damaged = table(text).err();
            assert_eq!(damaged, row.map(Unreadable::OpenQuote), "{text:?}");
        }
    }

    #[test]
    fn the_separator_is_the_one_that_finds_columns() {
        for text in [
            "Titel;Ort\nCafé, offen;Peine\n",
            "Titel,Ort\n\"Café, offen\",Peine\n",
            "Titel\tOrt\nCafé, offen\tPeine\n",
            "Liste; Stand: heute, mittags, abends\nTitel;Ort\nCafé, offen;Peine\n",
        ] {
            let table = table(text).unwrap();
            let last = table.rows.last().unwrap();
            assert_eq!(last.cell(0).shown(), "Café, offen", "{text}");
            assert_eq!(last.cell(1).shown(), "Peine", "{text}");
        }
        // A file with one column has no separator at all.
        assert_eq!(table("Titel\nCafé").unwrap().rows.len(), 2);
    }

    proptest! {
        #[test]
        fn protecting_loses_nothing(cell in "['=+@a-]{0,6}") {
            let made = protected(&cell);
            prop_assert!(!made.starts_with(['=', '+', '-', '@']));
            prop_assert_eq!(unprotected(&made), cell);
        }
    }
}
