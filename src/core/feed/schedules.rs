//! Schedules of a service, and dates with a report.

use jiff::civil::Date;

use super::hours::{self, Days};
use super::node::Node;
use super::report::Problem;
use super::{rule, values};
use crate::offer::{Recurrence, Schedule, Span};

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

/// The days on which a schedule does not take place.
const EXCEPT: &str = "exdates";

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
    let mut except = Vec::new();
    for word in node.words(EXCEPT) {
        match values::date(&word) {
            Some(date) => except.push(date),
            None => node.report(EXCEPT, Problem::BadDate(Problem::quote(&word))),
        }
        is_whole &= values::date(&word).is_some();
    }
    is_whole &= !except.is_empty() || !node.says(EXCEPT);
    // The rule is read in any case: all that is wrong with it is reported.
    let recurrence = rule::read(node, start, count.unwrap_or_default()).filter(|_| is_whole);
    let mut recurrence = recurrence.unwrap_or(Recurrence::Unstated);
    let is_exact = node
        .raw("dtstart")
        .is_some_and(|raw| values::is_on_a_clock(&raw));
    let hours = hours::read(node, &Days::new(&recurrence, start, valid, is_exact));
    if hours.may_move_days {
        recurrence = Recurrence::Unstated;
    }
    let description = match (node.text("description"), node.text("notes")) {
        (Some(description), Some(notes)) => Some(format!("{description}\n{notes}")),
        (description, notes) => description.or(notes),
    };
    // The beginning of a rule that is not understood looks like its only date. It says no more than "not before".
    let is_words = recurrence == Recurrence::Unstated;
    let not_before = start.filter(|_| is_words && !hours.may_move_days);
    let valid = Span::new(valid.from().max(not_before), valid.to()).unwrap_or(valid);
    let schedule = Schedule {
        start: start.filter(|_| !is_words),
        recurrence,
        valid,
        count: count.filter(|count| *count > 0),
        opens: hours.opens,
        closes: hours.closes,
        except,
        skips_school_holidays,
        skips_public_holidays,
        description,
    };
    let says_something = schedule.recurrence != Recurrence::Unstated
        || schedule.opens.is_some()
        || schedule.closes.is_some()
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

/// A number of a rule. 0 says nothing, as some feeds write it, and is what is not there. `None` if it is no
/// number that a rule can have.
pub(super) fn number(node: &Node<'_>, key: &str) -> Option<u16> {
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

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "in range"
)]
fn whole(number: f64) -> Option<u16> {
    (number.fract() == 0.0 && (0.0..=f64::from(u16::MAX)).contains(&number))
        .then_some(number as u16)
}
