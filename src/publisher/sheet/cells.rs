//! Single cells into values: ages, dates, lists, addresses.

use jiff::civil::{Date, date as day};
use raupe_core::text;

use super::finding::Problem;
use super::table::Cell;
use super::when;

/// The end of an age range or its beginning, in years, as HSDS counts them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Age {
    /// Rounded to hundredths: exact to the month.
    years: f64,
    in_months: bool,
}

impl Age {
    pub(super) const fn from(self) -> f64 {
        self.years
    }

    /// As the end of a range. There a whole number of years counts completed ones; so many months
    /// are meant exactly.
    pub(super) fn to(self) -> f64 {
        if self.in_months && self.years.fract() == 0.0 {
            self.years + 0.01
        } else {
            self.years
        }
    }
}

/// `0`, `6 Monate`, `1,5`, `ab 3 Jahren`.
pub(super) fn age(cell: &Cell) -> Result<Age, Problem> {
    let bad = || Problem::BadAge(cell.shown());
    let age = match cell {
        Cell::Number(years) => Some(Age {
            years: hundredths(*years),
            in_months: false,
        }),
        Cell::Text(text) => age_in(text, None).map(|(age, _)| age),
        _ => None,
    };
    age.filter(|age| (0.0..=150.0).contains(&age.years))
        .ok_or_else(bad)
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// The age in a text and its unit in months; `unit` counts where the text names none.
fn age_in(text: &str, unit: Option<f64>) -> Option<(Age, f64)> {
    let folded = text.trim().to_lowercase();
    let folded = folded.trim_end_matches('.');
    let mut rest = folded;
    for word in ["ab ", "von ", "bis ", "ca. ", "zu "] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim();
    }
    if matches!(rest, "geburt" | "der geburt") {
        return Some((
            Age {
                years: 0.0,
                in_months: false,
            },
            12.0,
        ));
    }
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '½')))
        .unwrap_or(rest.len());
    let number = rest[..end].replace('½', ",5");
    let number = if number.starts_with(',') {
        format!("0{number}")
    } else {
        number
    };
    let number: f64 = number.replace(',', ".").parse().ok()?;
    let named = match rest[end..].trim().trim_end_matches('.') {
        "" => None,
        "j" | "jahr" | "jahre" | "jahren" => Some(12.0),
        "m" | "mon" | "monat" | "monate" | "monaten" => Some(1.0),
        "woche" | "wochen" => Some(12.0 / 52.0),
        _ => return None,
    };
    let unit_in_months = named.or(unit).unwrap_or(12.0);
    let age = Age {
        years: hundredths(number * unit_in_months / 12.0),
        in_months: unit_in_months < 12.0,
    };
    Some((age, unit_in_months))
}

/// Both ends in one cell: `3–6`, `ab 6`, `bis 3 Jahre`, `6–18 Monate`, `alle`.
pub(super) fn ages(cell: &Cell) -> Result<(Option<Age>, Option<Age>), Problem> {
    let bad = || Problem::BadAge(cell.shown());
    let text = match cell {
        Cell::Number(_) => return age(cell).map(|age| (Some(age), Some(age))),
        Cell::Text(text) => text.trim(),
        _ => return Err(bad()),
    };
    let folded = text::fold(text);
    if folded.starts_with("alle") || folded.starts_with("jedes alter") {
        return Ok((None, None));
    }
    let halves = text
        .split_once(['-', '–', '—'])
        .or_else(|| text.split_once(" bis "));
    if let Some((from, to)) = halves {
        let (to, unit) = age_in(to, None).ok_or_else(bad)?;
        let (from, _) = age_in(from, Some(unit)).ok_or_else(bad)?;
        return Ok((Some(from), Some(to)));
    }
    if text.ends_with('+') {
        let from = age_in(text.trim_end_matches('+'), None).ok_or_else(bad)?.0;
        return Ok((Some(from), None));
    }
    let age = age_in(text, None).ok_or_else(bad)?.0;
    Ok(match folded.split(' ').next() {
        Some("ab") => (Some(age), None),
        Some("bis") => (None, Some(age)),
        _ => (Some(age), Some(age)),
    })
}

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
    const MONTHS: [&str; 12] = [
        "januar",
        "februar",
        "marz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ];
    if let Some((date, end)) = when::date(text) {
        let ends = text[end..]
            .chars()
            .next()
            .is_none_or(|c| matches!(c, ' ' | 'T' | ','));
        return ends.then_some(date);
    }
    let folded = text::fold(text);
    let mut words = folded.split(' ');
    let (d, month, year) = (words.next()?, words.next()?, words.next()?);
    let month = MONTHS
        .iter()
        .position(|name| month.len() > 2 && name.starts_with(month))?;
    let month = i8::try_from(month + 1).ok()?;
    Date::new(year.parse().ok()?, month, d.parse().ok()?).ok()
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
    fn ages_are_read_as_offices_write_them() {
        for (text, from, to) in [
            ("0", 0.0, 0.0),
            ("6 Monate", 0.5, 0.5),
            ("1,5", 1.5, 1.5),
            ("1½", 1.5, 1.5),
            ("3 Jahre", 3.0, 3.0),
            ("ab 6", 6.0, 6.0),
            ("ab 6 Jahren", 6.0, 6.0),
            ("8 Mon.", 0.67, 0.67),
            ("12 Monate", 1.0, 1.01),
            ("ab Geburt", 0.0, 0.0),
        ] {
            let age = age(&Cell::text(text)).unwrap();
            assert_eq!((age.from(), age.to()), (from, to), "{text}");
        }
        assert_eq!(age(&Cell::Number(1.5)), age(&Cell::text("1,5")));
        for text in ["drei", "Grundschule", "-1", "500", "3 Äpfel"] {
            assert_eq!(age(&Cell::text(text)), Err(Problem::BadAge(text.into())));
        }
    }

    #[test]
    fn both_ends_may_stand_in_one_cell() {
        for (text, from, to) in [
            ("3–6", Some(3.0), Some(6.0)),
            ("3 bis 6 Jahre", Some(3.0), Some(6.0)),
            ("6-18 Monate", Some(0.5), Some(1.5)),
            ("6 Monate bis 3 Jahre", Some(0.5), Some(3.0)),
            ("ab 6", Some(6.0), None),
            ("6+", Some(6.0), None),
            ("bis 3 Jahre", None, Some(3.0)),
            ("4", Some(4.0), Some(4.0)),
            ("alle Altersgruppen", None, None),
        ] {
            let (first, last) = ages(&Cell::text(text)).unwrap();
            assert_eq!(
                (first.map(Age::from), last.map(Age::to)),
                (from, to),
                "{text}"
            );
        }
    }

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
