//! Ages, times, prices and languages as sentences, with the browser's own `Intl`.
#![cfg(target_arch = "wasm32")]

use raupe_app::i18n::{Catalogue, LANGUAGES, Locale, Plural};
use raupe_core::feed::read_service;
use raupe_core::offer::{Language, Offer};
use raupe_core::sync::Freshness;
use serde_json::{Value, json};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn locale(tag: &str) -> Locale {
    let json = match tag {
        "de" => include_str!("../../../public/locales/de.json"),
        _ => include_str!("../../../public/locales/en.json"),
    };
    let language = LANGUAGES
        .iter()
        .find(|language| language.tag == tag)
        .unwrap();
    Locale::new(*language, Catalogue::read(json).unwrap())
}

/// An offer that says `more` and nothing else.
fn offer(more: Value) -> Offer {
    let mut service = json!({"id": "1", "name": "Elterncafé"});
    let fields = more.as_object().unwrap().clone();
    service.as_object_mut().unwrap().extend(fields);
    read_service(service.to_string().as_bytes(), None).unwrap()
}

#[wasm_bindgen_test]
fn times_are_said_as_people_say_them() {
    for (schedule, german, english) in [
        (
            json!({"freq": "WEEKLY", "byday": "TU", "opens_at": "09:30", "closes_at": "11:30"}),
            "jeden Dienstag, 09:30–11:30 Uhr",
            "every week on Tuesday, 09:30–11:30",
        ),
        (
            json!({"freq": "WEEKLY", "interval": 2, "byday": "MO,TH,FR", "opens_at": "9:00am"}),
            "alle 2 Wochen am Montag, Donnerstag und Freitag, ab 09:00 Uhr",
            "every 2 weeks on Monday, Thursday and Friday, from 09:00",
        ),
        (
            json!({"freq": "WEEKLY", "byday": "MO,TU,WE,FR,SA"}),
            "jeden Montag bis Mittwoch, Freitag und Samstag",
            "every week on Monday to Wednesday, Friday and Saturday",
        ),
        (
            json!({"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU"}),
            "jeden Tag",
            "every day",
        ),
        (
            json!({"freq": "MONTHLY", "byday": "1TH,3TH", "opens_at": "16:00"}),
            "jeden Monat am 1. Donnerstag und 3. Donnerstag, ab 16:00 Uhr",
            "every month on the 1st Thursday and the 3rd Thursday, from 16:00",
        ),
        (
            json!({"freq": "MONTHLY", "byday": "-1FR"}),
            "jeden Monat am letzten Freitag",
            "every month on the last Friday",
        ),
        (
            json!({"freq": "MONTHLY", "bymonthday": "15"}),
            "jeden Monat am 15.",
            "every month on day 15",
        ),
        (
            json!({"dtstart": "2026-12-05", "opens_at": "14:00", "closes_at": "17:00"}),
            "Samstag, 5. Dezember 2026, 14:00–17:00 Uhr",
            "Saturday, December 5, 2026, 14:00–17:00",
        ),
        (
            json!({"description": "Termine nach Vereinbarung"}),
            "Termine nach Vereinbarung",
            "Termine nach Vereinbarung",
        ),
    ] {
        let offer = offer(json!({ "schedules": [schedule] }));
        assert_eq!(locale("de").when(&offer.schedules[0]), german);
        let said = locale("en")
            .when(&offer.schedules[0])
            .replace(", and ", " and ");
        assert_eq!(said, english);
    }
}

#[wasm_bindgen_test]
fn exceptions_are_named() {
    let offer = offer(json!({ "schedules": [{
        "freq": "WEEKLY", "byday": "TU", "valid_from": "2026-09-01", "until": "2027-06-30",
        "exdates": ["2026-12-22", "2026-12-29"], "skip": ["SH", "PH"],
    }] }));
    assert_eq!(
        locale("de").when_details(&offer.schedules[0]),
        [
            "1. September 2026 bis 30. Juni 2027",
            "nicht in den Schulferien",
            "nicht an Feiertagen",
            "nicht am 22. Dezember 2026 und 29. Dezember 2026",
        ]
    );
}

