//! All schedules of an offer together: what is on now, what comes next.

use jiff::civil::{Date, DateTime};

use super::day;
use super::holidays::Holidays;
use super::occurrences::{Merged, Occurrence, Occurrences, between, occurrences, tells_days};
use crate::offer::{Recurrence, Schedule};

/// An offer "opens soon" when it opens within so many minutes.
pub const SOON_MINUTES: u16 = 60;

/// How many days ahead the end of opening hours is looked for, and a week is.
const WEEK: u16 = 7;

/// How an offer's door stands at a moment. All times are wall-clock in Berlin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenState {
    /// It is on.
    Open {
        /// The first moment at which it is no longer on; hours that meet or overlap count as
        /// one. `None` if that is seven days off or more.
        until: Option<DateTime>,
    },
    /// It is not on, but will be within [`SOON_MINUTES`].
    OpensSoon {
        /// When it begins.
        at: DateTime,
    },
    /// It is not on.
    Closed {
        /// When it is on next, within [`super::HORIZON_DAYS`].
        next: Option<Occurrence>,
    },
    /// One cannot just come: only by appointment.
    ByAppointment,
    /// The feed does not tell whether it is on.
    Unknown,
}

/// The schedules of an offer, with the holidays of its county.
///
/// What it costs: each question looks at each schedule once, in constant time for weekly rules and
/// in a step per month for monthly ones. Asking 10,000 offers whether they happen on a day is a
/// matter of one or two milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Timetable<'a> {
    /// The schedules, in any order.
    pub schedules: &'a [Schedule],
    /// The holidays that some of them leave out.
    pub holidays: &'a Holidays,
}

impl Timetable<'_> {
    /// Whether a date falls on one of so many days, the first included. A span over midnight is a date of its
    /// first day only.
    pub fn happens_within(&self, from: Date, days: u16) -> bool {
        let Some(more) = days.checked_sub(1) else {
            return false;
        };
        let from = day::number(from);
        let to = Some(from + i32::from(more));
        let mut schedules = self.schedules.iter();
        schedules.any(|schedule| {
            Occurrences::new(schedule, self.holidays, from, to)
                .next()
                .is_some()
        })
    }

    /// The dates from one day to another, both included: in order, each once.
    pub fn between(&self, from: Date, to: Date) -> Vec<Occurrence> {
        let schedules = self.schedules.iter();
        Merged::new(schedules.map(|schedule| between(schedule, self.holidays, from, to))).collect()
    }

    /// The dates of the seven days from this one: in order, each once.
    pub fn week(&self, today: Date) -> Vec<Occurrence> {
        self.between(today, days_after(today, WEEK - 1))
    }

    /// The next `many` dates that are not over, what is on now among them: in order, each once.
    pub fn next_dates(&self, now: DateTime, many: usize) -> Vec<Occurrence> {
        // What began yesterday may last over midnight.
        let from = now.date().yesterday().unwrap_or(Date::MIN);
        let schedules = self.schedules.iter();
        Merged::new(schedules.map(|schedule| occurrences(schedule, self.holidays, from)))
            .filter(|date| !date.is_over(now))
            .take(many)
            .collect()
    }

    /// How the door stands at a moment.
    ///
    /// Nothing structured in a feed says that an offer is by appointment only, so the caller
    /// does; [`says_by_appointment`] finds it in words. It goes before all hours: these are then
    /// hours for which one can ask.
    ///
    /// What is not known is not guessed. From the beginning of a date without end until the end of
    /// its day, on the whole day of a date without hours (or up to its end), and while a rule is
    /// valid that does not tell its days, the state is [`OpenState::Unknown`], unless another
    /// schedule makes it open or open soon. A schedule of words only is a remark, and changes
    /// nothing.
    ///
    /// In the hour that comes twice in October, what begins or ends within it does so twice.
    pub fn state(&self, now: DateTime, by_appointment: bool) -> OpenState {
        if by_appointment {
            return OpenState::ByAppointment;
        }
        let today = now.date();
        let from = today.yesterday().unwrap_or(Date::MIN);
        let near = self.between(from, days_after(today, WEEK));
        if let Some(until) = open_until(&near, now) {
            let is_near = minutes(until) - minutes(now) < i64::from(WEEK) * 24 * 60;
            let until = is_near.then_some(until);
            return OpenState::Open { until };
        }
        let mut begins = near.iter().filter_map(Occurrence::begins);
        if let Some(at) = begins.find(|at| *at > now)
            && minutes(at) - minutes(now) <= i64::from(SOON_MINUTES)
        {
            return OpenState::OpensSoon { at };
        }
        if near.iter().any(|date| may_be_on(date, now)) || !self.tells_all(today) {
            return OpenState::Unknown;
        }
        let next = self.next_dates(now, 1).pop();
        OpenState::Closed { next }
    }

    /// Whether a state can be told from the schedules: there are some with dates, and none that
    /// should have dates on this day and does not tell them.
    fn tells_all(&self, today: Date) -> bool {
        let mut some = false;
        for schedule in self.schedules {
            if tells_days(schedule) {
                some = true;
            } else if !is_remark(schedule) && is_valid(schedule, today) {
                return false;
            }
        }
        some
    }
}

