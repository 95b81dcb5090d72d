//! What takes place when, as it is at one moment: the only part of an answer that changes by itself.

use jiff::civil::{Date, DateTime};

use super::Directory;
use super::rows::RowSet;
use crate::calendar::{Holidays, Timetable, When, WhenSet, between, occurrences, tells_days};
use crate::offer::Schedule;

/// Days on which one may come, with "any" before them.
const DAYS: [When; 3] = [When::Today, When::Week, When::Weekend];
/// Parts of the day, with "any" before them.
const PARTS: [When; 3] = [When::Morning, When::Afternoon, When::Evening];

/// Which offers take place when, as seen from one moment: for each of [`DAYS`] and each of [`PARTS`]
/// those that have both in one of their rules, so that "today" and "in the morning" together mean
/// this morning. Dates that are over count for nothing, and neither do
/// rules that name no more.
///
/// The default knows of no offer that takes place at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Days {
    sets: [[RowSet; PARTS.len() + 1]; DAYS.len() + 1],
}

impl Directory {
    /// Which offers take place when, if it is `now` in Berlin. Every schedule is looked at once: a few
    /// milliseconds for 10,000 offers.
    pub fn days(&self, holidays: &Holidays, now: DateTime) -> Days {
        let mut days = Days {
            sets: Default::default(),
        };
        for set in days.sets.as_flattened_mut() {
            *set = RowSet::none(self.rows);
        }
        for row in 0..self.rows {
            for schedule in self.schedules(row) {
                days.add(row, &schedule, holidays, now);
            }
        }
        days
    }
}

impl Days {
    fn add(&mut self, row: usize, schedule: &Schedule, holidays: &Holidays, now: DateTime) {
        if is_over(schedule, holidays, now) {
            return;
        }
        let taken = WhenSet::of(std::slice::from_ref(schedule));
        let timetable = Timetable {
            schedules: std::slice::from_ref(schedule),
            holidays,
        };
        let today = now.date();
        let is_today = between(schedule, holidays, today, today).any(|date| !date.is_over(now));
        let is_soon = |tomorrow: Date| timetable.happens_within(tomorrow, 6);
        let is_day = [
            true,
            is_today,
            is_today || today.tomorrow().is_ok_and(is_soon),
            taken.contains(When::Weekend),
        ];
        let is_part = |part: usize| part == 0 || taken.contains(PARTS[part - 1]);
        for (day, sets) in self
            .sets
            .iter_mut()
            .enumerate()
            .filter(|(day, _)| is_day[*day])
        {
            for (part, set) in sets.iter_mut().enumerate() {
                // Any day at any time is everything, and asked by nobody.
                if (day, part) != (0, 0) && is_part(part) {
                    set.insert(row);
                }
            }
        }
    }

    /// The rows that take place on one of the days at one of the times, of which either may be empty
    /// for any, among `rows` rows.
    pub(super) fn rows(&self, asked: WhenSet, rows: usize) -> RowSet {
        let mut found = RowSet::none(rows);
        for day in chosen(asked, DAYS) {
            for part in chosen(asked, PARTS) {
                found.add_set(&self.sets[day][part]);
            }
        }
        found
    }

    /// How many of `rows` each option would leave, in the order of [`When::ALL`], if it were the only
    /// one of its kind, beside what is asked of the other.
    pub(super) fn count(&self, rows: &RowSet, asked: WhenSet, all: usize) -> Vec<u32> {
        let count = |option: &When| {
            let others = asked.iter().filter(|it| it.is_day() != option.is_day());
            let mut found = self.rows(others.chain([*option]).collect(), all);
            found.keep(rows);
            u32::try_from(found.len()).unwrap_or(u32::MAX)
        };
        When::ALL.iter().map(count).collect()
    }
}

/// The places in `sets` of what is chosen of a kind; that of "any" if nothing is.
fn chosen<const N: usize>(asked: WhenSet, kind: [When; N]) -> Vec<usize> {
    let kind = kind.into_iter().enumerate();
    let chosen: Vec<_> = kind
        .filter(|(_, option)| asked.contains(*option))
        .map(|(at, _)| at + 1)
        .collect();
    if chosen.is_empty() { vec![0] } else { chosen }
}

/// Whether no date is left: by the end of the rule, or by their number. Of a rule that does not tell its days, only
/// its end says so.
fn is_over(schedule: &Schedule, holidays: &Holidays, now: DateTime) -> bool {
    let has_ended = schedule.valid.to().is_some_and(|last| last < now.date());
    let mut dates = occurrences(schedule, holidays, now.date());
    has_ended || tells_days(schedule) && dates.all(|date| date.is_over(now))
}
