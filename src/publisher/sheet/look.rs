//! What there is to say about a sheet before its rows are read: its names, and the rows that are
//! none of its offers.

use std::collections::BTreeSet;

use super::Sheet;
use super::columns::{Column, key};
use super::encoding;
use super::finding::{Problem, Spot};
use super::header::Header;
use super::heading::{Heading, Part};
use super::no_offer;
use super::table::{Cell, Row, Table};

/// Counted ids are told from so many rows on: three offers may well be called 1, 2 and 3.
const COUNTED: usize = 3;

impl Sheet {
    /// Puts letters right that were decoded wrongly before they were pasted here.
    pub(super) fn mend(&mut self, table: &mut Table) {
        let mut first = None;
        for row in &mut table.rows {
            for cell in &mut row.cells {
                if let Cell::Text(text) = cell
                    && let Some((mended, problem)) = encoding::mended(text)
                {
                    *text = mended;
                    first.get_or_insert((row.number, problem));
                }
            }
        }
        if let Some((row, problem)) = first {
            self.report(&table.name, row, None, problem);
        }
    }

    /// Names that are not understood, or stand there twice, or are missing.
    pub(super) fn look_at_header(&mut self, table: &Table, header: &Header) {
        let rows: Vec<_> = table
            .rows
            .iter()
            .filter(|row| row.number > header.row && has_content(row, header))
            .collect();
        for (at, heading) in header.headings.iter().enumerate() {
            let second = header.headings[..at].contains(heading);
            let name = header.names[at].as_str();
            let problem = match heading {
                Heading::Unknown if name.is_empty() => continue,
                Heading::Unknown => match texts(&rows, at) {
                    filled if filled * 2 > rows.len() => Problem::UnreadColumn(filled, rows.len()),
                    _ => Problem::UnknownColumn,
                },
                Heading::BadTranslation => Problem::BadTranslation,
                Heading::Left | Heading::Time(Part::Unsure) => continue,
                _ if second => Problem::SecondColumn,
                Heading::Known(Column::AgeFrom | Column::AgeTo)
                    if matches!(key(name).as_str(), "von" | "bis") =>
                {
                    Problem::TakenForAge
                }
                Heading::Known(Column::Person) => Problem::MadePublic,
                Heading::Known(Column::Notice) if is_a_remark(name) => Problem::MadePublic,
                _ => continue,
            };
            self.report(&table.name, header.row, Some(Spot::new(at, name)), problem);
        }
        let widest = table.rows.iter().map(|row| row.cells.len()).max();
        for at in 0..widest.unwrap_or(0) {
            let unnamed = header.names.get(at).is_none_or(String::is_empty);
            let below = |row: &&Row| row.number > header.row && !row.cell(at).is_empty();
            if let (true, Some(row)) = (unnamed, table.rows.iter().find(below)) {
                let spot = Spot::new(at, "");
                self.report(&table.name, row.number, Some(spot), Problem::UnnamedColumn);
            }
        }
        self.look_at_ids(table, header, &rows);
    }

    /// Ids that only count the rows: whoever sorts the list or takes out a row gives them to others.
    fn look_at_ids(&mut self, table: &Table, header: &Header, rows: &[&Row]) {
        let Some(at) = header.position(Column::Id) else {
            return;
        };
        let ids: Vec<_> = rows
            .iter()
            .map(|row| row.cell(at))
            .filter(|cell| !cell.is_empty())
            .collect();
        let counts = ids.iter().zip(1_usize..).all(|(cell, number)| match cell {
            Cell::Number(id) => id.to_string() == number.to_string(),
            Cell::Text(id) => id.trim_start_matches('0') == number.to_string(),
            _ => false,
        });
        if counts && ids.len() >= COUNTED {
            let spot = Spot::new(at, &header.names[at]);
            self.report(
                &table.name,
                header.row,
                Some(spot),
                Problem::CountedIds(ids.len()),
            );
        }
    }

