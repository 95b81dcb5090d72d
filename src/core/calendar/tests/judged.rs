//! Cases that other people's libraries have judged.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::Deserialize;
use serde_json::Value;

use super::read;
use crate::calendar::{
    Holidays, OpenState, SchoolHoliday, State, Timetable, berlin, between, occurrences, tells_days,
};

#[derive(Deserialize)]
struct Cases {
    school: Vec<(String, String, String)>,
    rules: Vec<Rule>,
    /// Rules of even and odd calendar weeks.
    weeks: Vec<Rule>,
    doors: Vec<Door>,
    public_holidays: BTreeMap<String, BTreeMap<String, String>>,
    easter: Vec<String>,
    wall_clocks: Vec<(i64, String)>,
    instants: Vec<(String, i64)>,
}

#[derive(Deserialize)]
struct Rule {
    schedule: Value,
    state: State,
    from: String,
    to: String,
    /// Divided by blanks; none if the schedule does not tell its days.
    dates: Option<String>,
}

#[derive(Deserialize)]
struct Door {
    schedules: Vec<Value>,
    state: State,
    now: String,
    #[serde(rename = "door")]
    expected: String,
}

fn cases() -> Cases {
    serde_json::from_str(include_str!("../../../../tests/calendar/cases.json")).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

impl Cases {
    fn holidays(&self, state: State) -> Holidays {
        let school = self.school.iter();
        let school = school
            .map(|(name, first, last)| SchoolHoliday::new(name, day(first), day(last)).unwrap());
        Holidays {
            state,
            school: school.collect(),
        }
    }
}

#[test]
fn dates_are_those_of_dateutil() {
    let cases = cases();
    assert!(cases.rules.len() >= 300 && cases.weeks.len() >= 100);
    for rule in cases.rules.iter().chain(&cases.weeks) {
        let holidays = cases.holidays(rule.state);
        let schedules = read(&Value::from(vec![rule.schedule.clone()]));
        let Some(schedule) = schedules.first() else {
            assert_eq!(rule.dates, None, "{}", rule.schedule);
            continue;
        };
        let told = || between(schedule, &holidays, day(&rule.from), day(&rule.to));
        let dates: Vec<_> = told().map(|it| it.date.to_string()).collect();
        let dates = tells_days(schedule).then(|| dates.join(" "));
        assert_eq!(dates, rule.dates, "{} {}", rule.schedule, rule.from);

        if let Some(first) = told().next() {
            let next = occurrences(schedule, &holidays, day(&rule.from)).next();
            assert_eq!(next, Some(first));
        }
    }
}

#[test]
fn the_door_is_as_one_finds_it_minute_by_minute() {
    let cases = cases();
    assert!(cases.doors.len() >= 200);
    let minute = |clock: DateTime| clock.strftime("%Y-%m-%dT%H:%M").to_string();
    for case in &cases.doors {
        let holidays = cases.holidays(case.state);
        let timetable = Timetable {
            schedules: &read(&Value::from(case.schedules.clone())),
            holidays: &holidays,
        };
        let door = match timetable.state(case.now.parse().unwrap(), false) {
            OpenState::Open { until: None } => "open".to_owned(),
            OpenState::Open { until: Some(until) } => format!("open {}", minute(until)),
            OpenState::OpensSoon { at } => format!("soon {}", minute(at)),
            OpenState::Closed { next: None } => "closed".to_owned(),
            OpenState::Closed { next: Some(next) } => format!("closed {}", next.date),
            OpenState::ByAppointment => "by appointment".to_owned(),
            OpenState::Unknown => "unknown".to_owned(),
        };
        assert_eq!(door, case.expected, "{} {:#?}", case.now, case.schedules);
    }
}

#[test]
fn public_holidays_are_those_of_the_states() {
    let cases = cases();
    for state in State::ALL {
        let holidays = Holidays {
            state: *state,
            school: Vec::new(),
        };
        for (year, expected) in &cases.public_holidays[state.slug()] {
            let days = day(&format!("{year}-01-01")).series(jiff::ToSpan::days(1));
            let days = days.take_while(|day| day.year().to_string() == *year);
            let kept = days.filter_map(|day| {
                let holiday = holidays.which_public(day)?;
                Some(format!("{}={}", day.strftime("%m-%d"), holiday.slug()))
            });
            assert_eq!(
                kept.collect::<Vec<_>>().join(" "),
                *expected,
                "{state:?} {year}"
            );
        }
    }
}

#[test]
fn easter_is_where_the_churches_have_it() {
    use crate::calendar::PublicHoliday::{EasterMonday, GoodFriday};
    let holidays = Holidays {
        state: State::LowerSaxony,
        school: Vec::new(),
    };
    for easter in cases().easter {
        let easter = day(&easter);
        let (friday, monday) = (easter.yesterday().unwrap(), easter.tomorrow().unwrap());
        let friday = holidays.which_public(friday.yesterday().unwrap());
        assert_eq!(friday, Some(GoodFriday), "{easter}");
        assert_eq!(
            holidays.which_public(monday),
            Some(EasterMonday),
            "{easter}"
        );
    }
}

#[test]
fn clocks_show_what_they_show_in_berlin() {
    let cases = cases();
    for (instant, shown) in &cases.wall_clocks {
        assert_eq!(
            berlin::wall_clock(*instant),
            shown.parse().unwrap(),
            "{instant}"
        );
    }
    for (shown, instant) in &cases.instants {
        assert_eq!(berlin::instant(shown.parse().unwrap()), *instant, "{shown}");
    }
}
