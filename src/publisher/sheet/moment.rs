//! What calamine found in a cell, as one of ours: dates and times to the minute.

use calamine::{Data, ExcelDateTime};
use jiff::civil::{Date, Time};

use super::table::Cell;

pub(super) fn cell_of(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "more than any list counts")]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) if number.is_finite() => Cell::Number(*number),
        Data::Float(_) => Cell::Broken("#NUM!".into()),
        Data::String(text) => Cell::text(text),
        Data::Bool(true) => Cell::Text("ja".into()),
        Data::Bool(false) => Cell::Text("nein".into()),
        Data::DateTime(moment) => date_of(moment),
        Data::DateTimeIso(text) => iso(text).unwrap_or_else(|| Cell::text(text)),
        Data::DurationIso(text) => duration(text).map_or_else(|| Cell::text(text), Cell::Time),
        Data::Error(error) => Cell::Broken(error.to_string()),
    }
}

/// A number that the sheet shows as a date or a time, to the nearest minute: 0.3958 is 9:30 with too
/// few decimals.
fn date_of(moment: &ExcelDateTime) -> Cell {
    const MINUTES: f64 = 24.0 * 60.0;
    let days = moment.as_f64();
    let minutes = (days * MINUTES).round();
    if !(0.0..1e10).contains(&minutes) {
        return Cell::Number(days);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, and in this range"
    )]
    let minutes = minutes as u64;
    let time = time_of(minutes % (24 * 60));
    if moment.is_duration() || days < 1.0 {
        return match (minutes / (24 * 60), time) {
            // A whole day is midnight, and more hours than a day has are no time of day.
            (0, Some(time)) => Cell::Time(time),
            (1, _) if minutes == 24 * 60 => Cell::Time(Time::midnight()),
            _ => Cell::text(&format!("{}:{:02}", minutes / 60, minutes % 60)),
        };
    }
    #[expect(clippy::cast_precision_loss, reason = "days of a calendar")]
    let day = (minutes / (24 * 60)) as f64;
    // The first date of the calendar is told by the format: there are two calendars.
    let shift = day - days.floor();
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let small = |number: u8| i8::try_from(number).unwrap_or(-1);
    let date = i16::try_from(year)
        .ok()
        .and_then(|year| Date::new(year, small(month), small(day)).ok())
        .and_then(|date| {
            if shift > 0.5 {
                date.tomorrow().ok()
            } else {
                Some(date)
            }
        });
    let time = time.filter(|time| *time != Time::midnight());
    date.map_or(Cell::Number(days), |date| Cell::Date(date, time))
}

fn time_of(minutes: u64) -> Option<Time> {
    let (hours, minutes) = (
        i8::try_from(minutes / 60).ok()?,
        i8::try_from(minutes % 60).ok()?,
    );
    Time::new(hours, minutes, 0, 0).ok()
}

/// `2026-11-03`, `2026-11-03T09:30:00`.
fn iso(text: &str) -> Option<Cell> {
    let (date, time) = text
        .split_once('T')
        .map_or((text, None), |(d, t)| (d, Some(t)));
    let date: Date = date.parse().ok()?;
    let Some(time) = time.and_then(|time| time.parse::<Time>().ok()) else {
        return Some(Cell::Date(date, None));
    };
    Some(match nearest_minute(time) {
        Some(time) => Cell::Date(date, Some(time)),
        None => Cell::Date(date.tomorrow().ok()?, Some(Time::midnight())),
    })
}

/// `None` if that is on the next day.
fn nearest_minute(time: Time) -> Option<Time> {
    let minutes = u64::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).ok()?;
    time_of(minutes + u64::from(time.second() >= 30))
}

/// `PT09H30M00S`, `PT9H29M57.12S`.
fn duration(text: &str) -> Option<Time> {
    let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let (minutes, seconds) = rest.split_once('M')?;
    let seconds = seconds.split(['.', ',', 'S']).next().unwrap_or_default();
    let seconds = seconds.parse().unwrap_or(0);
    let time = Time::new(hours.parse().ok()?, minutes.parse().ok()?, seconds, 0).ok()?;
    Some(nearest_minute(time).unwrap_or(Time::midnight()))
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_that_are_dates_become_dates() {
        let number = |days, kind| date_of(&ExcelDateTime::new(days, kind, false)).shown();
        for (days, kind, shown) in [
            (46_329.0, ExcelDateTimeType::DateTime, "3.11.2026"),
            (
                46_329.395_833_333,
                ExcelDateTimeType::DateTime,
                "3.11.2026 9:30",
            ),
            (0.395_833_333_4, ExcelDateTimeType::DateTime, "9:30"),
            (0.395_833_333_4, ExcelDateTimeType::TimeDelta, "9:30"),
            // Too few decimals.
            (0.3958, ExcelDateTimeType::DateTime, "9:30"),
            (0.3958, ExcelDateTimeType::TimeDelta, "9:30"),
            (0.6042, ExcelDateTimeType::DateTime, "14:30"),
            (46_329.395_8, ExcelDateTimeType::DateTime, "3.11.2026 9:30"),
            (46_329.000_000_1, ExcelDateTimeType::DateTime, "3.11.2026"),
            (46_328.999_999_9, ExcelDateTimeType::DateTime, "3.11.2026"),
            (0.999_99, ExcelDateTimeType::DateTime, "0:00"),
            (1.104_166_666, ExcelDateTimeType::TimeDelta, "26:30"),
            (-3.0, ExcelDateTimeType::DateTime, "-3"),
        ] {
            assert_eq!(number(days, kind), shown, "{days}");
        }
    }

    #[test]
    fn dates_of_libreoffice_are_read() {
        for (data, shown) in [
            (Data::DateTimeIso("2026-11-03".into()), "3.11.2026"),
            (
                Data::DateTimeIso("2026-11-03T09:30:00".into()),
                "3.11.2026 9:30",
            ),
            (Data::DurationIso("PT09H30M00S".into()), "9:30"),
            (Data::DurationIso("PT09H29M57S".into()), "9:30"),
            (
                Data::DateTimeIso("2026-11-03T09:29:57".into()),
                "3.11.2026 9:30",
            ),
            (Data::DurationIso("P1D".into()), "P1D"),
        ] {
            assert_eq!(cell_of(&data).shown(), shown);
        }
    }
}
