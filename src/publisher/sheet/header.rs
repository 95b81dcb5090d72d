//! The row with the names of the columns, and what they mean beside each other.

use raupe_core::text;

use super::bounds;
use super::columns::{Column, key};
use super::heading::{Heading, LIKE_A_TITLE, Part, heading, known};
use super::table::{Row, Table};

/// The row with the names, and what they mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// The number of the row; of the lower one if the names stand in two.
    pub(super) row: u32,
    /// What stands above the columns, as it is written; empty where nothing stands.
    pub(super) names: Vec<String>,
    pub(super) headings: Vec<Heading>,
}

impl Header {
    /// Where a column is. Of two with the same name the first counts.
    pub(super) fn position(&self, column: Column) -> Option<usize> {
        self.headings
            .iter()
            .position(|heading| *heading == Heading::Known(column))
    }

    /// Where something stands that usually has this column: several may stand for one, and one for
    /// several.
    pub(super) fn place_of(&self, column: Column) -> Option<usize> {
        use Column::{
            Address, AgeFrom, AgeTo, Ages, Cost, CostDetails, Directions, Fax, Latitude, Mobile,
            Phone,
        };
        use Column::{Place, Position, PostalCode, Stop, Street, Town, When};
        let others: &[Column] = match column {
            AgeFrom | AgeTo => &[Ages],
            CostDetails => &[Cost],
            Address => &[Street, PostalCode, Town],
            Directions => &[Stop],
            Phone => &[Mobile, Fax],
            Place => &[Town, Column::Municipality],
            Position => &[Latitude],
            _ => &[],
        };
        let columns = [&[column], others].concat();
        let at = columns.into_iter().find_map(|column| self.position(column));
        at.or_else(|| {
            self.times()
                .next()
                .map(|(at, _)| at)
                .filter(|_| column == When)
        })
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.position(column).is_some()
    }

    /// How many columns are known.
    pub(super) fn known(&self) -> usize {
        let headings = 0..self.headings.len();
        headings.filter(|at| self.is_read(*at)).count()
    }

    /// Whether what stands in a column becomes part of offers.
    pub(super) fn is_read(&self, at: usize) -> bool {
        let heading = self.headings.get(at);
        matches!(heading, Some(Heading::Known(_) | Heading::Time(_)))
    }

    /// The columns that tell when it takes place, but for the one that tells all of it.
    pub(super) fn times(&self) -> impl Iterator<Item = (usize, &Part)> {
        let headings = self.headings.iter().enumerate();
        headings.filter_map(|(at, heading)| match heading {
            Heading::Time(part) => Some((at, part)),
            _ => None,
        })
    }

    fn of(row: u32, names: Vec<String>) -> Self {
        let mut header = Self {
            row,
            headings: names.iter().map(|name| heading(name)).collect(),
            names,
        };
        header.settle_names();
        header
    }

    /// What names mean depends on the names beside them.
    fn settle_names(&mut self) {
        let named = |name: &str| key(name);
        // One day by itself may be anything: "So" is also a word.
        let days = self.times().filter(|(_, part)| is_on(part)).count();
        let at_most_one = days < 2;
        for at in 0..self.headings.len() {
            let is_bare = self.names[at].chars().count() <= 2;
            if at_most_one
                && is_bare
                && matches!(&self.headings[at], Heading::Time(part) if is_on(part))
            {
                self.headings[at] = Heading::Unknown;
            }
        }
        // The neighbourhood is what says so, and the town that stands beside it is that of the address.
        let place = |at: &usize| self.headings[*at] == Heading::Known(Column::Place);
        let places: Vec<_> = (0..self.headings.len()).filter(place).collect();
        let (towns, smaller): (Vec<_>, Vec<_>) = places
            .into_iter()
            .partition(|at| named(&self.names[*at]) == "ort");
        match (
            towns.first(),
            smaller.first(),
            self.position(Column::Municipality),
        ) {
            (Some(town), Some(_), _) if !self.has(Column::Town) => {
                self.headings[*town] = Heading::Known(Column::Town);
            }
            (None, None, Some(municipality)) => {
                self.headings[municipality] = Heading::Known(Column::Place);
            }
            _ => {}
        }
    }
}

fn is_on(part: &Part) -> bool {
    matches!(part, Part::On(_) | Part::OnFrom(_) | Part::OnTo(_))
}

/// The row with the columns' names: the first in which a title is named, else the first that names
/// something like one beside other columns.
pub(super) fn find(table: &Table) -> Option<Header> {
    let named = |at: usize| {
        let header = header(&table.rows[at]);
        let found = header.has(Column::Title);
        found.then_some((at, header))
    };
    let rows = 0..table.rows.len();
    let (at, header) = rows.clone().find_map(named).or_else(|| {
        let mut rows = rows.take(50);
        rows.find_map(|at| Some((at, like_a_title(header(&table.rows[at]))?)))
    })?;
    let mut header = two_rows(table, at, header);
    bounds::settle(&mut header, &table.rows);
    Some(header)
}

