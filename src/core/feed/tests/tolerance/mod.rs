//! What the reader makes of values as real feeds write them.
//!
//! Here: names, whom an offer is for, languages, terms, and where it is. `when`: schedules; `clocks`: their times on other clocks than Berlin's.
//! `how`: places, contacts and costs.

mod clocks;
mod how;
mod when;

use super::*;
use crate::offer::{Channel, Channels, GoodToKnow, Language, LifePhase, Neighbourhood, Topic};

fn codes(languages: &[Language]) -> Vec<&str> {
    languages.iter().map(Language::code).collect()
}

fn labels(neighbourhoods: &[Neighbourhood]) -> Vec<&str> {
    neighbourhoods.iter().map(Neighbourhood::label).collect()
}

/// The ages of an offer in months.
fn months(fields: Value) -> Option<(u16, Option<u16>)> {
    offer(fields)
        .audience
        .ages()
        .map(|ages| (ages.min(), ages.max()))
}

#[test]
fn an_id_is_a_text_or_a_number() {
    for (id, expected) in [
        (json!("a-1"), "a-1"),
        (json!("  a-1\n"), "a-1"),
        (json!(17), "17"),
        (
            json!(18_446_744_073_709_551_615_u64),
            "18446744073709551615",
        ),
        (json!("Zürich 1"), "Zürich 1"),
    ] {
        assert_eq!(offer(json!({ "id": id })).id.as_str(), expected);
    }
}

#[test]
fn a_title_is_kept_as_it_is_written() {
    for (name, title) in [
        (json!("KITA SONNENSCHEIN"), "KITA SONNENSCHEIN"),
        (json!("  Café\n\n Kunterbunt\t"), "Café Kunterbunt"),
        (json!("<b>Kita</b> & Co"), "<b>Kita</b> & Co"),
        (json!(7), "7"),
        (json!("\u{202E}Kita\u{200B}"), "Kita"),
        (json!("می\u{200C}خواهم"), "می\u{200C}خواهم"),
    ] {
        assert_eq!(offer(json!({ "name": name })).title, title);
    }
}

#[test]
fn ages_in_years_become_months() {
    for (min, max, expected) in [
        (json!(0), json!(3), Some((0, Some(47)))),
        (json!("1,5"), json!("2.5"), Some((18, Some(30)))),
        (json!(" 3 "), json!("6"), Some((36, Some(83)))),
        (json!(18), json!(null), Some((216, None))),
        (json!(null), json!(1), Some((0, Some(23)))),
        (json!(""), json!("null"), None),
        (json!(12), json!(999), Some((144, None))),
        (json!(0.67), json!(0.67), Some((8, Some(8)))),
        (json!("ab 3"), json!(6), Some((0, Some(83)))),
        (json!(true), json!([6]), None),
    ] {
        let fields = json!({ "minimum_age": min, "maximum_age": max });
        assert_eq!(months(fields.clone()), expected, "{fields}");
        let short = json!({ "minimum_age": null, "min_age": fields["minimum_age"], "max_age": fields["maximum_age"] });
        assert_eq!(months(short), expected, "as Outpost says it: {fields}");
    }
}

#[test]
fn places_of_a_day_care_tell_its_ages() {
    for (under, from, expected) in [
        ("27", "73", Some((0, Some(71)))),
        ("27", "0", Some((0, Some(35)))),
        ("0", "73", Some((36, Some(71)))),
        ("0", "0", None),
        ("einige", "73", Some((36, Some(71)))),
    ] {
        let places = [term("Plätze unter 3", under), term("Plätze ab 3", from)];
        let offer = offer(json!({ "minimum_age": null, "attributes": places }));
        let ages = offer.audience.ages().map(|ages| (ages.min(), ages.max()));
        assert_eq!(ages, expected, "{under} / {from}");
        let facts = [("Plätze unter 3", under), ("Plätze ab 3", from)];
        assert_eq!(
            offer.facts,
            facts.map(|(label, value)| (label.to_owned(), value.to_owned()))
        );
    }
    let stated = json!({ "minimum_age": 1, "attributes": [term("Plätze ab 3", "9")] });
    assert_eq!(
        months(stated),
        Some((12, None)),
        "what is stated is stronger"
    );
}

