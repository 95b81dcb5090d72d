//! Schedules.

use super::*;
use crate::offer::{Recurrence, Schedule};

/// Reads `schedule` and tells it in short.
pub(super) fn when(schedule: &Value) -> String {
    let schedules = offer(json!({ "schedules": [schedule] })).schedules;
    schedules.iter().map(tell).collect::<Vec<_>>().join("; ")
}

pub(super) fn tell(schedule: &Schedule) -> String {
    let rule = match &schedule.recurrence {
        Recurrence::Unstated => "unstated".to_owned(),
        Recurrence::Once(day) => format!("once {day}"),
        Recurrence::Weekly { interval, days } => {
            let days: Vec<_> = days
                .iter()
                .map(|day| format!("{day:?}")[..2].to_owned())
                .collect();
            format!("weekly/{interval} {}", days.join(" "))
        }
        Recurrence::Monthly {
            interval,
            days,
            month_days,
        } => {
            let nth = |nth: Option<i8>| nth.map(|nth| nth.to_string()).unwrap_or_default();
            let days = days
                .iter()
                .map(|it| format!("{}{}", nth(it.nth), &format!("{:?}", it.day)[..2]));
            let days = days.chain(month_days.iter().map(ToString::to_string));
            format!("monthly/{interval} {}", days.collect::<Vec<_>>().join(" "))
        }
        Recurrence::CalendarWeeks { parity, days } => {
            let days = days.iter().map(|day| format!("{day:?}")[..2].to_owned());
            let days = days.collect::<Vec<_>>().join(" ");
            format!("{parity:?} weeks {days}").to_lowercase()
        }
    };
    let clock = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    let hours = [schedule.opens, schedule.closes].map(|time| time.map(clock).unwrap_or_default());
    match hours.join("-").as_str() {
        "-" => rule,
        hours => format!("{rule} {hours}"),
    }
}

#[test]
fn rules_of_recurrence() {
    for (schedule, expected) in [
        (
            json!({ "freq": "WEEKLY", "byday": "MO,WE" }),
            "weekly/1 Mo We",
        ),
        (
            json!({ "freq": "weekly", "byday": "we; mo, WE" }),
            "weekly/1 Mo We",
        ),
        (
            json!({ "freq": "WEEKLY", "byday": ["TH", "FR"], "interval": "2" }),
            "weekly/2 Th Fr",
        ),
        (
            json!({ "freq": "WEEKLY", "byday": "MO", "interval": 0 }),
            "weekly/1 Mo",
        ),
        (json!({ "freq": "DAILY" }), "weekly/1 Mo Tu We Th Fr Sa Su"),
        (
            json!({ "freq": "DAILY", "byday": "MO,TU" }),
            "weekly/1 Mo Tu",
        ),
        (json!({ "byday": "SA" }), "weekly/1 Sa"),
        (json!({ "byday": "SA,XX" }), "weekly/1 Sa"),
        (
            json!({ "freq": "MONTHLY", "byday": "2TU,-1FR", "interval": 3 }),
            "monthly/3 2Tu -1Fr",
        ),
        (
            json!({ "freq": "MONTHLY", "bymonthday": "1,-1" }),
            "monthly/1 1 -1",
        ),
        (
            json!({ "freq": "MONTHLY", "bymonthday": 15 }),
            "monthly/1 15",
        ),
        (json!({ "dtstart": "2026-12-06" }), "once 2026-12-06"),
        (
            json!({ "dtstart": "06.12.2026", "opens_at": "14:00" }),
            "once 2026-12-06 14:00-",
        ),
        (
            json!({ "freq": "YEARLY", "opens_at": "09:00" }),
            "unstated 09:00-",
        ),
        (
            json!({ "byday": "MO", "until": "20261231T225959Z", "opens_at": "09:00" }),
            "weekly/1 Mo 09:00-",
        ),
        (json!({ "description": "nach Absprache" }), "unstated"),
        (json!({ "notes": "nach Absprache" }), "unstated"),
        (json!({ "freq": "YEARLY", "valid_from": "2026-01-01" }), ""),
        (json!({ "id": "s1", "freq": "null" }), ""),
    ] {
        assert_eq!(when(&schedule), expected, "{schedule}");
    }
}

