//! Hours in single cells: `9`, `9:30`, `9.30 Uhr`, `8–12, 14–16`.

use jiff::civil::Time;
use raupe_core::text;

use super::table::{Cell, german_date, german_time};
use super::when;

/// What stands in a column for one end of something.
#[derive(PartialEq)]
pub(super) enum Bound {
    Hour(Time),
    /// A day as it is written, perhaps with an hour.
    Day(String, Option<Time>),
    Other,
}

pub(super) fn bound(cell: &Cell) -> Bound {
    match cell {
        Cell::Date(date, time) => Bound::Day(german_date(*date), *time),
        Cell::Text(text) => match (when::date(text.trim()), hour(cell)) {
            (Some((date, end)), _) if text.trim()[end..].is_empty() => {
                Bound::Day(german_date(date), None)
            }
            (Some((date, end)), _) => {
                let rest = text.trim()[end..].trim_start_matches([',', ' ']);
                hour(&Cell::text(rest)).map_or(Bound::Other, |time| {
                    Bound::Day(german_date(date), Some(time))
                })
            }
            (None, Some(hour)) => Bound::Hour(hour),
            (None, None) => Bound::Other,
        },
        cell => hour(cell).map_or(Bound::Other, Bound::Hour),
    }
}

/// A single time of day: `9`, `9:30`, `9.30 Uhr`.
pub(super) fn hour(cell: &Cell) -> Option<Time> {
    let text = match cell {
        Cell::Time(time) => return Some(*time),
        Cell::Number(number) if number.fract() == 0.0 => cell.shown(),
        Cell::Text(text) => text.to_lowercase(),
        _ => return None,
    };
    let text = text.trim();
    let text = text
        .strip_suffix("uhr")
        .or_else(|| text.strip_suffix('h'))
        .unwrap_or(text)
        .trim();
    let (hours, minutes) = match text.split_once([':', '.']) {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        None => (text, "0"),
    };
    let is_number = |text: &str| {
        (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(hours) || !is_number(minutes) {
        return None;
    }
    Time::new(hours.parse().ok()?, minutes.parse().ok()?, 0, 0).ok()
}

pub(super) fn clock(cell: &Cell) -> Option<String> {
    hour(cell).map(shown)
}

/// `9`, `9:30`.
pub(super) fn shown(time: Time) -> String {
    if time.minute() == 0 {
        time.hour().to_string()
    } else {
        german_time(time)
    }
}

/// Hours with the word that makes them hours; other words as they are.
pub(super) fn hours(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Time(_) | Cell::Number(_) => hour(cell).map(|time| format!("{} Uhr", shown(time))),
        Cell::Text(text) => Some(with_uhr(text)),
        _ => None,
    }
}

pub(super) fn with_uhr(text: &str) -> String {
    let is_bare = text.chars().any(|c| c.is_ascii_digit())
        && text
            .replace("bis", "")
            .replace("und", "")
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || ":.-–—,;/+&".contains(c));
    if is_bare && !text.contains([';', '\n']) {
        format!("{} Uhr", text.trim())
    } else {
        text.to_owned()
    }
}

/// Hours in the morning and in the afternoon are two rules.
pub(super) fn spans(hours: &str) -> Vec<String> {
    let parts: Vec<_> = hours
        .split([',', ';', '\n', '/', '+', '&'])
        .flat_map(|part| part.split(" und "))
        .map(|part| part.trim().trim_end_matches("Uhr").trim())
        .filter(|part| !part.is_empty())
        .collect();
    let is_span = |part: &&str| {
        let ends = part
            .split_once(['-', '–', '—'])
            .or_else(|| part.split_once(" bis "));
        ends.is_some_and(|(from, to)| {
            hour(&Cell::text(from)).is_some() && hour(&Cell::text(to)).is_some()
        })
    };
    if parts.len() > 1 && parts.iter().all(is_span) {
        parts.iter().map(|part| format!("{part} Uhr")).collect()
    } else {
        vec![
            hours
                .split('\n')
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(", "),
        ]
    }
}

/// Nothing on that day.
pub(super) fn says_nothing(cell: &Cell) -> bool {
    match cell {
        Cell::Empty | Cell::Broken(_) => true,
        cell if is_mark(cell) => false,
        cell => {
            let shown = cell.shown();
            let folded = text::fold(&shown);
            folded.is_empty()
                || matches!(
                    folded.as_str(),
                    "geschlossen" | "zu" | "entfallt" | "keine" | "nein"
                )
        }
    }
}

pub(super) fn is_mark(cell: &Cell) -> bool {
    matches!(text::fold(&cell.shown()).as_str(), "x" | "ja" | "wahr")
        || matches!(cell.shown().as_str(), "✓" | "✔" | "●")
}
