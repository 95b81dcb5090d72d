//! The row with the names of the columns, and what they mean beside each other.

use raupe_core::offer::LanguageTag;
use raupe_core::text;

use super::bounds;
use super::columns::{Column, key};
use super::table::{Row, Table};

/// What a name above a column means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Known(Column),
    /// A part of when it takes place.
    Time(Part),
    /// A translation of this field into the language with this BCP 47 tag.
    Translation(&'static str, String),
    /// A translation of something that has none here, or into no language.
    BadTranslation,
    /// A counter or something that the office keeps to itself: nobody misses it.
    Left,
    Unknown,
}

/// What a column says about when an offer takes place, where it does not say all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Days of the week.
    Days,
    /// "wöchentlich".
    Rhythm,
    /// A date.
    Date,
    /// Hours.
    Clock,
    /// The hour or the day on which it begins.
    From,
    /// The hour or the day on which it ends.
    To,
    /// The day on which it first takes place.
    First,
    /// The day on which it last takes place.
    Last,
    /// From when to when, in one cell.
    Period,
    /// How often.
    Count,
    /// How long.
    Length,
    /// The hours on these days.
    On(String),
    /// When it begins on these days.
    OnFrom(String),
    /// When it ends on these days.
    OnTo(String),
    /// "von" and "bis" by themselves: ages, hours and days are written below such names.
    Bound(End),
    /// The same where what stands below does not tell which it is.
    Unsure,
}

/// An end of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    From,
    To,
}

/// The names for parts of when an offer takes place.
const PARTS: &[(Part, &[&str])] = &[
    (
        Part::Days,
        &[
            "wochentag",
            "wochentage",
            "tag",
            "tage",
            "kurstag",
            "kurstage",
            "angebotstag",
            "veranstaltungstag",
        ],
    ),
    (
        Part::Rhythm,
        &["turnus", "rhythmus", "haeufigkeit", "intervall"],
    ),
    (
        Part::Date,
        &[
            "datum",
            "termindatum",
            "veranstaltungsdatum",
            "kursdatum",
            "daten",
            "termindaten",
        ],
    ),
    (
        Part::Clock,
        &[
            "uhrzeit",
            "uhrzeiten",
            "zeit",
            "zeiten",
            "kurszeit",
            "kurszeiten",
            "uhrzeitvonbis",
            "zeitvonbis",
        ],
    ),
    (
        Part::From,
        &[
            "beginn",
            "anfang",
            "start",
            "uhrzeitvon",
            "startzeit",
            "anfangszeit",
            "zeitvon",
            "beginnuhrzeit",
            "vonuhrzeit",
            "uhrzeitbeginn",
            "uhrzeitstart",
            "startuhrzeit",
            "vonuhr",
            "beginnzeit",
            "zeitenvon",
            "oeffnungszeitenvon",
            "oeffnungszeitvon",
            "terminvon",
            "terminbeginn",
            "uhrzeitab",
            "veranstaltungsbeginn",
        ],
    ),
    (
        Part::To,
        &[
            "ende",
            "schluss",
            "uhrzeitbis",
            "endzeit",
            "endezeit",
            "zeitbis",
            "endeuhrzeit",
            "bisuhrzeit",
            "uhrzeitende",
            "enduhrzeit",
            "bisuhr",
            "zeitenbis",
            "oeffnungszeitenbis",
            "oeffnungszeitbis",
            "terminbis",
            "terminende",
            "veranstaltungsende",
        ],
    ),
    (
        Part::First,
        &[
            "startdatum",
            "beginndatum",
            "kursbeginn",
            "kursstart",
            "datumvon",
            "datumab",
            "ersttermin",
            "erstertermin",
            "gueltigab",
            "laufzeitvon",
            "beginnam",
            "startam",
            "datumbeginn",
            "datumstart",
            "zeitraumvon",
            "anfangsdatum",
            "vondatum",
        ],
    ),
    (
        Part::Last,
        &[
            "enddatum",
            "endedatum",
            "kursende",
            "datumbis",
            "letztertermin",
            "gueltigbis",
            "laufzeitbis",
            "endeam",
            "datumende",
            "zeitraumbis",
            "bisdatum",
        ],
    ),
    (
        Part::Period,
        &["zeitraum", "laufzeit", "kurszeitraum", "kurslaufzeit"],
    ),
    (
        Part::Count,
        &[
            "anzahltermine",
            "termineanzahl",
            "anzahldertermine",
            "zahldertermine",
        ],
    ),
    (
        Part::Length,
        &["dauer", "kursdauer", "dauerinminuten", "dauerinstunden"],
    ),
    (Part::Bound(End::From), &["von"]),
    (Part::Bound(End::To), &["bis"]),
];

/// Counters: they change whenever somebody sorts the list, and name nothing.
const COUNTERS: &[&str] = &[
    "",
    "nr",
    "nummer",
    "no",
    "lfd",
    "lfdnr",
    "lfdnummer",
    "laufendenr",
    "laufendenummer",
    "pos",
    "zeile",
    "zeilennr",
];

