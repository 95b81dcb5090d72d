//! A small directory, and what it answers.

use super::*;
use crate::calendar::When;
use crate::directory::{Filter, age_options};
use crate::offer::{Language, Neighbourhood, OfferId, Topic};

/// Five offers for all cases; what each is about stands in its line.
fn peine() -> World {
    let offer = |id: &str,
                 name: &str,
                 ages: [Value; 2],
                 languages: &[&str],
                 areas: &[&str],
                 topic: &str| {
        json!({
            "id": id, "name": name, "minimum_age": ages[0], "maximum_age": ages[1],
            "languages": rows("code", languages), "service_areas": rows("name", areas),
            "attributes": terms("Thema", &[topic]),
        })
    };
    let any = || [json!(null), json!(null)];
    let years = |from: u8, to: u8| [json!(from), json!(to)];
    World::of(&[
        offer(
            "sport",
            "Turnen",
            years(6, 9),
            &["de"],
            &["Südstadt"],
            "Sport",
        ),
        offer(
            "cafe",
            "Elterncafé",
            years(0, 2),
            &["de", "tr"],
            &["Südstadt", "Kernstadt"],
            "Treffpunkt",
        ),
        offer(
            "hebamme",
            "Hebamme",
            years(0, 0),
            &["de", "ar"],
            &["Kernstadt"],
            "Gesundheit",
        ),
        offer(
            "telefon",
            "Elterntelefon",
            any(),
            &["de"],
            &["Landkreis Peine"],
            "Beratung",
        ),
        offer(
            "arbeit",
            "Ausbildung",
            [json!(16), json!(null)],
            &[],
            &["Vechelde"],
            "Beruf",
        ),
    ])
}

#[test]
fn questions_and_answers() {
    let peine = peine();
    for (question, hits) in [
        // Without text and places the order is that of the titles.
        ("", "arbeit cafe telefon hebamme sport"),
        // An offer that says nothing about ages is for everybody.
        ("phase=baby", "cafe telefon hebamme"),
        ("phase=toddler", "cafe telefon"),
        ("phase=pregnancy", "telefon"),
        ("phase=baby,primary", "cafe telefon hebamme sport"),
        ("age=11", "cafe telefon hebamme"),
        ("age=12", "cafe telefon"),
        ("age=36", "telefon"),
        ("age=72&phase=toddler", "cafe telefon sport"),
        ("age=1200", "arbeit telefon"),
        // A language comes first; it leaves out only when that is asked.
        ("lang=tr", "cafe arbeit telefon hebamme sport"),
        ("lang=tr&only=lang", "cafe"),
        ("lang=tr,ar&only=lang", "cafe hebamme"),
        ("lang=sv&only=lang", ""),
        // What is there comes before what is for everybody.
        ("place=suedstadt", "cafe sport telefon"),
        ("place=suedstadt,kernstadt", "cafe hebamme sport telefon"),
        ("place=vechelde", "arbeit telefon"),
        ("place=nirgendwo", "telefon"),
        ("topic=sport,work", "arbeit sport"),
        ("topic=nothing", ""),
        ("phase=baby&lang=tr&only=lang&place=suedstadt", "cafe"),
        ("phase=baby&lang=ar&only=lang&place=suedstadt", ""),
        ("q=eltern", "cafe telefon"),
        ("q=eltern&place=vechelde", "telefon"),
        ("q=%21%3F", "arbeit cafe telefon hebamme sport"),
    ] {
        let found = peine.ids(&Query::from_link(question));
        assert_eq!(found.join(" "), hits, "?{question}");
    }
}