#[test]
fn languages_by_code_by_name_or_in_a_sentence() {
    for (languages, spoken, in_words) in [
        (
            json!([{ "code": "tr", "name": "deutsch - türkisch" }]),
            "de tr",
            "",
        ),
        (json!([{ "name": "deutsch - türkisch" }]), "de tr", ""),
        (json!([{ "name": "deutsch-türkisch" }]), "de tr", ""),
        (
            json!([{ "code": "TUR" }, { "code": "ger" }, { "code": "tr-TR" }]),
            "de tr",
            "",
        ),
        (json!([{ "code": "xx", "name": "Arabisch" }]), "ar", ""),
        (json!([{ "code": "Arabisch, Farsi" }]), "ar fa", ""),
        (json!([{ "code": "de", "name": "Plattdeutsch" }]), "de", ""),
        (json!([{ "name": "Plattdeutsch" }]), "", "Plattdeutsch"),
        (json!([{ "code": "zxx" }]), "", "zxx"),
        (
            json!([{ "name": "Spanish (limited)" }, { "name": "English" }]),
            "en es",
            "Spanish (limited)",
        ),
        (
            json!([{ "code": "yue" }, { "code": "diq" }, { "code": "zho" }]),
            "diq yue zh",
            "",
        ),
        (json!([{ "name": "Kurdisch (Sorani)" }]), "ckb", ""),
        (json!([{ "language": "Ukrainisch" }]), "uk", ""),
        (json!({ "code": "uk" }), "uk", ""),
        (
            json!([{ "code": "null", "name": "null" }, {}, null]),
            "",
            "",
        ),
    ] {
        let offer = offer(json!({ "languages": languages }));
        let found = (
            codes(&offer.languages).join(" "),
            offer.other_languages.join("; "),
        );
        assert_eq!(
            found,
            (spoken.to_owned(), in_words.to_owned()),
            "{languages}"
        );
    }
}

#[test]
fn where_it_is_comes_from_the_best_source_there_is() {
    let at = |attributes: Value, region: Value| {
        let address = json!({ "city": "Peine", "region": region });
        let location = json!({ "addresses": [address] });
        json!([{ "attributes": attributes, "location": location }])
    };
    let walzwerk = term("Sozialraum", "Rund ums Walzwerk");
    let sentence = "Alle, die im Landkreis wohnen oder hier arbeiten oder zur Schule gehen";
    for (areas, places, labels_expected, region_wide) in [
        (
            rows("name", &["Südstadt"]),
            at(json!([walzwerk]), json!("Kernstadt")),
            "Rund ums Walzwerk",
            false,
        ),
        (
            rows("name", &["Südstadt", "SÜDSTADT"]),
            at(json!([]), json!("Kernstadt")),
            "Südstadt",
            false,
        ),
        (
            rows("name", &["Südstadt", "Vechelde"]),
            json!(null),
            "Südstadt Vechelde",
            false,
        ),
        (
            json!([]),
            at(json!([]), json!("Kernstadt")),
            "Kernstadt",
            false,
        ),
        (json!([]), at(json!([]), json!("null")), "Peine", false),
        (
            rows("name", &["LANDKREIS  PEINE"]),
            at(json!([]), json!("Kernstadt")),
            "",
            true,
        ),
        (
            rows("name", &["Landkreis Peine"]),
            at(json!(walzwerk), json!(null)),
            "Rund ums Walzwerk",
            true,
        ),
        (
            rows("name", &[sentence]),
            at(json!([]), json!(null)),
            "Peine",
            false,
        ),
        (
            rows("service_area", &["Südstadt"]),
            json!(null),
            "Südstadt",
            false,
        ),
        (rows("name", &["—", ""]), json!(null), "", false),
    ] {
        let fields = json!({ "service_areas": areas, "service_at_locations": places });
        let offer = offer(fields);
        let found = (labels(&offer.neighbourhoods).join(" "), offer.region_wide);
        assert_eq!(
            found,
            (labels_expected.to_owned(), region_wide),
            "{areas} {places}"
        );
    }
    let online = json!({ "attributes": [term("Sozialraum", "Kernstadt")] });
    let online = offer(online);
    assert_eq!(labels(&online.neighbourhoods), ["Kernstadt"]);
    assert_eq!(
        (online.topics, online.facts),
        (vec![], vec![]),
        "no topic, no fact"
    );
}

#[test]
fn words_for_nothing_are_nothing() {
    for nothing in [
        json!(null),
        json!("null"),
        json!(" NULL "),
        json!(""),
        json!(" \t"),
    ] {
        let keys = [
            "alternate_name",
            "description",
            "alert",
            "status",
            "url",
            "additional_urls",
            "email",
            "phones",
            "interpretation_services",
            "application_process",
            "eligibility_description",
            "maximum_age",
            "last_modified",
            "organization",
            "fees_description",
            "fees",
            "cost_options",
            "languages",
            "schedules",
            "contacts",
            "service_at_locations",
            "attributes",
        ];
        let mut fields = Map::new();
        for key in keys {
            fields.insert(key.to_owned(), nothing.clone());
        }
        let mut record = service(json!({}));
        record.as_object_mut().unwrap().append(&mut fields);
        let reading = read(&[record]);
        assert_eq!(reading.findings, [], "{nothing}");
        assert_eq!(reading.offers, [offer(json!({}))], "{nothing}");
    }
}

