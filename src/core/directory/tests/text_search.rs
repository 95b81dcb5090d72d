//! What a word finds.

use super::*;

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
        offer("fest", "STRASSENFEST", "Musik, Tanz und Eltern-Kind-Café"),
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
        ("one letter", "ü", "cafe fest lauf neue sprach still"),
    ] {
        let query = Query {
            text: text.to_owned(),
            ..Query::default()
        };
        let mut found = shelf.ids(&query);
        if what == "one letter" {
            found.sort_unstable();
        }
        assert_eq!(found.join(" "), hits, "{what}: {text}");
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
