//! Schedules of a service, and dates with a report.

use jiff::civil::{Date, Time};

use super::node::Node;
use super::report::Problem;
use super::values;
use crate::offer::{NthWeekday, Parity, Recurrence, Schedule, Span, Weekday};

/// The schedules of the service and of its locations, each once.
pub(super) fn read(node: &Node<'_>) -> Vec<Schedule> {
    let mut schedules = Vec::new();
    let mut add = |node: &Node<'_>| {
        // Open Referral UK 1 calls them `regular_schedules`.
        for key in ["schedules", "regular_schedules"] {
            node.each(key, |node| {
                if let Some(schedule) = schedule(node)
                    && !schedules.contains(&schedule)
                {
                    schedules.push(schedule);
                }
            });
        }
    };
    add(node);
    node.each("service_at_locations", |at| {
        add(at);
        if let Some(location) = at.object("location") {
            add(&location);
        }
    });
    schedules
}

/// The first year of a date. What a feed means with one before it, nobody knows.
const FIRST_YEAR: i16 = 1900;

/// The date in a field; one that cannot be read is reported.
pub(super) fn date(node: &Node<'_>, key: &str) -> Option<Date> {
    let raw = node.raw(key)?;
    let date = values::date(&raw).filter(|date| date.year() >= FIRST_YEAR);
    if date.is_none() {
        node.report(key, Problem::BadDate(Problem::quote(&raw)));
    }
    date
}

fn time(node: &Node<'_>, key: &str) -> Option<Time> {
    let raw = node.raw(key)?;
    let time = values::time(&raw);
    if time.is_none() {
        node.report(key, Problem::BadTime(Problem::quote(&raw)));
    }
    time
}

/// A schedule, or `None` if nothing of it can be used.
fn schedule(node: &Node<'_>) -> Option<Schedule> {
    // A rule without the limits that it was written with would claim dates that are none.
    let mut is_whole = true;
    let mut limit = |key| {
        let limit = date(node, key);
        is_whole &= limit.is_some() || !node.has(key);
        limit
    };
    let start = limit("dtstart");
    let from = limit("valid_from");
    let to = earlier(limit("valid_to"), limit("until"));
    let valid = Span::new(from, to).unwrap_or_else(|| {
        let days = from.zip(to).map(|(from, to)| format!("{from} > {to}"));
        node.report("valid_to", Problem::ReversedDates(days.unwrap_or_default()));
        is_whole = false;
        Span::default()
    });
    let count = number(node, "count");
    is_whole &= count.is_some();
    let holidays = holidays(node);
    is_whole &= holidays.is_some();
    let (skips_school_holidays, skips_public_holidays) = holidays.unwrap_or_default();
    let recurrence = Some(recurrence(node, start)).filter(|_| is_whole);
    let recurrence = recurrence.unwrap_or(Recurrence::Unstated);
    let description = match (node.text("description"), node.text("notes")) {
        (Some(description), Some(notes)) => Some(format!("{description}\n{notes}")),
        (description, notes) => description.or(notes),
    };
    let mut except = Vec::new();
    for word in node.words("exdates") {
        match values::date(&word) {
            Some(date) => except.push(date),
            None => node.report("exdates", Problem::BadDate(Problem::quote(&word))),
        }
    }
    let schedule = Schedule {
        recurrence,
        start,
        valid,
        count: count.filter(|count| *count > 0),
        opens: time(node, "opens_at"),
        closes: time(node, "closes_at"),
        except,
        skips_school_holidays,
        skips_public_holidays,
        description,
    };
    let says_something = schedule.recurrence != Recurrence::Unstated
        || schedule.opens.is_some()
        || schedule.description.is_some();
    says_something.then_some(schedule)
}

fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Whether a rule leaves out school holidays and public ones; `None` if it leaves out something else.
fn holidays(node: &Node<'_>) -> Option<(bool, bool)> {
    const KEY: &str = "skip";
    let (mut school, mut public, mut is_read) = (false, false, true);
    for word in node.words(KEY) {
        match word.to_ascii_uppercase().as_str() {
            "SH" => school = true,
            "PH" => public = true,
            _ => {
                node.report(KEY, Problem::BadRecurrence(Problem::quote(&word)));
                is_read = false;
            }
        }
    }
    is_read.then_some((school, public))
}

