//! Summer and winter time in Germany, without a database of time zones.
//!
//! The clocks of Europe/Berlin change on the last Sundays of March and of October at 01:00 UTC
//! (directive 2000/84/EC, articles 2 and 3; § 4 Zeitgesetz; the same since 1996). Before 1996 the
//! rule is carried on backwards and may be off by an hour for some weeks of a year. Should
//! summer time be abolished, this is the place.
//!
//! The zone of the device has no part in it: instants come in as milliseconds since
//! 1970-01-01T00:00Z.

use jiff::civil::{Date, DateTime, Time};

use super::day;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WINTER: i64 = HOUR;
const SUMMER: i64 = 2 * HOUR;

/// What the clocks in Berlin show at an instant, to the millisecond.
///
/// In the night in October when an hour comes twice, both passes look the same. Instants outside
/// of the years -9999 to 9999 are moved to the nearest within.
///
/// ```
/// use jiff::civil::date;
/// use raupe_core::calendar::berlin;
///
/// let noon_utc = 1_795_176_000_000;
/// assert_eq!(berlin::wall_clock(noon_utc), date(2026, 11, 20).at(13, 0, 0, 0));
/// ```
pub fn wall_clock(instant: i64) -> DateTime {
    let (first, last) = (reading(DateTime::MIN), reading(DateTime::MAX));
    let utc = instant.clamp(first, last);
    shown((utc + offset(utc)).clamp(first, last))
}

/// The instant at which the clocks in Berlin show this, in milliseconds since 1970-01-01T00:00Z.
///
/// A time that comes twice (02:00 to 03:00 at the end of summer time) means the first pass. A
/// time that does not come at all (02:00 to 03:00 at its beginning) means the moment after the
/// gap, 03:00: what opens at 02:30 is open then. Anything below a millisecond is cut off.
pub fn instant(wall_clock: DateTime) -> i64 {
    let reading = reading(wall_clock);
    let (in_summer, in_winter) = (reading - SUMMER, reading - WINTER);
    if offset(in_summer) == SUMMER {
        in_summer
    } else if offset(in_winter) == WINTER {
        in_winter
    } else {
        change(wall_clock.year().into(), 3)
    }
}

/// What the clocks in Berlin show when one that is so many minutes ahead of UTC shows this.
///
/// ```
/// use jiff::civil::date;
/// use raupe_core::calendar::berlin;
///
/// let midnight = date(2027, 1, 15).at(23, 0, 0, 0);
/// assert_eq!(berlin::shown_when(midnight, 0), date(2027, 1, 16).at(0, 0, 0, 0));
/// ```
pub fn shown_when(clock: DateTime, ahead: i32) -> DateTime {
    wall_clock(reading(clock) - i64::from(ahead) * MINUTE)
}

/// How many minutes the clocks in Berlin are ahead of UTC at noon of a day.
pub fn ahead_on(date: Date) -> i32 {
    let noon = i64::from(day::number(date)) * DAY + DAY / 2;
    if offset(noon) == SUMMER { 120 } else { 60 }
}

/// What a clock that is set to UTC shows at an instant; the nearest end outside of all dates.
pub(super) fn utc_clock(instant: i64) -> DateTime {
    shown(instant)
}

/// How far the clocks are ahead of UTC at an instant.
fn offset(utc: i64) -> i64 {
    let date = shown(utc).date();
    let year = i32::from(date.year());
    let is_summer = (change(year, 3)..change(year, 10)).contains(&utc);
    if is_summer { SUMMER } else { WINTER }
}

/// The instant of the change in March or October.
fn change(year: i32, month: i32) -> i64 {
    // Both months have 31 days.
    let last = day::of(year, month, 31);
    let last_sunday = last - (day::weekday(last) + 1) % 7;
    i64::from(last_sunday) * DAY + HOUR
}

/// What a clock shows, as milliseconds since it showed the beginning of 1970.
fn reading(clock: DateTime) -> i64 {
    let time = clock.time();
    let seconds =
        (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 + i64::from(time.second());
    let since_midnight = seconds * 1000 + i64::from(time.millisecond());
    i64::from(day::number(clock.date())) * DAY + since_midnight
}

/// What a clock shows with this reading; the nearest end outside of all dates.
#[expect(clippy::cast_possible_truncation, reason = "parts of a day are small")]
fn shown(reading: i64) -> DateTime {
    let end = if reading < 0 {
        DateTime::MIN
    } else {
        DateTime::MAX
    };
    let date = i32::try_from(reading.div_euclid(DAY))
        .ok()
        .and_then(day::date);
    let millis = reading.rem_euclid(DAY) as i32;
    let (seconds, millis) = (millis / 1000, millis % 1000);
    let time = Time::new(
        (seconds / 3600) as i8,
        (seconds / 60 % 60) as i8,
        (seconds % 60) as i8,
        millis * 1_000_000,
    );
    date.zip(time.ok())
        .map_or(end, |(date, time)| date.to_datetime(time))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clocks_jump_over_an_hour_in_march_and_show_one_twice_in_october() {
        let utc = |month, day, hour, minute| reading(date(2026, month, day).at(hour, minute, 0, 0));
        let wall = |month, day, hour, minute| date(2026, month, day).at(hour, minute, 0, 0);
        for (instant, shown) in [
            (utc(3, 29, 0, 59), wall(3, 29, 1, 59)),
            (utc(3, 29, 1, 0), wall(3, 29, 3, 0)),
            (utc(10, 25, 0, 30), wall(10, 25, 2, 30)),
            (utc(10, 25, 1, 30), wall(10, 25, 2, 30)),
            (utc(12, 31, 23, 30), date(2027, 1, 1).at(0, 30, 0, 0)),
        ] {
            assert_eq!(wall_clock(instant), shown);
        }
        assert_eq!(instant(wall(3, 29, 2, 30)), utc(3, 29, 1, 0));
        assert_eq!(instant(wall(10, 25, 2, 30)), utc(10, 25, 0, 30));
        assert_eq!(instant(wall(10, 25, 3, 0)), utc(10, 25, 2, 0));
    }

    #[test]
    fn any_number_is_an_instant() {
        assert_eq!(wall_clock(i64::MIN).date(), Date::MIN);
        assert_eq!(wall_clock(i64::MAX).date(), Date::MAX);
        assert!(instant(DateTime::MIN) < instant(DateTime::MAX));
    }

    proptest! {
        #[test]
        fn what_a_clock_shows_leads_back_unless_the_hour_comes_twice(
            millis in -4_000_000_000_000_i64..8_000_000_000_000
        ) {
            let back = instant(wall_clock(millis));
            prop_assert!(back == millis || back == millis - HOUR);
            prop_assert_eq!(wall_clock(back), wall_clock(millis));
        }
    }
}
