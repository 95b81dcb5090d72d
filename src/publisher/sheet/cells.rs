//! Single cells into values: dates, lists, addresses.

use jiff::civil::{Date, date as day};
use raupe_core::text;

use super::finding::Problem;
use super::table::Cell;
use super::when;

/// `3.11.2026`, `03.11.26`, `2026-11-03`, `3. November 2026`, or the number that Excel has for it.
pub(super) fn date(cell: &Cell) -> Result<Date, Problem> {
    let date = match cell {
        Cell::Date(date, _) => Some(*date),
        // From 1954 to 2119: other numbers are not meant as dates.
        #[expect(clippy::cast_possible_truncation, reason = "within i32")]
        Cell::Number(days) if (20_000.0..80_000.0).contains(days) => day(1899, 12, 30)
            .checked_add(jiff::Span::new().days(*days as i32))
            .ok(),
        Cell::Text(text) => date_in(text.trim()),
        _ => None,
    };
    date.ok_or_else(|| Problem::BadDate(cell.shown()))
}

fn date_in(text: &str) -> Option<Date> {
    let (date, end) = when::date(text)?;
    let ends = text[end..]
        .chars()
        .next()
        .is_none_or(|c| matches!(c, ' ' | 'T' | ','));
    ends.then_some(date)
}

/// "ja" or "nein".
pub(super) fn yes_no(cell: &Cell) -> Result<bool, Problem> {
    match text::fold(&cell.shown()).as_str() {
        "ja" | "j" | "x" | "wahr" | "true" | "1" => Ok(true),
        "nein" | "n" | "" | "falsch" | "false" | "0" => Ok(false),
        _ => Err(Problem::BadYesNo(cell.shown())),
    }
}

/// The parts of a list, separated by commas, semicolons or line breaks, but not within brackets.
pub(super) fn list(cell: &str) -> impl Iterator<Item = &str> {
    when::parts(cell).flat_map(|part| {
        let mut depth = 0_usize;
        part.split(move |c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && c == ','
        })
        .map(str::trim)
        .filter(|part| !part.is_empty())
    })
}

/// A value and the note in brackets behind it.
pub(super) fn with_note(text: &str) -> (&str, Option<&str>) {
    let split = text.trim().strip_suffix(')').and_then(|it| {
        // The bracket that the last one closes.
        let mut depth = 0_usize;
        let at = it.char_indices().rev().find(|(_, c)| match c {
            ')' => {
                depth += 1;
                false
            }
            '(' if depth == 0 => true,
            '(' => {
                depth -= 1;
                false
            }
            _ => false,
        })?;
        let (value, note) = (it[..at.0].trim(), it[at.0 + 1..].trim());
        (!value.is_empty() && !note.is_empty()).then_some((value, Some(note)))
    });
    split.unwrap_or((text.trim(), None))
}

/// An address as HSDS writes it; empty where the cell says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) street: String,
    pub(super) more: String,
    pub(super) postal_code: String,
    pub(super) town: String,
}

/// `Musterstraße 5, 31224 Peine`; lines separate the parts or, if there is only one, commas.
pub(super) fn address(cell: &str) -> Address {
    let mut address = Address::default();
    let mut street = Vec::new();
    let parts: Vec<_> = if cell.contains('\n') {
        when::parts(cell).collect()
    } else {
        list(cell).collect()
    };
    for part in parts {
        let (code, town) = part.split_once(' ').unwrap_or((part, ""));
        let is_code = code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
        if is_code && address.postal_code.is_empty() {
            code.clone_into(&mut address.postal_code);
            town.trim().clone_into(&mut address.town);
        } else {
            street.push(part);
        }
    }
    // "Peine" alone is a town; a street has a number.
    if address.postal_code.is_empty()
        && street.len() <= 2
        && let Some(last) = street.last()
        && !last.bytes().any(|byte| byte.is_ascii_digit())
        && (street.len() == 2 || !last.contains(' '))
    {
        (*last).clone_into(&mut address.town);
        street.pop();
    }
    let mut street = street.into_iter();
    street
        .next()
        .unwrap_or_default()
        .clone_into(&mut address.street);
    address.more = street.collect::<Vec<_>>().join(", ");
    address
}

/// `52.3898, 10.2612`.
pub(super) fn position(cell: &str) -> Option<(f64, f64)> {
    let cell = cell.trim();
    let (latitude, longitude) = match cell.split_once(';') {
        Some(halves) => halves,
        None => cell.split_once(", ").or_else(|| cell.split_once(' '))?,
    };
    let number = |text: &str| text.trim().replace(',', ".").parse().ok();
    Some((number(latitude)?, number(longitude)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_offices_write_them() {
        for text in [
            "3.11.2026",
            "03.11.26",
            "2026-11-03",
            "3. November 2026",
            "3. Nov. 2026",
        ] {
            assert_eq!(date(&Cell::text(text)), Ok(day(2026, 11, 3)), "{text}");
        }
        assert_eq!(date(&Cell::Number(46_329.0)), Ok(day(2026, 11, 3)));
        for text in ["November", "31.2.2026", "11/2026", "3.11.", "3.11.2026abc"] {
            assert_eq!(date(&Cell::text(text)), Err(Problem::BadDate(text.into())));
        }
    }

    #[test]
    fn addresses_have_parts() {
        for (text, street, more, code, town) in [
            (
                "Musterstraße 5, 31224 Peine",
                "Musterstraße 5",
                "",
                "31224",
                "Peine",
            ),
            (
                "Haus B\nMusterstraße 5\n31224 Peine",
                "Haus B",
                "Musterstraße 5",
                "31224",
                "Peine",
            ),
            (
                "Forstweg, Parkplatz\n31224 Peine",
                "Forstweg, Parkplatz",
                "",
                "31224",
                "Peine",
            ),
            ("Musterstraße 5", "Musterstraße 5", "", "", ""),
            ("Musterstraße 5, Peine", "Musterstraße 5", "", "", "Peine"),
            ("Peine", "", "", "", "Peine"),
            (
                "Am Markt, hinten links, Peine 3",
                "Am Markt",
                "hinten links, Peine 3",
                "",
                "",
            ),
        ] {
            let read = address(text);
            let read = (&*read.street, &*read.more, &*read.postal_code, &*read.town);
            assert_eq!(read, (street, more, code, town), "{text}");
        }
    }

    #[test]
    fn a_note_stands_in_brackets() {
        for (text, value, note) in [
            (
                "stufenlos (Eingang (hinten) am Hof)",
                "stufenlos",
                Some("Eingang (hinten) am Hof"),
            ),
            ("stufenlos", "stufenlos", None),
            ("(nur das)", "(nur das)", None),
            ("05171 (0) 5", "05171 (0) 5", None),
        ] {
            assert_eq!(with_note(text), (value, note), "{text}");
        }
    }
}
