//! A date as a file that every calendar reads: iCalendar, RFC 5545.
//!
//! Written by hand: the crates for it bring clocks, random numbers and time zones into the client, for twenty lines
//! of text.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Occurrence, berlin};
use crate::offer::{Offer, Recurrence, Schedule};

/// The topic "Krise und Schutz".
const CRISIS: &str = "crisis";

/// One date of an offer, for a calendar.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Whose date it is: the offer's id. With the date it is the name of the entry, so that a calendar which is
    /// given the same date again has it once.
    pub offer: &'a str,
    /// What the calendar shows.
    pub title: &'a str,
    /// When.
    pub occurrence: Occurrence,
    /// Where, if it may be known.
    pub place: Option<&'a str>,
    /// What else to know, in lines.
    pub note: &'a str,
    /// Where more of it stands.
    pub link: &'a str,
    /// When the entry was made, in milliseconds since 1970.
    pub made_at: i64,
}

impl Entry<'_> {
    /// Whether a date of an offer is one for a calendar.
    ///
    /// Calendars are shared in families: what somebody may want to keep to herself, above all from whom she lives
    /// with, is not offered. Neither is what is not a date but a door or a line that is open day and night.
    pub fn suits(offer: &Offer, date: &Occurrence) -> bool {
        let is_private = offer.places.iter().any(|place| place.confidential)
            || offer.topics.iter().any(|topic| topic.slug() == CRISIS);
        let is_single = |schedule: &Schedule| {
            matches!(
                schedule.recurrence,
                Recurrence::Once(_) | Recurrence::Unstated
            )
        };
        let is_date = match date.opens {
            Some(opens) => date.closes != Some(opens),
            None => offer.schedules.iter().all(is_single),
        };
        is_date && !is_private
    }

    /// The file, of the type `text/calendar` in UTF-8.
    ///
    /// Times are given in UTC, so that no calendar has to know the rules of Berlin. What begins at no known time is a
    /// whole day; what ends at no known time has no end.
    ///
    /// ```
    /// use jiff::civil::{date, time};
    /// use raupe_core::calendar::{Entry, Occurrence};
    ///
    /// let occurrence = Occurrence {
    ///     date: date(2026, 11, 27),
    ///     opens: Some(time(15, 0, 0, 0)),
    ///     closes: Some(time(17, 0, 0, 0)),
    /// };
    /// let entry = Entry {
    ///     offer: "elterncafe", title: "Elterncafé", occurrence, place: Some("Mühlencafé"),
    ///     note: "", link: "https://raupe.example/angebot/#id=elterncafe", made_at: 0,
    /// };
    /// let file = entry.to_ics();
    /// assert!(file.contains("\r\nDTSTART:20261127T140000Z\r\nDTEND:20261127T160000Z\r\n"));
    /// ```
    pub fn to_ics(&self) -> String {
        let date = self.occurrence.date;
        let mut file = String::new();
        let mut line = |name: &str, value: &str| fold(&mut file, &format!("{name}:{value}"));
        line("BEGIN", "VCALENDAR");
        line("VERSION", "2.0");
        line("PRODID", "-//Raupe//Raupe//DE");
        line("BEGIN", "VEVENT");
        let begins = self.occurrence.begins().map(berlin::instant);
        let moment = begins.map_or_else(|| day(date), utc);
        line("UID", &escaped(&format!("{moment}-{}@raupe", self.offer)));
        line("DTSTAMP", &utc(self.made_at));
        if let Some(begins) = begins {
            line("DTSTART", &utc(begins));
            // In the night in October the clocks may show an end that is no later than the beginning.
            let ends = self.occurrence.ends().map(berlin::instant);
            if let Some(ends) = ends.filter(|ends| *ends > begins) {
                line("DTEND", &utc(ends));
            }
        } else {
            line("DTSTART;VALUE=DATE", &day(date));
        }
        line("SUMMARY", &escaped(self.title));
        if let Some(place) = self.place {
            line("LOCATION", &escaped(place));
        }
        if !self.note.is_empty() {
            line("DESCRIPTION", &escaped(self.note));
        }
        line("URL", &self.link.replace(char::is_control, ""));
        line("END", "VEVENT");
        line("END", "VCALENDAR");
        file
    }
}

