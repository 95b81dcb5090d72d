//! Hours of a schedule on the clocks of Berlin, whatever clock the feed reads them from.
//!
//! A time without offset is what clocks show here. With one (`08:00Z`, `09:00+01:00`) it is a moment, and what clocks
//! show at it depends on the day: on a single date it is certain, and so it is in a rule that lies within one summer or
//! winter. Of any other rule, an offset that Berlin has itself, and has on the first day, says that the time is one of
//! Berlin's. All else could be either of two hours, and becomes none.

use jiff::civil::{Date, Time};

use super::node::Node;
use super::report::Problem;
use super::values;
use crate::calendar::berlin;
use crate::offer::{Recurrence, Span};

/// How far the clocks of Berlin are ahead of UTC in winter and in summer, in minutes.
const AHEAD: [i32; 2] = [60, 120];

/// When a schedule begins and ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hours {
    pub(super) opens: Option<Time>,
    pub(super) closes: Option<Time>,
    /// The hours may be those of the day before or after the one that the rule names.
    pub(super) may_move_days: bool,
}

/// The days for which hours are asked.
pub(super) enum Days {
    /// One. `is_exact` if it was given as a moment, and so is certainly one of Berlin.
    One { date: Date, is_exact: bool },
    /// From the first to the last, which need not be known.
    Many {
        first: Option<Date>,
        last: Option<Date>,
    },
}

impl Days {
    pub(super) fn new(
        recurrence: &Recurrence,
        start: Option<Date>,
        valid: Span,
        is_exact: bool,
    ) -> Self {
        match recurrence {
            Recurrence::Once(date) => Self::One {
                date: *date,
                is_exact,
            },
            _ => Self::Many {
                first: start.max(valid.from()),
                last: valid.to(),
            },
        }
    }

    /// How far Berlin's clocks are ahead on all of the days, if that is one number.
    fn ahead(&self) -> Option<i32> {
        let Self::Many {
            first: Some(first),
            last: Some(last),
        } = self
        else {
            return None;
        };
        // Half a year has both summer and winter, or is over before.
        let days = std::iter::successors(Some(*first), |day| day.tomorrow().ok());
        let mut days = days.take_while(|day| day <= last).take(366);
        let ahead = berlin::ahead_on(days.next()?);
        days.all(|day| berlin::ahead_on(day) == ahead)
            .then_some(ahead)
    }

    /// How far Berlin's clocks are ahead for a time that says how far its own is; `None` if that is not certain.
    fn ahead_beside(&self, offset: i32) -> Option<i32> {
        let is_own = match self {
            Self::One { .. } => false,
            Self::Many { first: None, .. } => AHEAD.contains(&offset),
            Self::Many {
                first: Some(first), ..
            } => berlin::ahead_on(*first) == offset,
        };
        self.ahead().or(is_own.then_some(offset))
    }
}

/// The hours of a schedule on these days.
pub(super) fn read(node: &Node<'_>, days: &Days) -> Hours {
    let mut hours = Hours::default();
    let opens = clock(node, "opens_at");
    hours.opens = opens.and_then(|(time, offset)| {
        let Some(offset) = offset else {
            return Some(time);
        };
        let shown = shown(days, time, offset);
        if shown.is_none() {
            node.report_value("opens_at", Problem::OtherClock);
            hours.may_move_days = match days.ahead_beside(offset) {
                Some(ahead) => leaves_day(time, ahead - offset),
                None => AHEAD.iter().any(|ahead| leaves_day(time, ahead - offset)),
            };
        }
        shown
    });
    hours.closes = clock(node, "closes_at").and_then(|(time, offset)| {
        let Some(offset) = offset else {
            return Some(time);
        };
        let shown = match days {
            Days::One { date, .. } => {
                let begins = opens.filter(|opens| opens.1.is_some()).map(|opens| opens.0);
                // It may end after midnight, there or here.
                let date = if begins.is_some_and(|begins| time <= begins) {
                    date.tomorrow().ok()?
                } else {
                    *date
                };
                Some(berlin::shown_when(date.to_datetime(time), offset).time())
            }
            Days::Many { .. } => days
                .ahead_beside(offset)
                .map(|ahead| shifted(time, ahead - offset)),
        };
        if shown.is_none() {
            node.report_value("closes_at", Problem::OtherClock);
        }
        shown
    });
    hours
}

/// What Berlin's clocks show on the days when others show this, if it is one time and on the same day.
fn shown(days: &Days, time: Time, offset: i32) -> Option<Time> {
    match days {
        Days::One { date, is_exact } => {
            let here = berlin::shown_when(date.to_datetime(time), offset);
            if here.date() == *date {
                return Some(here.time());
            }
            // The day there is the one before or after: only a moment tells that the day is one of Berlin.
            let there = if here.date() > *date {
                date.yesterday()
            } else {
                date.tomorrow()
            };
            let here = berlin::shown_when(there.ok()?.to_datetime(time), offset);
            (*is_exact && here.date() == *date).then(|| here.time())
        }
        Days::Many { .. } => {
            let shift = days.ahead_beside(offset)? - offset;
            (!leaves_day(time, shift)).then(|| shifted(time, shift))
        }
    }
}

/// The time of day and the offset in a field; what is none is reported.
fn clock(node: &Node<'_>, key: &str) -> Option<(Time, Option<i32>)> {
    let raw = node.raw(key)?;
    let clock = values::clock(&raw);
    if clock.is_none() {
        node.report(key, Problem::BadTime(Problem::quote(&raw)));
    }
    clock
}

const DAY: i32 = 24 * 60;

fn minutes(time: Time) -> i32 {
    i32::from(time.hour()) * 60 + i32::from(time.minute())
}

fn leaves_day(time: Time, minutes_later: i32) -> bool {
    !(0..DAY).contains(&(minutes(time) + minutes_later))
}

#[expect(clippy::cast_possible_truncation, reason = "parts of a day are small")]
fn shifted(time: Time, minutes_later: i32) -> Time {
    let minutes = (minutes(time) + minutes_later).rem_euclid(DAY);
    Time::new((minutes / 60) as i8, (minutes % 60) as i8, 0, 0).unwrap_or(time)
}
