//! From a schedule to dates.

use jiff::civil::{Date, DateTime, Time};

use super::day;
use super::holidays::Holidays;
use super::pattern::Pattern;
use crate::offer::Schedule;

/// How far ahead dates are looked for: two years, in days, from the day asked or from the day the
/// rule begins, whichever is later.
///
/// A rule that names no day within it, such as 30 February, has no next date; one that names a
/// day only every three years has one when it comes near.
pub const HORIZON_DAYS: u16 = 731;

/// One date on which an offer takes place.
///
/// In order of time; without `opens` before all that have it on that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Occurrence {
    /// The day, in Berlin; of a span over midnight, the day on which it begins.
    pub date: Date,
    /// When it begins, if the feed says so.
    pub opens: Option<Time>,
    /// When it ends, if the feed says so. Not later than `opens` means the next day: 22:00 to
    /// 02:00 is over night, 00:00 to 00:00 a whole day.
    pub closes: Option<Time>,
}

impl Occurrence {
    /// When it begins, on the clocks of Berlin.
    pub fn begins(&self) -> Option<DateTime> {
        self.opens.map(|opens| self.date.to_datetime(opens))
    }

    /// When it ends, on the clocks of Berlin: the first moment at which it is over.
    pub fn ends(&self) -> Option<DateTime> {
        let closes = self.closes?;
        let is_next_day = closes <= self.opens.unwrap_or(Time::midnight());
        Some(if is_next_day {
            self.date
                .tomorrow()
                .map_or(DateTime::MAX, |next| next.to_datetime(closes))
        } else {
            self.date.to_datetime(closes)
        })
    }

    /// Whether it has ended; without end, whether its day has.
    pub fn is_over(&self, now: DateTime) -> bool {
        let ends = self.ends();
        ends.map_or_else(|| self.date < now.date(), |ends| ends <= now)
    }
}

/// Whether a schedule tells its days.
///
/// It does not if it has no rule, or if its rule leaves to the beginning what the feed does not
/// give: which weeks of every second, which day of the month, the first of ten times.
pub fn tells_days(schedule: &Schedule) -> bool {
    Rule::new(schedule).is_some()
}

/// The dates of a schedule from a day on, in order, as far as [`HORIZON_DAYS`].
///
/// Rules are those of RFC 5545, 3.3.10 (`FREQ`, `INTERVAL`, `COUNT`, `UNTIL`, `BYDAY`,
/// `BYMONTHDAY`) with weeks from Monday, and 3.8.5.1 (`EXDATE`):
///
/// - Weeks and months are counted from those of `start`, and no date is before `start`. Unlike
///   in the RFC, `start` is no date itself unless the rule names it: feeds put any day there.
/// - `count` counts all dates that the rule names from `start` on (without, from the first valid
///   day), also those that are then left out: exceptions, as in the RFC, and holidays. So an
///   end never depends on whether the school holidays of a year are known, and never lies later
///   than the feed may mean.
/// - Days that a month does not have are passed over.
/// - Without days, those of `start`: its weekday, or its day of the month.
/// - Calendar weeks are those of ISO 8601. With numbers of weeks, no others are left out (`BYWEEKNO`).
///
/// What does not tell its days (see [`tells_days`]) has no dates.
pub fn occurrences<'a>(
    schedule: &'a Schedule,
    holidays: &'a Holidays,
    from: Date,
) -> Occurrences<'a> {
    Occurrences::new(schedule, holidays, day::number(from), None)
}

/// The dates of a schedule from one day to another, both included. See [`occurrences`].
pub fn between<'a>(
    schedule: &'a Schedule,
    holidays: &'a Holidays,
    from: Date,
    to: Date,
) -> Occurrences<'a> {
    let (from, to) = (day::number(from), day::number(to));
    Occurrences::new(schedule, holidays, from, Some(to))
}

/// Dates of a schedule, in order. Made by [`occurrences`] and [`between`].
#[derive(Clone, Debug)]
pub struct Occurrences<'a> {
    schedule: &'a Schedule,
    holidays: &'a Holidays,
    /// The days that are left; `None` after the last.
    left: Option<Left<'a>>,
}

/// Days of a pattern from one to another, both included.
#[derive(Clone, Copy, Debug)]
struct Left<'a> {
    pattern: Pattern<'a>,
    from: i32,
    to: i32,
}