/// A rule without a part of it would be another rule.
#[test]
fn a_rule_that_is_not_understood_whole_claims_no_dates() {
    for mut schedule in [
        json!({ "freq": "WEEKLY", "byday": "MO-FR", "dtstart": "2026-09-01" }),
        json!({ "freq": "DAILY", "bymonthday": 1 }),
        json!({ "byday": "MO", "interval": 1.5 }),
        json!({ "byday": "MO", "interval": 300 }),
        json!({ "byday": "MO", "until": "bald" }),
        json!({ "byday": "MO", "until": ["2026-01-31"] }),
        json!({ "byday": "MO", "dtstart": "Februar 2027" }),
        json!({ "byday": "MO", "count": "zehn" }),
        json!({ "byday": "MO", "count": -1 }),
        json!({ "byday": "2TU" }),
        json!({ "freq": "WEEKLY", "byday": "MO", "bymonthday": 15 }),
        json!({ "byday": "MO", "skip": "Ferien" }),
        // What is left of these would be more dates than are meant, or others.
        json!({ "byday": "MO", "exdates": ["2026-12-28", "Ostern"] }),
        json!({ "byday": "MO", "exdates": { "day": "2026-12-28" } }),
        json!({ "byday": "MO,XX", "count": 10 }),
        json!({ "freq": "MONTHLY", "byday": "FR", "bymonthday": "dreizehn" }),
        json!({ "freq": "MONTHLY", "byday": "XX", "bymonthday": 13 }),
        json!({ "freq": "MONTHLY", "byday": {}, "bymonthday": 13 }),
        json!({ "byday": "MO", "valid_from": "2026-12-01", "valid_to": "2026-11-01" }),
    ] {
        schedule["opens_at"] = json!("09:00");
        assert_eq!(when(&schedule), "unstated 09:00-", "{schedule}");
    }
}

/// Parts of a rule that make it another one, and that nobody here reads.
#[test]
fn a_part_that_is_not_understood_makes_the_rule_words() {
    let weekly = || json!({ "freq": "WEEKLY", "byday": "FR", "dtstart": "2026-09-04" });
    for (key, value) in [
        ("bymonth", json!(5)),
        ("bymonth", json!([1, 2, 3])),
        ("bymonth", json!("Mai")),
        ("bymonth", json!({ "from": 1 })),
        ("byyearday", json!("100")),
        ("bysetpos", json!(-1)),
        ("byhour", json!(0)),
        ("byminute", json!(30)),
        ("bysecond", json!("1")),
        ("byeaster", json!(-2)),
        ("rrule", json!("FREQ=WEEKLY;BYDAY=FR;BYMONTH=5")),
        ("exrule", json!("FREQ=MONTHLY;BYDAY=1FR")),
        ("rscale", json!("HEBREW")),
        // Known parts in a spelling that is not read.
        ("byMonthDay", json!(13)),
        ("INTERVAL", json!(2)),
        ("by_set_pos", json!(1)),
        ("wkst", json!("XX")),
        ("freq", json!("YEARLY")),
        ("freq", json!("HOURLY")),
        ("freq", json!("alle zwei Wochen")),
        ("freq", json!(["WEEKLY"])),
        ("weekday", json!("Freitagabend")),
        ("weekday", json!(5)),
        ("weekday", json!("Monday")),
        ("bymonthday", json!(0)),
    ] {
        let mut schedule = weekly();
        schedule[key] = value;
        schedule["description"] = json!("freitags im Mai");
        let offer = offer(json!({ "schedules": [schedule] }));
        let read = &offer.schedules[0];
        assert_eq!(tell(read), "unstated", "{schedule}");
        assert_eq!(
            read.start, None,
            "the beginning is not the one date: {schedule}"
        );
        assert_eq!(read.description.as_deref(), Some("freitags im Mai"));
        let found = problems(json!({ "schedules": [schedule] }));
        let path = format!("schedules[0].{key}");
        assert!(
            found.iter().any(|(at, _)| *at == path),
            "{schedule}: {found:?}"
        );
    }
    for (key, nothing) in [
        ("bymonth", json!(null)),
        ("bysetpos", json!("")),
        ("byyearday", json!([])),
        ("exdates", json!([])),
        ("wkst", json!("SU")),
        ("by_appointment", json!(true)),
    ] {
        let mut schedule = weekly();
        schedule[key] = nothing;
        assert_eq!(when(&schedule), "weekly/1 Fr", "{schedule}");
    }
}

/// Weeks that begin on Sunday matter where some are left out, and only to days that then change their week.
#[test]
fn where_weeks_begin() {
    for (first, start, days, is_same) in [
        ("MO", "2026-09-01", "TU,SU", true),
        ("SU", "2026-09-01", "TU,TH", true),
        ("SU", "2026-09-01", "TU,SU", false),
        ("SU", "2026-09-06", "TU", false),
        ("SU", "2026-09-06", "SU", true),
        ("WE", "2026-09-01", "TH", false),
        ("WE", "2026-09-03", "TH,FR", true),
    ] {
        let schedule = json!({
            "freq": "WEEKLY", "interval": 2, "wkst": first, "dtstart": start, "byday": days,
        });
        let found = problems(json!({ "schedules": [schedule] }));
        assert_eq!(when(&schedule).is_empty(), !is_same, "{schedule}");
        assert_eq!(found.is_empty(), is_same, "{schedule}: {found:?}");
    }
}