fn recurrence(node: &Node<'_>, start: Option<Date>) -> Recurrence {
    // Every how many weeks or months.
    let interval = number(node, "interval").and_then(|n| u8::try_from(n.max(1)).ok());
    let Some(interval) = interval else {
        return Recurrence::Unstated;
    };
    let days = weekdays(node);
    let month_days = month_days(node);
    if node.has("byweekno") {
        let weeks = calendar_weeks(node, interval, &days).filter(|_| month_days.is_empty());
        return weeks.unwrap_or_else(|| {
            let weeks = node.words("byweekno").join(",");
            node.report("byweekno", Problem::BadRecurrence(Problem::quote(&weeks)));
            Recurrence::Unstated
        });
    }
    // Nothing is known of the days if none can be read.
    let has = |key| !node.words(key).is_empty();
    let is_lost = days.is_empty() && month_days.is_empty() && (has("byday") || has("bymonthday"));
    let freq = node
        .raw("freq")
        .map(|freq| freq.trim().to_ascii_uppercase());
    match freq.as_deref() {
        Some("WEEKLY" | "DAILY" | "MONTHLY") | None if is_lost => Recurrence::Unstated,
        Some("WEEKLY" | "DAILY") | None if !is_weekly(node, &days, &month_days) => {
            Recurrence::Unstated
        }
        Some("WEEKLY") => Recurrence::Weekly {
            interval,
            days: plain(&days),
        },
        // Days of the week limit it (RFC 5545, 3.3.10).
        Some("DAILY") if interval == 1 => Recurrence::Weekly {
            interval,
            days: if days.is_empty() {
                Weekday::ALL.into()
            } else {
                plain(&days)
            },
        },
        Some("MONTHLY") => Recurrence::Monthly {
            interval,
            days,
            month_days,
        },
        Some(other) => {
            node.report("freq", Problem::BadRecurrence(Problem::quote(other)));
            Recurrence::Unstated
        }
        // Weekdays alone are opening hours.
        None if !days.is_empty() => Recurrence::Weekly {
            interval,
            days: plain(&days),
        },
        None => start.map_or(Recurrence::Unstated, Recurrence::Once),
    }
}

/// The even or the odd calendar weeks, if `byweekno` lists all of them. In RFC 5545 the rule is one of years; in HSDS,
/// which has none, of weeks.
fn calendar_weeks(node: &Node<'_>, interval: u8, days: &[NthWeekday]) -> Option<Recurrence> {
    let word = |key| node.raw(key).map(|word| word.trim().to_ascii_uppercase());
    let is_each = matches!(word("freq").as_deref(), Some("WEEKLY" | "YEARLY")) && interval == 1;
    // Weeks that do not begin on Monday have other numbers.
    let is_iso = matches!(word("wkst").as_deref(), Some("MO") | None);
    // Whether weeks without days have that of the beginning or all, readers do not agree.
    let is_weekly = !days.is_empty() && days.iter().all(|day| day.nth.is_none());
    if !(is_each && is_iso && is_weekly) {
        return None;
    }
    let weeks: Option<Vec<u8>> = (node.words("byweekno").iter())
        .map(|week| week.parse().ok())
        .collect();
    let mut weeks = weeks?;
    weeks.sort_unstable();
    let parity = [Parity::Even, Parity::Odd].into_iter().find(|parity| {
        let first = if *parity == Parity::Even { 2 } else { 1 };
        weeks.iter().copied().eq((first..=53).step_by(2))
    });
    Some(Recurrence::CalendarWeeks {
        parity: parity?,
        days: plain(days),
    })
}

/// Whether days are none of a month: neither its second Tuesday nor its 15th has a place in a rule of weeks.
fn is_weekly(node: &Node<'_>, days: &[NthWeekday], month_days: &[i8]) -> bool {
    let bad = |key| {
        let words = node.words(key).join(",");
        node.report(key, Problem::BadRecurrence(Problem::quote(&words)));
    };
    let has_nth = days.iter().any(|day| day.nth.is_some());
    if has_nth {
        bad("byday");
    }
    if !month_days.is_empty() {
        bad("bymonthday");
    }
    !has_nth && month_days.is_empty()
}

/// A number of a rule. 0 says nothing, as some feeds write it, and is what is not there. `None` if it is no
/// number that a rule can have.
fn number(node: &Node<'_>, key: &str) -> Option<u16> {
    if !node.has(key) {
        return Some(0);
    }
    let number = node.number(key, Problem::BadRecurrence)?;
    let read = whole(number);
    if read.is_none() {
        node.report_value(key, Problem::BadRecurrence);
    }
    read
}

/// The days of `byday`: one per row, or joined by commas.
fn weekdays(node: &Node<'_>) -> Vec<NthWeekday> {
    let mut days = Vec::new();
    for word in node.words("byday") {
        match NthWeekday::parse(&word) {
            Some(day) if !days.contains(&day) => days.push(day),
            Some(_) => {}
            None => node.report("byday", Problem::BadRecurrence(Problem::quote(&word))),
        }
    }
    days
}

/// The days of the week among these, each once and in their order.
fn plain(days: &[NthWeekday]) -> Vec<Weekday> {
    let all = Weekday::ALL.into_iter();
    all.filter(|day| days.iter().any(|it| it.day == *day))
        .collect()
}

fn month_days(node: &Node<'_>) -> Vec<i8> {
    let mut days = Vec::new();
    for word in node.words("bymonthday") {
        match word.parse::<i8>() {
            Ok(day) if (1..=31).contains(&day.unsigned_abs()) => days.push(day),
            _ => node.report("bymonthday", Problem::BadRecurrence(Problem::quote(&word))),
        }
    }
    days
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "in range"
)]
fn whole(number: f64) -> Option<u16> {
    (number.fract() == 0.0 && (0.0..=f64::from(u16::MAX)).contains(&number))
        .then_some(number as u16)
}