#[test]
fn only_what_has_ended_is_hidden() {
    for (status, shown) in [
        (json!("active"), true),
        (json!("ACTIVE "), true),
        (json!(null), true),
        (json!("geplant"), true),
        (json!(1), true),
        (json!(["inactive"]), true),
        (json!("inactive"), false),
        (json!("Defunct"), false),
        (json!("temporarily closed"), false),
    ] {
        let reading = read(&[service(json!({ "status": status }))]);
        assert_eq!(
            (reading.offers.len(), reading.ended),
            if shown { (1, 0) } else { (0, 1) },
            "{status}"
        );
        assert_eq!(reading.broken(), 0);
    }
}

#[test]
fn terms_go_where_they_belong() {
    let attributes = json!([
        term("Themen", "Frühe Hilfen"),
        term("topic", "FRUEHE HILFEN"),
        term("Thema", "Imkerei"),
        term("Lebensphase", "Alle"),
        term("Zugang", "kommt nach Hause"),
        term("Gut zu wissen", "Rollstuhlgerecht"),
        term("Kennzeichnung", "Neu"),
        term("", "ohne Vokabular"),
        { "value": "ohne Wort" },
    ]);
    let offer = offer(json!({ "minimum_age": null, "attributes": attributes }));
    let topics: Vec<_> = offer
        .topics
        .iter()
        .map(|it| (it.slug(), it.label()))
        .collect();
    assert_eq!(
        topics,
        [
            ("early-help", "Frühe Hilfen"),
            ("imkerei", "Imkerei"),
            ("ohne-vokabular", "ohne Vokabular"),
        ]
    );
    assert_eq!(
        offer.audience.phases().iter().collect::<Vec<_>>(),
        LifePhase::ALL
    );
    assert_eq!(offer.channels, Channels::from_iter([Channel::HomeVisit]));
    assert!(offer.good_to_know.contains(GoodToKnow::StepFree));
    assert_eq!(
        offer.facts,
        [("Kennzeichnung".to_owned(), "Neu".to_owned())]
    );
    assert!(!offer.example);
}

#[test]
fn where_no_term_is_a_topic_the_other_terms_are() {
    let attributes = [
        term("Pädagogik", "Montessori"),
        term("Plätze gesamt", "100"),
        term("", "Kita"),
    ];
    let offer = offer(json!({ "attributes": attributes }));
    assert_eq!(
        offer.topics.iter().map(Topic::label).collect::<Vec<_>>(),
        ["Montessori", "Kita und Schule"]
    );
    let facts: Vec<_> = offer
        .facts
        .iter()
        .map(|(label, value)| format!("{label}: {value}"))
        .collect();
    assert_eq!(facts, ["Pädagogik: Montessori", "Plätze gesamt: 100"]);
}

#[test]
fn names_of_open_referral_uk_1() {
    let fields = json!({
        "minimum_age": null,
        "eligibilitys": [{ "eligibility": "Familien", "minimum_age": "3", "maximum_age": 5 }],
        "regular_schedules": [{ "byday": "MO", "opens_at": "09:00" }],
        "service_taxonomys": [{ "taxonomy": { "name": "Sport", "vocabulary": "Thema" } }],
        "languages": [{ "language": "Polnisch" }],
        "service_areas": [{ "service_area": "Vechelde" }],
        "service_at_locations": [{ "location": {
            "physical_addresses": [{ "address_1": "Beispielweg 2", "city": "Peine" }],
            "accessibility_for_disabilities": [{ "accessibility": "stufenlos" }],
        } }],
    });
    let offer = offer(fields);
    let ages = offer.audience.ages().unwrap();
    assert_eq!((ages.min(), ages.max()), (36, Some(71)));
    assert_eq!(offer.eligibility.as_deref(), Some("Familien"));
    assert_eq!(
        offer.schedules.iter().map(when::tell).collect::<Vec<_>>(),
        ["weekly/1 Mo 09:00-"]
    );
    assert_eq!(offer.topics[0].slug(), "sport");
    assert_eq!(codes(&offer.languages), ["pl"]);
    assert_eq!(labels(&offer.neighbourhoods), ["Vechelde"]);
    let address = offer.places[0].address.as_ref().unwrap();
    assert_eq!(
        address.lines().collect::<Vec<_>>(),
        ["Beispielweg 2", "Peine"]
    );
    assert!(offer.good_to_know.contains(GoodToKnow::StepFree));
}

#[test]
fn a_language_without_a_name_of_ours_keeps_that_of_the_feed() {
    let languages = json!([
        { "code": "hac", "name": "Gorani" },
        { "code": "tr", "name": "Türkisch" },
        { "code": "yor" },
    ]);
    let offer = offer(json!({ "languages": languages }));
    let called = offer.languages.iter().map(|it| offer.called(*it));
    assert_eq!(codes(&offer.languages).join(" "), "hac tr yo");
    assert_eq!(called.collect::<Vec<_>>(), [Some("Gorani"), None, None]);
}