#[test]
fn what_is_repeated_without_a_word_of_weeks_is_no_single_date() {
    for schedule in [
        json!({ "dtstart": "2026-12-06", "interval": 2 }),
        json!({ "dtstart": "2026-12-06", "count": 10 }),
        json!({ "dtstart": "2026-12-06", "bymonthday": 6 }),
    ] {
        assert_eq!(when(&schedule), "", "{schedule}");
    }
    let once = json!({ "dtstart": "2026-12-06", "interval": 1, "count": 1 });
    assert_eq!(when(&once), "once 2026-12-06");
}

/// As Outpost writes it: opening hours have a weekday and no date; dates and rules have that of their beginning, too.
#[test]
fn days_of_the_week_by_name() {
    for (schedule, expected) in [
        (json!({ "weekday": "Thursday" }), "weekly/1 Th"),
        (json!({ "weekday": "thursdays" }), "weekly/1 Th"),
        (json!({ "weekday": ["Monday", "Wed."] }), "weekly/1 Mo We"),
        (json!({ "weekday": "Montag, Donnerstag" }), "weekly/1 Mo Th"),
        (json!({ "weekday": "sonnabends; So" }), "weekly/1 Sa Su"),
        (json!({ "byday": "Monday,WE" }), "weekly/1 Mo We"),
        (
            json!({ "freq": "week", "weekday": "Thursday" }),
            "weekly/1 Th",
        ),
        (json!({ "freq": "day" }), "weekly/1 Mo Tu We Th Fr Sa Su"),
        (
            json!({ "freq": "day", "weekday": "Thursday" }),
            "weekly/1 Th",
        ),
        (
            json!({ "freq": "Wöchentlich", "weekday": "Dienstag" }),
            "weekly/1 Tu",
        ),
        (
            json!({ "freq": "week", "interval": 2, "weekday": "Thursday", "byday": "TH",
                    "dtstart": "2026-05-06T23:00:00.000Z" }),
            "weekly/2 Th",
        ),
        (
            json!({ "freq": "week", "weekday": "Thursday", "byday": "TU,TH", "dtstart": "2026-05-07" }),
            "weekly/1 Tu Th",
        ),
        // A Thursday that is the 7th, and not all that are both.
        (
            json!({ "freq": "month", "weekday": "Thursday", "bymonthday": 7, "dtstart": "2026-05-07" }),
            "monthly/1 7",
        ),
        (
            json!({ "freq": "month", "weekday": "Thursday", "byday": "1TH", "dtstart": "2026-05-07" }),
            "monthly/1 1Th",
        ),
        // One date, and not every Thursday.
        (
            json!({ "weekday": "Thursday", "dtstart": "2026-05-06T23:00:00.000Z", "freq": null }),
            "once 2026-05-07",
        ),
        // Neither the first, nor all, nor the 7th.
        (json!({ "freq": "month", "weekday": "Thursday" }), ""),
        (
            json!({ "freq": "month", "weekday": "Thursday", "dtstart": "2026-05-07" }),
            "",
        ),
        (
            json!({ "freq": "month", "weekday": "Thursday", "bymonthday": 7 }),
            "",
        ),
        (
            json!({ "weekday": "Thursday", "dtstart": "2026-05-08" }),
            "",
        ),
        (json!({ "weekday": "Thursday", "byday": "MO" }), ""),
        (
            json!({ "freq": "day", "weekday": "Thursday", "count": 10 }),
            "",
        ),
        (json!({ "weekday": "Monday to Friday" }), ""),
        (json!({ "weekday": "Monday, sometimes Tuesday" }), ""),
    ] {
        assert_eq!(when(&schedule), expected, "{schedule}");
    }
}

/// The numbers of every second week of a year, from this one on, with commas.
fn every_second(first: u8) -> String {
    let weeks = (first..=53).step_by(2).map(|week| week.to_string());
    weeks.collect::<Vec<_>>().join(",")
}

