//! Ages, times, prices and languages as sentences, with the browser's own `Intl`.
#![cfg(target_arch = "wasm32")]

use raupe_app::i18n::{Catalogue, LANGUAGES, Locale, Plural, Said};
use raupe_core::feed::read_service;
use raupe_core::offer::{Language, Offer};
use raupe_core::sync::Freshness;
use serde_json::{Value, json};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn locale(tag: &str) -> Locale {
    let json = match tag {
        "de" => include_str!("../../../public/locales/de.json"),
        "ar" => include_str!("../../../public/locales/ar.json"),
        _ => include_str!("../../../public/locales/en.json"),
    };
    let language = LANGUAGES
        .iter()
        .find(|language| language.tag == tag)
        .unwrap();
    Locale::new(*language, Catalogue::read(json).unwrap())
}

/// What one sees of a text: without the marks for direction and line breaks.
fn visible(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2069}');
    text.replace(is_mark, "").replace('\u{a0}', " ")
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
    for (schedule, german, english, arabic) in [
        (
            json!({"freq": "WEEKLY", "byday": "TU", "opens_at": "09:30", "closes_at": "11:30"}),
            "jeden Dienstag, 09:30–11:30 Uhr",
            "every week on Tuesday, 09:30–11:30",
            "أيام الثلاثاء، 09:30–11:30",
        ),
        (
            json!({"freq": "WEEKLY", "interval": 2, "byday": "MO,TH,FR", "opens_at": "9:00am"}),
            "alle 2 Wochen am Montag, Donnerstag und Freitag, ab 09:00 Uhr",
            "every 2 weeks on Monday, Thursday and Friday, from 09:00",
            "أيام الاثنين والخميس والجمعة كل أسبوعين، من الساعة 09:00",
        ),
        (
            json!({"freq": "WEEKLY", "byday": "MO,TU,WE,FR,SA"}),
            "jeden Montag bis Mittwoch, Freitag und Samstag",
            "every week on Monday to Wednesday, Friday and Saturday",
            "أيام الاثنين إلى الأربعاء والجمعة والسبت",
        ),
        (
            json!({"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU"}),
            "jeden Tag",
            "every day",
            "كل يوم",
        ),
        (
            json!({"freq": "MONTHLY", "byday": "1TH,3TH", "opens_at": "16:00"}),
            "jeden Monat am 1. Donnerstag und 3. Donnerstag, ab 16:00 Uhr",
            "every month on the 1st Thursday and the 3rd Thursday, from 16:00",
            "يوم الخميس الأول ويوم الخميس الثالث من كل شهر، من الساعة 16:00",
        ),
        (
            json!({"freq": "MONTHLY", "byday": "-1FR"}),
            "jeden Monat am letzten Freitag",
            "every month on the last Friday",
            "يوم الجمعة الأخير من كل شهر",
        ),
        (
            json!({"freq": "MONTHLY", "bymonthday": "15"}),
            "jeden Monat am 15.",
            "every month on day 15",
            "يوم 15 من كل شهر",
        ),
        (
            json!({"freq": "WEEKLY", "byday": "TU,FR",
                   "byweekno": "2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40,42,44,46,48,50,52"}),
            "in geraden Kalenderwochen: Dienstag und Freitag",
            "in calendar weeks with even numbers: Tuesday and Friday",
            "في أسابيع السنة ذات الأرقام الزوجية: الثلاثاء والجمعة",
        ),
        // Without a day, that of the beginning.
        (
            json!({"freq": "WEEKLY", "dtstart": "2026-09-04", "opens_at": "09:00"}),
            "jeden Freitag, ab 09:00 Uhr",
            "every week on Friday, from 09:00",
            "أيام الجمعة، من الساعة 09:00",
        ),
        (
            json!({"freq": "MONTHLY", "dtstart": "2026-09-04"}),
            "jeden Monat am 4.",
            "every month on day 4",
            "يوم 4 من كل شهر",
        ),
        (
            json!({"freq": "WEEKLY", "opens_at": "09:00"}),
            "jede Woche, ab 09:00 Uhr",
            "every week, from 09:00",
            "كل أسبوع، من الساعة 09:00",
        ),
        (
            json!({"freq": "MONTHLY", "interval": 3}),
            "alle 3 Monate",
            "every 3 months",
            "كل 3 أشهر",
        ),
        // What is not understood has no date.
        (
            json!({"freq": "YEARLY", "dtstart": "2026-12-05", "opens_at": "14:00"}),
            "ab 14:00 Uhr",
            "from 14:00",
            "من الساعة 14:00",
        ),
        (
            json!({"dtstart": "2026-12-05", "opens_at": "14:00", "closes_at": "17:00"}),
            "Samstag, 5. Dezember 2026, 14:00–17:00 Uhr",
            "Saturday, December 5, 2026, 14:00–17:00",
            "السبت، 5 ديسمبر 2026، 14:00–17:00",
        ),
        (
            json!({"description": "Termine nach Vereinbarung"}),
            "Termine nach Vereinbarung",
            "Termine nach Vereinbarung",
            "Termine nach Vereinbarung",
        ),
    ] {
        let offer = offer(json!({ "schedules": [schedule] }));
        let said = |tag| visible(&locale(tag).when(&offer.schedules[0]).text);
        assert_eq!(said("de"), german);
        assert_eq!(said("en").replace(", and ", " and "), english);
        assert_eq!(said("ar"), arabic);
    }
}