/// What people write behind a name without meaning anything else.
const UNITS: &[&str] = &[
    "injahren",
    "jahre",
    "jahren",
    "inmonaten",
    "monate",
    "ineuro",
    "euro",
    "eur",
    "ineur",
];

/// Names under which a title may stand if nothing is called so.
const LIKE_A_TITLE: &[&str] = &[
    "angebot",
    "angebote",
    "kurs",
    "kursangebot",
    "veranstaltung",
    "projekt",
    "bezeichnung",
    "name",
    "was",
];

pub(super) fn heading(name: &str) -> Heading {
    let name = name.trim();
    if let Some((field, language)) = name.strip_suffix(']').and_then(|it| it.split_once('[')) {
        return translation(field, language);
    }
    if name.is_empty() {
        return Heading::Unknown;
    }
    if let Some(known) = known(name) {
        return known;
    }
    let folded = text::fold(name);
    let is_private = folded
        .split(' ')
        .any(|word| word.starts_with("intern") && word.len() <= 8)
        || [
            "nicht veroffentlichen",
            "nicht offentlich",
            "nicht fur die offentlichkeit",
        ]
        .iter()
        .any(|words| folded.contains(words));
    if is_private || COUNTERS.contains(&key(name).as_str()) {
        return Heading::Left;
    }
    let without_note = name
        .split_once('(')
        .map_or(name, |(before, _)| before.trim());
    if without_note.is_empty() || key(without_note).is_empty() {
        return Heading::Unknown;
    }
    known(without_note)
        .or_else(|| {
            let name = key(name);
            let name = UNITS.iter().find_map(|unit| name.strip_suffix(unit))?;
            known(name).filter(|heading| {
                use Column::{AgeFrom, AgeTo, Ages, Cost};
                matches!(heading, Heading::Known(AgeFrom | AgeTo | Ages | Cost))
            })
        })
        .unwrap_or(Heading::Unknown)
}

fn known(name: &str) -> Option<Heading> {
    if let Some(column) = Column::named(name) {
        return Some(Heading::Known(column));
    }
    let folded = key(name);
    let part = PARTS
        .iter()
        .find(|(_, names)| names.contains(&folded.as_str()));
    part.map(|(part, _)| part.clone())
        .or_else(|| on_weekdays(name))
        .map(Heading::Time)
}

fn translation(field: &str, language: &str) -> Heading {
    let field = Column::named(field).and_then(|column| {
        let translated = Column::TRANSLATED.iter().find(|(it, _)| *it == column)?;
        Some(translated.1)
    });
    match (field, LanguageTag::new(language.trim())) {
        (Some(field), Some(tag)) => Heading::Translation(field, tag.as_str().to_owned()),
        _ => Heading::BadTranslation,
    }
}

/// `Mo`, `Öffnungszeiten Montag`, `Mo–Fr`, `Montag von`.
fn on_weekdays(name: &str) -> Option<Part> {
    let words: Vec<(usize, String)> = name
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(|word| {
            (
                word.as_ptr() as usize - name.as_ptr() as usize,
                word.to_owned(),
            )
        })
        .collect();
    let is_day = |word: &str| bounds::is_weekday(word);
    let first = words.iter().position(|(_, word)| is_day(word))?;
    let last = words.iter().rposition(|(_, word)| is_day(word))?;
    let before = words[..first].iter().all(|(_, word)| {
        matches!(
            text::fold(word).as_str(),
            "offnungszeiten"
                | "offnungszeit"
                | "sprechzeiten"
                | "sprechzeit"
                | "sprechstunde"
                | "zeiten"
                | "zeit"
                | "uhrzeit"
                | "uhrzeiten"
                | "geoffnet"
                | "termine"
                | "am"
        )
    });
    let between = words[first..=last]
        .iter()
        .all(|(_, word)| is_day(word) || matches!(word.as_str(), "bis" | "und"));
    if !before || !between {
        return None;
    }
    let (start, end) = (words[first].0, words[last].0 + words[last].1.len());
    let days = name[start..end].to_owned();
    let after: Vec<_> = words[last + 1..]
        .iter()
        .map(|(_, word)| text::fold(word))
        .collect();
    match after
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] | ["uhrzeit" | "zeit" | "uhr"] => Some(Part::On(days)),
        ["von" | "ab" | "beginn" | "start"] => Some(Part::OnFrom(days)),
        ["bis" | "ende"] => Some(Part::OnTo(days)),
        _ => None,
    }
}

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
    let at = LIKE_A_TITLE.iter().find_map(|like| {
        let mut names = header.names.iter();
        names.position(|name| key(name) == *like)
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
            for at in merged.column..=merged.last_column.min(width.saturating_sub(1)) {
                names[at].clone_from(&name);
            }
        }
        return names;
    }
    for at in 1..width {
        let goes_on = !lower.cell(at).is_empty() && !lower.cell(at - 1).is_empty();
        if names[at].is_empty() && goes_on {
            names[at] = names[at - 1].clone();
        }
    }
    names
}
