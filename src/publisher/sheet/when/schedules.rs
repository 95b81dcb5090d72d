//! What comes of a sentence: schedules, or that it cannot be told.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use raupe_core::offer::{NthWeekday, Parity, Recurrence, Schedule, Span, Weekday};
use raupe_core::text;

use super::grammar::{Rhythm, weekday};
use super::sentence::{Group, Sentence};

/// The schedules of a sentence, or `None` if they could mean several things.
pub(super) fn schedules(sentence: &Sentence) -> Option<Vec<Schedule>> {
    let limit = &sentence.limit;
    let valid = Span::new(limit.valid_from, limit.until)?;
    let mut schedules = Vec::new();
    for group in &sentence.groups {
        let hours = match group.hours.as_slice() {
            [] => &[(None, None)],
            hours => hours,
        };
        let description = text::clean(&group.remarks.join(", "));
        for recurrence in recurrences(sentence, group)? {
            for &(opens, closes) in hours {
                let once = match recurrence {
                    Recurrence::Once(date) => Some(date),
                    _ => None,
                };
                schedules.push(Schedule {
                    start: once.or(limit.start),
                    valid,
                    count: once.map_or(limit.count, |_| Some(1)),
                    opens,
                    closes,
                    except: limit.except.clone(),
                    skips_school_holidays: limit.no_school_holidays,
                    skips_public_holidays: limit.no_public_holidays,
                    recurrence: recurrence.clone(),
                    description: Some(description.clone()).filter(|it| !it.is_empty()),
                });
            }
        }
    }
    Some(schedules)
}

fn recurrences(sentence: &Sentence, group: &Group) -> Option<Vec<Recurrence>> {
    if !group.dates.is_empty() {
        return on_dates(sentence, group);
    }
    let counted = group.days.iter().any(|day| day.nth.is_some());
    let of_month = counted || group.in_month || !group.month_days.is_empty();
    let interval = match sentence.rhythm {
        Some(Rhythm::Months(interval)) => return monthly(sentence, group, interval),
        Some(Rhythm::EvenWeeks) => return in_calendar_weeks(group, Parity::Even),
        Some(Rhythm::OddWeeks) => return in_calendar_weeks(group, Parity::Odd),
        Some(_) if of_month => return None,
        None if of_month => return monthly(sentence, group, 1),
        Some(Rhythm::Weeks(interval)) => interval,
        Some(Rhythm::InMonth) | None => 1,
    };
    let mut days: Vec<_> = group.days.iter().map(|day| day.day).collect();
    days.sort_unstable();
    // Without a day the beginning tells it.
    let weeks = matches!(sentence.rhythm, Some(Rhythm::Weeks(_)));
    let told = !days.is_empty() || (weeks && sentence.limit.start.is_some());
    told.then(|| vec![Recurrence::Weekly { interval, days }])
}

/// In every other week of the calendar. "jeden zweiten Freitag (gerade Wochen)" says it twice.
fn in_calendar_weeks(group: &Group, parity: Parity) -> Option<Vec<Recurrence>> {
    let every_second = group.each && group.days.iter().all(|day| day.nth == Some(2));
    let plain = group.days.iter().all(|day| day.nth.is_none());
    let fits = (plain || every_second) && !group.days.is_empty();
    let mut days: Vec<_> = group.days.iter().map(|day| day.day).collect();
    days.sort_unstable();
    (fits && group.month_days.is_empty() && !group.in_month)
        .then(|| vec![Recurrence::CalendarWeeks { parity, days }])
}

/// Each date for itself.
fn on_dates(sentence: &Sentence, group: &Group) -> Option<Vec<Recurrence>> {
    let days: Vec<_> = group.days.iter().map(|it| it.day).collect();
    let fits = |date: &Date| days.is_empty() || days.contains(&weekday(*date));
    let plain = group.days.iter().all(|day| day.nth.is_none()) && group.month_days.is_empty();
    // "6.1.2027 (6 Termine)" does not say when the others are.
    let dates: usize = sentence.groups.iter().map(|group| group.dates.len()).sum();
    let limit = &sentence.limit;
    let alone = sentence.rhythm.is_none()
        && !group.in_month
        && limit.start.is_none()
        && limit.until.is_none()
        && limit.count.is_none_or(|count| usize::from(count) == dates);
    let once = |date: &Date| Recurrence::Once(*date);
    (alone && plain && !group.each && group.dates.iter().all(fits))
        .then(|| group.dates.iter().map(once).collect())
}

fn monthly(sentence: &Sentence, group: &Group, interval: u8) -> Option<Vec<Recurrence>> {
    let ordinals: Vec<_> = group.days.iter().filter_map(|day| day.nth).collect();
    // "1. Mo und Di".
    let mixed = !ordinals.is_empty() && ordinals.len() < group.days.len();
    // "jeden 2. Dienstag" is every other one for some, the second of the month for others. Every
    // first one is no interval, nor is every last one.
    let [first, others @ ..] = ordinals.as_slice() else {
        return plain_monthly(sentence, group, interval);
    };
    let is_interval = others.is_empty() && *first > 1;
    let is_monthly = sentence.rhythm.is_some() || group.in_month;
    let ambiguous = group.each && !is_monthly && is_interval;
    // "Do, am 1. und 3. im Monat": days of the month, or Thursdays?
    let crossed = !group.month_days.is_empty();
    (!mixed && !ambiguous && !crossed).then(|| {
        vec![Recurrence::Monthly {
            interval,
            days: group.days.clone(),
            month_days: Vec::new(),
        }]
    })
}

