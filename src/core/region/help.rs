//! Help lines: numbers to call in need, with when and in which languages somebody answers.

use serde::Deserialize;

use super::error::{RegionError, Wanted, wrong};
use super::words::{self, Words};
use super::written::TextOr;
use crate::feed::read_time;
use crate::offer::{Language, Link, NthWeekday, Phone, Recurrence, Schedule, Span};

/// A number to call in need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// What it is called.
    pub name: Words,
    /// For whom or what it is, in a sentence; empty if the settings do not say.
    pub what: Words,
    /// The number.
    pub phone: Phone,
    /// Other numbers of the same line.
    pub also: Vec<Phone>,
    /// When somebody answers.
    pub hours: Hours,
    /// Languages spoken there, each once, in the order of the settings.
    pub languages: Vec<Language>,
    /// For danger to life.
    pub emergency: bool,
    /// A page about it.
    pub link: Option<Link>,
}

/// When somebody answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Hours {
    /// Day and night.
    Always,
    /// At these times of a week: at least one schedule.
    Times(Vec<Schedule>),
    /// The settings do not say.
    #[default]
    Unstated,
}

/// A help line as it is written.
#[derive(Deserialize)]
pub(super) struct Written {
    name: words::Written,
    what: Option<words::Written>,
    phone: String,
    #[serde(default)]
    also: Vec<String>,
    hours: Option<TextOr<Vec<Times>>>,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    emergency: bool,
    link: Option<String>,
}

/// Hours on some days of the week.
#[derive(Deserialize)]
struct Times {
    days: String,
    opens: String,
    closes: String,
}

impl Written {
    /// The help line; `place` is where in the settings it stands.
    pub(super) fn read(self, place: &str) -> Result<HelpLine, RegionError> {
        let field = |name: &str| format!("{place}.{name}");
        let also = self.also.iter().zip(1..);
        let also = also.map(|(number, at)| phone(number, &format!("{place}.also[{at}]")));
        let link = self
            .link
            .map(|link| Link::new(&link).ok_or_else(|| wrong(field("link"), &link, Wanted::Link)));
        Ok(HelpLine {
            name: words::read(Some(self.name), &field("name"))?,
            what: words::read(self.what, &field("what"))?,
            phone: phone(&self.phone, &field("phone"))?,
            also: also.collect::<Result<_, _>>()?,
            hours: hours(self.hours, &field("hours"))?,
            languages: languages(&self.languages, &field("languages"))?,
            emergency: self.emergency,
            link: link.transpose()?,
        })
    }
}

/// The telephone number in a field.
pub(super) fn phone(number: &str, field: &str) -> Result<Phone, RegionError> {
    Phone::new(number).ok_or_else(|| wrong(field, number, Wanted::Phone))
}

