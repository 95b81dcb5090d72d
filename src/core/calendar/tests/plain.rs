//! The dates of a schedule, day by day and by the definitions: slow, and obviously right.

use jiff::civil::Date;

use crate::calendar::Holidays;
use crate::offer::{NthWeekday, Parity, Recurrence, Schedule, Weekday};

/// The dates from one day to another, both included; `None` if the schedule does not tell them.
pub(super) fn dates(
    schedule: &Schedule,
    holidays: &Holidays,
    from: Date,
    to: Date,
) -> Option<Vec<Date>> {
    if !tells_days(schedule) {
        return None;
    }
    // No rule before its beginning; without one, none before the question.
    let (start, valid) = (schedule.start, schedule.valid);
    let is_once = matches!(schedule.recurrence, Recurrence::Once(_));
    let first = start.filter(|_| !is_once).or(valid.from()).unwrap_or(from);
    let named = days(first, to).filter(|day| names(schedule, *day));
    let counted = named.take(schedule.count.map_or(usize::MAX, usize::from));
    let valid = counted.filter(|day| {
        *day >= from
            && valid.from().is_none_or(|first| first <= *day)
            && valid.to().is_none_or(|last| *day <= last)
    });
    let kept = valid.filter(|day| {
        let is_left_out = schedule.except.contains(day)
            || schedule.skips_public_holidays && holidays.is_public(*day)
            || schedule.skips_school_holidays && holidays.school(*day).is_some();
        !is_left_out
    });
    Some(kept.collect())
}

fn tells_days(schedule: &Schedule) -> bool {
    let Schedule {
        start,
        valid,
        count,
        ..
    } = schedule;
    let (interval, says_days) = match &schedule.recurrence {
        Recurrence::Unstated => return false,
        Recurrence::Once(_) => return true,
        Recurrence::Weekly { interval, days } => (*interval, !days.is_empty()),
        Recurrence::Monthly {
            interval,
            days,
            month_days,
        } => (*interval, !days.is_empty() || !month_days.is_empty()),
        Recurrence::CalendarWeeks { .. } => (1, true),
    };
    start.is_some() || interval == 1 && says_days && (count.is_none() || valid.from().is_some())
}

fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let all = std::iter::successors(Some(first), |day| day.tomorrow().ok());
    all.take_while(move |day| *day <= last)
}

/// Whether the rule names this day.
fn names(schedule: &Schedule, day: Date) -> bool {
    let start = schedule.start.unwrap_or(day);
    match &schedule.recurrence {
        Recurrence::Unstated => false,
        Recurrence::Once(once) => *once == day,
        Recurrence::Weekly { interval, days } => {
            let weeks = monday(start).duration_until(monday(day)).as_hours() / (7 * 24);
            let is_named = if days.is_empty() {
                day.weekday() == start.weekday()
            } else {
                days.iter().any(|named| is_on(day, *named))
            };
            is_named && weeks % i64::from(*interval) == 0
        }
        Recurrence::Monthly {
            interval,
            days,
            month_days,
        } => {
            let month = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
            let is_named = if days.is_empty() && month_days.is_empty() {
                day.day() == start.day()
            } else {
                let from_end = day.day() - day.days_in_month() - 1;
                (days.is_empty() || days.iter().any(|rule| is_nth(day, *rule)))
                    && (month_days.is_empty()
                        || month_days.contains(&day.day())
                        || month_days.contains(&from_end))
            };
            is_named && (month(day) - month(start)) % i32::from(*interval) == 0
        }
        Recurrence::CalendarWeeks { parity, days } => {
            let is_even = day.iso_week_date().week() % 2 == 0;
            is_even == (*parity == Parity::Even) && days.iter().any(|named| is_on(day, *named))
        }
    }
}

fn monday(day: Date) -> Date {
    let mut monday = day;
    while monday.weekday() != jiff::civil::Weekday::Monday {
        monday = monday.yesterday().unwrap();
    }
    monday
}

fn is_on(day: Date, named: Weekday) -> bool {
    Weekday::ALL[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())] == named
}

fn is_nth(day: Date, rule: NthWeekday) -> bool {
    let from_start = (day.day() - 1) / 7 + 1;
    let from_end = (day.day() - day.days_in_month()) / 7 - 1;
    is_on(day, rule.day)
        && rule
            .nth
            .is_none_or(|nth| nth == from_start || nth == from_end)
}
