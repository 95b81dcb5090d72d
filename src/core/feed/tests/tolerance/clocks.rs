//! Times that say of which clock they are.

use super::when::when;
use super::*;

/// A rule with its times, and what is understood of it.
type Case = (Value, &'static str, &'static str, &'static str);

fn check(cases: impl IntoIterator<Item = Case>) {
    for (mut schedule, opens, closes, expected) in cases {
        schedule["opens_at"] = json!(opens);
        schedule["closes_at"] = json!(closes);
        assert_eq!(when(&schedule), expected, "{schedule}");
        let found = problems(json!({ "schedules": [schedule] }));
        let hours = expected.rsplit(' ').next().unwrap_or_default();
        let all = [opens, closes]
            .iter()
            .filter(|time| !time.is_empty())
            .count();
        let told = if hours.contains(':') {
            hours.split('-').filter(|time| !time.is_empty()).count()
        } else {
            0
        };
        assert_eq!(found.len(), all - told, "{schedule}: {found:?}");
        assert!(
            found
                .iter()
                .all(|(_, it)| matches!(it, Problem::OtherClock(_))),
            "{found:?}"
        );
    }
}

#[test]
fn on_one_day_they_are_certain() {
    let once = |day: &str| json!({ "dtstart": day });
    check([
        (
            once("2027-01-15"),
            "08:00Z",
            "10:30Z",
            "once 2027-01-15 09:00-11:30",
        ),
        (
            once("2027-07-15"),
            "08:00Z",
            "10:30Z",
            "once 2027-07-15 10:00-12:30",
        ),
        (
            once("2027-07-15"),
            "09:00+01:00",
            "09:00+02:00",
            "once 2027-07-15 10:00-09:00",
        ),
        (
            once("2027-01-15"),
            "20:00Z",
            "00:30Z",
            "once 2027-01-15 21:00-01:30",
        ),
        (
            once("2027-01-15"),
            "20:00Z",
            "23:30Z",
            "once 2027-01-15 21:00-00:30",
        ),
        (
            once("2027-01-14T23:00:00Z"),
            "23:00Z",
            "",
            "once 2027-01-15 00:00-",
        ),
        // Whether this is the 15th there or here, nobody knows.
        (once("2027-01-15"), "23:30Z", "", ""),
    ]);
}

#[test]
fn in_a_rule_they_are_if_it_is_clear_which_of_two_hours() {
    let weekly = |from: Value, until: Value| json!({ "freq": "WEEKLY", "byday": "FR", "dtstart": from, "until": until });
    check([
        // Within one winter or summer, too.
        (
            weekly(json!("2026-11-06"), json!("2027-03-19")),
            "08:00Z",
            "10:00Z",
            "weekly/1 Fr 09:00-11:00",
        ),
        (
            weekly(json!("2027-04-02"), json!("2027-10-29")),
            "08:00Z",
            "10:00Z",
            "weekly/1 Fr 10:00-12:00",
        ),
        (
            weekly(json!("2027-04-02"), json!("2027-11-05")),
            "08:00Z",
            "10:00Z",
            "weekly/1 Fr",
        ),
        (
            weekly(json!("2026-11-06"), json!("2027-11-05")),
            "08:00Z",
            "10:00Z",
            "weekly/1 Fr",
        ),
        // Else an offset of Berlin's own says whose clock it is.
        (
            weekly(json!(null), json!(null)),
            "09:00+01:00",
            "11:00+01:00",
            "weekly/1 Fr 09:00-11:00",
        ),
        (
            weekly(json!("2026-11-06"), json!(null)),
            "09:00+01:00",
            "11:00+01:00",
            "weekly/1 Fr 09:00-11:00",
        ),
        (
            weekly(json!("2026-07-03"), json!(null)),
            "09:00+02:00",
            "11:00+0200",
            "weekly/1 Fr 09:00-11:00",
        ),
        (
            weekly(json!("2026-07-03"), json!(null)),
            "09:00+01:00",
            "11:00",
            "weekly/1 Fr -11:00",
        ),
        (
            weekly(json!(null), json!(null)),
            "08:00Z",
            "10:00Z",
            "weekly/1 Fr",
        ),
        (
            weekly(json!("2026-11-06T08:00:00Z"), json!(null)),
            "08:00Z",
            "10:00Z",
            "weekly/1 Fr",
        ),
        (
            weekly(json!(null), json!(null)),
            "09:00-05:00",
            "12:00",
            "weekly/1 Fr -12:00",
        ),
        // Friday there may be Saturday here.
        (weekly(json!(null), json!(null)), "22:30Z", "", ""),
    ]);
}

/// No date moves by a day where a feed writes the midnights of Berlin in UTC.
#[test]
fn midnights_in_utc_are_days_here() {
    let schedule = json!({
        "freq": "WEEKLY", "interval": 2, "byday": "SA", "dtstart": "2027-01-15T23:00:00.000Z",
        "valid_from": "2027-01-31T23:00:00Z", "valid_to": "2027-07-31T22:00:00Z", "until": "2027-06-30T22:00:00Z",
        "exdates": ["2027-02-26T23:00:00Z", "2027-05-28T22:00:00Z"],
    });
    let offer = offer(json!({ "schedules": [schedule], "assured_date": "2026-10-31T23:30:00Z" }));
    let read = &offer.schedules[0];
    let days = [
        read.start,
        read.valid.from(),
        read.valid.to(),
        offer.last_confirmed,
    ];
    let told: Vec<_> = (days.into_iter().flatten())
        .chain(read.except.iter().copied())
        .map(|day| day.to_string())
        .collect();
    assert_eq!(
        told.join(" "),
        "2027-01-16 2027-02-01 2027-07-01 2026-11-01 2027-02-27 2027-05-29"
    );
}
