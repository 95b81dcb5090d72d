//! "von" and "bis" by themselves: ages, hours and days are written below such names, and only what
//! stands there and beside it can tell which.

use raupe_core::text;

use super::columns::Column;
use super::header::Header;
use super::heading::{End, Heading, Part};
use super::table::{Cell, Row};
use super::when;

/// What stands below such names.
#[derive(Default)]
struct Evidence {
    ages: usize,
    hours: usize,
    days: usize,
    /// Bare numbers that are no hour at which families go anywhere.
    early_or_late: usize,
    bare: usize,
}

/// Decides what bare bounds are, or that nobody can tell.
pub(super) fn settle(header: &mut Header, rows: &[Row]) {
    let at: Vec<_> = header
        .times()
        .filter(|(_, part)| matches!(part, Part::Bound(_)))
        .map(|(at, _)| at)
        .collect();
    if at.is_empty() {
        return;
    }
    let below = || rows.iter().filter(|row| row.number > header.row);
    let mut found = Evidence::default();
    for at in &at {
        for row in below() {
            found.look_at(row.cell(*at));
        }
    }
    let has_ages = [Column::AgeFrom, Column::AgeTo, Column::Ages]
        .into_iter()
        .any(|column| header.has(column));
    let says_days = header.times().any(|(_, part)| {
        !matches!(
            part,
            Part::Bound(_) | Part::Unsure | Part::Length | Part::Count
        )
    });
    // Beside hours in words there is nothing left that bounds could say about hours.
    let says_days = says_days
        || header.position(Column::When).is_some_and(|at| {
            let with_hours = below()
                .filter(|row| has_hours(&row.cell(at).shown()))
                .count();
            with_hours == 0
        });
    let meaning = match found {
        Evidence {
            ages: 1..,
            hours: 0,
            days: 0,
            ..
        } if !has_ages => Meaning::Ages,
        Evidence {
            ages: 0,
            hours,
            days,
            ..
        } if hours + days > 0 => Meaning::Times,
        Evidence {
            ages: 0,
            bare: 1..,
            early_or_late: 0,
            ..
        } if says_days => Meaning::Times,
        Evidence {
            ages: 0,
            bare: 1..,
            early_or_late: 1..,
            ..
        } if !says_days && !has_ages && !header.has(Column::When) => Meaning::Ages,
        _ => Meaning::Unsure,
    };
    for at in at {
        let Heading::Time(Part::Bound(end)) = header.headings[at] else {
            continue;
        };
        header.headings[at] = match (meaning, end) {
            (Meaning::Ages, End::From) => Heading::Known(Column::AgeFrom),
            (Meaning::Ages, End::To) => Heading::Known(Column::AgeTo),
            (Meaning::Times, End::From) => Heading::Time(Part::From),
            (Meaning::Times, End::To) => Heading::Time(Part::To),
            (Meaning::Unsure, _) => Heading::Time(Part::Unsure),
        };
    }
}

#[derive(Clone, Copy)]
enum Meaning {
    Ages,
    Times,
    Unsure,
}

impl Evidence {
    fn look_at(&mut self, cell: &Cell) {
        match cell {
            Cell::Time(_) => self.hours += 1,
            Cell::Date(..) => self.days += 1,
            Cell::Number(number) => self.bare_number(*number),
            Cell::Text(text) => {
                let folded = text::fold(text);
                let bare = text.trim().replace(',', ".").parse();
                if let Ok(number) = bare {
                    self.bare_number(number);
                } else if when::date(text.trim()).is_some() {
                    self.days += 1;
                } else if has_hours(text) {
                    self.hours += 1;
                } else if folded.split(' ').any(is_age_word) {
                    self.ages += 1;
                }
            }
            Cell::Empty | Cell::Broken(_) => {}
        }
    }

    fn bare_number(&mut self, number: f64) {
        self.bare += 1;
        let is_hour = number.fract() == 0.0 && (6.0..=24.0).contains(&number);
        self.early_or_late += usize::from(!is_hour);
    }
}

fn is_age_word(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(
        word,
        "j" | "jahr"
            | "jahre"
            | "jahren"
            | "monat"
            | "monate"
            | "monaten"
            | "mon"
            | "wochen"
            | "geburt"
    )
}

/// Whether a text names hours in a way that nothing else is written in.
pub(super) fn has_hours(text: &str) -> bool {
    let folded = text::fold(text);
    if folded
        .split(' ')
        .any(|word| word == "uhr" || word.strip_suffix("uhr").is_some_and(is_number))
    {
        return true;
    }
    // "9:30", and "9.30" where no date goes on.
    let bytes = text.as_bytes();
    (1..bytes.len()).any(|at| {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let sign = matches!(bytes[at], b':' | b'.');
        sign && digit(at - 1)
            && digit(at + 1)
            && digit(at + 2)
            && !digit(at + 3)
            && bytes.get(at + 3) != Some(&b'.')
            && !text[..at]
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .ends_with('.')
    })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word is a day of the week; short ones with a capital letter: "so" is a word like any other.
pub(super) fn is_weekday(word: &str) -> bool {
    const LONG: [&str; 8] = [
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonnabend",
        "sonntag",
    ];
    const SHORT: [&str; 7] = ["mo", "di", "mi", "do", "fr", "sa", "so"];
    let folded = text::fold(word);
    let is_long = |day: &str| {
        let end = folded.strip_prefix(day);
        end.is_some_and(|end| matches!(end, "" | "s" | "e"))
    };
    let is_capital = word.chars().next().is_some_and(char::is_uppercase);
    (is_capital && SHORT.contains(&folded.as_str())) || LONG.iter().any(|day| is_long(day))
}
