//! The days that a rule names, before anything is left out.

use super::day;
use crate::offer::{NthWeekday, Parity, Recurrence, Schedule, Weekday};

/// Which days a rule names, as numbers and bits.
///
/// Weekdays are bits from 0 for Monday; days of a month are bits from 1.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pattern<'a> {
    /// One day.
    Once(i32),
    /// Days of every `interval`-th week.
    Weekly {
        interval: i32,
        days: u32,
        /// The Monday of a week that counts.
        monday: i32,
    },
    /// Days of every `interval`-th month.
    Monthly {
        interval: i32,
        /// A month that counts.
        month: i32,
        days: MonthDays<'a>,
    },
    /// Days of the calendar weeks with such numbers.
    CalendarWeeks { parity: Parity, days: u32 },
}

/// Days of a month. If a rule has both weekdays and days of the month, a day must be among both
/// (RFC 5545, 3.3.10, note 1 of its table): Friday the 13th.
#[derive(Clone, Copy, Debug)]
pub(super) struct MonthDays<'a> {
    weekdays: &'a [NthWeekday],
    /// Days of the month, from its beginning.
    from_start: u32,
    /// Days of the month that are given from its end, as they are in a month of 31 days.
    from_end: u32,
}

impl<'a> Pattern<'a> {
    /// The days of a schedule, or `None` if it does not tell which they are: without rule, or if
    /// what its rule leaves to the beginning has none. `start` is that of the schedule.
    pub(super) fn new(schedule: &'a Schedule, start: Option<i32>) -> Option<Self> {
        // HSDS: a beginning is "necessary when using the 'interval' feature".
        let every =
            |interval: u8| (interval <= 1 || start.is_some()).then_some(i32::from(interval.max(1)));
        match &schedule.recurrence {
            Recurrence::Unstated => None,
            Recurrence::Once(date) => Some(Self::Once(day::number(*date))),
            Recurrence::Weekly { interval, days } => {
                let interval = every(*interval)?;
                let days = if days.is_empty() {
                    1 << day::weekday(start?)
                } else {
                    weekday_bits(days)
                };
                let start = start.unwrap_or_default();
                Some(Self::Weekly {
                    interval,
                    days,
                    monday: start - day::weekday(start),
                })
            }
            Recurrence::Monthly {
                interval,
                days,
                month_days,
            } => {
                let interval = every(*interval)?;
                let month = start.map_or(Some(0), day::month)?;
                let days = if days.is_empty() && month_days.is_empty() {
                    MonthDays::only(start? - day::first_of(month) + 1)
                } else {
                    MonthDays::new(days, month_days)
                };
                Some(Self::Monthly {
                    interval,
                    month,
                    days,
                })
            }
            Recurrence::CalendarWeeks { parity, days } => {
                (!days.is_empty()).then(|| Self::CalendarWeeks {
                    parity: *parity,
                    days: weekday_bits(days),
                })
            }
        }
    }

    /// The first day of the pattern from `from` to `to`, both included.
    ///
    /// Takes constant time by weeks, also by their numbers; by months, time in proportion to the months between.
    pub(super) fn next(&self, from: i32, to: i32) -> Option<i32> {
        let next = match *self {
            Self::Once(day) => Some(day).filter(|day| *day >= from),
            Self::Weekly {
                interval,
                days,
                monday,
            } => next_weekly(from, interval, days, monday),
            Self::Monthly {
                interval,
                month,
                days,
            } => months(from, to, interval, month).find_map(|month| {
                let first = day::first_of(month);
                let days = days.of(month) & days_from(from - first + 1);
                (days != 0).then(|| first + lowest(days) - 1)
            }),
            Self::CalendarWeeks { parity, days } => weeks(from, to, parity).find_map(|monday| {
                let days = days & days_from(from - monday);
                (days != 0).then(|| monday + lowest(days))
            }),
        };
        next.filter(|day| *day <= to)
    }

    /// The last of `count` days of the pattern from `start` on, or `to` if that comes first.
    /// Nothing if there are none.
    ///
    /// Takes constant time by weeks; by months and by numbers of weeks, time in proportion to those between.
    pub(super) fn last_of(&self, count: u16, start: i32, to: i32) -> Option<i32> {
        let count = u32::from(count);
        match *self {
            _ if count == 0 => None,
            Self::Once(_) => Some(to),
            Self::Weekly {
                interval,
                days,
                monday,
            } => {
                let first = next_weekly(start, interval, days, monday)?;
                let monday = first - day::weekday(first);
                let before = (days & !days_from(day::weekday(first))).count_ones();
                // Counted from the Monday of its first week.
                let (weeks, rest) = (
                    (count - 1 + before) / days.count_ones(),
                    (count - 1 + before) % days.count_ones(),
                );
                let weeks = i32::try_from(weeks).ok()?;
                Some(to.min(monday + weeks * interval * 7 + lowest(without_lowest(days, rest))))
            }
            Self::Monthly {
                interval,
                month,
                days,
            } => {
                let mut left = count;
                let last = months(start, to, interval, month).find_map(|month| {
                    let first = day::first_of(month);
                    let days = days.of(month) & days_from(start - first + 1);
                    let here = days.count_ones();
                    if left <= here {
                        return Some(first + lowest(without_lowest(days, left - 1)) - 1);
                    }
                    left -= here;
                    None
                });
                Some(last.map_or(to, |last| last.min(to)))
            }
            Self::CalendarWeeks { parity, days } => {
                let mut left = count;
                let last = weeks(start, to, parity).find_map(|monday| {
                    let days = days & days_from(start - monday);
                    let here = days.count_ones();
                    if left <= here {
                        return Some(monday + lowest(without_lowest(days, left - 1)));
                    }
                    left -= here;
                    None
                });
                Some(last.map_or(to, |last| last.min(to)))
            }
        }
    }
}