/// Whether schedules say no more than that one can come by appointment, in German or English: all
/// are words, and some of these words say so.
pub fn says_by_appointment(schedules: &[Schedule]) -> bool {
    const WORDS: [&str; 4] = ["vereinbar", "absprache", "by-appointment", "by-arrangement"];
    const NO: [&str; 4] = ["ohne", "kein", "nicht", "not"];
    let says_so = |schedule: &Schedule| {
        let words = schedule.description.as_deref().map(crate::text::slug);
        words.is_some_and(|words| {
            let at = WORDS.iter().find_map(|word| words.find(word));
            // "ohne vorherige Absprache", "keine Terminvereinbarung nötig"
            at.is_some_and(|at| {
                let mut before = words[..at].rsplit('-').take(3);
                !before.any(|word| NO.iter().any(|no| word.starts_with(no)))
            })
        })
    };
    schedules.iter().all(is_remark) && schedules.iter().any(says_so)
}

fn is_remark(schedule: &Schedule) -> bool {
    schedule.recurrence == Recurrence::Unstated
        && schedule.opens.is_none()
        && schedule.closes.is_none()
}

fn is_valid(schedule: &Schedule, today: Date) -> bool {
    let from = schedule.start.max(schedule.valid.from());
    from.is_none_or(|from| from <= today) && schedule.valid.to().is_none_or(|to| today <= to)
}

/// Until when it is on without a break, if it is; from dates in order.
fn open_until(dates: &[Occurrence], now: DateTime) -> Option<DateTime> {
    let hours = dates
        .iter()
        .filter_map(|date| date.begins().zip(date.ends()));
    hours.fold(None, |until, (begins, ends)| {
        let reached = until.unwrap_or(now);
        if begins <= reached && reached < ends {
            Some(ends)
        } else {
            until
        }
    })
}

/// Whether a date with unknown hours is on at this moment for all one knows.
fn may_be_on(date: &Occurrence, now: DateTime) -> bool {
    let has_begun = date
        .begins()
        .map_or(date.date <= now.date(), |begins| begins <= now);
    has_begun && !date.is_over(now)
}

/// The day so many days after another, or the last of all.
fn days_after(date: Date, days: u16) -> Date {
    day::date(day::number(date) + i32::from(days)).unwrap_or(Date::MAX)
}

/// Minutes since the beginning of 1970, on one clock.
fn minutes(clock: DateTime) -> i64 {
    let time = clock.time();
    (i64::from(day::number(clock.date())) * 24 + i64::from(time.hour())) * 60
        + i64::from(time.minute())
}
