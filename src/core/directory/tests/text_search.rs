//! What a word finds.

use super::*;
use crate::directory::Marker;
use crate::synonyms::Synonyms;

fn shelf() -> World {
    let offer = |id: &str, name: &str, description: &str| json!({ "id": id, "name": name, "description": description });
    let mut run = offer("lauf", "Lauftreff", "");
    run["alternate_name"] = json!("Stillgruppe in Bewegung");
    run["organization"] = json!({ "name": "Turnverein Beispiel" });
    run["eligibility_description"] = json!("Nur mit Attest");
    run["service_areas"] = rows("name", &["Groß Ilsede"]);
    run["service_at_locations"] = json!([{ "location": { "name": "Waldstadion" } }]);
    run["attributes"] = terms("Thema", &["Sport"]).into();
    World::of(&[
        offer("cafe", "Müttercafé", "Frühstück in der Hauptstraße."),
        offer("still", "Stillgruppe", "Für Mütter mit Säuglingen"),
        offer("sprach", "Sprachkurs Deutsch", "Mit Kinderbetreuung"),
        offer(
            "fest",
            "STRASSENFEST",
            "Musik, Theater und Eltern-Kind-Café",
        ),
        offer("neue", "Neue Eltern", "Treffen für Familien"),
        run,
    ])
}

#[test]
fn a_word_finds_what_it_means() {
    let shelf = shelf();
    for (what, text, hits) in [
        ("as it is written", "Stillgruppe", "lauf still"),
        ("lower case", "stillgruppe", "lauf still"),
        ("the beginning", "still", "lauf still"),
        ("the end", "gruppe", "lauf still"),
        ("the middle", "illgru", "lauf still"),
        ("an umlaut", "Mütter", "cafe still"),
        ("an umlaut as ae, oe, ue", "MUETTER", "cafe still"),
        ("an umlaut without dots", "mutter", "cafe still"),
        ("an accent left out", "cafe", "cafe fest"),
        ("an accent of its own", "cafe\u{301}", "cafe fest"),
        ("ß", "straße", "fest cafe"),
        ("ss", "strasse", "fest cafe"),
        ("capital ß", "STRAẞE", "fest cafe"),
        ("two words", "deutsch sprachkurs", "sprach"),
        ("two words, the other order", "Sprachkurs Deutsch", "sprach"),
        ("words in different fields", "musik straßenfest", "fest"),
        ("every word counts", "musik sprachkurs", ""),
        ("half words", "deu spra", "sprach"),
        ("with signs", "Eltern-Kind-Café!", "fest"),
        ("the title comes first", "eltern", "neue fest"),
        ("each word in the title", "neue eltern", "neue"),
        ("one word in the title is not all", "eltern fest", "fest"),
        ("a neighbourhood", "gross ilsede", "lauf"),
        ("a topic", "bewegung", "lauf"),
        ("an organisation", "turnverein", "lauf"),
        ("a place", "waldstadion", "lauf"),
        ("who may come", "attest", "lauf"),
        ("typing on", "neu", "neue"),
        ("typing on", "neue", "neue"),
        (
            "nothing to look for",
            " - ",
            "lauf cafe neue sprach still fest",
        ),
        ("no match", "Fahrrad", ""),
        ("two letters begin a word", "tu", "lauf"),
        ("two letters are no part of one", "if", ""),
        ("a letter is missing", "stilgruppe", "lauf still"),
        ("two letters are missing", "stilgrupe", "lauf still"),
        ("three are too many", "stilgupe", ""),
        ("a letter too many", "sprachkurrs", "sprach"),
        ("another letter", "sprachgurs", "sprach"),
        ("two letters swapped", "spracHKRUs", "sprach"),
        ("in a word of four letters", "Kidn", "fest"),
        ("not in a word of three", "Nur", "lauf"),
        ("not in a word of three", "Nru", ""),
        ("at the beginning", "stilgr", "lauf still"),
        (
            "at the beginning, but not in the first letter",
            "rtillgr",
            "",
        ),
        ("in the last part of a word", "grupe", "lauf still"),
        (
            "in the last part, but not in its first letter",
            "druppe",
            "",
        ),
        ("in every word", "muter sauglinge", "still"),
        ("a swap that looks like an umlaut", "Thetaer", "fest"),
        (
            "a letter that looks like an umlaut",
            "Sproachkurs",
            "sprach",
        ),
    ] {
        let query = Query {
            text: text.to_owned(),
            ..Query::default()
        };
        assert_eq!(shelf.ids(&query).join(" "), hits, "{what}: {text}");
    }
}

