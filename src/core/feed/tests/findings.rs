//! What the reader reports, where, and how much it matters.

use super::*;
use crate::feed::JsonType::{self, List, Null, Number, Object, Text};
use crate::feed::Severity::{self, Hint, Warning};
use crate::offer::Origin;
use Problem as P;

fn wrong(expected: JsonType, found: JsonType) -> Problem {
    Problem::WrongType { expected, found }
}

#[test]
fn a_sound_record_has_none() {
    assert_eq!(problems(json!({})), []);
}

/// One thing wrong in a record that is sound otherwise: exactly one finding, at its place.
fn expect<const N: usize>(faults: [(Value, &str, Problem, Severity); N]) {
    for (fields, path, problem, severity) in faults {
        let found = read(&[service(fields.clone())]).findings;
        let expected = Finding {
            record: "1".into(),
            path: path.into(),
            problem,
        };
        assert_eq!(found, [expected], "{fields}");
        assert_eq!(found[0].severity(), severity, "{fields}");
    }
}

#[test]
fn whom_it_is_for() {
    expect([
        (
            json!({ "minimum_age": "drei", "maximum_age": 6 }),
            "minimum_age",
            P::BadAge("drei".into()),
            Warning,
        ),
        (
            json!({ "maximum_age": -1 }),
            "maximum_age",
            P::BadAge("-1".into()),
            Warning,
        ),
        (json!({ "minimum_age": null }), "", P::NoAges, Hint),
        (
            json!({ "minimum_age": null, "attributes": [term("Plätze unter 3", "9")] }),
            "attributes",
            P::AgesFromPlaces,
            Hint,
        ),
        (
            json!({ "attributes": [term("Lebensphase", "Rente")] }),
            "attributes[0].taxonomy_term.name",
            P::UnknownTerm {
                taxonomy: "Lebensphase",
                name: "Rente".into(),
            },
            Hint,
        ),
        (
            json!({ "attributes": [term("Thema", "Sport"), term("Form", "Zoom")] }),
            "attributes[1].taxonomy_term.name",
            P::UnknownTerm {
                taxonomy: "Form",
                name: "Zoom".into(),
            },
            Hint,
        ),
        (
            json!({ "attributes": term("Gut zu wissen", "Parkplatz") }),
            "attributes.taxonomy_term.name",
            P::UnknownTerm {
                taxonomy: "Gut zu wissen",
                name: "Parkplatz".into(),
            },
            Hint,
        ),
        (
            json!({ "languages": [{ "code": "xx" }] }),
            "languages[0].code",
            P::UnknownLanguage("xx".into()),
            Warning,
        ),
        (
            json!({ "languages": [{ "name": "Deutsch, Klingonisch" }] }),
            "languages[0].name",
            P::UnknownLanguage("Klingonisch".into()),
            Warning,
        ),
    ]);
}

#[test]
fn where_it_is() {
    let globe = json!({ "latitude": 100, "longitude": 10 });
    expect([
        (
            json!({ "service_areas": [] }),
            "",
            P::NoNeighbourhood,
            Warning,
        ),
        (
            json!({ "service_at_locations": [{ "location": globe }] }),
            "service_at_locations[0].location.latitude",
            P::OffGlobe("100, 10".into()),
            Warning,
        ),
        (
            json!({ "service_at_locations": [{ "location": { "latitude": "Nord", "longitude": 1 } }] }),
            "service_at_locations[0].location.latitude",
            P::OffGlobe("Nord".into()),
            Warning,
        ),
        (
            json!({ "service_at_locations": [{ "location": {
                "confidential_address": true, "latitude": 52.3, "longitude": 10.2 } }] }),
            "service_at_locations[0].location",
            P::ConfidentialAddress,
            Severity::Error,
        ),
        (
            json!({ "confidential_address": true, "service_at_locations": [{ "location": {
                "transportation": "Bus 12 bis Geheimweg 5" } }] }),
            "service_at_locations[0].location",
            P::ConfidentialAddress,
            Severity::Error,
        ),
        (
            json!({ "service_at_locations": [{ "confidential_address": true, "location": {
                "addresses": [{ "city": "Peine" }, { "address_1": "Geheimweg 5" }] } }] }),
            "service_at_locations[0].location",
            P::ConfidentialAddress,
            Severity::Error,
        ),
    ]);
}

