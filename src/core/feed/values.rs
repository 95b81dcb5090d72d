//! Dates, times and numbers as feeds write them.

use jiff::civil::{Date, Time};

use crate::calendar::berlin;

/// The bytes of a file as text, or what is wrong with them. All JSON is read from text: a reader of
/// bytes would be there a second time.
pub(super) fn text(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| error.to_string())
}

/// A date: `2026-11-20`, `20.11.2026`, `20261120`. Of a moment on a clock that the text names, such as
/// `2027-01-15T23:00:00Z`, the day on which it is in Berlin: some feeds write their midnights so.
pub(crate) fn date(text: &str) -> Option<Date> {
    let (day, time) = day_and_time(text);
    let date = day_alone(day)?;
    let Some(time) = time else {
        return Some(date);
    };
    let (time, ahead) = clock(time)?;
    Some(ahead.map_or(date, |ahead| {
        berlin::shown_when(date.to_datetime(time), ahead).date()
    }))
}

/// Whether a text that is a [`date`] is a moment on a clock that it names.
pub(super) fn is_on_a_clock(text: &str) -> bool {
    let clock = day_and_time(text).1.and_then(clock);
    clock.is_some_and(|(_, ahead)| ahead.is_some())
}

fn day_and_time(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    match text.split_once(['T', 't', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    }
}

fn day_alone(day: &str) -> Option<Date> {
    // No signs: a year before our time is a mistake.
    let dots = day.contains('.');
    let between = if dots { b'.' } else { b'-' };
    if !day.bytes().all(|b| b.is_ascii_digit() || b == between) {
        return None;
    }
    if let (8, false, false) = (day.len(), dots, day.contains('-')) {
        // As calendars write it (RFC 5545, 3.3.4).
        let (y, m, d) = (&day[..4], &day[4..6], &day[6..]);
        return Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok();
    }
    if dots {
        let mut parts = day.splitn(3, '.');
        let (d, m, y) = (parts.next()?, parts.next()?, parts.next()?);
        return (y.len() == 4)
            .then(|| Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok())?;
    }
    let mut parts = day.splitn(3, '-');
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    (y.len() == 4 && m.len() == 2 && d.len() == 2)
        .then(|| Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok())?
}

/// A time of day on the clock on the wall: `09:00`, `9:00am`, `09:00:00`, `9.30`, `9 Uhr`, `24:00`.
///
/// A number by itself is an hour, except `0`, by which feeds mean that they do not know.
pub(crate) fn time(text: &str) -> Option<Time> {
    clock(text)
        .filter(|(_, ahead)| ahead.is_none())
        .map(|(time, _)| time)
}

/// A time of day as [`time`] reads it, and by how many minutes the clock that shows it is ahead of UTC, if the text says
/// so: `09:00Z`, `09:00+01:00`, `09:00 UTC`, `090000Z`.
pub(super) fn clock(text: &str) -> Option<(Time, Option<i32>)> {
    let lower = text.trim().to_ascii_lowercase();
    for utc in ["z", "utc", "gmt"] {
        if let Some(rest) = lower.strip_suffix(utc) {
            return Some((time_alone(rest.trim_end())?, Some(0)));
        }
    }
    let Some(sign) = lower.rfind(['+', '-']) else {
        return Some((time_alone(&lower)?, None));
    };
    let (rest, ahead) = lower.split_at(sign);
    let minutes = offset_minutes(&ahead[1..])?;
    let time = time_alone(rest.trim_end())?;
    let ahead = if ahead.starts_with('-') {
        -minutes
    } else {
        minutes
    };
    // "09:00-12:00" is rather from nine to twelve.
    let since_midnight = i32::from(time.hour()) * 60 + i32::from(time.minute());
    let is_span = ahead < 0 && -ahead >= since_midnight && rest.matches([':', '.']).count() < 2;
    (!is_span).then_some((time, Some(ahead)))
}

/// An offset in minutes, without its sign: `01:00`, `0100`, `01`. There is none of more than 14 hours.
fn offset_minutes(text: &str) -> Option<i32> {
    let digits = text.replacen(':', "", 1);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        2 => (&digits[..], "0"),
        4 => digits.split_at(2),
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(hours * 60 + minutes)
}

/// A time of day in small letters, without offset.
fn time_alone(lower: &str) -> Option<Time> {
    let (lower, shift) = match (lower.strip_suffix("pm"), lower.strip_suffix("am")) {
        (Some(rest), _) => (rest.trim().to_owned(), Some(12)),
        (_, Some(rest)) => (rest.trim().to_owned(), Some(0)),
        _ => (lower.trim_end_matches("uhr").trim().to_owned(), None),
    };
    if !lower
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'))
    {
        return None;
    }
    if let (4 | 6, None) = (lower.len(), lower.find([':', '.'])) {
        // As calendars write it (RFC 5545, 3.3.12).
        return Time::new(lower[..2].parse().ok()?, lower[2..4].parse().ok()?, 0, 0).ok();
    }
    let mut parts = lower.split([':', '.']);
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next().map_or(Some(0), |part| part.parse().ok())?;
    let alone = !lower.contains([':', '.']);
    let hour = match shift {
        Some(shift) if (1..=12).contains(&hour) => hour % 12 + shift,
        Some(_) => return None,
        None if alone && hour == 0 => return None,
        None => hour,
    };
    match (hour, minute) {
        (24, 0) => Time::new(0, 0, 0, 0).ok(),
        _ => Time::new(hour, minute, 0, 0).ok(),
    }
}

/// A number as people write it: digits, with a sign, a decimal point or a decimal comma at most.
///
/// The standard library reads more forms, and each exactly, for which it needs tables of 10 kB.
/// Here the first 15 decimals count; what they leave out is less than an atom, in degrees.
pub(super) fn number(text: &str) -> Option<f64> {
    const DECIMALS: usize = 15;
    let text = text.trim();
    let (digits, sign) = match text.strip_prefix('-') {
        Some(digits) => (digits, -1.0),
        None => (text.strip_prefix('+').unwrap_or(text), 1.0),
    };
    let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + decimals.len() == 0 || !is_number(whole) || !is_number(decimals) {
        return None;
    }
    let value = |digits: &str| {
        digits
            .bytes()
            .fold(0.0, |value, digit| value * 10.0 + f64::from(digit - b'0'))
    };
    let decimals = &decimals[..decimals.len().min(DECIMALS)];
    let scale = decimals.bytes().fold(1.0, |scale, _| scale * 10.0);
    let value = value(&format!("{whole}{decimals}")) / scale;
    value.is_finite().then_some(sign * value)
}

/// Whether a text is a moment in UTC to the second, as manifests write it: `2026-11-20T08:00:00Z`.
pub(super) fn is_moment(text: &str) -> bool {
    let Some((day, clock)) = text.strip_suffix('Z').and_then(|text| text.split_once('T')) else {
        return false;
    };
    let parts: Vec<_> = clock.split(':').collect();
    let [hour, minute, second] = parts.as_slice() else {
        return false;
    };
    let number = |part: &str, below: u8| {
        part.len() == 2 && part.parse::<u8>().is_ok_and(|number| number < below)
    };
    day.len() == 10
        && day.as_bytes()[4] == b'-'
        && date(day).is_some()
        && number(hour, 24)
        && number(minute, 60)
        && number(second, 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_feeds_write_them() {
        for (text, expected) in [
            ("2026-11-20", Some("2026-11-20")),
            ("2023-03-15T10:30:45.123Z", Some("2023-03-15")),
            ("2023-03-15 10:30", Some("2023-03-15")),
            ("20.11.2026", Some("2026-11-20")),
            ("20261231T225959Z", Some("2026-12-31")),
            // Midnights of Berlin, in winter and in summer.
            ("2027-01-15T23:00:00.000Z", Some("2027-01-16")),
            ("2027-06-14T22:00:00Z", Some("2027-06-15")),
            ("2027-06-14 22:00:00 UTC", Some("2027-06-15")),
            ("2027-06-14 22:00:00 +0000", Some("2027-06-15")),
            ("20270614T220000Z", Some("2027-06-15")),
            ("14.06.2027 22:00 GMT", Some("2027-06-15")),
            ("2027-01-16T00:00:00+01:00", Some("2027-01-16")),
            ("2027-01-15T18:30:00-05:00", Some("2027-01-16")),
            ("2027-01-16T00:30:00+02:00", Some("2027-01-15")),
            // Of London and of UTC itself.
            ("2027-06-14T23:00:00Z", Some("2027-06-15")),
            ("2027-06-15T00:00:00Z", Some("2027-06-15")),
            ("2026-12-31T23:30", Some("2026-12-31")),
            ("2027-01-15T", None),
            ("2027-01-15T25:00:00Z", None),
            ("2027-01-15T10:00:00 Europe/Berlin", None),
            ("2027-01-15 oder 22.1.", None),
            ("20261301", None),
            ("2026123", None),
            ("1.3.2026", Some("2026-03-01")),
            ("2026-02-30", None),
            ("2026-1-1", None),
            ("20.11.26", None),
            ("1.1.-202", None),
            ("-1.1.2026", None),
            ("+202-01-01", None),
            ("2026-+1-01", None),
            ("morgen", None),
            ("--", None),
        ] {
            assert_eq!(
                date(text).map(|d| d.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, expected) in [
            ("6", Some(6.0)),
            (" 0,5 ", Some(0.5)),
            ("-1", Some(-1.0)),
            ("+1.25", Some(1.25)),
            (".5", Some(0.5)),
            ("3.", Some(3.0)),
            ("10.2345678", Some(10.234_567_8)),
            ("0.1", Some(0.1)),
            ("52.32000000000000028421709430404007", Some(52.32)),
            ("", None),
            (".", None),
            ("-", None),
            ("--1", None),
            ("1.2.3", None),
            ("1 000", None),
            ("drei", None),
            ("inf", None),
            ("NaN", None),
            (&"9".repeat(400), None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn times_are_read_as_feeds_write_them() {
        for (text, expected) in [
            ("09:00", Some("09:00")),
            ("9:00am", Some("09:00")),
            ("9:30 PM", Some("21:30")),
            ("12:00am", Some("00:00")),
            ("12pm", Some("12:00")),
            ("09:00:00", Some("09:00")),
            ("0930", Some("09:30")),
            // These are on other clocks.
            ("09:00+01:00", None),
            ("09:00Z", None),
            ("9.30", Some("09:30")),
            ("9 Uhr", Some("09:00")),
            ("00:00", Some("00:00")),
            ("24:00", Some("00:00")),
            ("0", None),
            ("25:00", None),
            ("13:00pm", None),
            ("mittags", None),
        ] {
            let read = time(text).map(|t| t.strftime("%H:%M").to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn clocks_say_how_far_they_are_ahead() {
        for (text, expected) in [
            ("09:00", Some("09:00 None")),
            ("09:00Z", Some("09:00 Some(0)")),
            ("09:00:00.000z", Some("09:00 Some(0)")),
            ("9:00 am UTC", Some("09:00 Some(0)")),
            ("090000Z", Some("09:00 Some(0)")),
            ("09:00+01:00", Some("09:00 Some(60)")),
            ("09:00 +0530", Some("09:00 Some(330)")),
            ("09:00-05", Some("09:00 Some(-300)")),
            ("03:00:00-05:00", Some("03:00 Some(-300)")),
            // Spans and what is neither.
            ("09:00-12:00", None),
            ("9-12", None),
            ("09:00 - 12:00", None),
            ("09:00+15:00", None),
            ("09:00+1", None),
            ("09:00+", None),
            ("Z", None),
            ("+01:00", None),
            ("ab 09:00", None),
        ] {
            let read =
                clock(text).map(|(time, ahead)| format!("{} {ahead:?}", time.strftime("%H:%M")));
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_moment_is_exact() {
        for (text, expected) in [
            ("2026-11-20T08:00:00Z", true),
            ("2026-11-20T08:00:00+01:00", false),
            ("2026-11-20T24:00:00Z", false),
            ("2026-11-20T8:00:00Z", false),
            ("2026-13-20T08:00:00Z", false),
            ("20.11.2026T08:00:00Z", false),
            ("gestern", false),
        ] {
            assert_eq!(is_moment(text), expected, "{text}");
        }
    }
}
