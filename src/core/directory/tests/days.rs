//! What is over takes place no more.

use jiff::civil::{DateTime, date};
use serde_json::{Value, json};

use super::{HOLIDAYS, World};
use crate::calendar::When;
use crate::directory::{Context, Query};
use crate::synonyms::Synonyms;

/// Whether an offer with this schedule takes place then, if it is `now`.
fn takes_place(schedule: &Value, when: When, now: DateTime) -> bool {
    let record = json!({ "id": "a", "name": "Kurs", "schedules": [schedule] });
    let directory = World::of(&[record]).directory;
    let query = Query {
        when: [when].into_iter().collect(),
        ..Query::default()
    };
    let context = Context {
        synonyms: &Synonyms::default(),
        days: &directory.days(&HOLIDAYS, now),
    };
    !directory.answer_in(&query, context).hits.is_empty()
}

#[test]
fn what_is_over_today_takes_place_next_week() {
    let weekly = json!({ "byday": "MO", "opens_at": "09:30", "closes_at": "11:30" });
    let now = |hour, minute| date(2026, 11, 23).at(hour, minute, 0, 0);
    for (when, before, after) in [
        (When::Today, true, false),
        (When::Week, true, false),
        (When::Morning, true, true),
        (When::Evening, false, false),
    ] {
        assert_eq!(takes_place(&weekly, when, now(11, 29)), before, "{when:?}");
        assert_eq!(takes_place(&weekly, when, now(11, 30)), after, "{when:?}");
    }
}

#[test]
fn after_week_53_comes_another_odd_one() {
    let numbers: Vec<_> = (1..=53).step_by(2).collect();
    let odd = json!({ "freq": "WEEKLY", "byday": "TU", "byweekno": numbers, "opens_at": "09:30" });
    for (day, expected) in [
        (date(2026, 12, 22), false),
        (date(2026, 12, 29), true),
        (date(2027, 1, 5), true),
        (date(2027, 1, 12), false),
        (date(2027, 1, 19), true),
    ] {
        let now = day.at(8, 0, 0, 0);
        assert_eq!(takes_place(&odd, When::Today, now), expected, "{day}");
    }
}

#[test]
fn a_course_is_over_after_its_last_time() {
    // Eight Wednesdays from 13 January 2027: the last is 3 March.
    let course = json!({
        "freq": "WEEKLY", "byday": "WE", "dtstart": "2027-01-13", "count": 8,
        "opens_at": "18:30", "closes_at": "20:00",
    });
    for (now, expected) in [
        (date(2026, 6, 1).at(0, 0, 0, 0), true),
        (date(2027, 3, 3).at(19, 59, 0, 0), true),
        (date(2027, 3, 3).at(20, 0, 0, 0), false),
        (date(2027, 6, 1).at(0, 0, 0, 0), false),
    ] {
        assert_eq!(takes_place(&course, When::Evening, now), expected, "{now}");
    }
}