/// A day: `20261127`.
fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// An instant in UTC, to the second: `20261127T140000Z`.
fn utc(millis: i64) -> String {
    let clock = berlin::utc_clock(millis);
    let (date, time) = (clock.date(), clock.time());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    format!("{}T{hour:02}{minute:02}{second:02}Z", day(date))
}

/// A text as a value (3.3.11). Other control characters than ends of lines are left out: none may stand there.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\n' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => {
                let _ = write!(escaped, "\\{letter}");
            }
            '\t' => escaped.push(' '),
            _ if letter.is_control() => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Writes a line in pieces of at most 75 bytes, never within a letter (3.1).
fn fold(file: &mut String, line: &str) {
    const MOST: usize = 75;
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > MOST {
            file.push_str("\r\n ");
            length = 1;
        }
        file.push(letter);
        length += letter.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::{Holidays, State, between};
    use crate::feed::Page;

    fn entry(occurrence: Occurrence) -> Entry<'static> {
        Entry {
            offer: "a,1",
            title: "Elterncafé; mit Frühstück, für alle",
            occurrence,
            place: Some("Mühlencafé, Musterstraße 5"),
            note: "Anrufen: 05171 0\nStand: heute",
            link: "https://raupe.example/angebot/#id=a%2C1",
            made_at: 1_795_176_000_000,
        }
    }

    /// The lines as a calendar reads them: unfolded, name and value.
    fn lines(file: &str) -> Vec<(String, String)> {
        let whole = file.replace("\r\n ", "");
        let lines = whole.strip_suffix("\r\n").unwrap().split("\r\n");
        let halves = lines.map(|line| line.split_once(':').unwrap());
        halves
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    fn value(file: &str, wanted: &str) -> Option<String> {
        let mut lines = lines(file).into_iter();
        lines.find(|(name, _)| name == wanted).map(|line| line.1)
    }

    #[test]
    fn times_are_those_of_berlin_in_summer_in_winter_and_over_night() {
        let at = |date, opens, closes| {
            let occurrence = Occurrence {
                date,
                opens,
                closes,
            };
            let file = entry(occurrence).to_ics();
            (value(&file, "DTSTART").unwrap(), value(&file, "DTEND"))
        };
        let some = |hour, minute| Some(time(hour, minute, 0, 0));
        for (day, opens, closes, expected) in [
            (
                date(2026, 7, 1),
                some(9, 30),
                some(11, 0),
                ("20260701T073000Z", Some("20260701T090000Z")),
            ),
            (
                date(2026, 12, 1),
                some(9, 30),
                None,
                ("20261201T083000Z", None),
            ),
            (
                date(2026, 12, 31),
                some(22, 0),
                some(2, 0),
                ("20261231T210000Z", Some("20270101T010000Z")),
            ),
            // An hour comes twice: from the first 02:30 to 03:00 are ninety minutes.
            (
                date(2026, 10, 25),
                some(2, 30),
                some(3, 0),
                ("20261025T003000Z", Some("20261025T020000Z")),
            ),
            // One does not come at all: what would be in it is a moment.
            (
                date(2026, 3, 29),
                some(2, 0),
                some(2, 30),
                ("20260329T010000Z", None),
            ),
        ] {
            let expected = (expected.0.to_owned(), expected.1.map(str::to_owned));
            assert_eq!(at(day, opens, closes), expected);
        }
    }

    #[test]
    fn without_a_time_it_is_a_day() {
        let occurrence = Occurrence {
            date: date(2026, 12, 6),
            opens: None,
            closes: None,
        };
        let file = entry(occurrence).to_ics();
        assert_eq!(
            value(&file, "DTSTART;VALUE=DATE").as_deref(),
            Some("20261206")
        );
        assert_eq!(value(&file, "DTEND"), None);
        assert_eq!(value(&file, "UID").as_deref(), Some("20261206-a\\,1@raupe"));
    }

    #[test]
    fn what_is_written_is_what_the_standard_asks_for() {
        let occurrence = Occurrence {
            date: date(2026, 11, 27),
            opens: Some(time(15, 0, 0, 0)),
            closes: None,
        };
        let file = entry(occurrence).to_ics();
        let names: Vec<_> = lines(&file).into_iter().map(|line| line.0).collect();
        let expected = "BEGIN VERSION PRODID BEGIN UID DTSTAMP DTSTART SUMMARY LOCATION DESCRIPTION URL END END";
        assert_eq!(names.join(" "), expected);
        assert_eq!(value(&file, "DTSTAMP").as_deref(), Some("20261120T120000Z"));
        let title = "Elterncafé\\; mit Frühstück\\, für alle";
        assert_eq!(value(&file, "SUMMARY").as_deref(), Some(title));
        let note = "Anrufen: 05171 0\\nStand: heute";
        assert_eq!(value(&file, "DESCRIPTION").as_deref(), Some(note));
    }

    #[test]
    fn only_dates_are_offered_and_none_that_may_be_secret() {
        let suits = |extra: serde_json::Value| {
            let mut record = serde_json::json!({
                "id": "a", "name": "Kurs", "schedules": [{ "byday": "MO", "opens_at": "09:00", "closes_at": "10:00" }],
            });
            let fields = extra.as_object().unwrap().clone();
            record.as_object_mut().unwrap().extend(fields);
            let page = serde_json::json!({ "contents": [record] }).to_string();
            let reading = Page::open(page.as_bytes()).unwrap().read(None);
            let offer = &reading.offers[0];
            let holidays = Holidays {
                state: State::LowerSaxony,
                school: Vec::new(),
            };
            let day = date(2026, 11, 23);
            let dates = between(&offer.schedules[0], &holidays, day, date(2026, 12, 6));
            Entry::suits(offer, &dates.last().unwrap())
        };
        let schedule = |schedule| serde_json::json!({ "schedules": [schedule] });
        let term = |taxonomy: &str, name: &str| serde_json::json!([{ "taxonomy_term": { "taxonomy": taxonomy, "name": name } }]);
        assert!(suits(serde_json::json!({})));
        assert!(suits(schedule(
            serde_json::json!({ "dtstart": "2026-12-05" })
        )));
        for (extra, why) in [
            (schedule(serde_json::json!({ "byday": "MO" })), "no hours"),
            (
                schedule(
                    serde_json::json!({ "byday": "MO", "opens_at": "00:00", "closes_at": "24:00" }),
                ),
                "day and night",
            ),
            (
                serde_json::json!({ "attributes": term("Thema", "Krise und Schutz") }),
                "a crisis",
            ),
            (
                serde_json::json!({ "service_at_locations": [{ "location": { "name": "Haus", "confidential_address": true } }] }),
                "a secret place",
            ),
        ] {
            assert!(!suits(extra), "{why}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_line_of_its_own_and_none_is_too_long(
            title in any::<String>(), note in any::<String>(), link in any::<String>(), offer in any::<String>()
        ) {
            let occurrence = Occurrence { date: date(2026, 1, 1), opens: None, closes: None };
            let entry = Entry { title: &title, note: &note, link: &link, offer: &offer, ..entry(occurrence) };
            let file = entry.to_ics();
            prop_assert!(file.split("\r\n").all(|line| line.len() <= 75));
            prop_assert!(!file.replace("\r\n", "").contains(char::is_control));
            prop_assert_eq!(lines(&file).len(), if note.is_empty() { 12 } else { 13 });
        }
    }
}
