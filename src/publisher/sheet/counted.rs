//! Rules with a number of dates that leave out holidays: `10 Termine, nicht in den Ferien`. The number
//! counts the left out ones as well, so that fewer are left; how many, only the holidays can tell.

use jiff::ToSpan;
use jiff::civil::Date;
use raupe_core::calendar::{Holidays, SchoolHoliday, between};
use raupe_core::offer::{Recurrence, Schedule};

use super::table::german_date;
use super::when;

/// A rule that names a number of dates, and leaves out some of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The rule in words.
    pub rule: String,
    /// How many dates it names.
    pub count: u16,
    /// What is left of them, if the holidays are known.
    pub left: Option<Left>,
    schedule: Schedule,
}

/// What is left of the dates of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// How many dates.
    pub dates: usize,
    /// The last one; `None` if none is left.
    pub last: Option<Date>,
    /// Whether the school holidays are known up to the last date that the rule names.
    pub is_sure: bool,
}

impl Counted {
    /// The rule, if it counts dates and leaves out holidays.
    pub(super) fn of(schedule: &Schedule) -> Option<Self> {
        let skips = schedule.skips_school_holidays || schedule.skips_public_holidays;
        let repeats = !matches!(
            schedule.recurrence,
            Recurrence::Once(_) | Recurrence::Unstated
        );
        let count = schedule.count.filter(|_| skips && repeats)?;
        Some(Self {
            rule: when::words(std::slice::from_ref(schedule)).0,
            count,
            left: None,
            schedule: schedule.clone(),
        })
    }

    /// The last date that is left, as people write it.
    pub fn last_day(&self) -> Option<String> {
        let last = self.left.as_ref()?.last?;
        Some(german_date(last))
    }

    /// Reckons what is left with these holidays; nothing if the rule has no beginning.
    pub(super) fn reckon(&mut self, holidays: &Holidays) {
        const YEARS: i32 = 10;
        let schedule = &self.schedule;
        let Some(first) = schedule.start.or(schedule.valid.from()) else {
            return;
        };
        let end = first.saturating_add(YEARS.years());
        let dates: Vec<_> = between(schedule, holidays, first, end).collect();
        // Without leaving out any: the last date that the rule names.
        let every = Schedule {
            skips_school_holidays: false,
            skips_public_holidays: false,
            ..schedule.clone()
        };
        let named = between(&every, holidays, first, end).last();
        let known = holidays.school.iter().map(SchoolHoliday::last).max();
        let is_sure = !schedule.skips_school_holidays
            || named.is_none_or(|named| known.is_some_and(|known| named.date <= known));
        self.left = Some(Left {
            dates: dates.len(),
            last: dates.last().map(|it| it.date),
            is_sure,
        });
    }
}
