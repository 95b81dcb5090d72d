//! What parts of day and week an offer takes, for filters.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::day;
use crate::offer::{Recurrence, Schedule, Weekday, flags};

flags! {
    /// A time at which one may come: days, and parts of the day.
    When,
    /// Times at which one may come.
    WhenSet,
    {
        /// On the day that is today.
        Today = "today" ["heute"],
        /// On one of the seven days from today.
        Week = "week" ["diese-woche"],
        /// On a Saturday or Sunday.
        Weekend = "weekend" ["wochenende", "am-wochenende"],
        /// Begins before 12:00.
        Morning = "morning" ["vormittags", "vormittag", "morgens"],
        /// Begins from 12:00 to 16:59.
        Afternoon = "afternoon" ["nachmittags", "nachmittag"],
        /// Begins at 17:00 or later.
        Evening = "evening" ["abends", "abend"],
    }
}

/// Who has at least so many minutes of a part of the day has been there.
const ENOUGH_MINUTES: i32 = 60;

const NOON: i32 = 12 * 60;
const EVENING: i32 = 17 * 60;
const MIDNIGHT: i32 = 24 * 60;

impl When {
    /// Whether it is about days rather than about a part of the day.
    pub const fn is_day(self) -> bool {
        matches!(self, Self::Today | Self::Week | Self::Weekend)
    }
}

impl WhenSet {
    /// What these schedules take, whatever day it is: neither today nor this week is among it, and
    /// rules that have ended count.
    ///
    /// A span counts for the part in which it begins, and for each of which it has an hour or
    /// more, also after midnight. Without an end only the beginning counts. Days of the month
    /// without weekdays come to a weekend sooner or later, so they count for it.
    pub fn of(schedules: &[Schedule]) -> Self {
        let mut all = Self::default();
        for schedule in schedules {
            if let Some(opens) = schedule.opens {
                all.insert_hours(minutes(opens), schedule.closes.map(minutes));
            }
            if takes_weekends(schedule) {
                all.insert(When::Weekend);
            }
        }
        all
    }

    fn insert_hours(&mut self, opens: i32, closes: Option<i32>) {
        let closes = closes.map_or(opens, |closes| {
            closes + if closes <= opens { MIDNIGHT } else { 0 }
        });
        for (part, from, to) in [
            (When::Morning, 0, NOON),
            (When::Afternoon, NOON, EVENING),
            (When::Evening, EVENING, MIDNIGHT),
            (When::Morning, MIDNIGHT, MIDNIGHT + NOON),
            (When::Afternoon, MIDNIGHT + NOON, MIDNIGHT + EVENING),
            (When::Evening, MIDNIGHT + EVENING, 2 * MIDNIGHT),
        ] {
            let shared = closes.min(to) - opens.max(from);
            if (from..to).contains(&opens) || shared >= ENOUGH_MINUTES {
                self.insert(part);
            }
        }
    }
}

fn minutes(time: Time) -> i32 {
    i32::from(time.hour()) * 60 + i32::from(time.minute())
}

fn takes_weekends(schedule: &Schedule) -> bool {
    let is_weekend = |day: Weekday| matches!(day, Weekday::Saturday | Weekday::Sunday);
    let is_on_weekend = |date| day::weekday(day::number(date)) >= Weekday::Saturday as i32;
    match &schedule.recurrence {
        Recurrence::Unstated => false,
        Recurrence::Once(date) => is_on_weekend(*date),
        Recurrence::Weekly { days, .. } if days.is_empty() => {
            schedule.start.is_some_and(is_on_weekend)
        }
        Recurrence::Weekly { days, .. } | Recurrence::CalendarWeeks { days, .. } => {
            days.iter().any(|day| is_weekend(*day))
        }
        Recurrence::Monthly {
            days, month_days, ..
        } if days.is_empty() => !month_days.is_empty() || schedule.start.is_some(),
        Recurrence::Monthly { days, .. } => days.iter().any(|rule| is_weekend(rule.day)),
    }
}