/// A row without a title in which something like a title stands beside what only offers have.
fn like_a_title(mut header: Header) -> Option<Header> {
    if header.known() < 2 {
        return None;
    }
    // Whoever has a first name is no offer.
    if header.names.iter().any(|name| key(name) == "vorname") {
        return None;
    }
    let at = LIKE_A_TITLE.split(' ').find_map(|like| {
        let mut names = header.names.iter();
        names.position(|name| key(name) == like)
    })?;
    header.headings[at] = Heading::Known(Column::Title);
    Some(header)
}

/// The names in a row, each by itself.
pub(super) fn header(row: &Row) -> Header {
    Header::of(row.number, names(row))
}

fn names(row: &Row) -> Vec<String> {
    let cells = row.cells.iter();
    cells.map(|cell| text::clean_line(&cell.shown())).collect()
}

/// Names over two rows: "Alter" above "von" and "bis".
fn two_rows(table: &Table, at: usize, header: Header) -> Header {
    let title = header.position(Column::Title).unwrap_or(0);
    let row = &table.rows[at];
    let next = table.rows.get(at + 1);
    if let Some(next) =
        next.filter(|next| next.number == row.number + 1 && next.cell(title).is_empty())
    {
        let (upper, lower) = (groups(table, row, next), names(next));
        let is_name = |at: usize| {
            let name = lower.get(at).map_or("", String::as_str);
            let above = upper.get(at).map_or("", String::as_str);
            let together = together(above, name);
            name.is_empty() || (above != name && heading(&together) != Heading::Unknown)
        };
        // Where it only repeats what stands above, it is no row of names.
        if lower.iter().any(|name| !name.is_empty()) && (0..lower.len()).all(is_name) {
            return rebuilt(next.number, &upper, &lower, title, &header);
        }
    }
    let before = at.checked_sub(1).map(|at| &table.rows[at]);
    match before.filter(|before| before.number + 1 == row.number) {
        Some(before) => {
            let mut upper = groups(table, before, row);
            // A line above all columns gives none of them a name.
            for (at, name) in upper.iter_mut().enumerate() {
                let reaches_down = table
                    .merged
                    .iter()
                    .any(|it| it.column == at && it.first < row.number && it.last == row.number);
                if row.cell(at).is_empty() && !reaches_down {
                    name.clear();
                }
            }
            rebuilt(row.number, &upper, &header.names, title, &header)
        }
        None => header,
    }
}

fn rebuilt(row: u32, upper: &[String], lower: &[String], title: usize, header: &Header) -> Header {
    let name = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_default();
    let names = (0..upper.len().max(lower.len()))
        .map(|at| together(&name(upper, at), &name(lower, at)))
        .collect();
    let mut rebuilt = Header::of(row, names);
    if !rebuilt.has(Column::Title) {
        rebuilt.names[title].clone_from(&header.names[title]);
        rebuilt.headings[title] = Heading::Known(Column::Title);
    }
    rebuilt
}

/// The name that two make, one above the other.
fn together(upper: &str, lower: &str) -> String {
    if lower.is_empty() || upper == lower {
        return upper.to_owned();
    }
    let both = format!("{upper} {lower}").trim().to_owned();
    let exact = |name: &str| known(name).is_some();
    if !upper.is_empty() && exact(&both) {
        both
    } else {
        lower.to_owned()
    }
}

/// The names in a row above others; one that was merged stands above all its columns, and where a
/// file knows of no merging, above all up to the next name.
fn groups(table: &Table, upper: &Row, lower: &Row) -> Vec<String> {
    let mut names = names(upper);
    let merged: Vec<_> = table
        .merged
        .iter()
        .filter(|merged| merged.first <= upper.number && upper.number <= merged.last)
        .collect();
    let width = lower.cells.len().max(names.len());
    names.resize(width, String::new());
    if merged
        .iter()
        .any(|merged| merged.last_column > merged.column)
    {
        for merged in merged {
            let name = names.get(merged.column).cloned().unwrap_or_default();
            let last = merged.last_column.min(width.saturating_sub(1));
            if let Some(names) = names.get_mut(merged.column..=last) {
                names.fill(name);
            }
        }
        return names;
    }
    for at in 1..width {
        let goes_on = !lower.cell(at).is_empty() && !lower.cell(at - 1).is_empty();
        if names[at].is_empty() && goes_on {
            let name = names[at - 1].clone();
            names[at] = name;
        }
    }
    names
}