fn languages(codes: &[String], field: &str) -> Result<Vec<Language>, RegionError> {
    let mut languages = Vec::new();
    for code in codes {
        let language =
            Language::from_code(code).ok_or_else(|| wrong(field, code, Wanted::Language))?;
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    Ok(languages)
}

fn hours(written: Option<TextOr<Vec<Times>>>, field: &str) -> Result<Hours, RegionError> {
    match written {
        None => Ok(Hours::Unstated),
        Some(TextOr::Text(word)) if word == "always" => Ok(Hours::Always),
        Some(TextOr::Text(word)) => Err(wrong(field, &word, Wanted::Hours)),
        Some(TextOr::Other(times)) if times.is_empty() => Err(wrong(field, "", Wanted::Hours)),
        Some(TextOr::Other(times)) => {
            let schedules = times.iter().zip(1..);
            let schedules = schedules.map(|(times, at)| schedule(times, &format!("{field}[{at}]")));
            schedules.collect::<Result<_, _>>().map(Hours::Times)
        }
    }
}

fn schedule(times: &Times, place: &str) -> Result<Schedule, RegionError> {
    let time = |name: &str, text: &str| {
        read_time(text).ok_or_else(|| wrong(format!("{place}.{name}"), text, Wanted::Time))
    };
    let mut days = Vec::new();
    for code in times.days.split(',') {
        match NthWeekday::parse(code) {
            Some(NthWeekday { nth: None, day }) => days.push(day),
            _ => return Err(wrong(format!("{place}.days"), &times.days, Wanted::Days)),
        }
    }
    days.sort_unstable();
    days.dedup();
    Ok(Schedule {
        recurrence: Recurrence::Weekly { interval: 1, days },
        start: None,
        valid: Span::default(),
        count: None,
        opens: Some(time("opens", &times.opens)?),
        closes: Some(time("closes", &times.closes)?),
        except: Vec::new(),
        skips_school_holidays: false,
        skips_public_holidays: false,
        description: None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::calendar::{Holidays, OpenState, State, Timetable};
    use crate::offer::Weekday;

    fn line(fields: &str) -> Result<HelpLine, RegionError> {
        let json = format!(r#"{{"name":"Elterntelefon","phone":"0800 1110550"{fields}}}"#);
        serde_json::from_str::<Written>(&json)
            .unwrap()
            .read("help[1]")
    }

    #[test]
    fn a_line_says_when_and_in_which_languages_somebody_answers() {
        let line = line(
            r#","what":{"de":"Für Eltern."},"also":["116 123"],"languages":["de","ara","de"],
               "hours":[{"days":"fr, MO,MO","opens":"9:00","closes":"17:00"}],
               "emergency":true,"link":"https://www.nummergegenkummer.de""#,
        )
        .unwrap();
        assert_eq!(line.name.get("en"), ("Elterntelefon", "de"));
        assert_eq!(line.what.get("de").0, "Für Eltern.");
        assert_eq!(line.phone.href(), "tel:08001110550");
        assert_eq!(line.also[0].shown(), "116 123");
        assert!(line.emergency && line.link.is_some());
        let codes: Vec<_> = line.languages.iter().map(Language::code).collect();
        assert_eq!(codes, ["de", "ar"]);

        let Hours::Times(schedules) = &line.hours else {
            panic!("{:?}", line.hours);
        };
        let days = vec![Weekday::Monday, Weekday::Friday];
        let weekly = Recurrence::Weekly { interval: 1, days };
        assert_eq!(schedules[0].recurrence, weekly);
        let holidays = Holidays {
            state: State::LowerSaxony,
            school: Vec::new(),
        };
        let timetable = Timetable {
            schedules,
            holidays: &holidays,
        };
        let monday = date(2026, 11, 23).to_datetime(time(16, 0, 0, 0));
        assert!(matches!(
            timetable.state(monday, false),
            OpenState::Open { .. }
        ));
    }

    #[test]
    fn a_line_needs_only_a_name_and_a_number() {
        let bare = line("").unwrap();
        assert!(bare.what.is_empty() && bare.languages.is_empty() && !bare.emergency);
        assert_eq!(bare.hours, Hours::Unstated);
        assert_eq!(line(r#","hours":"always""#).unwrap().hours, Hours::Always);
    }

    #[test]
    fn what_cannot_be_meant_is_named_with_its_place() {
        for (fields, place, given, wanted) in [
            (
                r#""also":["123","*#06#"]"#,
                "also[2]",
                "*#06#",
                Wanted::Phone,
            ),
            (r#""what":{"en":"x"}"#, "what", "", Wanted::German),
            (
                r#""link":"http://x.de""#,
                "link",
                "http://x.de",
                Wanted::Link,
            ),
            (r#""languages":["xx"]"#, "languages", "xx", Wanted::Language),
            (r#""hours":"immer""#, "hours", "immer", Wanted::Hours),
            (r#""hours":[]"#, "hours", "", Wanted::Hours),
            (
                r#""hours":[{"days":"MO-FR","opens":"9:00","closes":"17:00"}]"#,
                "hours[1].days",
                "MO-FR",
                Wanted::Days,
            ),
            (
                r#""hours":[{"days":"MO","opens":"9:00","closes":"abends"}]"#,
                "hours[1].closes",
                "abends",
                Wanted::Time,
            ),
        ] {
            let error = wrong(format!("help[1].{place}"), given, wanted);
            assert_eq!(line(&format!(",{fields}")), Err(error), "{fields}");
        }
    }
}
