//! Schedules into the words of a cell.

use jiff::civil::Time;
use raupe_core::offer::{NthWeekday, Parity, Recurrence, Schedule, Weekday};

use super::cell::rules;
use crate::sheet::table::{german_date, german_time};

/// The schedules in words, and whether the words mean all of it when they are read again.
pub(in crate::sheet) fn words(schedules: &[Schedule]) -> (String, bool) {
    let rules: Vec<_> = schedules.iter().map(rule).collect();
    let words = rules.join("; ");
    // All together: one rule can say something about the others.
    let exact = mean(&words, schedules);
    (words, exact)
}

/// Whether the words mean these schedules when they are read.
fn mean(words: &str, schedules: &[Schedule]) -> bool {
    let read = rules(words);
    read.schedules == schedules && read.unclear.is_none()
}

fn rule(schedule: &Schedule) -> String {
    let note = schedule.description.as_deref().map(balanced);
    if schedule.recurrence == Recurrence::Unstated && schedule.opens.is_none() {
        let note = note.unwrap_or_default();
        // In brackets it is a note, whatever it says.
        return if mean(&note, std::slice::from_ref(schedule)) {
            note
        } else {
            format!("({note})")
        };
    }
    let mut words = recurrence(&schedule.recurrence);
    let once = matches!(schedule.recurrence, Recurrence::Once(_));
    if let Some(times) = times(schedule.opens, schedule.closes) {
        words.push(times);
    }
    if let Some(start) = schedule.start.filter(|_| !once) {
        words.push(format!("ab {}", german_date(start)));
    }
    if let Some(from) = schedule.valid.from() {
        words.push(format!("gültig ab {}", german_date(from)));
    }
    if let Some(to) = schedule.valid.to() {
        words.push(format!("bis {}", german_date(to)));
    }
    let mut words = words.join(" ");
    if let Some(count) = schedule.count.filter(|_| !once) {
        words = format!("{words}, {count} Termine");
    }
    let except: Vec<_> = schedule
        .except
        .iter()
        .map(|date| german_date(*date))
        .collect();
    if !except.is_empty() {
        words = format!("{words}, außer {}", except.join(" und "));
    }
    words.push_str(
        match (
            schedule.skips_school_holidays,
            schedule.skips_public_holidays,
        ) {
            (true, true) => ", nicht in den Ferien und an Feiertagen",
            (true, false) => ", nicht in den Ferien",
            (false, true) => ", nicht an Feiertagen",
            (false, false) => "",
        },
    );
    if let Some(note) = note {
        words = format!("{words} ({note})");
    }
    words
}

/// A text whose brackets close, so that it can stand in brackets itself.
fn balanced(text: &str) -> String {
    let mut depth = 0_usize;
    let closes = text.chars().all(|c| match c {
        '(' => {
            depth += 1;
            true
        }
        ')' if depth == 0 => false,
        ')' => {
            depth -= 1;
            true
        }
        _ => true,
    });
    if closes && depth == 0 {
        text.to_owned()
    } else {
        text.replace('(', "[").replace(')', "]")
    }
}

fn recurrence(recurrence: &Recurrence) -> Vec<String> {
    let every = |interval: u8, unit: &str| {
        (interval != 1)
            .then(|| format!("alle {interval} {unit}"))
            .into_iter()
    };
    match recurrence {
        Recurrence::Unstated => Vec::new(),
        Recurrence::Once(date) => vec![german_date(*date)],
        Recurrence::Weekly { interval, days } => {
            let mut words: Vec<_> = every(*interval, "Wochen").collect();
            words.push(match days.as_slice() {
                [] if *interval == 1 => "jede Woche".into(),
                [] => return words,
                [day] if *interval == 1 => format!("jeden {}", short(*day)),
                days => weekdays(days),
            });
            words
        }
        Recurrence::Monthly {
            interval,
            days,
            month_days,
        } => {
            let mut words: Vec<_> = every(*interval, "Monate").collect();
            if !month_days.is_empty() {
                let days = month_days.iter().map(|day| format!("{day}."));
                words.push(format!("am {}", and(&days.collect::<Vec<_>>())));
            }
            // All of a month's Saturdays, and not one of them.
            if !days.is_empty() && days.iter().all(|day| day.nth.is_none()) {
                words.push("jeden".into());
            }
            words.extend(nth_weekdays(days));
            words.push("im Monat".into());
            words
        }
        Recurrence::CalendarWeeks { parity, days } => {
            let which = match parity {
                Parity::Even => "in geraden Kalenderwochen",
                Parity::Odd => "in ungeraden Kalenderwochen",
            };
            vec![which.into(), weekdays(days)]
        }
    }
}

/// "Mo, Mi und Fr", "Mo–Fr", "täglich".
fn weekdays(days: &[Weekday]) -> String {
    let first = days.first().copied().unwrap_or(Weekday::Monday);
    let last = days.last().copied().unwrap_or(first);
    let row: Vec<_> = Weekday::ALL
        .into_iter()
        .filter(|day| (first..=last).contains(day))
        .collect();
    match days {
        all if all == Weekday::ALL => "täglich".into(),
        days if days == row && days.len() > 2 => format!("{}–{}", short(first), short(last)),
        days => and(&days
            .iter()
            .map(|day| short(*day).to_owned())
            .collect::<Vec<_>>()),
    }
}

/// "1. und 3. Do": the days in their order, ordinals of the same day together.
fn nth_weekdays(days: &[NthWeekday]) -> Option<String> {
    let parts: Vec<_> = days
        .chunk_by(|one, other| one.day == other.day)
        .filter_map(|same| {
            let ordinals: Vec<_> = same.iter().filter_map(|day| day.nth).map(ordinal).collect();
            let day = short(same.first()?.day);
            Some(match ordinals.as_slice() {
                [] => day.to_owned(),
                ordinals => format!("{} {day}", and(ordinals)),
            })
        })
        .collect();
    (!parts.is_empty()).then(|| and(&parts))
}

fn ordinal(nth: i8) -> String {
    match nth {
        -1 => "letzter".into(),
        -2 => "vorletzter".into(),
        nth => format!("{nth}."),
    }
}

fn times(opens: Option<Time>, closes: Option<Time>) -> Option<String> {
    match (opens, closes) {
        (Some(opens), Some(closes)) => {
            Some(format!("{}–{}", german_time(opens), german_time(closes)))
        }
        (Some(opens), None) => Some(format!("{} Uhr", german_time(opens))),
        (None, Some(closes)) => Some(format!("bis {} Uhr", german_time(closes))),
        (None, None) => None,
    }
}

/// "Mo, Mi und Fr".
fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} und {last}", first.join(", ")),
    }
}

const fn short(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Mo",
        Weekday::Tuesday => "Di",
        Weekday::Wednesday => "Mi",
        Weekday::Thursday => "Do",
        Weekday::Friday => "Fr",
        Weekday::Saturday => "Sa",
        Weekday::Sunday => "So",
    }
}
