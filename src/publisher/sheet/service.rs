//! An HSDS service while it comes together: objects with ids, terms, schedules.

use jiff::civil::{Date, Time};
use raupe_core::offer::{GoodToKnow, NthWeekday, Parity, Recurrence, Schedule, Weekday};
use raupe_core::text;
use serde_json::{Map, Value, json};

use super::cells;
use super::columns::Column;
use super::id::derived;
use super::when;

/// A service while it comes together.
pub(super) struct Building<'i> {
    pub(super) id: &'i str,
    pub(super) fields: Map<String, Value>,
    pub(super) attributes: Vec<Column>,
}

impl<'i> Building<'i> {
    pub(super) fn new(id: &'i str) -> Self {
        Self {
            id,
            fields: Map::new(),
            attributes: Vec::new(),
        }
    }

    pub(super) fn put(&mut self, field: &str, value: impl Into<Value>) {
        self.fields.insert(field.to_owned(), value.into());
    }

    pub(super) fn put_some<V: Into<Value>>(&mut self, field: &str, value: Option<V>) {
        if let Some(value) = value {
            self.put(field, value);
        }
    }

    /// The beginning of the next object in a list: its id.
    pub(super) fn nested(&self, list: &str) -> Map<String, Value> {
        let at = self
            .fields
            .get(list)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        let id = derived(&[self.id, list, &at.to_string()]);
        Map::from_iter([("id".to_owned(), Value::from(id))])
    }

    pub(super) fn push(&mut self, list: &str, fields: Map<String, Value>) {
        let list = self.fields.entry(list).or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(fields.into());
        }
    }

    pub(super) fn term(&mut self, column: Column, taxonomy: &str, name: &str) {
        let at = self.attributes.len().to_string();
        if let Value::Object(term) = term(&derived(&[self.id, "attributes", &at]), taxonomy, name) {
            self.push("attributes", term);
            self.attributes.push(column);
        }
    }
}

pub(super) fn term(id: &str, taxonomy: &str, name: &str) -> Value {
    json!({
        "id": id,
        "taxonomy_term": {
            "id": derived(&["term", taxonomy, &text::fold(name)]),
            "name": name,
            "description": "",
            "taxonomy": taxonomy,
        },
    })
}

/// A JSON number, without `.0` where it is whole.
pub(super) fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole and within i32")]
    if value.fract() == 0.0 && value.abs() < f64::from(i32::MAX) {
        Value::from(value as i64)
    } else {
        Value::from(value)
    }
}

/// What a place says about steps and lifts: `stufenlos (Rampe am Hof); Aufzug`, or yes or no.
pub(super) fn accessibility(cell: &str, service: &Building<'_>) -> Vec<Value> {
    let parts = when::parts(cell).enumerate();
    let known = |word: &str| GoodToKnow::named(word) == Some(GoodToKnow::StepFree);
    parts
        .map(|(at, part)| {
            let (words, details) = match text::fold(part).as_str() {
                "ja" | "x" => ("barrierefrei", None),
                "nein" => ("nicht barrierefrei", None),
                _ => match (cells::with_note(part), part.split_once(',')) {
                    ((_, None), Some((first, rest))) if known(first) => {
                        (first.trim(), Some(rest.trim()))
                    }
                    (with_note, _) => with_note,
                },
            };
            let id = derived(&[service.id, "accessibility", &at.to_string()]);
            let mut fields = json!({"id": id, "description": words});
            if let Some(details) = details {
                fields["details"] = details.into();
            }
            fields
        })
        .collect()
}

/// A schedule in the words of HSDS, which are those of RFC 5545.
pub(super) fn schedule_fields(schedule: &Schedule) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |field: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(field.to_owned(), value);
        }
    };
    let day = |date: Date| Value::from(date.to_string());
    let time = |time: Time| Value::from(time.strftime("%H:%M").to_string());
    match &schedule.recurrence {
        Recurrence::Unstated | Recurrence::Once(_) => {}
        Recurrence::Weekly { interval, days } => {
            put("freq", Some("WEEKLY".into()));
            put("interval", (*interval > 1).then(|| (*interval).into()));
            let days: Vec<_> = days.iter().map(|day| code(*day)).collect();
            put("byday", (!days.is_empty()).then(|| days.join(",").into()));
        }
        Recurrence::Monthly {
            interval,
            days,
            month_days,
        } => {
            put("freq", Some("MONTHLY".into()));
            put("interval", (*interval > 1).then(|| (*interval).into()));
            let days: Vec<_> = days.iter().copied().map(nth_code).collect();
            put("byday", (!days.is_empty()).then(|| days.join(",").into()));
            let days: Vec<_> = month_days.iter().map(ToString::to_string).collect();
            put(
                "bymonthday",
                (!days.is_empty()).then(|| days.join(",").into()),
            );
        }
        Recurrence::CalendarWeeks { parity, days } => {
            put("freq", Some("WEEKLY".into()));
            let first = match parity {
                Parity::Even => 2,
                Parity::Odd => 1,
            };
            let weeks: Vec<_> = (first..=53)
                .step_by(2)
                .map(|week| week.to_string())
                .collect();
            put("byweekno", Some(weeks.join(",").into()));
            let days: Vec<_> = days.iter().map(|day| code(*day)).collect();
            put("byday", Some(days.join(",").into()));
        }
    }
    // Without a rule, a beginning would be read as the one date.
    let is_rule = schedule.recurrence != Recurrence::Unstated;
    let not_before = schedule.start.filter(|_| !is_rule);
    put("dtstart", schedule.start.filter(|_| is_rule).map(day));
    put("valid_from", schedule.valid.from().max(not_before).map(day));
    put("until", schedule.valid.to().map(day));
    put("count", schedule.count.map(Value::from));
    put("opens_at", schedule.opens.map(time));
    put("closes_at", schedule.closes.map(time));
    put("description", schedule.description.clone().map(Value::from));
    let except: Vec<_> = schedule.except.iter().map(|date| day(*date)).collect();
    put("exdates", (!except.is_empty()).then(|| except.into()));
    let skips: Vec<_> = [
        (schedule.skips_school_holidays, "SH"),
        (schedule.skips_public_holidays, "PH"),
    ]
    .into_iter()
    .filter_map(|(skips, code)| skips.then_some(code))
    .collect();
    put("skip", (!skips.is_empty()).then(|| skips.into()));
    fields
}

const fn code(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

fn nth_code(day: NthWeekday) -> String {
    let nth = day.nth.map(|nth| nth.to_string()).unwrap_or_default();
    format!("{nth}{}", code(day.day))
}

#[cfg(test)]
mod tests {
    use raupe_core::feed::read_service;

    use super::*;

    #[test]
    fn calendar_weeks_are_read_as_they_were_written() {
        for parity in [Parity::Even, Parity::Odd] {
            let rule = Recurrence::CalendarWeeks {
                parity,
                days: vec![Weekday::Tuesday, Weekday::Saturday],
            };
            let schedule = Schedule {
                recurrence: rule.clone(),
                start: None,
                valid: raupe_core::offer::Span::default(),
                count: None,
                opens: None,
                closes: None,
                except: Vec::new(),
                skips_school_holidays: false,
                skips_public_holidays: false,
                description: None,
            };
            let service =
                json!({ "id": "1", "name": "Kurs", "schedules": [schedule_fields(&schedule)] });
            let offer = read_service(service.to_string().as_bytes(), None).unwrap();
            assert_eq!(offer.schedules[0].recurrence, rule);
        }
    }
}