#[test]
fn translations_are_found_as_people_write_them() {
    let text = |text: &str| json!({ "text": text, "origin": "machine" });
    let world = World::of(&[
        json!({
            "id": "cafe", "name": "Elterncafé", "translations": {
                "tr": { "name": text("Anne baba kahvaltısı"), "description": text("Çocuklar için ışıklı bir oda") },
                "ar": { "name": text("مقهى الآباء والأمّهات"), "description": text("لقاء كل أسبوع") },
                "uk": { "name": text("Кав’ярня для батьків"), "description": text("Щотижня зустріч сім’ї") },
            },
        }),
        json!({ "id": "chor", "name": "Chor" }),
    ]);
    for (what, text) in [
        ("Turkish", "kahvaltısı"),
        ("without the dotless i", "KAHVALTISI"),
        ("without its signs", "cocuklar icin isikli"),
        ("Arabic", "الآباء"),
        ("with another alef", "الاباء"),
        ("without vowel signs", "والأمهات"),
        ("with a typo", "الابء"),
        ("the other yeh", "مقهي"),
        ("Ukrainian", "батьків"),
        ("a beginning", "бать"),
        ("a typo", "батків"),
        ("another apostrophe", "сім'ї"),
        ("two languages at once", "eltern батьків"),
    ] {
        let query = Query {
            text: text.to_owned(),
            ..Query::default()
        };
        assert_eq!(world.ids(&query), ["cafe"], "{what}: {text}");
    }
}

/// Every pair of neighbours in this list differs in one step of the rule.
#[test]
fn the_nearer_comes_first() {
    let offer = |id: &str, name: &str, organisation: &str, text: &str| json!({ "id": id, "name": name, "organization": { "name": organisation }, "description": text });
    let world = World::of(&[
        offer("title, the word", "Z Turnen", "", ""),
        offer("title, its beginning", "Y Turnenden", "", ""),
        offer("title, a part", "X Kinderturnen", "", ""),
        offer("name, the word", "W", "Turnen im Verein", ""),
        offer("name, a part", "V", "Kinderturnen im Verein", ""),
        offer("text, the word", "U", "", "Wir turnen."),
        offer("text, its beginning", "T", "", "Für alle Turnenden."),
        offer("title, one typo", "S Tunren", "", ""),
        offer("text, one typo", "R", "", "Türnen"),
        offer("nothing", "Q", "", "Turm"),
    ]);
    let query = Query {
        text: "turnen".into(),
        ..Query::default()
    };
    let expected = [
        "title, the word",
        "title, its beginning",
        "title, a part",
        "name, the word",
        "name, a part",
        // "Türnen" folds to the same.
        "text, one typo",
        "text, the word",
        "text, its beginning",
        "title, one typo",
    ];
    assert_eq!(world.ids(&query), expected);
}

#[test]
fn a_word_is_also_found_by_those_that_mean_the_same() {
    let offer = |id: &str, name: &str| json!({ "id": id, "name": name });
    let world = World::of(&[
        offer("the word", "X Hebamme"),
        offer("a part", "W Familienhebammen"),
        offer("a synonym", "V Geburtshilfe"),
        offer("a synonym begins", "U Geburtshilfen"),
        offer("a typo", "T Hebame"),
        offer("nothing", "S Geburtstag"),
    ]);
    let groups = [vec!["Hebamme".to_owned(), "Geburtshilfe".to_owned()]];
    let synonyms = Synonyms::new(&groups).unwrap();
    let found = |text: &str| {
        let query = Query {
            text: text.into(),
            ..Query::default()
        };
        world.ids_of(&world.answer_with(&query, &synonyms))
    };
    let all = [
        "the word",
        "a part",
        "a synonym begins",
        "a synonym",
        "a typo",
    ];
    assert_eq!(found("hebamme"), all);
    // Another form of the word; a synonym with a typo is none.
    assert_eq!(found("Hebammen")[..1], ["a part"]);
    assert!(found("Hebammen").contains(&"a synonym".to_owned()));
    assert!(!found("Hebamne").contains(&"a synonym".to_owned()));
}