impl<'a> MonthDays<'a> {
    fn new(weekdays: &'a [NthWeekday], month_days: &[i8]) -> Self {
        let (mut from_start, mut from_end) = (0, 0);
        for day in month_days {
            match day {
                1..=31 => from_start |= 1 << day,
                -31..=-1 => from_end |= 1 << (32 + day),
                _ => {}
            }
        }
        Self {
            weekdays,
            from_start,
            from_end,
        }
    }

    const fn only(day: i32) -> Self {
        Self {
            weekdays: &[],
            from_start: 1 << day,
            from_end: 0,
        }
    }

    /// The days that there are in a month.
    fn of(self, month: i32) -> u32 {
        let first = day::first_of(month);
        let length = day::first_of(month + 1) - first;
        let all = !1 & (u32::MAX >> (31 - length));
        let mut days = all;
        if self.from_start | self.from_end != 0 {
            days &= self.from_start | self.from_end >> (31 - length);
        }
        if !self.weekdays.is_empty() {
            let first = day::weekday(first);
            let named = self.weekdays.iter().map(|rule| {
                let earliest = 1 + (rule.day as i32 - first).rem_euclid(7);
                let every = all & (EVERY_WEEK << earliest);
                rule.nth.map_or(every, |nth| only_nth(every, nth))
            });
            days &= named.fold(0, |days, more| days | more);
        }
        days
    }
}

/// Five days, each a week after the other.
const EVERY_WEEK: u32 = 1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28;

fn weekday_bit(day: Weekday) -> u32 {
    1 << day as u32
}

fn weekday_bits(days: &[Weekday]) -> u32 {
    days.iter().fold(0, |bits, day| bits | weekday_bit(*day))
}

fn next_weekly(from: i32, interval: i32, days: u32, monday: i32) -> Option<i32> {
    let this_monday = from - day::weekday(from);
    let since = ((this_monday - monday) / 7).rem_euclid(interval);
    let later = days & days_from(day::weekday(from));
    if since == 0 && later != 0 {
        return Some(this_monday + lowest(later));
    }
    (days != 0).then(|| this_monday + (interval - since) * 7 + lowest(days))
}

/// The months that count, from that of one day to that of another.
fn months(from: i32, to: i32, interval: i32, counted: i32) -> impl Iterator<Item = i32> {
    let month = day::month(from);
    let first = month.map(|month| month + (counted - month).rem_euclid(interval));
    let all = std::iter::successors(first, move |month| Some(month + interval));
    all.take_while(move |month| day::first_of(*month) <= to)
}

/// The Mondays of the calendar weeks with such numbers, from the week of one day to that of another.
fn weeks(from: i32, to: i32, parity: Parity) -> impl Iterator<Item = i32> {
    let first = from - day::weekday(from);
    let odd = i32::from(parity == Parity::Odd);
    let all = (first..=to).step_by(7);
    all.filter(move |monday| day::calendar_week(*monday).is_some_and(|week| week % 2 == odd))
}

/// All bits from this one on.
const fn days_from(bit: i32) -> u32 {
    match bit {
        ..=0 => u32::MAX,
        1..=31 => u32::MAX << bit,
        _ => 0,
    }
}

/// The place of the lowest bit.
const fn lowest(bits: u32) -> i32 {
    bits.trailing_zeros().cast_signed()
}

fn without_lowest(bits: u32, many: u32) -> u32 {
    (0..many).fold(bits, |bits, _| bits & bits.wrapping_sub(1))
}

/// The `nth` bit, from the beginning or, if negative, from the end.
fn only_nth(bits: u32, nth: i8) -> u32 {
    let isolated = |bits: u32| {
        let bits = without_lowest(bits, u32::from(nth.unsigned_abs().saturating_sub(1)));
        bits & bits.wrapping_neg()
    };
    if nth > 0 {
        isolated(bits)
    } else {
        isolated(bits.reverse_bits()).reverse_bits()
    }
}
