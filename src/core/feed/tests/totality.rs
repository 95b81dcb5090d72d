//! Reading never fails as a whole and never panics, whatever is in the file.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;

use super::*;
use crate::directory::Directory;
use crate::feed::{Severity, read_service};
use crate::offer::{LanguageTag, LifePhase, Recurrence};
use crate::text;

/// The fields that the reader knows in each kind of object, and what kind of object is in a
/// field. Fields that are in no line hold values.
const SHAPE: &[(&str, &str)] = &[
    (
        "service",
        "id name status description url email minimum_age maximum_age min_age max_age assured_date last_modified \
         fees_description interpretation_services confidential_address phones contacts languages \
         schedules regular_schedules service_areas service_at_locations attributes \
         service_taxonomys eligibilitys cost_options organization additional_urls translations",
    ),
    ("translations", "tr TR de-simple klingonisch"),
    ("tr", "alert"),
    ("TR", "alert"),
    ("de-simple", "alert"),
    ("alert", "text origin reviewed_at"),
    ("phones", "number type extension description"),
    ("contacts", "name title department email phones"),
    ("languages", "code name language"),
    ("schedules", SCHEDULE),
    ("regular_schedules", SCHEDULE),
    ("service_areas", "name service_area"),
    (
        "service_at_locations",
        "attributes location phones contacts schedules",
    ),
    (
        "location",
        "name location_type latitude longitude addresses physical_addresses accessibility \
         attributes transportation confidential_address phones contacts schedules",
    ),
    (
        "addresses",
        "address_1 city region postal_code address_type",
    ),
    ("physical_addresses", "address_1 city region"),
    ("accessibility", "description details"),
    ("attributes", "taxonomy_term"),
    ("taxonomy_term", "name taxonomy taxonomy_detail"),
    ("taxonomy_detail", "name"),
    ("service_taxonomys", "taxonomy"),
    ("taxonomy", "name vocabulary"),
    ("eligibilitys", "eligibility minimum_age maximum_age"),
    ("cost_options", "option amount currency amount_description"),
    ("organization", "name phones email"),
    ("additional_urls", "url label"),
];

/// Fields that hold one object in one another, so that lists would leave nothing of them.
const OBJECTS: [&str; 5] = ["translations", "tr", "TR", "de-simple", "alert"];

const SCHEDULE: &str = "freq interval byday bymonthday byweekno wkst bymonth weekday dtstart until count valid_from valid_to \
                        opens_at closes_at exdates skip description";

/// Texts that mean something, with bars between them, and the fields where they do.
const WORDS: &[(&str, &str)] = &[
    (
        "",
        "|null|0|-1|3|1e400|NaN|-|(|ß|\u{202E}|\u{200B}|<br>|true|ja|uhr|am|https://|MO,TU",
    ),
    ("status", "active|inactive|geplant"),
    (
        "minimum_age maximum_age amount interval count",
        "0|1,5|3|18|27|120|999",
    ),
    (
        "code name language",
        "de|tr|kmr|deutsch - türkisch|Polnisch (wenig)|Klingonisch",
    ),
    ("taxonomy vocabulary", "Thema|Lebensphase|Plätze ab 3"),
    (
        "name",
        "Schwangerschaft|Online|Kostenlos|27|Thema|Elterncafé",
    ),
    (
        "name service_area region city",
        "Landkreis Peine|Landkreis Peine|Südstadt|Kernstadt",
    ),
    (
        "location_type address_type type",
        "physical|postal|virtual|fax|textphone",
    ),
    ("freq", "WEEKLY|MONTHLY|DAILY|YEARLY|week"),
    ("byday", "MO,TU|2TU|-1FR|SU;SU"),
    ("bymonthday", "1|31|-1|32"),
    (
        "byweekno",
        "2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40,42,44,46,48,50,52|5|-1",
    ),
    ("wkst", "MO|SU"),
    ("weekday", "Thursday|Montag, Dienstag"),
    (
        "dtstart until valid_from valid_to exdates assured_date reviewed_at",
        "2026-12-06|1.1.2026|2026-02-30",
    ),
    (
        "last_modified until dtstart",
        "2026-12-06T10:00:00Z|2027-01-15T23:00:00.000Z|-0001-01-01|9999-12-31|1.1.-202|+202-01-01",
    ),
    (
        "opens_at closes_at",
        "24:00|23:30Z|08:00-05:00|9:30pm|09:00+01:00|9 Uhr|0",
    ),
    ("number extension", "+49 (0)5171 1|112|*#06#|05171 1 ext. 2"),
    ("email url", "a@b.example|https://b.example/|java\tscript:x"),
    ("latitude longitude", "52,3|10.2|100|Nord"),
    ("skip", "SH,PH"),
    ("origin", "original|human|machine|DeepL"),
];

