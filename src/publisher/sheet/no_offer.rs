//! Rows between and below the offers that are none: headings, totals, notes.

use std::collections::BTreeMap;

use raupe_core::text;

use super::columns::Column;
use super::header::Header;
use super::heading::Heading;
use super::table::{Cell, Row, Table};

/// Why a row is no offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoOffer {
    /// What stands above some of the offers, such as a part of the town.
    Heading,
    /// How many there are, or what they add up to.
    Total,
    /// What is said about the list.
    Note,
}

/// The rows below the header that are no offers, by their numbers.
pub(super) fn find(table: &Table, header: &Header) -> BTreeMap<u32, NoOffer> {
    let first = table.rows.partition_point(|row| row.number <= header.row);
    let rows = &table.rows[first..];
    let lonely: Vec<_> = rows.iter().map(lonely).collect();
    // In a list of titles a title alone is an offer; where offers have more to say, one that says
    // nothing at all is none.
    let mut said: Vec<_> = rows
        .iter()
        .zip(&lonely)
        .filter(|(_, lonely)| lonely.is_none())
        .map(|(row, _)| says(row, header))
        .collect();
    said.sort_unstable();
    let others_say_more = said.get(said.len() / 2).is_some_and(|said| *said >= 2);
    let full = said.len();
    // Headings are fewer than what they stand above.
    let last = lonely.iter().rposition(Option::is_none).unwrap_or(0);
    let count = lonely[..last].iter().flatten().count();
    let title = header.position(Column::Title).unwrap_or(0);
    let mut found = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if is_total(row) {
            found.insert(row.number, NoOffer::Total);
            continue;
        }
        let Some(column) = lonely[at] else {
            continue;
        };
        let shown = row.cell(column).shown();
        // What stands to the right of the titles belongs to an offer whose title is missing.
        if column > title && !is_merged(table, row, column) {
            continue;
        }
        let is_last = lonely[at..].iter().all(Option::is_some);
        let why = if is_note(&shown) && others_say_more {
            NoOffer::Note
        } else if is_merged(table, row, column) {
            if is_last {
                NoOffer::Note
            } else {
                NoOffer::Heading
            }
        } else if others_say_more && !is_last && count <= full {
            NoOffer::Heading
        } else if others_say_more && is_last && stands_apart(rows, at, &lonely) {
            NoOffer::Note
        } else {
            continue;
        };
        found.insert(row.number, why);
    }
    found
}

/// The only column of a row in which something stands.
fn lonely(row: &Row) -> Option<usize> {
    let mut filled = row
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_empty());
    match (filled.next(), filled.next()) {
        (Some((at, Cell::Text(_) | Cell::Date(..))), None) => Some(at),
        _ => None,
    }
}

/// How much a row says beside its title. Translations say nothing of their own.
fn says(row: &Row, header: &Header) -> usize {
    let headings = header.headings.iter().enumerate();
    headings
        .filter(|(at, heading)| {
            let says = matches!(heading, Heading::Known(_) | Heading::Time(_));
            says && **heading != Heading::Known(Column::Title) && !row.cell(*at).is_empty()
        })
        .count()
}

fn is_merged(table: &Table, row: &Row, column: usize) -> bool {
    table.merged.iter().any(|merged| {
        merged.first == row.number && merged.column == column && merged.last_column > merged.column
    })
}

/// Whether the last rows stand apart from the offers, below an empty row.
fn stands_apart(rows: &[Row], at: usize, lonely: &[Option<usize>]) -> bool {
    let from = (0..=at).rev().take_while(|at| lonely[*at].is_some()).last();
    from.into_iter()
        .flat_map(|from| from..=at)
        .any(|at| at > 0 && rows[at].number > rows[at - 1].number + 1)
}

/// "Gesamt: 3 Angebote", "Summe" and a number beside it.
fn is_total(row: &Row) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
    let Some(Cell::Text(first)) = filled.next() else {
        return false;
    };
    let is_number = |cell: &Cell| {
        let shown = cell.shown();
        matches!(cell, Cell::Number(_))
            || (!shown.is_empty() && !shown.chars().any(char::is_alphabetic))
    };
    let folded = text::fold(first);
    let mut words = folded.split(' ');
    let begins = words.next().is_some_and(|word| {
        matches!(
            word,
            "gesamt"
                | "summe"
                | "insgesamt"
                | "zwischensumme"
                | "gesamtsumme"
                | "gesamtzahl"
                | "gesamtanzahl"
                | "anzahl"
                | "total"
        )
    });
    let counted = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(
                word,
                "angebot"
                    | "angebote"
                    | "kurs"
                    | "kurse"
                    | "termine"
                    | "veranstaltungen"
                    | "eintrage"
                    | "gruppen"
                    | "zeilen"
                    | "der"
                    | "anzahl"
                    | "gesamt"
                    | "sind"
                    | "stuck"
                    | "aller"
            )
    };
    begins && words.all(counted) && filled.all(is_number)
}