    /// A row without what is crossed out in it.
    pub(super) fn without_struck(&mut self, table: &Table, header: &Header, row: &Row) -> Row {
        let mut row = row.clone();
        for (at, cell) in row.cells.iter_mut().enumerate() {
            if !cell.is_empty() && table.struck.contains(&(row.number, at)) {
                let cell = std::mem::take(cell);
                let is_read = header.is_read(at)
                    || matches!(header.headings.get(at), Some(Heading::Translation(..)));
                if is_read {
                    let spot = Spot::new(at, &header.names[at]);
                    self.report(
                        &table.name,
                        row.number,
                        Some(spot),
                        Problem::StruckCell(cell.shown()),
                    );
                }
            }
        }
        row
    }

    /// The rows that are left out, and why: hidden ones, such as are crossed out, and such as are
    /// no offers at all.
    pub(super) fn left_out(&mut self, table: &Table, header: &Header) -> BTreeSet<u32> {
        let title = header.position(Column::Title).unwrap_or(0);
        let rows = || {
            let rows = table.rows.iter();
            rows.filter(|row| row.number > header.row && has_content(row, header))
        };
        let is_struck = |row: &Row| {
            let filled = (0..row.cells.len()).filter(|at| !row.cell(*at).is_empty());
            let struck = |at: usize| table.struck.contains(&(row.number, at));
            // The title, or all that is there.
            struck(title) || filled.clone().next().is_some() && filled.clone().all(struck)
        };
        let numbers = |is_out: &dyn Fn(&Row) -> bool| -> BTreeSet<u32> {
            rows()
                .filter(|row| is_out(row))
                .map(|row| row.number)
                .collect()
        };
        let hidden = numbers(&|row| table.hidden.contains(&row.number));
        let struck = numbers(&|row| !hidden.contains(&row.number) && is_struck(row));
        if !hidden.is_empty() {
            self.report(&table.name, 0, None, Problem::HiddenRows(ranges(&hidden)));
        }
        if !struck.is_empty() {
            self.report(&table.name, 0, None, Problem::StruckRows(ranges(&struck)));
        }
        if table.hides && rows().next().is_some() {
            self.report(&table.name, 0, None, Problem::HiddenUnseen);
        }
        let mut out: BTreeSet<_> = hidden.union(&struck).copied().collect();
        for (number, why) in no_offer::find(table, header) {
            if out.insert(number) {
                let row = table.rows.iter().find(|row| row.number == number);
                let shown = row.and_then(|row| row.cells.iter().find(|cell| !cell.is_empty()));
                let shown = shown.map_or_else(String::new, Cell::shown);
                self.report(&table.name, number, None, Problem::NoOffer(why, shown));
            }
        }
        out
    }
}

/// Whether anything stands in a column that is read.
pub(super) fn has_content(row: &Row, header: &Header) -> bool {
    let headings = header.headings.iter().enumerate();
    let mut read = headings.filter(|(_, heading)| {
        !matches!(
            heading,
            Heading::Unknown | Heading::BadTranslation | Heading::Left
        )
    });
    read.any(|(at, _)| !row.cell(at).is_empty())
}

/// In how many rows a text stands in this column.
fn texts(rows: &[&Row], at: usize) -> usize {
    let is_text = |row: &&&Row| matches!(row.cell(at), Cell::Text(text) if text.chars().any(char::is_alphabetic));
    rows.iter().filter(is_text).count()
}

fn is_a_remark(name: &str) -> bool {
    let name = key(name);
    ["bemerkung", "anmerkung", "sonstiges"]
        .iter()
        .any(|it| name.starts_with(it))
}

/// Rows in a row: `5–7, 9`.
fn ranges(rows: &BTreeSet<u32>) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &row in rows {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => ranges.push((row, row)),
        }
    }
    let ranges = ranges.into_iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    });
    ranges.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_in_ranges() {
        for (rows, said) in [
            (&[5][..], "5"),
            (&[5, 6], "5, 6"),
            (&[5, 6, 7, 9], "5–7, 9"),
            (&[2, 4, 5, 6], "2, 4–6"),
        ] {
            assert_eq!(ranges(&rows.iter().copied().collect()), said);
        }
    }
}
