//! Tables that a person reads.

use jiff::civil::{Date, DateTime, date};
use serde_json::{Value, json};

use super::read;
use crate::calendar::{
    Holidays, OpenState, SchoolHoliday, State, Timetable, WhenSet, between, occurrences,
    says_by_appointment, tells_days,
};
use crate::offer::Schedule;

fn holidays() -> Holidays {
    let autumn = SchoolHoliday::new("Herbstferien", date(2026, 10, 12), date(2026, 10, 24));
    Holidays {
        state: State::LowerSaxony,
        school: vec![autumn.unwrap()],
    }
}

fn one(row: &Value) -> Schedule {
    read(&json!([row])).remove(0)
}

/// The dates from October to December 2026, as days and months.
fn autumn(row: &Value) -> String {
    let (schedule, holidays) = (one(row), holidays());
    let dates = between(&schedule, &holidays, date(2026, 10, 1), date(2026, 12, 31));
    let dates = dates.map(|it| format!("{}.{}.", it.date.day(), it.date.month()));
    dates.collect::<Vec<_>>().join(" ")
}

/// The numbers of every second week of a year, from this one on.
fn weeks(first: u8) -> Vec<u8> {
    (first..=53).step_by(2).collect()
}

#[test]
fn rules_name_their_days() {
    for (row, expected) in [
        // Every third week from that of 1 October.
        (
            json!({ "freq": "WEEKLY", "byday": "TU,TH", "interval": 3, "dtstart": "2026-10-01" }),
            "1.10. 20.10. 22.10. 10.11. 12.11. 1.12. 3.12. 22.12. 24.12.",
        ),
        (
            json!({ "freq": "MONTHLY", "byday": "2TU" }),
            "13.10. 10.11. 8.12.",
        ),
        (
            json!({ "freq": "MONTHLY", "byday": "-1FR", "skip": "PH" }),
            "30.10. 27.11.",
        ),
        (json!({ "freq": "MONTHLY", "byday": "5SA" }), "31.10."),
        (
            json!({ "freq": "MONTHLY", "bymonthday": -1 }),
            "31.10. 30.11. 31.12.",
        ),
        (
            json!({ "freq": "MONTHLY", "bymonthday": 31 }),
            "31.10. 31.12.",
        ),
        (
            json!({ "freq": "MONTHLY", "byday": "FR", "bymonthday": 13 }),
            "13.11.",
        ),
        (
            json!({ "freq": "MONTHLY", "dtstart": "2026-08-30" }),
            "30.10. 30.11. 30.12.",
        ),
        (
            json!({ "freq": "WEEKLY", "byday": "TU", "byweekno": weeks(2) }),
            "13.10. 27.10. 10.11. 24.11. 8.12. 22.12.",
        ),
        (
            json!({ "freq": "WEEKLY", "byday": "TU,SU", "byweekno": weeks(1), "dtstart": "2026-12-01", "count": 5 }),
            "1.12. 6.12. 15.12. 20.12. 29.12.",
        ),
        (json!({ "dtstart": "2026-12-06" }), "6.12."),
        (json!({ "dtstart": "2026-12-25", "skip": "PH" }), ""),
        // Ten Mondays from August on: the exception and the holidays are among them.
        (
            json!({
                "freq": "WEEKLY", "byday": "MO", "dtstart": "2026-08-31", "count": 10,
                "exdates": ["2026-10-05"], "skip": "SH",
            }),
            "26.10. 2.11.",
        ),
    ] {
        assert_eq!(autumn(&row), expected, "{row}");
    }
}

#[test]
fn what_the_feed_does_not_tell_is_not_guessed() {
    for row in [
        json!({ "freq": "WEEKLY", "byday": "MO", "interval": 2 }),
        json!({ "freq": "WEEKLY", "byday": "MO", "count": 3 }),
        json!({ "freq": "WEEKLY", "opens_at": "09:00" }),
        json!({ "freq": "MONTHLY", "opens_at": "09:00", "valid_from": "2026-01-01" }),
        json!({ "freq": "YEARLY", "dtstart": "2026-12-06", "opens_at": "09:00" }),
        json!({ "description": "nach Absprache" }),
    ] {
        assert!(!tells_days(&one(&row)), "{row}");
        assert_eq!(autumn(&row), "", "{row}");
    }
    let counted_from_validity =
        json!({ "freq": "WEEKLY", "byday": "MO", "count": 2, "valid_from": "2026-12-01" });
    assert_eq!(autumn(&counted_from_validity), "7.12. 14.12.");
}

