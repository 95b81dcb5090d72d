use jiff::civil::date;

use super::*;

const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

/// Settings with all that they need, and with these fields besides.
fn read(fields: &str) -> Result<Region, RegionError> {
    let needed =
        r#""name":"x","holidays":{"state":"ni"},"feed":{"address":"feed/","unsigned":true}"#;
    Region::read(&format!("{{{needed}{fields}}}"))
}

#[test]
fn settings_say_where_and_who() {
    let json = |feed: &str| format!(r#"{{"name":"x","holidays":{{"state":"ni"}},"feed":{feed}}}"#);
    let read = |feed: &str| Region::read(&json(feed));
    let signed = read(&format!(r#"{{"address":"feed/","keys":["{KEY}"]}}"#)).unwrap();
    assert_eq!(signed.feed.keys[0].as_str(), KEY);
    assert!(!signed.feed.unsigned);
    let plain = read(r#"{"address":"daten/angebote.json","unsigned":true}"#).unwrap();
    assert!(plain.feed.unsigned);

    let nobody = r#"{"address":"feed/"}"#;
    assert_eq!(read(nobody), Err(RegionError::NobodyTrusted));
    assert!(Region::draft(&json(nobody)).is_ok());
    let many = read(&format!(
        r#"{{"address":"feed/","keys":["{KEY}","{KEY}","{KEY}"]}}"#
    ));
    assert_eq!(many, Err(RegionError::TooManyKeys(3)));
    let no_key = read(r#"{"address":"feed/","keys":["kein Schlüssel"]}"#);
    let error = wrong("feed.keys[1]", "kein Schlüssel", Wanted::Key);
    assert_eq!(no_key, Err(error));
    for address in [
        "",
        "/",
        "/feed/",
        "//host/feed/",
        "https://host/feed/",
        "../feed/",
        "feed/../x",
        "feed//x",
        "feed/?x",
        "feed/%2e%2e/",
        "fe\\ed",
    ] {
        let feed = serde_json::json!({ "address": address, "unsigned": true });
        let error = RegionError::Address(address.to_owned());
        assert_eq!(read(&feed.to_string()), Err(error));
    }
}

#[test]
fn what_is_no_settings_is_told_with_line_and_column() {
    for (json, sentence) in [
        ("", "line 1, column 0: EOF while parsing a value"),
        ("{}", "line 1, column 2: missing field `name`"),
        (
            "{\"name\":\"x\",\n \"help\": {}}",
            "line 2, column 9: invalid type: map, expected a sequence",
        ),
        (
            r#"{"name":"x","pages":{"imprint":7}}"#,
            "line 1, column 32: invalid type: integer `7`, expected a string, a list or an object",
        ),
    ] {
        let error = Region::read(json).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("region.json cannot be read: {sentence}")
        );
    }
}

#[test]
fn settings_need_little_and_may_be_ahead_of_the_app() {
    let bare = read(r#","weather":{"source":7},"pages":{"cookies":""}"#).unwrap();
    assert_eq!(bare.short_name, None);
    assert_eq!(bare.holidays.state, State::LowerSaxony);
    assert!(bare.municipalities.is_empty() && bare.help.is_empty());
    assert_eq!(bare.pages, Pages::default());
    assert_eq!(bare.contact, Contact::default());
    assert_eq!(bare.colours, None);
    assert_eq!(bare.synonyms, Synonyms::default());
}

#[test]
fn a_county_says_who_it_is() {
    let region = read(
        r##","short_name":" Peine ","colours":{"light":"#0B4F6C","dark":"#8fd3f0"},
            "contact":{"name":"Jugendamt","email":"jugendamt@landkreis.example","phone":"05171 4010",
                       "address":"Musterstraße 1\n31224 Peine"},
            "pages":{"imprint":"Hier steht es.","privacy":{"de":"Nichts.","en":"Nothing."}}"##,
    )
    .unwrap();
    assert_eq!(region.short_name.as_deref(), Some("Peine"));
    assert_eq!(region.pages.imprint.get("en"), ("Hier steht es.", "de"));
    assert_eq!(region.pages.privacy.get("en"), ("Nothing.", "en"));
    assert!(region.pages.accessibility.is_empty());
    assert_eq!(region.contact.name, "Jugendamt");
    let address = region.contact.address.unwrap();
    assert_eq!(address.lines().count(), 2);
    assert_eq!(region.colours.unwrap().light, "#0b4f6c");
}

#[test]
fn school_holidays_are_read_as_the_state_publishes_them() {
    let holidays = |school: &str| {
        let feed = r#""feed":{"address":"feed/","unsigned":true}"#;
        let holidays = format!(r#""holidays":{{"state":"nw","school":[{school}]}}"#);
        Region::read(&format!(r#"{{"name":"x",{feed},{holidays}}}"#)).map(|it| it.holidays)
    };
    let good = holidays(r#"{"name":"Herbstferien","from":"2026-10-17","to":"31.10.2026"}"#);
    assert_eq!(
        good.unwrap().school(date(2026, 10, 31)),
        Some("Herbstferien")
    );
    for (school, field, given, wanted) in [
        (
            r#"{"name":"a","from":"2026-10-17","to":"Ende"}"#,
            "to",
            "Ende",
            Wanted::Date,
        ),
        (
            r#"{"name":"a","from":"2026-10-17","to":"2026-10-16"}"#,
            "to",
            "2026-10-16",
            Wanted::LaterDate,
        ),
        (
            r#"{"name":" ","from":"2026-10-17","to":"2026-10-17"}"#,
            "name",
            " ",
            Wanted::Name,
        ),
    ] {
        let error = wrong(format!("holidays.school[1].{field}"), given, wanted);
        assert_eq!(holidays(school), Err(error));
    }
}

#[test]
fn neighbourhoods_stand_under_their_municipality() {
    let region = read(
        r#","municipalities":[
            {"name":"Peine","neighbourhoods":["Südstadt","Kernstadt"]},
            {"name":"Ilsede"},
            {"name":"Vechelde"}]"#,
    )
    .unwrap();
    let name = |slug| {
        region
            .municipalities
            .iter()
            .find(|group| group.has(slug))
            .map(|group| &*group.name)
    };
    assert_eq!(name("suedstadt"), Some("Peine"));
    assert_eq!(name("peine"), Some("Peine"));
    assert_eq!(name("ilsede"), Some("Ilsede"));
    assert_eq!(name("braunschweig"), None);

    let labels = ["Braunschweig", "Ilsede", "KERNSTADT", "Südstadt"];
    let labels = labels.map(|label| Neighbourhood::new(label).unwrap());
    let groups: Vec<_> = region
        .groups(&labels, |it| it.slug())
        .into_iter()
        .map(|(group, labels)| {
            let labels: Vec<_> = labels.into_iter().map(Neighbourhood::label).collect();
            (group.map(|group| &*group.name), labels.join(" "))
        })
        .collect();
    let expected = [
        (Some("Peine"), "Südstadt KERNSTADT"),
        (Some("Ilsede"), "Ilsede"),
        (None, "Braunschweig"),
    ];
    assert_eq!(
        groups,
        expected.map(|(name, labels)| (name, labels.to_owned()))
    );
}

#[test]
fn what_cannot_be_meant_is_named_with_its_place() {
    for (fields, field, given, wanted) in [
        (
            r##""colours":{"light":"#0b4f6c","dark":"blue"}"##,
            "colours.dark",
            "blue",
            Wanted::Colour,
        ),
        (
            r#""contact":{"email":"x"}"#,
            "contact.email",
            "x",
            Wanted::Email,
        ),
        (
            r#""contact":{"phone":"x"}"#,
            "contact.phone",
            "x",
            Wanted::Phone,
        ),
        (
            r#""municipalities":[{"name":"Peine","neighbourhoods":["-"]}]"#,
            "municipalities[1].neighbourhoods[1]",
            "-",
            Wanted::Name,
        ),
        (
            r#""help":[{"name":"a","phone":"112"},{"name":"a","phone":"x"}]"#,
            "help[2].phone",
            "x",
            Wanted::Phone,
        ),
        (
            r#""pages":{"privacy":{"en":"x"}}"#,
            "pages.privacy",
            "",
            Wanted::German,
        ),
    ] {
        let error = wrong(field, given, wanted);
        assert_eq!(read(&format!(",{fields}")), Err(error), "{fields}");
    }
    let state = r#"{"name":"x","holidays":{"state":"by"},"feed":{"address":"feed/"}}"#;
    assert_eq!(
        Region::read(state).unwrap_err().to_string(),
        "`holidays.state` in region.json must be the code of a state that is known here (ni, nw), not \"by\""
    );
}

#[test]
fn settings_say_which_words_mean_the_same() {
    let region = read(r#","synonyms":[["Kita","Kindergarten"]]"#).unwrap();
    assert_eq!(
        region.synonyms.of("kita").collect::<Vec<_>>(),
        ["kindergarten"]
    );
    let error = read(r#","synonyms":[["Kita","Haus für Kinder"]]"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`synonyms` in region.json: in group 1, \"Haus für Kinder\" is not one word"
    );
}

#[test]
fn the_settings_of_the_checkout_need_only_keys() {
    let settings = include_str!("../../../public/region.json");
    assert_eq!(Region::draft(settings).err(), None);
    assert_eq!(
        Region::read(settings).err(),
        Some(RegionError::NobodyTrusted)
    );
}

#[test]
fn the_sentence_about_states_names_all_that_are_known() {
    let error = wrong("holidays.state", "by", Wanted::State).to_string();
    for state in State::ALL {
        assert!(error.contains(state.slug()), "{error}");
    }
}