#[test]
fn even_and_odd_calendar_weeks() {
    let (even, odd) = (every_second(2), every_second(1));
    let turned = even
        .split(',')
        .rev()
        .map(|week| week.parse::<u8>().unwrap());
    let turned: Vec<_> = turned.collect();
    for (schedule, expected) in [
        (
            json!({ "freq": "WEEKLY", "byweekno": even, "byday": "TU" }),
            "even weeks tu",
        ),
        (
            json!({ "freq": "WEEKLY", "byweekno": odd, "byday": "FR,MO" }),
            "odd weeks mo fr",
        ),
        (
            json!({ "freq": "weekly", "byweekno": turned, "byday": ["TU"], "interval": 1, "wkst": "mo" }),
            "even weeks tu",
        ),
        (
            json!({ "freq": "YEARLY", "byweekno": odd, "byday": "TU" }),
            "odd weeks tu",
        ),
    ] {
        assert_eq!(when(&schedule), expected, "{schedule}");
    }
    for mut schedule in [
        json!({ "byweekno": "2,4,6" }),
        json!({ "byweekno": 5 }),
        json!({ "byweekno": "-1" }),
        json!({ "byweekno": "gerade" }),
        json!({ "byweekno": ["2", {}] }),
        json!({ "byweekno": { "even": true } }),
        json!({ "byweekno": format!("{odd},2") }),
        json!({ "byweekno": format!("1,{odd}") }),
        json!({ "byweekno": odd.trim_end_matches(",53") }),
        json!({ "byweekno": even, "interval": 2, "dtstart": "2026-09-01" }),
        json!({ "byweekno": even, "wkst": "SU" }),
        json!({ "byweekno": even, "bymonthday": 15 }),
        json!({ "byweekno": even, "byday": "2TU" }),
        json!({ "byweekno": even, "freq": "MONTHLY" }),
        json!({ "byweekno": even, "freq": "DAILY" }),
        json!({ "byweekno": even, "byday": [], "dtstart": "2026-09-01" }),
    ] {
        let fields = schedule.as_object_mut().unwrap();
        fields.insert("opens_at".into(), json!("09:00"));
        fields.entry("freq").or_insert(json!("WEEKLY"));
        fields.entry("byday").or_insert(json!("TU"));
        assert_eq!(when(&schedule), "unstated 09:00-", "{schedule}");
        let found = problems(json!({ "schedules": [schedule] }));
        let at = "schedules[0].byweekno".to_owned();
        assert!(
            found.iter().any(|(path, _)| *path == at),
            "{schedule}: {found:?}"
        );
    }
}

#[test]
fn times_as_feeds_write_them() {
    for (opens, closes, expected) in [
        ("09:00", "17:30", "09:00-17:30"),
        ("9:00am", "5:30 PM", "09:00-17:30"),
        ("09:00:00", "17:30:00", "09:00-17:30"),
        ("09:00-12:00", "0930", "-09:30"),
        ("9 Uhr", "17.30 Uhr", "09:00-17:30"),
        ("22:00", "24:00", "22:00-00:00"),
        ("0", "0", ""),
        ("null", "17:30", "-17:30"),
    ] {
        let schedule = json!({ "byday": "MO", "opens_at": opens, "closes_at": closes });
        let expected = format!("weekly/1 Mo {expected}");
        assert_eq!(when(&schedule), expected.trim_end(), "{opens} {closes}");
    }
}

#[test]
fn the_same_schedule_is_listed_once() {
    let monday = json!({ "byday": "MO", "opens_at": "09:00" });
    let rows = json!({ "schedules": [
        monday, { "byday": "TU", "opens_at": "09:00" }, monday,
    ], "regular_schedules": [monday], "service_at_locations": { "schedules": [monday] } });
    let told: Vec<_> = offer(rows).schedules.iter().map(tell).collect();
    assert_eq!(told, ["weekly/1 Mo 09:00-", "weekly/1 Tu 09:00-"]);
}

#[test]
fn counts_and_holidays() {
    let read = |field: &str, value: Value| {
        let mut schedule = json!({ "byday": "MO" });
        schedule[field] = value;
        offer(json!({ "schedules": [schedule] }))
            .schedules
            .remove(0)
    };
    for (count, expected) in [(json!(3), Some(3)), (json!("3"), Some(3)), (json!(0), None)] {
        assert_eq!(read("count", count.clone()).count, expected, "{count}");
    }
    for (skip, school, public) in [
        (json!(["SH"]), true, false),
        (json!(["PH", "SH"]), true, true),
        (json!("PH"), false, true),
        (json!(["sh"]), true, false),
        (json!([]), false, false),
    ] {
        let schedule = read("skip", skip);
        assert_eq!(
            (
                schedule.skips_school_holidays,
                schedule.skips_public_holidays
            ),
            (school, public)
        );
    }
}