#[test]
fn one_looks_two_years_ahead() {
    let (holidays, from) = (holidays(), date(2026, 1, 1));
    for (row, expected) in [
        (
            json!({ "freq": "MONTHLY", "bymonthday": 30, "interval": 12, "dtstart": "2026-02-01" }),
            None,
        ),
        (
            json!({ "freq": "MONTHLY", "bymonthday": 29, "interval": 12, "dtstart": "2025-02-01" }),
            None,
        ),
        (json!({ "dtstart": "2035-05-01" }), Some(date(2035, 5, 1))),
        (
            json!({ "byday": "MO", "dtstart": "2035-05-01" }),
            Some(date(2035, 5, 7)),
        ),
    ] {
        let next = occurrences(&one(&row), &holidays, from).next();
        assert_eq!(next.map(|it| it.date), expected, "{row}");
    }
}

/// What the door says, in short.
fn door(rows: &Value, now: DateTime) -> String {
    let timetable = Timetable {
        schedules: &read(rows),
        holidays: &holidays(),
    };
    let clock = |clock: DateTime| clock.strftime("%a %H:%M").to_string();
    match timetable.state(now, false) {
        OpenState::Open { until } => format!("open {}", until.map(clock).unwrap_or_default()),
        OpenState::OpensSoon { at } => format!("soon {}", clock(at)),
        OpenState::Closed { next } => {
            let next = next.map(|it| it.date.strftime("%a %d").to_string());
            format!("closed {}", next.unwrap_or_default())
        }
        OpenState::ByAppointment => "by appointment".to_owned(),
        OpenState::Unknown => "unknown".to_owned(),
    }
}

/// A Monday in November 2026 and the days after it.
fn monday(days: i8, hour: i8, minute: i8) -> DateTime {
    date(2026, 11, 16 + days).at(hour, minute, 0, 0)
}

#[test]
fn the_door_tells_whether_one_can_go_in() {
    let day = json!([{ "byday": "MO", "opens_at": "09:00", "closes_at": "12:00" }]);
    let night = json!([{ "byday": "MO", "opens_at": "22:00", "closes_at": "02:00" }]);
    let halves = json!([
        { "byday": "MO", "opens_at": "12:00", "closes_at": "14:00" },
        { "byday": "MO", "opens_at": "09:00", "closes_at": "12:00" },
        { "byday": "MO", "opens_at": "08:30", "closes_at": "10:00" },
    ]);
    let always = json!([{ "freq": "DAILY", "opens_at": "00:00", "closes_at": "24:00" }]);
    let this_week = json!([
        { "freq": "DAILY", "until": "2026-11-22", "opens_at": "00:00", "closes_at": "24:00" },
    ]);
    let no_end = json!([{ "byday": "MO", "opens_at": "15:00" }]);
    let no_hours = json!([{ "byday": "MO,TH" }]);
    let unclear = json!([
        { "byday": "MO", "opens_at": "09:00", "closes_at": "12:00" },
        { "freq": "YEARLY", "opens_at": "18:00", "closes_at": "20:00" },
    ]);
    let once_unclear = |key: &str, day: &str| {
        let mut rows = unclear.clone();
        rows[1][key] = day.into();
        rows
    };
    let was_unclear = once_unclear("until", "2026-11-15");
    let still_unclear = once_unclear("until", "2026-11-16");
    let will_be_unclear = once_unclear("dtstart", "2026-11-17");
    let remark = json!([
        { "byday": "MO", "opens_at": "09:00", "closes_at": "12:00" },
        { "description": "Im Sommer im Garten" },
    ]);
    let past = json!([{ "byday": "MO", "until": "2026-11-01", "opens_at": "09:00", "closes_at": "12:00" }]);
    for (rows, now, expected) in [
        (&day, monday(0, 7, 59), "closed Mon 16"),
        (&day, monday(0, 8, 0), "soon Mon 09:00"),
        (&day, monday(0, 9, 0), "open Mon 12:00"),
        (&day, monday(0, 12, 0), "closed Mon 23"),
        (&night, monday(1, 1, 59), "open Tue 02:00"),
        (&night, monday(1, 2, 0), "closed Mon 23"),
        (&halves, monday(0, 8, 45), "open Mon 14:00"),
        (&always, monday(0, 3, 0), "open "),
        (&this_week, monday(0, 0, 0), "open "),
        (&this_week, monday(0, 0, 1), "open Mon 00:00"),
        (&no_end, monday(0, 14, 30), "soon Mon 15:00"),
        (&no_end, monday(0, 15, 30), "unknown"),
        (&no_end, monday(1, 0, 0), "closed Mon 23"),
        (&no_hours, monday(0, 10, 0), "unknown"),
        (&no_hours, monday(1, 10, 0), "closed Thu 19"),
        (&unclear, monday(0, 10, 0), "open Mon 12:00"),
        (&unclear, monday(0, 13, 0), "unknown"),
        (&was_unclear, monday(0, 13, 0), "closed Mon 23"),
        (&still_unclear, monday(0, 13, 0), "unknown"),
        (&will_be_unclear, monday(0, 13, 0), "closed Mon 23"),
        (&remark, monday(0, 13, 0), "closed Mon 23"),
        (&past, monday(0, 10, 0), "closed "),
        (&json!([]), monday(0, 10, 0), "unknown"),
    ] {
        assert_eq!(door(rows, now), expected, "{rows} {now}");
    }
}