impl<'a> Occurrences<'a> {
    /// The dates from one day to another, both included, or to the horizon.
    pub(super) fn new(
        schedule: &'a Schedule,
        holidays: &'a Holidays,
        from: i32,
        to: Option<i32>,
    ) -> Self {
        Self {
            schedule,
            holidays,
            left: Rule::new(schedule).and_then(|rule| rule.days(from, to)),
        }
    }

    /// The last day that is left out together with this one; `None` if it is not left out.
    fn left_out(&self, date: Date) -> Option<Date> {
        let schedule = self.schedule;
        if schedule.except.contains(&date)
            || schedule.skips_public_holidays && self.holidays.is_public(date)
        {
            return Some(date);
        }
        let school = schedule
            .skips_school_holidays
            .then(|| self.holidays.which_school(date))?;
        school.map(super::SchoolHoliday::last)
    }
}

impl Iterator for Occurrences<'_> {
    type Item = Occurrence;

    fn next(&mut self) -> Option<Occurrence> {
        while let Some(Left { pattern, from, to }) = self.left.take() {
            let day = pattern.next(from, to)?;
            let date = day::date(day)?;
            let left_out = self.left_out(date);
            self.left = Some(Left {
                pattern,
                from: left_out.map_or(day, day::number) + 1,
                to,
            });
            if left_out.is_none() {
                return Some(Occurrence {
                    date,
                    opens: self.schedule.opens,
                    closes: self.schedule.closes,
                });
            }
        }
        None
    }
}

/// A pattern with its beginning and its end.
struct Rule<'a> {
    schedule: &'a Schedule,
    pattern: Pattern<'a>,
    /// The day from which dates are counted.
    counted_from: Option<i32>,
}

impl<'a> Rule<'a> {
    fn new(schedule: &'a Schedule) -> Option<Self> {
        let start = schedule.start.map(day::number);
        let pattern = Pattern::new(schedule, start)?;
        let start = match pattern {
            Pattern::Once(day) => Some(day),
            Pattern::Weekly { .. } | Pattern::Monthly { .. } | Pattern::CalendarWeeks { .. } => {
                start
            }
        };
        let counted_from = start.or_else(|| schedule.valid.from().map(day::number));
        (schedule.count.is_none() || counted_from.is_some()).then_some(Self {
            schedule,
            pattern,
            counted_from,
        })
    }

    /// The days to look at, from one to another or to the horizon; `None` if there are none.
    fn days(&self, from: i32, to: Option<i32>) -> Option<Left<'a>> {
        let Self {
            schedule,
            pattern,
            counted_from,
        } = *self;
        let limit = |date: Option<Date>, none: i32| date.map_or(none, day::number);
        let valid_from = limit(schedule.valid.from(), from);
        let from = from.max(valid_from).max(counted_from.unwrap_or(from));
        let to = to.unwrap_or(from + i32::from(HORIZON_DAYS)).min(day::LAST);
        let to = limit(schedule.valid.to(), to).min(to);
        if to < from {
            return None;
        }
        let to = match (schedule.count, counted_from) {
            (Some(count), Some(first)) => pattern.last_of(count, first, to)?,
            _ => to,
        };
        Some(Left { pattern, from, to })
    }
}

/// Dates of several schedules in order of time, each once.
///
/// Sorting a list of them would be 18 kB of program on the phone.
pub(super) struct Merged<'a> {
    /// The next date of each schedule that has one.
    heads: Vec<(Occurrence, Occurrences<'a>)>,
}

impl<'a> Merged<'a> {
    pub(super) fn new(schedules: impl Iterator<Item = Occurrences<'a>>) -> Self {
        let heads = schedules.filter_map(|mut rest| Some((rest.next()?, rest)));
        Self {
            heads: heads.collect(),
        }
    }
}

impl Iterator for Merged<'_> {
    type Item = Occurrence;

    fn next(&mut self) -> Option<Occurrence> {
        let first = self.heads.iter().map(|(head, _)| *head).min()?;
        self.heads.retain_mut(|(head, rest)| {
            if *head != first {
                return true;
            }
            rest.next().map(|next| *head = next).is_some()
        });
        Some(first)
    }
}