#[wasm_bindgen_test]
fn ages_are_said_as_people_say_them() {
    for (more, german) in [
        (json!({"minimum_age": 0, "maximum_age": 0}), "bis 11 Monate"),
        (
            json!({"minimum_age": 0.5, "maximum_age": 1.5}),
            "6 Monate bis 18 Monate",
        ),
        (json!({"minimum_age": 1, "maximum_age": 2}), "1 bis 2 Jahre"),
        (
            json!({"minimum_age": 6, "maximum_age": 10}),
            "6 bis 10 Jahre",
        ),
        (json!({"minimum_age": 3}), "3 Jahre und älter"),
        (json!({"minimum_age": 5, "maximum_age": 5}), "5 Jahre"),
        (json!({}), "Jedes Alter"),
        (
            json!({"maximum_age": 2, "attributes": [{"taxonomy_term":
                {"taxonomy": "Lebensphase", "name": "Schwangerschaft"}}]}),
            "Schwangerschaft und bis 2 Jahre",
        ),
    ] {
        assert_eq!(locale("de").audience(offer(more).audience), german);
    }
}

#[wasm_bindgen_test]
fn prices_and_numbers_follow_the_language() {
    let cost = offer(json!({"cost_options": [
        {"amount": 0, "option": "kostenlos"},
        {"amount": 8, "currency": "eur", "amount_description": "im Monat"},
        {"amount": 2.5},
    ]}))
    .cost;
    let plain = |lines: Vec<String>| lines.join("; ").replace('\u{a0}', " ");
    assert_eq!(
        plain(locale("de").cost(&cost)),
        "kostenlos; 8 € (im Monat); 2,50 €"
    );
    assert_eq!(
        plain(locale("en").cost(&cost)),
        "free of charge; €8 (im Monat); €2.50"
    );
    assert_eq!(
        locale("de").count(Plural::SearchFound, 1),
        "1 Angebot gefunden."
    );
    assert_eq!(
        locale("de").count(Plural::SearchFound, 0),
        "0 Angebote gefunden."
    );
    assert_eq!(
        locale("en").count(Plural::SearchFound, 12),
        "12 offers found."
    );
}

#[wasm_bindgen_test]
fn languages_have_both_names() {
    for (code, german, english) in [
        ("de", "Deutsch", "Deutsch · German"),
        ("tr", "Türkçe · Türkisch", "Türkçe · Turkish"),
        ("en", "English · Englisch", "English"),
        (
            "ar",
            "\u{2068}العربية\u{2069} · Arabisch",
            "\u{2068}العربية\u{2069} · Arabic",
        ),
    ] {
        let language = Language::from_code(code).unwrap();
        assert_eq!(locale("de").spoken(language), german);
        assert_eq!(locale("en").spoken(language), english);
    }
}

#[wasm_bindgen_test]
fn moments_are_told_in_german_time() {
    let summer = locale("de").moment("2026-07-01T22:30:00Z");
    assert!(
        summer.contains("2. Juli 2026") && summer.contains("00:30"),
        "{summer}"
    );
    assert_eq!(locale("de").moment("gestern"), "gestern");
}

#[wasm_bindgen_test]
fn the_age_of_the_data_is_said_in_words() {
    let issued = "2026-10-01T08:00:00Z";
    let at = |days: f64| js_sys::Date::parse(issued) + days * 86_400_000.0;
    for (days, freshness, german, english) in [
        (
            -3.0,
            Freshness::Fresh,
            "Stand: 1. Oktober 2026",
            "As of October 1, 2026",
        ),
        (
            6.9,
            Freshness::Fresh,
            "Stand: 1. Oktober 2026",
            "As of October 1, 2026",
        ),
        (
            7.0,
            Freshness::Ageing { days: 7 },
            "Stand: 1. Oktober 2026, 7 Tage alt",
            "As of October 1, 2026, 7 days old",
        ),
        (
            52.0,
            Freshness::Old { days: 52 },
            "Stand: 1. Oktober 2026, 52 Tage alt",
            "As of October 1, 2026, 52 days old",
        ),
    ] {
        for (tag, sentence) in [("de", german), ("en", english)] {
            let (age, said) = locale(tag).as_of(issued, at(days));
            assert_eq!(age, freshness);
            assert!(said.starts_with(sentence), "{said}");
        }
    }
    let (age, said) = locale("de").as_of("gestern", at(0.0));
    assert!(matches!(age, Freshness::Old { .. }));
    assert_eq!(said, "Stand: gestern");
}

#[wasm_bindgen_test]
fn sizes_are_in_megabytes() {
    assert_eq!(locale("de").megabytes(1_234_567.0), "1,2 MB");
    assert_eq!(locale("en").megabytes(0.0), "0 MB");
}
