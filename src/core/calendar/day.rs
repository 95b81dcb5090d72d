//! Days as numbers, so that rules are plain arithmetic.
//!
//! Day 0 is 1 January 1970. All in the Gregorian calendar, carried on backwards as jiff does.

use jiff::civil::Date;

/// The number of the last date that there is.
pub(super) const LAST: i32 = of(9999, 12, 31);
const FIRST: i32 = of(-9999, 1, 1);

const DAYS_IN_400_YEARS: i32 = 146_097;

/// The number of a date.
pub(super) fn number(date: Date) -> i32 {
    of(date.year().into(), date.month().into(), date.day().into())
}

/// How many days a date is after another; negative if it is before.
///
/// ```
/// # use jiff::civil::date;
/// # use raupe_core::calendar::days_between;
/// assert_eq!(days_between(date(2026, 12, 31), date(2027, 1, 1)), 1);
/// ```
pub fn days_between(from: Date, to: Date) -> i32 {
    number(to) - number(from)
}

/// The number of a day of a month from 1 to 12, of a year from -9999 to 10000.
pub(super) const fn of(year: i32, month: i32, day: i32) -> i32 {
    // A year that begins in March has its leap day at the end, and the lengths of its months
    // follow one line: 153 days in five of them.
    let (year, since_march) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    // Without negative numbers divisions are cheap. The calendar repeats after 400 years.
    let year = year + 25 * 400;
    let leap_days = year / 4 - year / 100 + year / 400;
    let days = year * 365 + leap_days + (153 * since_march + 2) / 5 + day;
    days - 25 * DAYS_IN_400_YEARS - 719_469
}

/// The date with this number, or `None` outside of the years -9999 to 9999.
pub(super) fn date(number: i32) -> Option<Date> {
    let index = month(number)?;
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
    let day = number - of(year, month, 1) + 1;
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// The month of a day, counted from January of the year 0; `None` outside of all dates.
pub(super) fn month(number: i32) -> Option<i32> {
    if !(FIRST..=LAST).contains(&number) {
        return None;
    }
    // A January that is not after the day, and by less than three years before.
    let year = (number * 400).div_euclid(DAYS_IN_400_YEARS) + 1969;
    let mut month = year.max(-9999) * 12;
    // No month is longer.
    month += (number - first_of(month)) / 31;
    while first_of(month + 1) <= number {
        month += 1;
    }
    Some(month)
}

/// The first day of a month that is counted from January of the year 0.
pub(super) const fn first_of(month: i32) -> i32 {
    of(month.div_euclid(12), month.rem_euclid(12) + 1, 1)
}

/// The day of the week, from 0 for Monday to 6 for Sunday.
pub(super) const fn weekday(number: i32) -> i32 {
    // Day 0 was a Thursday.
    (number + 3).rem_euclid(7)
}

/// The number of a day's calendar week (ISO 8601), from 1 to 53; `None` outside of all dates.
///
/// A week belongs to the year in which its Thursday is.
pub(super) fn calendar_week(number: i32) -> Option<i32> {
    let thursday = number - weekday(number) + 3;
    let year = month(thursday)?.div_euclid(12);
    Some((thursday - of(year, 1, 1)) / 7 + 1)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn numbers_and_dates_are_those_of_jiff() {
        let epoch = jiff::civil::date(1970, 1, 1);
        let mut day = Date::MIN;
        // 97 has no common factor with weeks, and reaches every day of the year.
        while let Ok(next) = day.checked_add(97.days()) {
            let expected = i32::try_from(epoch.duration_until(day).as_hours() / 24).unwrap();
            assert_eq!(number(day), expected, "{day}");
            assert_eq!(date(expected), Some(day));
            assert_eq!(
                weekday(expected),
                i32::from(day.weekday().to_monday_zero_offset()),
                "{day}"
            );
            let week = day.iso_week_date().week();
            assert_eq!(calendar_week(expected), Some(week.into()), "{day}");
            day = next;
        }
    }

    #[test]
    fn there_are_no_days_beyond_the_ends() {
        for end in [Date::MIN, Date::MAX] {
            assert_eq!(date(number(end)), Some(end));
        }
        for beyond in [
            number(Date::MIN) - 1,
            number(Date::MAX) + 1,
            i32::MIN,
            i32::MAX,
        ] {
            assert_eq!(date(beyond), None, "{beyond}");
        }
    }
}