/// Terms of the vocabularies.
const TERMS: [(&str, &str); 8] = [
    ("Thema", "Sport"),
    ("Lebensphase", "Schwangerschaft"),
    ("Lebensphase", "Rente"),
    ("Form", "Online"),
    ("Sozialraum", "Südstadt"),
    ("Plätze unter 3", "27"),
    ("Gut zu wissen", "Kostenlos"),
    ("Kennzeichnung", "Beispiel"),
];

/// A value for the field `key`: mostly one that means something there.
fn scalar(key: &str) -> BoxedStrategy<Value> {
    let fitting = WORDS
        .iter()
        .filter(|(keys, _)| keys.split(' ').any(|it| it == key));
    let fitting: Vec<_> = fitting.flat_map(|(_, words)| words.split('|')).collect();
    let all: Vec<_> = WORDS
        .iter()
        .flat_map(|(_, words)| words.split('|'))
        .collect();
    let fitting = if fitting.is_empty() {
        all.clone()
    } else {
        fitting
    };
    prop_oneof![
        12 => select(fitting).prop_map(Value::from),
        3 => select(all).prop_map(Value::from),
        1 => any::<String>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => (-200..200i64).prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ]
    .boxed()
}

/// Any JSON at all.
fn anything() -> BoxedStrategy<Value> {
    let key = prop_oneof![
        select(SHAPE).prop_map(|(key, _)| key.to_owned()),
        any::<String>()
    ];
    scalar("")
        .prop_recursive(4, 16, 4, move |inner| {
            prop_oneof![
                vec(inner.clone(), 0..4).prop_map(Value::from),
                vec((key.clone(), inner), 0..4).prop_map(|fields| fields.into_iter().collect()),
            ]
        })
        .boxed()
}

/// What may stand in the field `key`: mostly what belongs there, sometimes anything.
fn field(key: &str) -> BoxedStrategy<Value> {
    let Some((_, keys)) = SHAPE.iter().find(|(object, _)| *object == key) else {
        return prop_oneof![16 => scalar(key), 1 => anything()].boxed();
    };
    let one = match key {
        "attributes" => {
            let known = select(&TERMS[..]).prop_map(|(taxonomy, name)| term(taxonomy, name));
            prop_oneof![object(keys), known].boxed()
        }
        _ => object(keys),
    };
    let list = vec(one.clone(), 0..3).prop_map(Value::from);
    let lists = if OBJECTS.contains(&key) { 1 } else { 9 };
    prop_oneof![lists => list, 2 => one, 1 => anything()].boxed()
}

/// An object with some of these fields.
fn object(keys: &'static str) -> BoxedStrategy<Value> {
    let most = keys.split(' ').count().min(12);
    let fields = keys.split(' ').map(|key| {
        let leads_deeper = SHAPE.iter().any(|(object, _)| *object == key);
        let value = field(key).prop_map(|value| (key.to_owned(), value));
        (if leads_deeper { 3 } else { 1 }, value)
    });
    vec(Union::new_weighted(fields.collect()), 1..=most)
        .prop_map(|fields| fields.into_iter().collect())
        .boxed()
}