#[test]
fn when_it_is() {
    let reversed = json!({ "valid_from": "2026-12-01", "valid_to": "2026-11-01", "byday": "MO" });
    expect([
        (
            json!({ "schedules": [{ "byday": "MO", "opens_at": "mittags" }] }),
            "schedules[0].opens_at",
            P::BadTime("mittags".into()),
            Warning,
        ),
        (
            json!({ "schedules": [{ "byday": "MO", "valid_to": "bald" }] }),
            "schedules[0].valid_to",
            P::BadDate("bald".into()),
            Warning,
        ),
        (
            json!({ "schedules": [{ "byday": "MO", "exdates": "2026-12-24, Ostern" }] }),
            "schedules[0].exdates",
            P::BadDate("Ostern".into()),
            Warning,
        ),
        (
            json!({ "schedules": [reversed] }),
            "schedules[0].valid_to",
            P::ReversedDates("2026-12-01 > 2026-11-01".into()),
            Warning,
        ),
        (
            json!({ "schedules": [{ "freq": "HOURLY" }] }),
            "schedules[0].freq",
            P::BadRecurrence("HOURLY".into()),
            Warning,
        ),
        (
            json!({ "schedules": [{ "freq": "WEEKLY", "byday": "MO,XX" }] }),
            "schedules[0].byday",
            P::BadRecurrence("XX".into()),
            Warning,
        ),
        (
            json!({ "schedules": [{ "freq": "MONTHLY", "bymonthday": [1, 32] }] }),
            "schedules[0].bymonthday",
            P::BadRecurrence("32".into()),
            Warning,
        ),
        (
            json!({ "schedules": [{ "freq": "WEEKLY", "byday": "2TU" }] }),
            "schedules[0].byday",
            P::BadRecurrence("2TU".into()),
            Warning,
        ),
        (
            json!({ "schedules": [{ "freq": "WEEKLY", "byday": "MO", "bymonthday": [1, 15] }] }),
            "schedules[0].bymonthday",
            P::BadRecurrence("1,15".into()),
            Warning,
        ),
        (
            json!({ "schedules": [{ "byday": "MO", "count": 10.5 }] }),
            "schedules[0].count",
            P::BadRecurrence("10.5".into()),
            Warning,
        ),
        (
            json!({ "schedules": [{ "byday": "MO", "skip": ["sh", "Ferien"] }] }),
            "schedules[0].skip",
            P::BadRecurrence("Ferien".into()),
            Warning,
        ),
        (
            json!({ "assured_date": "gestern" }),
            "assured_date",
            P::BadDate("gestern".into()),
            Warning,
        ),
        (json!({ "assured_date": null }), "", P::NeverConfirmed, Hint),
    ]);
}

#[test]
fn what_it_costs_and_whom_to_ask() {
    expect([
        (
            json!({ "cost_options": [{ "amount": "viel" }] }),
            "cost_options[0].amount",
            P::BadAmount("viel".into()),
            Warning,
        ),
        (
            json!({ "cost_options": [{ "amount": -5 }] }),
            "cost_options[0].amount",
            P::BadAmount("-5".into()),
            Warning,
        ),
        (
            json!({ "phones": [{ "number": "*#06#" }] }),
            "phones[0].number",
            P::BadPhone("*#06#".into()),
            Warning,
        ),
        (
            json!({ "contacts": [{ "email": "niemand" }] }),
            "contacts[0].email",
            P::BadEmail("niemand".into()),
            Warning,
        ),
        (
            json!({ "url": "http://beispiel.example" }),
            "url",
            P::BadLink("http://beispiel.example".into()),
            Warning,
        ),
        (
            json!({ "additional_urls": [{ "url": "java\tscript:alert(1)" }] }),
            "additional_urls[0].url",
            P::BadLink("java script:alert(1)".into()),
            Warning,
        ),
    ]);
}

#[test]
fn status_markup_and_types() {
    expect([
        (
            json!({ "status": "wartend" }),
            "status",
            P::UnknownStatus("wartend".into()),
            Warning,
        ),
        (
            json!({ "status": "Inactive" }),
            "status",
            P::NotActive("Inactive".into()),
            Hint,
        ),
        (
            json!({ "name": "<b>A</b>" }),
            "name",
            P::Markup("<b>A</b>".into()),
            Warning,
        ),
        (
            json!({ "description": 7 > 8, "alert": {} }),
            "alert",
            wrong(Text, Object),
            Warning,
        ),
        (
            json!({ "languages": "deutsch" }),
            "languages",
            wrong(List, Text),
            Warning,
        ),
        (
            json!({ "phones": [{}, 116] }),
            "phones[1]",
            wrong(Object, Number),
            Warning,
        ),
        (
            json!({ "organization": [] }),
            "organization",
            wrong(Object, List),
            Warning,
        ),
        (
            json!({ "schedules": [{ "freq": "WEEKLY", "byday": ["MO", null] }] }),
            "schedules[0].byday",
            wrong(Text, Null),
            Warning,
        ),
    ]);
}