#[test]
fn by_appointment_is_what_words_say_where_there_are_only_words() {
    for (rows, expected) in [
        (
            json!([{ "description": "Nach telefonischer Vereinbarung" }]),
            true,
        ),
        (
            json!([{ "notes": "nach Absprache" }, { "description": "im Rathaus" }]),
            true,
        ),
        (
            json!([{ "byday": "MO", "description": "nach Vereinbarung" }]),
            false,
        ),
        (json!([{ "description": "siehe Aushang" }]), false),
        (
            json!([{ "description": "Jederzeit, ohne vorherige Absprache" }]),
            false,
        ),
        (
            json!([{ "description": "Keine Terminvereinbarung nötig" }]),
            false,
        ),
        (json!([]), false),
    ] {
        let schedules = read(&rows);
        assert_eq!(says_by_appointment(&schedules), expected, "{rows}");
    }
    let holidays = holidays();
    let timetable = Timetable {
        schedules: &[],
        holidays: &holidays,
    };
    let state = timetable.state(monday(0, 10, 0), true);
    assert_eq!(state, OpenState::ByAppointment);
}

#[test]
fn what_is_on_now_is_a_next_date_and_each_is_told_once() {
    let rows = json!([
        { "byday": "MO", "opens_at": "22:00", "closes_at": "02:00" },
        { "byday": "MO,WE", "opens_at": "22:00", "closes_at": "02:00" },
    ]);
    let timetable = Timetable {
        schedules: &read(&rows),
        holidays: &holidays(),
    };
    let days = |all: Vec<crate::calendar::Occurrence>| -> Vec<Date> {
        all.into_iter().map(|it| it.date).collect()
    };
    let next = timetable.next_dates(monday(1, 1, 0), 3);
    assert_eq!(days(next), [16, 18, 23].map(|day| date(2026, 11, day)));
    let week = timetable.week(date(2026, 11, 17));
    assert_eq!(days(week), [18, 23].map(|day| date(2026, 11, day)));
}

#[test]
fn filters_know_parts_of_the_day_and_weekends() {
    let hours = |opens: &str, closes: &str| json!({ "byday": "MO", "opens_at": opens, "closes_at": closes });
    for (row, expected) in [
        (hours("11:30", "12:30"), "morning"),
        (hours("11:30", "13:00"), "morning afternoon"),
        (hours("12:00", "17:59"), "afternoon"),
        (hours("09:00", "18:00"), "morning afternoon evening"),
        (hours("16:59", "17:30"), "afternoon"),
        (hours("17:00", "null"), "evening"),
        (hours("22:00", "00:59"), "evening"),
        (hours("22:00", "01:00"), "morning evening"),
        (hours("00:00", "24:00"), "morning afternoon evening"),
        (hours("null", "18:00"), ""),
        (json!({ "byday": "MO,SA" }), "weekend"),
        (json!({ "dtstart": "2026-12-06" }), "weekend"),
        (json!({ "dtstart": "2026-12-07" }), ""),
        (
            json!({ "freq": "WEEKLY", "dtstart": "2026-12-06" }),
            "weekend",
        ),
        (json!({ "freq": "MONTHLY", "byday": "2TU" }), ""),
        (json!({ "freq": "MONTHLY", "byday": "-1SU" }), "weekend"),
        (json!({ "freq": "MONTHLY", "bymonthday": 15 }), "weekend"),
        (
            json!({ "freq": "MONTHLY", "dtstart": "2026-12-07" }),
            "weekend",
        ),
        (json!({ "freq": "YEARLY", "opens_at": "09:00" }), "morning"),
    ] {
        let set = WhenSet::of(&[one(&row)]);
        let slugs: Vec<_> = set.iter().map(crate::calendar::When::slug).collect();
        assert_eq!(slugs.join(" "), expected, "{row}");
    }
}