/// A record that is often an offer and always tries to reach the depths of the reader.
fn record() -> BoxedStrategy<Value> {
    let whole = object(SHAPE[0].1).prop_map(|mut record| {
        let fields = record.as_object_mut().unwrap();
        fields.entry("id").or_insert(json!("x"));
        fields.entry("name").or_insert(json!("Elterncafé"));
        record
    });
    prop_oneof![8 => whole, 1 => object(SHAPE[0].1), 1 => anything()].boxed()
}

/// What is true of every reading.
fn check(file: &[u8]) -> Result<(), TestCaseError> {
    let Ok(page) = Page::open(file) else {
        return Ok(());
    };
    let reading = page.read(REGION);
    prop_assert_eq!(reading.records, page.records().len());
    prop_assert_eq!(reading.sources.len(), reading.offers.len());
    prop_assert_eq!(
        reading.offers.len() + reading.ended + reading.broken(),
        reading.records
    );
    prop_assert_eq!(
        reading.count(Severity::Error),
        reading.broken(),
        "each has its reason"
    );
    let mut ids: Vec<_> = reading.offers.iter().map(|offer| &offer.id).collect();
    ids.sort_unstable();
    ids.dedup();
    prop_assert_eq!(ids.len(), reading.offers.len());
    for (offer, source) in reading.offers.iter().zip(&reading.sources) {
        check_offer(offer, &reading.findings)?;
        let alone = read_service(&file[page.range(*source)], REGION);
        prop_assert_eq!(alone.as_ref(), Some(offer));
    }
    // Whatever is read can be stored.
    let directory = Directory::compile(&page, &reading);
    prop_assert_eq!(Directory::open(directory.image().to_vec()), Ok(directory));
    Ok(())
}