#[test]
fn what_was_found_is_marked_where_it_stands() {
    let groups = [vec!["Hebamme".to_owned(), "Geburtshilfe".to_owned()]];
    let synonyms = Synonyms::new(&groups).unwrap();
    for (text, written, marked) in [
        ("", "Stillgruppe", "Stillgruppe"),
        (
            "stillgruppe",
            "Offene Stillgruppe!",
            "Offene [Stillgruppe]!",
        ),
        (
            "still",
            "Stillgruppe, Stillcafé",
            "[Still]gruppe, [Still]café",
        ),
        ("gruppe", "Stillgruppe", "Still[gruppe]"),
        ("mutter", "Müttercafé", "[Mütter]café"),
        (
            "MUETTER",
            "Cafe\u{301} fu\u{308}r Mu\u{308}tter",
            "Cafe\u{301} fu\u{308}r [Mu\u{308}tter]",
        ),
        ("cafe", "Café und Cafe\u{301}", "[Café] und [Cafe\u{301}]"),
        ("strasse", "Straßenfest", "[Straße]nfest"),
        ("stilgrupe", "Die Stillgruppe", "Die [Stillgruppe]"),
        (
            "eltern kind",
            "Eltern-Kind-Gruppe",
            "[Eltern]-[Kind]-Gruppe",
        ),
        ("till still", "Stillen", "[Still]en"),
        ("hebamme", "Geburtshilfe im Haus", "[Geburtshilfe] im Haus"),
        ("батьків", "Кав’ярня для батьків", "Кав’ярня для [батьків]"),
        ("کتاب", "كِتَاب", "[كِتَاب]"),
    ] {
        let mut shown = written.to_owned();
        for mark in Marker::new(text, &synonyms)
            .marks(written)
            .into_iter()
            .rev()
        {
            shown.insert(mark.end, ']');
            shown.insert(mark.start, '[');
        }
        assert_eq!(shown, marked, "{text} in {written}");
    }
}

#[test]
fn places_and_spoken_languages_decide_between_equals() {
    let offer = |id: &str, languages: &[&str], area: &str| json!({ "id": id, "name": "Sport", "languages": rows("code", languages), "service_areas": rows("name", &[area]) });
    let world = World::of(&[
        offer("1", &["tr", "ar"], REGION),
        offer("2", &["tr"], "Südstadt"),
        offer("3", &["ar", "de", "tr"], "Südstadt"),
        offer("4", &["ar", "tr"], "Kernstadt"),
    ]);
    for (link, ids) in [
        ("q=sport&lang=tr,ar", ["1", "3", "4", "2"]),
        ("q=sport&place=suedstadt,kernstadt", ["2", "3", "4", "1"]),
        (
            "q=sport&lang=tr,ar&place=suedstadt,kernstadt",
            ["3", "4", "2", "1"],
        ),
        // Without a text languages come before places, unless only such offers are asked for.
        ("lang=tr,ar", ["1", "3", "4", "2"]),
        ("lang=ar&place=suedstadt,kernstadt", ["3", "4", "1", "2"]),
        ("lang=tr,ar&only=lang", ["1", "2", "3", "4"]),
    ] {
        assert_eq!(world.ids(&Query::from_link(link)), ids, "{link}");
    }
}

#[test]
fn a_word_in_the_title_ranks_before_a_word_in_the_text() {
    let offer =
        |id: &str, name: &str, text: &str| json!({ "id": id, "name": name, "description": text });
    let world = World::of(&[
        offer("1", "Abend", "Yoga im Park"),
        offer("2", "Yoga", "Abend für Abend"),
        offer("3", "Zeit für Yoga am Abend", ""),
    ]);
    for (text, hits) in [
        ("yoga", ["2", "3", "1"]),
        ("abend", ["1", "3", "2"]),
        // Only the third has both in its title.
        ("yoga abend", ["3", "1", "2"]),
        ("abend yoga", ["3", "1", "2"]),
    ] {
        assert_eq!(
            world.ids(&Query {
                text: text.into(),
                ..Query::default()
            }),
            hits,
            "{text}"
        );
    }
}