#[test]
fn a_day_and_a_part_of_it_are_asked_of_the_same_date() {
    let offer = |id: &str, schedules: &[(&str, &str)]| {
        let schedule = |(day, opens): &(&str, &str)| json!({ "freq": "WEEKLY", "byday": day, "opens_at": opens });
        let schedules: Vec<_> = schedules.iter().map(schedule).collect();
        json!({ "id": id, "name": id, "schedules": schedules })
    };
    // Questions are asked on a Tuesday.
    let world = World::of(&[
        offer("both", &[("TU", "09:00"), ("SA", "18:00")]),
        offer("tuesday evening", &[("TU", "19:30")]),
        offer("morning", &[("MO", "08:30")]),
        offer("weekend", &[("SU", "14:00")]),
        offer("words only", &[]),
    ]);
    for (link, hits) in [
        ("when=today", "both, tuesday evening"),
        ("when=week", "both, morning, tuesday evening, weekend"),
        ("when=weekend", "both, weekend"),
        ("when=morning", "both, morning"),
        ("when=today,evening", "tuesday evening"),
        ("when=today,weekend,evening", "both, tuesday evening"),
        ("when=weekend,morning", ""),
    ] {
        let found = world.ids(&Query::from_link(link));
        assert_eq!(found.join(", "), hits, "?{link}");
    }
    let answer = world.answer(&Query::from_link("when=evening"));
    let counts = |of: &[When]| {
        of.iter()
            .map(|it| answer.facets.when(*it))
            .collect::<Vec<_>>()
    };
    // Days are counted in the evening, parts of the day on any day.
    assert_eq!(counts(&[When::Today, When::Week, When::Weekend]), [1, 2, 1]);
    assert_eq!(
        counts(&[When::Morning, When::Afternoon, When::Evening]),
        [2, 1, 2]
    );
}

#[test]
fn an_offer_in_the_place_comes_first_even_if_it_is_for_the_whole_region() {
    let offer = |id: &str, place: &str, area: &str| {
        let location = json!({ "attributes": terms("Sozialraum", &[place]) });
        json!({
            "id": id, "name": id, "service_areas": rows("name", &[area]),
            "service_at_locations": [{ "location": location }],
        })
    };
    let world = World::of(&[
        offer("1 Kernstadt, für alle", "Kernstadt", REGION),
        offer("2 Südstadt, für alle", "Südstadt", REGION),
        offer("3 Südstadt", "Südstadt", "Südstadt"),
    ]);
    let there = world.ids(&Query::from_link("place=suedstadt"));
    assert_eq!(
        there,
        [
            "2 Südstadt, für alle",
            "3 Südstadt",
            "1 Kernstadt, für alle"
        ]
    );
    assert_eq!(world.ids(&Query::default())[0], "1 Kernstadt, für alle");
}

#[test]
fn counts_beside_the_options() {
    let peine = peine();
    for (question, phases, languages, places, topics) in [
        // Phases in the order of life; ar de tr; Kernstadt Südstadt Vechelde;
        // advice health meeting sport work.
        (
            "",
            [1, 3, 2, 1, 2, 1, 2],
            [1, 4, 1],
            [3, 3, 2],
            [1, 1, 1, 1, 1],
        ),
        (
            "phase=baby",
            [1, 3, 2, 1, 2, 1, 2],
            [1, 3, 1],
            [3, 2, 1],
            [1, 1, 1, 0, 0],
        ),
        (
            "lang=tr",
            [1, 3, 2, 1, 2, 1, 2],
            [1, 4, 1],
            [3, 3, 2],
            [1, 1, 1, 1, 1],
        ),
        (
            "lang=tr&only=lang",
            [0, 1, 1, 0, 0, 0, 0],
            [1, 4, 1],
            [1, 1, 0],
            [0, 0, 1, 0, 0],
        ),
        (
            "phase=baby&lang=tr&only=lang",
            [0, 1, 1, 0, 0, 0, 0],
            [1, 3, 1],
            [1, 1, 0],
            [0, 0, 1, 0, 0],
        ),
        ("q=nichts", [0; 7], [0; 3], [0; 3], [0; 5]),
    ] {
        let facets = peine.directory.answer(&Query::from_link(question)).facets;
        assert_eq!(facets.phases, phases, "?{question}");
        assert_eq!(facets.languages, languages, "?{question}");
        assert_eq!(facets.neighbourhoods, places, "?{question}");
        assert_eq!(facets.topics, topics, "?{question}");
    }
}