#[test]
fn a_bad_translation_costs_no_other() {
    let text = json!({ "name": { "text": "Kafe", "origin": "human" } });
    expect([
        (
            json!({ "translations": ["tr"] }),
            "translations",
            wrong(Object, List),
            Warning,
        ),
        (
            json!({ "translations": { "tr\u{1b}\u{202E}": text, "tr": text } }),
            "translations",
            P::UnknownTag("tr".into()),
            Warning,
        ),
        (
            json!({ "translations": { "TUR": text, "tr": text } }),
            "translations.tr",
            P::SecondTranslation("tr".into()),
            Warning,
        ),
        (
            json!({ "translations": { "tr": "Kafe" } }),
            "translations.tr",
            wrong(Object, Text),
            Warning,
        ),
        (
            json!({ "translations": { "tr": { "name": "Kafe" } } }),
            "translations.tr.name",
            wrong(Object, Text),
            Warning,
        ),
        (
            json!({ "translations": { "tr": { "name": { "text": ["Kafe"] } } } }),
            "translations.tr.name.text",
            wrong(Text, List),
            Warning,
        ),
        (
            json!({ "translations": { "tr": { "name": { "text": "Kafe", "origin": "DeepL" } } } }),
            "translations.tr.name.origin",
            P::UnknownOrigin("DeepL".into()),
            Warning,
        ),
        (
            json!({ "translations": { "tr": { "name": { "text": "Kafe", "reviewed_at": "gestern" } } } }),
            "translations.tr.name.reviewed_at",
            P::BadDate("gestern".into()),
            Warning,
        ),
    ]);
    let offer = offer(json!({
        "translations": {
            "x": text,
            "tr": { "name": { "text": "Kafe", "origin": "DeepL" }, "alert": 7 },
            "ar": [],
        },
    }));
    let [translation] = &offer.translations[..] else {
        panic!("{:?}", offer.translations);
    };
    assert_eq!(translation.title.as_deref(), Some("Kafe"));
    assert_eq!(translation.origin, Origin::Unstated);
}

#[test]
fn what_is_read_twice_is_reported_once() {
    let town = json!({ "city": ["Peine"] });
    expect([
        (
            json!({ "service_at_locations": "Beispielhaus" }),
            "service_at_locations",
            wrong(List, Text),
            Warning,
        ),
        (
            json!({ "service_at_locations": [{ "location": { "addresses": [town] } }] }),
            "service_at_locations[0].location.addresses[0].city",
            wrong(Text, List),
            Warning,
        ),
    ]);
}

#[test]
fn ages_that_cannot_be_leave_everybody() {
    let reversed = json!({ "minimum_age": 6, "maximum_age": 3 });
    assert_eq!(
        problems(reversed.clone()),
        [
            (
                "maximum_age".to_owned(),
                Problem::ReversedAges("6 > 3".into())
            ),
            (String::new(), Problem::NoAges),
        ]
    );
    assert!(!offer(reversed).audience.is_stated());
}

#[test]
fn what_leaves_an_offer_out_is_an_error_and_nothing_else_is() {
    let left_out = [
        Problem::NotJson(String::new()),
        Problem::NotAnObject,
        Problem::TooLarge(0),
        Problem::TooDeep,
        Problem::NoId,
        Problem::NoTitle,
        Problem::DuplicateId,
    ];
    for problem in left_out {
        assert_eq!(problem.severity(), Severity::Error, "{problem:?}");
    }
    assert!(Hint < Warning && Warning < Severity::Error);
}

#[test]
fn long_texts_are_quoted_short_and_in_one_line() {
    let text = format!("Zeile\n\u{202E}{}", "ä".repeat(200));
    let quoted = format!("Zeile {}…", "ä".repeat(74));
    assert_eq!(
        problems(json!({ "assured_date": text })),
        [("assured_date".to_owned(), Problem::BadDate(quoted))]
    );
}

#[test]
fn findings_stand_in_the_order_of_the_file_and_are_counted() {
    let records = [
        service(json!({ "minimum_age": null })),
        json!(7),
        service(json!({ "url": "x", "id": "2" })),
    ];
    let reading = read(&records);
    let order: Vec<_> = reading
        .findings
        .iter()
        .map(|finding| finding.record.as_str())
        .collect();
    assert_eq!(order, ["1", "#2", "2"]);
    for severity in [Hint, Warning, Severity::Error] {
        assert_eq!(reading.count(severity), 1);
    }
}