/// "* Anmeldung nötig", "Stand: 3.11.2026", "Quelle: …".
fn is_note(shown: &str) -> bool {
    const ABOUT_THE_LIST: [&str; 18] = [
        "stand",
        "quelle",
        "quellen",
        "hinweis",
        "hinweise",
        "anmerkung",
        "anmerkungen",
        "legende",
        "fussnote",
        "fussnoten",
        "erstellt",
        "bearbeitet",
        "aktualisiert",
        "impressum",
        "herausgeber",
        "seite",
        "druckdatum",
        "letzte",
    ];
    if shown.starts_with(['*', '†', '¹', '²', '³', '©']) {
        return true;
    }
    let folded = text::fold(shown);
    if matches!(
        folded.as_str(),
        "anderungen vorbehalten"
            | "alle angaben ohne gewahr"
            | "angaben ohne gewahr"
            | "ohne gewahr"
            | "irrtumer vorbehalten"
    ) {
        return true;
    }
    let (first, rest) = folded.split_once(' ').unwrap_or((&folded, ""));
    let names_one = ABOUT_THE_LIST.iter().any(|word| text::fold(word) == first);
    let has_colon = shown
        .split_once(':')
        .is_some_and(|(before, _)| before.split_whitespace().count() <= 2);
    let has_date = rest.bytes().any(|byte| byte.is_ascii_digit());
    names_one && (has_colon || has_date)
}

#[cfg(test)]
mod tests {
    use super::super::header;
    use super::super::text_file;
    use super::*;

    fn found(rows: &str) -> Vec<(u32, NoOffer)> {
        let table = text_file::table(&format!("Titel;Ort;Wann;Kosten\n{rows}")).unwrap();
        let header = header::find(&table).unwrap();
        find(&table, &header).into_iter().collect()
    }

    const OFFERS: &str = "Café;Peine;Di 9 Uhr;\nTurnen;Peine;Mi 9 Uhr;2 €\n";

    #[test]
    fn rows_that_are_no_offers_are_known() {
        use NoOffer::{Heading, Note, Total};
        for (rows, expected) in [
            (format!("Stadtteil Süd;;;\n{OFFERS}"), vec![(2, Heading)]),
            (
                format!("{OFFERS}Stadtteil Nord\nKino;Nord;Do 9 Uhr\n"),
                vec![(4, Heading)],
            ),
            (
                format!("Kurse\nStadtteil Süd\n{OFFERS}"),
                vec![(2, Heading), (3, Heading)],
            ),
            (format!("{OFFERS}Gesamt: 2 Angebote\n"), vec![(4, Total)]),
            (format!("{OFFERS}Summe;;;7\n"), vec![(4, Total)]),
            (format!("{OFFERS};;Summe;7\n"), vec![(4, Total)]),
            (format!("{OFFERS}Anzahl;2\n"), vec![(4, Total)]),
            (format!("{OFFERS}* Anmeldung nötig\n"), vec![(4, Note)]),
            (
                format!("{OFFERS}Stand: 3.11.2026\nQuelle: Amt\n"),
                vec![(4, Note), (5, Note)],
            ),
            (format!("{OFFERS}Stand November 2026\n"), vec![(4, Note)]),
            (
                format!("{OFFERS}\nBitte melden, was fehlt.\n"),
                vec![(5, Note)],
            ),
            // What looks like one of these and is an offer.
            (
                format!("{OFFERS}Gesamtelternabend;Peine;Do 19 Uhr\n"),
                vec![],
            ),
            (
                format!("{OFFERS}Summe der Teile;Peine;Do 19 Uhr;\n"),
                vec![],
            ),
            (format!("{OFFERS}*Neu* Krabbelgruppe;Peine;;\n"), vec![]),
            (format!("{OFFERS}Singen;;;\n"), vec![]),
            (format!("{OFFERS};;Do 9 Uhr\n"), vec![]),
            ("Café\nTurnen\nSingen;Peine\n".into(), vec![]),
        ] {
            assert_eq!(found(&rows), expected, "{rows}");
        }
    }
}