/// Months without ordinals before weekdays.
fn plain_monthly(sentence: &Sentence, group: &Group, interval: u8) -> Option<Vec<Recurrence>> {
    let monthly = sentence.rhythm.is_some() || group.in_month;
    // "monatlich samstags" does not say which Saturday; "jeden Sa im Monat" says all.
    let which = group.days.is_empty() || (group.each && group.in_month);
    let crossed = !group.days.is_empty() && !group.month_days.is_empty();
    let empty = group.days.is_empty() && group.month_days.is_empty();
    let told = !empty || sentence.limit.start.is_some();
    (monthly && which && !crossed && told).then(|| {
        vec![Recurrence::Monthly {
            interval,
            days: group.days.clone(),
            month_days: group.month_days.clone(),
        }]
    })
}

/// Takes away days on which nothing is on. `false` if that is not possible.
pub(super) fn close(schedules: &mut [Schedule], closed: &[Weekday]) -> bool {
    schedules
        .iter_mut()
        .all(|schedule| match &mut schedule.recurrence {
            Recurrence::CalendarWeeks { days, .. } => {
                days.retain(|day| !closed.contains(day));
                !days.is_empty()
            }
            Recurrence::Weekly { days, .. } => {
                let told_by_start = days.is_empty();
                days.retain(|day| !closed.contains(day));
                !told_by_start && !days.is_empty()
            }
            Recurrence::Monthly {
                days, month_days, ..
            } => month_days.is_empty() && !days.iter().any(|day| closed.contains(&day.day)),
            _ => true,
        })
}

/// Whether two rules say different things of one day: "Mo–Fr 8–16 Uhr, Fr 8–12 Uhr".
pub(super) fn contradict(one: &Schedule, other: &Schedule) -> bool {
    hours_meet(one, other)
        && spans_meet(one, other)
        && weeks_meet(one, other)
        && days_meet(&one.recurrence, &other.recurrence)
}

fn hours_meet(one: &Schedule, other: &Schedule) -> bool {
    let span = |schedule: &Schedule| {
        let first = schedule.opens.unwrap_or(Time::midnight());
        let last = match (schedule.opens, schedule.closes) {
            (None, None) => Time::MAX,
            (Some(opens), Some(closes)) if closes <= opens => Time::MAX,
            (_, Some(closes)) => closes,
            (Some(opens), None) => opens,
        };
        (first, last)
    };
    let ((a, b), (c, d)) = (span(one), span(other));
    // What ends at twelve does not meet what begins at twelve; two beginnings do.
    let point = a == b || c == d;
    if point {
        a <= d && c <= b
    } else {
        a < d && c < b
    }
}

fn spans_meet(one: &Schedule, other: &Schedule) -> bool {
    let first = |schedule: &Schedule| schedule.start.or(schedule.valid.from());
    let before = |one: &Schedule, other: &Schedule| matches!((one.valid.to(), first(other)), (Some(end), Some(begin)) if end < begin);
    !before(one, other) && !before(other, one)
}

/// Two rules of every second week may share none of them.
fn weeks_meet(one: &Schedule, other: &Schedule) -> bool {
    let (
        Recurrence::Weekly {
            interval: one_interval,
            ..
        },
        Recurrence::Weekly {
            interval: other_interval,
            ..
        },
    ) = (&one.recurrence, &other.recurrence)
    else {
        return true;
    };
    let (Some(one), Some(other)) = (one.start, other.start) else {
        return true;
    };
    let monday = |date: Date| {
        let since = i64::from(date.weekday().to_monday_zero_offset());
        date.checked_sub(since.days()).unwrap_or(date)
    };
    let weeks = monday(one)
        .until(monday(other))
        .map_or(0, |span| i64::from(span.get_days()) / 7);
    one_interval != other_interval || weeks % i64::from((*one_interval).max(1)) == 0
}

fn days_meet(one: &Recurrence, other: &Recurrence) -> bool {
    if let (Recurrence::Once(one), Recurrence::Once(other)) = (one, other) {
        return one == other;
    }
    if let (
        Recurrence::CalendarWeeks { parity: one, .. },
        Recurrence::CalendarWeeks { parity: other, .. },
    ) = (one, other)
        && one != other
    {
        return false;
    }
    let (one, other) = (named(one), named(other));
    one.iter().any(|a| {
        other.iter().any(|b| {
            // The first is never the third.
            let apart =
                matches!((a.nth, b.nth), (Some(a), Some(b)) if a != b && (a > 0) == (b > 0));
            a.day == b.day && !apart
        })
    })
}

/// The weekdays of a rule; none where they cannot be told.
fn named(recurrence: &Recurrence) -> Vec<NthWeekday> {
    let every = |day: &Weekday| NthWeekday {
        nth: None,
        day: *day,
    };
    match recurrence {
        Recurrence::Weekly { days, .. } | Recurrence::CalendarWeeks { days, .. } => {
            days.iter().map(every).collect()
        }
        Recurrence::Monthly { days, .. } => days.clone(),
        Recurrence::Once(date) => vec![every(&weekday(*date))],
        Recurrence::Unstated => Vec::new(),
    }
}