#[test]
fn what_one_can_filter_by() {
    let directory = peine().directory;
    assert_eq!((directory.len(), directory.is_empty()), (5, false));
    let codes: Vec<_> = directory.languages().iter().map(Language::code).collect();
    assert_eq!(codes, ["ar", "de", "tr"]);
    let places: Vec<_> = directory
        .neighbourhoods()
        .iter()
        .map(Neighbourhood::label)
        .collect();
    assert_eq!(places, ["Kernstadt", "Südstadt", "Vechelde"]);
    let topics: Vec<_> = directory.topics().iter().map(Topic::slug).collect();
    assert_eq!(topics, ["advice", "health", "meeting", "sport", "work"]);
}

#[test]
fn who_asks_for_a_macrolanguage_finds_all_that_it_holds() {
    let offer = |id: &str, languages: &[&str]| json!({ "id": id, "name": id, "languages": rows("code", languages) });
    let world = World::of(&[
        offer("a", &["kmr"]),
        offer("b", &["ckb", "kmr"]),
        offer("c", &["yue", "de"]),
        offer("d", &["zh"]),
        offer("e", &["hr"]),
        offer("f", &["diq"]),
    ]);
    // Kurdish and Zazaki are options though no offer names them; Serbo-Croatian is not.
    let options = [
        ("ckb", 1, "b"),
        ("de", 1, "c"),
        ("diq", 1, "f"),
        ("hr", 1, "e"),
        ("kmr", 2, "a b"),
        ("ku", 2, "a b"),
        ("yue", 1, "c"),
        ("zh", 2, "c d"),
        ("zza", 1, "f"),
    ];
    let counts = world.answer(&Query::default()).facets.languages;
    let found = world.directory.languages().iter().zip(counts);
    let found: Vec<_> = found
        .map(|(language, count)| {
            let link = format!("lang={}&only=lang", language.code());
            let hits = world.ids(&Query::from_link(&link)).join(" ");
            (language.code().to_owned(), count, hits)
        })
        .collect();
    let options = options.map(|(code, count, hits)| (code.to_owned(), count, hits.to_owned()));
    assert_eq!(found, options);
    let hits = world.ids(&Query::from_link("lang=sh&only=lang"));
    assert_eq!(hits, ["e"], "a link may ask for what is no option");
}

#[test]
fn names_with_numbers_are_in_the_order_of_counting() {
    let offer = |name: &str, area: &str| json!({ "id": name, "name": name, "service_areas": rows("name", &[area]) });
    let world = World::of(&[
        offer("Kurs 10", "Bezirk 10"),
        offer("Kurs 9", "Bezirk 2"),
        offer("Kurs", "Bezirk 1"),
    ]);
    assert_eq!(world.ids(&Query::default()), ["Kurs", "Kurs 9", "Kurs 10"]);
    let places = world.directory.neighbourhoods().iter();
    let places: Vec<_> = places.map(Neighbourhood::label).collect();
    assert_eq!(places, ["Bezirk 1", "Bezirk 2", "Bezirk 10"]);
}

#[test]
fn ages_to_choose_are_months_and_then_years() {
    let ages: Vec<_> = age_options().collect();
    assert_eq!(ages[..3], [0, 1, 2]);
    assert_eq!(ages[34..38], [34, 35, 3 * 12, 4 * 12]);
    assert_eq!(ages.last(), Some(&(27 * 12)));
}