/// What is true of every offer.
fn check_offer(offer: &Offer, findings: &[Finding]) -> Result<(), TestCaseError> {
    prop_assert!(!offer.title.is_empty());
    prop_assert_eq!(&text::clean_line(&offer.title), &offer.title);
    let nowhere = findings
        .iter()
        .any(|it| it.record == offer.id.as_str() && it.problem == Problem::NoNeighbourhood);
    prop_assert!(!offer.neighbourhoods.is_empty() || offer.region_wide || nowhere);
    prop_assert!(offer.languages.is_sorted_by(|one, next| one < next));
    prop_assert!(offer.audience.phases().iter().next().is_some());
    let unique = |mut slugs: Vec<&str>| {
        let all = slugs.len();
        slugs.sort_unstable();
        slugs.dedup();
        slugs.len() == all && slugs.iter().all(|slug| !slug.is_empty() && slug.is_ascii())
    };
    prop_assert!(unique(
        offer.topics.iter().map(crate::offer::Topic::slug).collect()
    ));
    prop_assert!(unique(
        offer
            .neighbourhoods
            .iter()
            .map(crate::offer::Neighbourhood::slug)
            .collect()
    ));
    for link in &offer.links {
        prop_assert!(link.href().to_lowercase().starts_with("https://"));
    }
    for contact in &offer.contacts {
        prop_assert!(!contact.phones.is_empty() || !contact.emails.is_empty());
        for phone in &contact.phones {
            let href = phone.href();
            let number = href.strip_prefix("tel:").unwrap_or_default();
            let digits = number.trim_start_matches('+').replacen(";ext=", "", 1);
            prop_assert!(!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
    for place in &offer.places {
        prop_assert!(!place.confidential || place.address.is_none() && place.position.is_none());
    }
    for schedule in &offer.schedules {
        prop_assert!(schedule.count != Some(0));
        // What is not understood has no date, not even its first.
        let is_words = schedule.recurrence == Recurrence::Unstated;
        prop_assert!(!is_words || schedule.start.is_none());
        match &schedule.recurrence {
            Recurrence::Weekly { interval, days } => {
                prop_assert!(*interval > 0 && days.is_sorted_by(|one, next| one < next));
            }
            Recurrence::Monthly {
                interval,
                days,
                month_days,
            } => {
                prop_assert!(*interval > 0);
                prop_assert!(
                    days.iter()
                        .filter_map(|day| day.nth)
                        .all(|nth| (1..=5).contains(&nth.abs()))
                );
                prop_assert!(month_days.iter().all(|day| (1..=31).contains(&day.abs())));
            }
            Recurrence::CalendarWeeks { days, .. } => {
                prop_assert!(!days.is_empty() && days.is_sorted_by(|one, next| one < next));
            }
            Recurrence::Once(_) | Recurrence::Unstated => {}
        }
    }
    prop_assert!(
        offer
            .translations
            .is_sorted_by(|one, next| one.tag < next.tag)
    );
    for translation in &offer.translations {
        prop_assert!(LanguageTag::new(translation.tag.as_str()).as_ref() == Some(&translation.tag));
        let texts = [
            &translation.title,
            &translation.description,
            &translation.notice,
            &translation.eligibility,
            &translation.application,
            &translation.cost,
        ];
        prop_assert!(texts.iter().any(|text| text.is_some()));
    }
    for price in &offer.cost.prices {
        prop_assert!(price.cents.is_some() || price.note.is_some());
        prop_assert_eq!(price.currency.len(), 3);
    }
    Ok(())
}

proptest! {
    #[test]
    fn of_records_that_look_like_services(records in vec(record(), 1..3)) {
        let list = Value::from(records);
        check(list.to_string().as_bytes())?;
        check(json!({ "contents": list }).to_string().as_bytes())?;
        check(format!("{list:#}").as_bytes())?;
    }

    #[test]
    fn of_any_json(file in anything()) {
        check(file.to_string().as_bytes())?;
        check(json!({ "contents": [file] }).to_string().as_bytes())?;
    }

    #[test]
    fn of_any_bytes(bytes in vec(any::<u8>(), 0..200), around in select(&["", "[", "{", "[{\"id\":"][..])) {
        check(&bytes)?;
        check(&[around.as_bytes(), &bytes].concat())?;
    }

    #[test]
    fn of_a_page_with_changed_bytes(
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut page = include_bytes!("../fixtures/everything.json").to_vec();
        for (at, byte) in changes {
            let at = at.index(page.len());
            page[at] = byte;
        }
        check(&page)?;
        page.truncate(cut.index(page.len()));
        check(&page)?;
    }
}

/// The strategies above are of use only if they reach the depths of the reader.
#[test]
fn the_strategies_reach_offers_with_everything() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    type Has = fn(&Offer) -> bool;
    const RECORDS: usize = 600;

    let mut runner = TestRunner::deterministic();
    let records = vec(record(), RECORDS)
        .new_tree(&mut runner)
        .unwrap()
        .current();
    let records = records.into_iter().enumerate().map(|(at, mut record)| {
        if let Some(id) = record.get_mut("id") {
            *id = json!(at);
        }
        record
    });
    let reading = read(&records.collect::<Vec<_>>());
    let parts: [(&str, Has); 12] = [
        ("languages", |offer| !offer.languages.is_empty()),
        ("topics", |offer| !offer.topics.is_empty()),
        ("region", |offer| offer.region_wide),
        ("neighbourhoods", |offer| !offer.neighbourhoods.is_empty()),
        ("named phases", |offer| {
            offer.audience.is_stated() && offer.audience.phases().contains(LifePhase::Pregnancy)
        }),
        ("ages", |offer| {
            offer
                .audience
                .ages()
                .is_some_and(|ages| ages.max().is_some())
        }),
        ("phones", |offer| {
            offer
                .contacts
                .iter()
                .any(|contact| !contact.phones.is_empty())
        }),
        ("links", |offer| !offer.links.is_empty()),
        ("places", |offer| {
            offer.places.iter().any(|place| place.address.is_some())
        }),
        ("prices", |offer| !offer.cost.prices.is_empty()),
        ("translations", |offer| !offer.translations.is_empty()),
        ("schedules", |offer| {
            offer
                .schedules
                .iter()
                .any(|it| it.recurrence != Recurrence::Unstated)
        }),
    ];
    for (part, has) in parts {
        let offers = reading.offers.iter().filter(|offer| has(offer)).count();
        assert!(offers > 0, "no offer of {RECORDS} records has {part}");
    }
}
