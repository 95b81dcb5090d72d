//! Times in a cell and in a rule of HSDS: whatever gets dates must be accounted for.

use raupe::sheet;
use raupe_core::feed::{Page, read_service};
use raupe_core::offer::{Recurrence, Schedule};
use raupe_core::text;
use serde_json::{Value, json};

#[path = "../../src/publisher/sheet/when/tests/accounted.rs"]
mod accounted;

fn has_dates(schedule: &Schedule) -> bool {
    schedule.recurrence != Recurrence::Unstated
}

/// A cell "Wann": every word and number of it is found again in its dates, or it has none.
pub fn cell(bytes: &[u8]) {
    let Ok(cell) = std::str::from_utf8(bytes) else {
        return;
    };
    // What protects cells from being formulas, and letters that are mended, are another matter.
    if cell.len() > 400 || cell.starts_with(['\'', '=', '+', '-', '@']) || cell.contains('Ã') {
        return;
    }
    let csv = format!(
        "\u{FEFF}Titel;Ort;Wann\nCafé;Mitte;\"{}\"\n",
        cell.replace('"', "\"\"")
    );
    let Ok(read) = sheet::read(csv.as_bytes(), sheet::Kind::Text) else {
        return;
    };
    let page = Page::open(&read.page).expect("a page");
    for offer in page.read(None).offers {
        if offer.schedules.iter().any(has_dates) {
            let cell = text::clean(cell);
            let lost = accounted::lost(&cell, &offer.schedules);
            assert_eq!(lost, None, "{cell:?} is {:#?}", offer.schedules);
        }
    }
}

pub fn cell_seeds() -> Vec<Vec<u8>> {
    [
        "jeden Di 9:30–11:30, nicht in den Ferien",
        "Mo–Fr 8–12 Uhr, Donnerstagnachmittag 14–18 Uhr (Raum 3)",
        "1. und 3. Do im Monat 16 Uhr ab 7.1.2027, 10 Termine",
        "alle 2 Wochen Fr 9 Uhr ab 4.9.2026 bis 30.6.2027, außer 25.12.2026",
        "in geraden Kalenderwochen Mi halb 10 bis 12 Uhr; Sa geschlossen",
        "Sa und So, 16. und 17.1.2027, 10–16 Uhr, 3.50 €",
        "Montag:\n8–12 Uhr\n14–16 Uhr\nDienstag: nach Vereinbarung",
        "Mo: 9:00 - 12:00 Di: - Mi: 14:00 - 18:00, mit Anmeldung bis 5.1.2027",
        "täglich außer Mo 10–18 Uhr, an Feiertagen geschlossen",
        "am 1. und 15. im Monat, vormittags; telefonisch Di 14–16 Uhr",
    ]
    .map(|cell| cell.as_bytes().to_vec())
    .into()
}

/// Parts of rules (RFC 5545, 7529) that nobody reads here.
const UNREAD: &[&str] = &[
    "bymonth",
    "byyearday",
    "bysetpos",
    "byhour",
    "byminute",
    "bysecond",
    "byeaster",
];

/// A schedule of HSDS: a rule with a part that nobody reads has no dates, and no date is shown that is only its
/// beginning.
pub fn rule(bytes: &[u8]) {
    let Ok(Value::Object(schedule)) = serde_json::from_slice(bytes) else {
        return;
    };
    let service = json!({
        "id": "1", "name": "Café", "status": "active", "schedules": [&schedule],
    });
    let Some(offer) = read_service(service.to_string().as_bytes(), None) else {
        return;
    };
    let says = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    };
    let unread = schedule
        .iter()
        .any(|(key, value)| UNREAD.contains(&key.as_str()) && says(value));
    for read in &offer.schedules {
        let dated = has_dates(read) || read.start.is_some();
        assert!(!(unread && dated), "{schedule:?} is {read:#?}");
    }
}

pub fn rule_seeds() -> Vec<Vec<u8>> {
    [
        r#"{"freq":"WEEKLY","byday":"TU,TH","opens_at":"09:00","closes_at":"11:00","dtstart":"2027-01-05"}"#,
        r#"{"freq":"MONTHLY","byday":"2TU","interval":2,"dtstart":"2027-01-05T23:00:00Z","until":"2027-06-30"}"#,
        r#"{"freq":"WEEKLY","byday":"FR","bysetpos":"1","bymonth":"1,2","wkst":"SU","count":10}"#,
        r#"{"freq":"week","weekday":"Thursday","opens_at":"08:00Z","skip":["SH"],"exdates":["2027-01-07"]}"#,
        r#"{"freq":"YEARLY","byweekno":"2,4,6","byday":"MO","byyearday":"3"}"#,
    ]
    .map(|rule| rule.as_bytes().to_vec())
    .into()
}