#[test]
fn a_listing_is_found_by_its_id_and_knows_its_terms() {
    let peine = peine();
    for offer in &peine.offers {
        let listing = peine.directory.find(&offer.id).unwrap();
        assert_eq!(listing.title, offer.title);
        assert_eq!(listing.audience, offer.audience);
        let of = &peine.directory;
        assert_eq!(
            of.languages_of(&listing).collect::<Vec<_>>(),
            offer.languages
        );
        assert!(of.neighbourhoods_of(&listing).eq(&offer.neighbourhoods));
        assert!(of.topics_of(&listing).eq(&offer.topics));
    }
    assert_eq!(peine.directory.find(&OfferId::new("anders").unwrap()), None);
}

#[test]
fn a_listing_tells_what_a_list_shows() {
    let world = World::of(&[json!({
        "id": "1", "name": "Krabbelgruppe", "organization": { "name": "Verein Beispiel" },
        "schedules": [{ "byday": "MO" }, { "byday": "TU" }, { "byday": "WE" }],
        "service_at_locations": [{ "location": {} }, { "location": { "name": "Beispielhaus" } }],
        "attributes": terms("Kennzeichnung", &["Beispiel"]), "fees_description": "kostenlos",
    })]);
    let (offer, listing) = (&world.offers[0], world.directory.listing(0).unwrap());
    assert_eq!(listing.organisation.as_deref(), Some("Verein Beispiel"));
    assert_eq!(world.directory.schedules_of(&listing), offer.schedules);
    assert_eq!(listing.place.as_deref(), Some("Beispielhaus"));
    assert_eq!(
        (listing.channels, listing.good_to_know),
        (offer.channels, offer.good_to_know)
    );
    assert!(listing.example && !listing.region_wide);
}

#[test]
fn a_listing_says_where_its_record_stands() {
    let page = include_bytes!("../../feed/fixtures/everything.json");
    let opened = Page::open(page).unwrap();
    let directory = Directory::compile(&opened, &opened.read(None));
    let range = directory.listing(0).unwrap().range();
    let record = &page[range.start as usize..range.end as usize];
    assert!(record.starts_with(b"{") && record.ends_with(b"}"));
    let offer = crate::feed::read_service(record, None).unwrap();
    assert_eq!(offer.id, directory.listing(0).unwrap().id);
}

#[test]
fn an_empty_directory_answers() {
    let empty = World::of(&[]);
    assert!(empty.directory.is_empty());
    assert_eq!(
        empty.ids(&Query::from_link("q=a&phase=baby&place=suedstadt")),
        [""; 0]
    );
}

#[test]
fn a_filter_is_asked_when_something_is_chosen() {
    for (link, asked) in [
        ("", vec![]),
        ("q=+", vec![]),
        ("q=a", vec![Filter::Text]),
        ("age=0", vec![Filter::Age]),
        (
            "phase=baby&lang=tr&only=lang",
            vec![Filter::Age, Filter::Language],
        ),
        ("by=online", vec![Filter::Neighbourhood]),
        ("good=free,step-free", vec![Filter::GoodToKnow]),
        (
            "place=x&topic=y",
            vec![Filter::Neighbourhood, Filter::Topic],
        ),
    ] {
        let query = Query::from_link(link);
        let asks: Vec<_> = Filter::ALL
            .into_iter()
            .filter(|filter| query.asks(*filter))
            .collect();
        assert_eq!(asks, asked, "?{link}");
        assert_eq!(query.is_empty(), asked.is_empty(), "?{link}");
        let mut left = query.clone();
        for filter in asked {
            left = left.without(filter);
            assert!(!left.asks(filter));
        }
        assert_eq!(left.to_link().trim_start_matches("q=+"), "", "?{link}");
    }
    // A language that leaves nothing out is chosen all the same.
    let query = Query::from_link("lang=tr");
    assert!(!query.is_empty() && !query.asks(Filter::Language));
    let query = Query::from_link(
        "phase=baby,youth&age=7&lang=tr&place=a,b&by=online&topic=c&good=free,anonymous&q=d",
    );
    assert_eq!(query.chosen(), 10);
}
