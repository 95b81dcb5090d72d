//! When offers take place: from the rules of a feed to dates, and to what a door says now.
//!
//! All is computed: no clock is read and no database of time zones asked. The caller gives the
//! moment, as milliseconds since 1970 from any clock; [`berlin`] turns it into what the clocks
//! in Berlin show, and everything else is in these terms, wherever the device thinks it is.
//!
//! - [`berlin`]: summer and winter time.
//! - `holidays`: [`Holidays`] of a county: public ones by rule, those of schools by list.
//! - `pattern`: the days that a rule names; `day`: days as numbers.
//! - `occurrences`: the dates of one schedule, from the pattern without what is left out.
//! - `timetable`: a [`Timetable`] is all schedules of an offer: next dates, a week, open or not.
//! - `entry`: an [`Entry`] is one date for the calendar of a phone.
//! - `when`: mornings, evenings and weekends, for filters.
//!
//! ```
//! use jiff::civil::{date, time};
//! use raupe_core::calendar::{Holidays, OpenState, State, Timetable, berlin};
//! use raupe_core::offer::{Recurrence, Schedule, Span, Weekday};
//!
//! // Fridays, 15:00 to 17:00, not on public holidays.
//! let schedule = Schedule {
//!     recurrence: Recurrence::Weekly { interval: 1, days: vec![Weekday::Friday] },
//!     start: None,
//!     valid: Span::default(),
//!     count: None,
//!     opens: Some(time(15, 0, 0, 0)),
//!     closes: Some(time(17, 0, 0, 0)),
//!     except: Vec::new(),
//!     skips_school_holidays: false,
//!     skips_public_holidays: true,
//!     description: None,
//! };
//! let timetable = Timetable {
//!     schedules: &[schedule],
//!     holidays: &Holidays { state: State::LowerSaxony, school: Vec::new() },
//! };
//! // 14:30 on the day before Christmas, which is a Thursday.
//! let now = berlin::wall_clock(1_798_119_000_000);
//! assert!(!timetable.happens_within(now.date(), 7));
//! let OpenState::Closed { next: Some(next) } = timetable.state(now, false) else { panic!() };
//! assert_eq!(next.date, date(2027, 1, 8));
//! ```

pub mod berlin;
mod day;
mod entry;
mod holidays;
mod occurrences;
mod pattern;
mod timetable;
mod when;

#[cfg(test)]
mod tests;

pub use day::days_between;
pub use entry::Entry;
pub use holidays::{Holidays, PublicHoliday, SchoolHoliday, State};
pub use occurrences::{HORIZON_DAYS, Occurrence, Occurrences, between, occurrences, tells_days};
pub use timetable::{OpenState, SOON_MINUTES, Timetable, says_by_appointment};
pub use when::{When, WhenSet};