#[wasm_bindgen_test]
fn hours_keep_their_order_and_stay_on_one_line() {
    let offer = offer(json!({ "schedules": [
        {"freq": "WEEKLY", "byday": "TU", "opens_at": "09:30", "closes_at": "11:30"},
    ] }));
    for (tag, said) in [
        (
            "de",
            "jeden Dienstag, \u{2066}09:30\u{2060}–\u{2060}11:30\u{2069} Uhr",
        ),
        (
            "ar",
            "أيام الثلاثاء، \u{2066}09:30\u{2060}–\u{2060}11:30\u{2069}",
        ),
    ] {
        assert_eq!(locale(tag).when(&offer.schedules[0]).text, said);
    }
    let noon = "12:00:00".parse().unwrap();
    assert_eq!(Locale::until(noon), "\u{2066}–\u{2060}12:00\u{2069}");
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
    let arabic = locale("ar");
    assert_eq!(
        arabic.one_after_another(&arabic.when_details(&offer.schedules[0])),
        "1 سبتمبر 2026 إلى 30 يونيو 2027، ليس في العطل المدرسية، ليس في أيام العطل الرسمية، \
         ليس في 22 ديسمبر 2026 و29 ديسمبر 2026"
    );
}

#[wasm_bindgen_test]
fn ages_are_said_as_people_say_them() {
    for (more, german, arabic) in [
        (
            json!({"minimum_age": 0, "maximum_age": 0}),
            "bis 11 Monate",
            "حتى 11 شهرًا",
        ),
        (
            json!({"minimum_age": 0.5, "maximum_age": 1.5}),
            "6 bis 18 Monate",
            "من 6 إلى 18 شهرًا",
        ),
        (
            json!({"minimum_age": 1, "maximum_age": 2}),
            "1 bis 2 Jahre",
            "من سنة واحدة إلى سنتين",
        ),
        (
            json!({"minimum_age": 6, "maximum_age": 10}),
            "6 bis 10 Jahre",
            "من 6 إلى 10 سنوات",
        ),
        (
            json!({"minimum_age": 3}),
            "3 Jahre und älter",
            "من 3 سنوات فما فوق",
        ),
        (
            json!({"minimum_age": 5, "maximum_age": 5}),
            "5 Jahre",
            "5 سنوات",
        ),
        (json!({}), "Jedes Alter", "كل الأعمار"),
        (
            json!({"maximum_age": 2, "attributes": [{"taxonomy_term":
                {"taxonomy": "Lebensphase", "name": "Schwangerschaft"}}]}),
            "Schwanger\u{ad}schaft und bis 2 Jahre",
            "الحمل وحتى سنتين",
        ),
    ] {
        let audience = offer(more).audience;
        assert_eq!(locale("de").audience(audience), german);
        assert_eq!(locale("ar").audience(audience), arabic);
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
    let plain = |lines: Vec<Vec<Said>>| {
        let texts = |parts: &Vec<Said>| parts.iter().map(|it| it.text.as_str()).collect::<String>();
        let lines: Vec<_> = lines.iter().map(texts).collect();
        visible(&lines.join("; "))
    };
    assert_eq!(
        plain(locale("de").cost(&cost)),
        "kostenlos; 8 € (im Monat); 2,50 €"
    );
    assert_eq!(
        plain(locale("en").cost(&cost)),
        "free of charge; €8 (im Monat); €2.50"
    );
    assert_eq!(
        plain(locale("ar").cost(&cost)),
        "مجاني; 8 € (im Monat); 2.50 €"
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
    for (number, written) in [
        (9_999, "9999 9999 9999"),
        (100_000, "100.000 100,000 100,000"),
    ] {
        let all = ["de", "en", "ar"].map(|tag| locale(tag).number(number));
        assert_eq!(all.join(" "), written);
    }
}

#[wasm_bindgen_test]
fn arabic_counts_in_six_forms() {
    for (count, said) in [
        (0, "لا عروض"),
        (1, "عرض واحد"),
        (2, "عرضان"),
        (3, "3 عروض"),
        (10, "10 عروض"),
        (11, "11 عرضًا"),
        (99, "99 عرضًا"),
        (100, "100 عرض"),
        (103, "103 عروض"),
    ] {
        assert_eq!(locale("ar").count(Plural::FilterCount, count), said);
    }
}

#[wasm_bindgen_test]
fn languages_have_both_names() {
    for (code, german, english, arabic) in [
        (
            "de",
            "Deutsch",
            "Deutsch · German",
            "\u{2068}Deutsch\u{2069} · الألمانية",
        ),
        (
            "tr",
            "Türkçe · Türkisch",
            "Türkçe · Turkish",
            "\u{2068}Türkçe\u{2069} · التركية",
        ),
        (
            "en",
            "English · Englisch",
            "English",
            "\u{2068}English\u{2069} · الإنجليزية",
        ),
        (
            "ar",
            "\u{2068}العربية\u{2069} · Arabisch",
            "\u{2068}العربية\u{2069} · Arabic",
            "العربية",
        ),
    ] {
        let language = Language::from_code(code).unwrap();
        assert_eq!(locale("de").spoken(language), german);
        assert_eq!(locale("en").spoken(language), english);
        assert_eq!(locale("ar").spoken(language), arabic);
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
    for (days, freshness, german, english, arabic) in [
        (
            -1.5,
            Freshness::Ahead,
            "Die Liste ist angeblich vom 1. Oktober 2026. Das Datum dieses Geräts oder das der Liste ist falsch.",
            "The list says that it was made on October 1, 2026. The date of this device or that of the list is wrong.",
            "تقول القائمة إنها من تاريخ 1 أكتوبر 2026. تاريخ هذا الجهاز أو تاريخ القائمة غير صحيح.",
        ),
        (
            -0.5,
            Freshness::Fresh,
            "Stand: 1. Oktober 2026",
            "As of October 1, 2026",
            "تاريخ البيانات: 1 أكتوبر 2026",
        ),
        (
            6.9,
            Freshness::Fresh,
            "Stand: 1. Oktober 2026",
            "As of October 1, 2026",
            "تاريخ البيانات: 1 أكتوبر 2026",
        ),
        (
            7.0,
            Freshness::Ageing { days: 7 },
            "Stand: 1. Oktober 2026, 7 Tage alt",
            "As of October 1, 2026, 7 days old",
            "تاريخ البيانات: 1 أكتوبر 2026، قبل 7 أيام",
        ),
        (
            52.0,
            Freshness::Old { days: 52 },
            "Stand: 1. Oktober 2026, 52 Tage alt",
            "As of October 1, 2026, 52 days old",
            "تاريخ البيانات: 1 أكتوبر 2026، قبل 52 يومًا",
        ),
    ] {
        for (tag, sentence) in [("de", german), ("en", english), ("ar", arabic)] {
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
