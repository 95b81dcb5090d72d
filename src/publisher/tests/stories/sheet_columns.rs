//! What columns mean beside each other.

use raupe::sheet::Sheet;
use raupe_core::feed::Severity;
use serde_json::Value;

use crate::sheets::{csv, offers, records, said};

/// The schedules of the first offer in a line each: `WEEKLY TU 09:00–11:00`, or their words.
fn times(sheet: &Sheet) -> Vec<String> {
    let records = records(&sheet.page);
    let schedules = records[0]["schedules"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    schedules
        .iter()
        .map(|it| {
            let of = |field: &str| it[field].as_str().unwrap_or_default().to_owned();
            let mut line = [of("freq"), of("byday"), of("dtstart"), of("valid_from")].join(" ");
            for (sign, field) in [("", "opens_at"), ("–", "closes_at"), (" until ", "until")] {
                if let Some(value) = it[field].as_str() {
                    line = format!(
                        "{line}{}{sign}{value}",
                        if sign.is_empty() { " " } else { "" }
                    );
                }
            }
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            if line.is_empty() {
                format!("„{}“", of("description").replace('\n', " | "))
            } else {
                line
            }
        })
        .collect()
}

#[test]
fn hours_days_and_ages_are_told_apart() {
    for (names, row, expected) in [
        (
            "Wochentag;Von;Bis",
            "Di;9;11",
            &["WEEKLY TU 09:00–11:00"][..],
        ),
        (
            "Tag;von;bis",
            "Dienstag;9:30;11.00 Uhr",
            &["WEEKLY TU 09:30–11:00"],
        ),
        (
            "Wann;Beginn;Ende",
            "jeden Di;9:30;11:00",
            &["WEEKLY TU 09:30–11:00"],
        ),
        (
            "Wochentag;Uhrzeit von;Uhrzeit bis",
            "Mo;16;17:30",
            &["WEEKLY MO 16:00–17:30"],
        ),
        ("Wochentag;Startzeit", "Mo;16", &["WEEKLY MO 16:00"]),
        ("Wochentag;Uhrzeit", "Mo;16-17", &["WEEKLY MO 16:00–17:00"]),
        (
            "Wochentag;Uhrzeit",
            "Mo und Mi;16:00 - 17:30 Uhr",
            &["WEEKLY MO,WE 16:00–17:30"],
        ),
        (
            "Wochentag;Uhrzeit",
            "\"Mo\nMi\";\"9–11\n14–16\"",
            &["WEEKLY MO 09:00–11:00", "WEEKLY WE 14:00–16:00"],
        ),
        (
            "Datum;Uhrzeit",
            "16.1.2027;10–16 Uhr",
            &["2027-01-16 10:00–16:00"],
        ),
        (
            "Datum;Von;Bis",
            "16.1.2027;10;16",
            &["2027-01-16 10:00–16:00"],
        ),
        ("Beginn;Uhrzeit", "16.1.2027;10 Uhr", &["2027-01-16 10:00"]),
        (
            "Beginn;Ende",
            "16.1.2027 10:00;16.1.2027 16:00",
            &["2027-01-16 10:00–16:00"],
        ),
        (
            "Wochentag;Datum;Uhrzeit",
            "Sa;16.1.2027;10 Uhr",
            &["2027-01-16 10:00"],
        ),
        (
            "Wochentag;Uhrzeit;Beginn;Ende",
            "Di;9–11;12.1.2027;30.3.2027",
            &["WEEKLY TU 2027-01-12 09:00–11:00 until 2027-03-30"],
        ),
    ] {
        let sheet = csv(&format!("Kurs;Titel;{names}\nA1;Turnen;{row}\n"));
        assert_eq!(times(&sheet), expected, "{names}: {row}");
        assert_eq!(offers(&sheet)[0].audience.ages(), None, "{names}: {row}");
        let said = said(&sheet);
        let sure = !said
            .iter()
            .any(|it| it.contains("geht nicht sicher hervor"));
        assert!(sure, "{names}: {row}: {said:#?}");
    }
}

/// What is not sure is shown as it stands, and told.
#[test]
fn times_that_are_not_sure_stay_words() {
    for (names, row, expected) in [
        (
            "Wochentag;Von;Bis",
            "Di;3;6",
            ["„Wochentag: Di | Von: 3 | Bis: 6“"],
        ),
        (
            "Wochentag;Von;Bis",
            "Di;11;9",
            ["„Wochentag: Di | Von: 11 | Bis: 9“"],
        ),
        ("Von;Bis", "9;11", ["„Von: 9 | Bis: 11“"]),
        (
            "Wochentag;Uhrzeit;Von;Bis",
            "Di;9–11;14;16",
            ["„Wochentag: Di | Uhrzeit: 9–11 | Von: 14 | Bis: 16“"],
        ),
        (
            "Wochentag;Datum;Uhrzeit",
            "Mo;16.1.2027;10 Uhr",
            ["„Wochentag: Mo | Datum: 16.1.2027 | Uhrzeit: 10 Uhr“"],
        ),
        (
            "Wochentag;Uhrzeit",
            "\"Mo\nMi\";9–11",
            ["„Wochentag: Mo | Mi | Uhrzeit: 9–11“"],
        ),
        (
            "Wochentag;Uhrzeit",
            "Mo 9 Uhr;14 Uhr",
            ["„Wochentag: Mo 9 Uhr | Uhrzeit: 14 Uhr“"],
        ),
        (
            "Wochentag;Von;Bis",
            "Di;nach Absprache;11",
            ["„Wochentag: Di | Von: nach Absprache | Bis: 11“"],
        ),
    ] {
        let sheet = csv(&format!("Kurs;Titel;{names}\nA1;Turnen;{row}\n"));
        assert_eq!(times(&sheet), expected, "{names}: {row}");
        assert_eq!(offers(&sheet)[0].audience.ages(), None, "{names}: {row}");
        let said = said(&sheet);
        let warned =
            |it: &String| it.starts_with("Warnung") && it.contains("geht nicht sicher hervor");
        assert!(said.iter().any(warned), "{names}: {row}: {said:#?}");
        assert_eq!(sheet.count(Severity::Error), 0);
    }
}

#[test]
fn bounds_are_ages_where_they_can_be_nothing_else() {
    for (names, row, ages) in [
        ("Von;Bis", "3;6", Some((36, Some(83)))),
        ("Von;Bis", "3 Jahre;6 Jahre", Some((36, Some(83)))),
        ("Alter von;Alter bis", "9;11", Some((108, Some(143)))),
        (
            "Alter von (Monate);Alter bis (Monate)",
            "6;18",
            Some((6, Some(18))),
        ),
        (
            "Wochentag;Alter von;Alter bis;Von;Bis",
            "Di;3;6;15;16",
            Some((36, Some(83))),
        ),
        (
            "Alter von;Alter bis;Von;Bis",
            "3;6;9;11",
            Some((36, Some(83))),
        ),
    ] {
        let sheet = csv(&format!("Titel;{names}\nTurnen;{row}\n"));
        let found = offers(&sheet)[0]
            .audience
            .ages()
            .map(|ages| (ages.min(), ages.max()));
        assert_eq!(found, ages, "{names}");
    }
}

#[test]
fn hours_may_have_a_column_for_each_day() {
    for (names, row, expected) in [
        (
            "Mo;Di;Mi;Do;Fr",
            "8–12;;-;geschlossen;8:00-12:00",
            &["WEEKLY MO 08:00–12:00", "WEEKLY FR 08:00–12:00"][..],
        ),
        (
            "Öffnungszeiten Montag;Öffnungszeiten Dienstag",
            "8-12, 14-16;9 bis 12 Uhr",
            &[
                "WEEKLY MO 08:00–12:00",
                "WEEKLY MO 14:00–16:00",
                "WEEKLY TU 09:00–12:00",
            ],
        ),
        (
            "Montag;Dienstag",
            "\"07:30-12:30;13:30-16:00\";",
            &["WEEKLY MO 07:30–12:30", "WEEKLY MO 13:30–16:00"],
        ),
        (
            "Montag von;Montag bis;Dienstag von;Dienstag bis",
            "8;12;;",
            &["WEEKLY MO 08:00–12:00"],
        ),
        (
            "Mo;Di;Mi;Uhrzeit",
            "x;;x;9–11",
            &["WEEKLY MO,WE 09:00–11:00"],
        ),
        (
            "Mo–Fr;Sa/So",
            "8–12 Uhr;",
            &["WEEKLY MO,TU,WE,TH,FR 08:00–12:00"],
        ),
    ] {
        let sheet = csv(&format!("Titel;{names}\nAmt;{row}\n"));
        assert_eq!(times(&sheet), expected, "{names}: {row}");
    }
}

#[test]
fn names_may_stand_in_two_rows() {
    let ages = ";Alter;;Öffnungszeiten;;\nTitel;von;bis;Mo;Di;Telefon\nCafé;3;6;8–12;;112\n";
    let below = "Titel;Alter;;Öffnungszeiten;;Telefon\n;von;bis;Mo;Di;\nCafé;3;6;8–12;;112\n";
    let line = "Angebote für Familien, Stand November\nTitel;Alter von;Alter bis;Mo;Di;Telefon\nCafé;3;6;8–12;;112\n";
    for text in [ages, below, line] {
        let sheet = csv(text);
        let offers = offers(&sheet);
        assert_eq!(offers.len(), 1, "{text}");
        let ages = offers[0].audience.ages().unwrap();
        assert_eq!((ages.min(), ages.max()), (36, Some(83)), "{text}");
        assert_eq!(times(&sheet), ["WEEKLY MO 08:00–12:00"], "{text}");
        assert_eq!(offers[0].contacts.len(), 1);
        let said = said(&sheet);
        assert!(
            !said.iter().any(|it| it.contains("Überschrift")),
            "{said:#?}"
        );
    }
}

fn address(record: &Value) -> (String, String, String) {
    let address = &record["service_at_locations"][0]["location"]["addresses"][0];
    let of = |field: &str| address[field].as_str().unwrap_or_default().to_owned();
    (of("address_1"), of("postal_code"), of("city"))
}

#[test]
fn an_address_may_have_a_column_for_each_part() {
    for (names, row, expected, place) in [
        (
            "Straße;Hausnummer;PLZ;Ort",
            "Markt;5;31224;Peine",
            ("Markt 5", "31224", "Peine"),
            "Peine",
        ),
        (
            "Straße;PLZ;Ort;Stadtteil",
            "Markt 5;31224;Peine;Südstadt",
            ("Markt 5", "31224", "Peine"),
            "Südstadt",
        ),
        (
            "Straße und Hausnummer;PLZ Ort;Ortsteil",
            "Markt 5;31224 Peine;Süd",
            ("Markt 5", "31224", "Peine"),
            "Süd",
        ),
        (
            "Adresse;PLZ;Gemeinde",
            "Markt 5;31224;Peine",
            ("Markt 5", "31224", "Peine"),
            "Peine",
        ),
        (
            "Straße;PLZ;Stadt;Stadtteil",
            "Markt 5;31224;Peine;",
            ("Markt 5", "31224", "Peine"),
            "Peine",
        ),
        ("Straße;PLZ;Ort", ";;Peine", ("", "", ""), "Peine"),
        (
            "Adresse;Ort",
            "Markt 5;Südstadt",
            ("Markt 5", "", ""),
            "Südstadt",
        ),
    ] {
        let sheet = csv(&format!("Titel;{names}\nCafé;{row}\n"));
        let found = address(&records(&sheet.page)[0]);
        let found = (found.0.as_str(), found.1.as_str(), found.2.as_str());
        assert_eq!(found, expected, "{names}");
        assert_eq!(
            offers(&sheet)[0].neighbourhoods[0].label(),
            place,
            "{names}"
        );
    }
}

/// Nobody calls a fax, and a name stands beside the number that belongs to it.
#[test]
fn people_and_faxes_are_no_numbers_to_call() {
    let sheet = csv(
        "Titel;Ansprechpartner;Telefon;Fax;E-Mail-Adresse;Telefon (intern)\n\
                     Café;Frau Muster;030 23125 100;030 23125 109;a@raupe.example;030 23125 777\n",
    );
    let offer = &offers(&sheet)[0];
    assert_eq!(offer.contacts.len(), 1);
    assert_eq!(offer.contacts[0].name.as_deref(), Some("Frau Muster"));
    let phones: Vec<_> = offer.contacts[0]
        .phones
        .iter()
        .map(raupe_core::offer::Phone::shown)
        .collect();
    assert_eq!(phones, ["030 23125 100"]);
    let kept: Vec<_> = records(&sheet.page)[0]["contacts"][0]["phones"]
        .as_array()
        .unwrap()
        .iter()
        .map(|phone| (phone["number"].clone(), phone["type"].clone()))
        .collect();
    assert_eq!(
        kept,
        [
            ("030 23125 100".into(), "voice".into()),
            ("030 23125 109".into(), "fax".into())
        ]
    );
    assert!(!String::from_utf8_lossy(&sheet.page).contains("777"));
    let said = said(&sheet);
    let line = "Hinweis  Zeile 1 · Spalte B „Ansprechpartner“ · Was in dieser Spalte steht, können alle lesen.";
    assert!(said.iter().any(|it| it.starts_with(line)), "{said:#?}");
    assert!(
        !said.iter().any(|it| it.contains("intern)“ ·")),
        "{said:#?}"
    );
}

/// A number in the margin is no name for an offer.
#[test]
fn counters_are_left_alone_and_counted_ids_are_told() {
    let by = |name: &str, ids: [&str; 3]| {
        let [a, b, c] = ids;
        csv(&format!(
            "{name};Titel;Ort\n{a};Café;Peine\n{b};Kino;Peine\n{c};Turnen;Peine\n"
        ))
    };
    let without = by("Nr.", ["", "", ""]);
    for name in ["Nr.", "Nummer", "lfd. Nr.", "Lfd.-Nr.", "#"] {
        let sheet = by(name, ["1", "2", "3"]);
        assert_eq!(records(&sheet.page), records(&without.page), "{name}");
        assert!(
            !said(&sheet).iter().any(|it| it.contains("Spalte A")),
            "{name}: {:?}",
            said(&sheet)
        );
    }
    for (ids, told) in [
        (["1", "2", "3"], true),
        (["001", "002", "003"], true),
        (["1", "2", "4"], false),
        (["a1", "a2", "a3"], false),
    ] {
        let said = said(&by("Kennung", ids));
        let line =
            "Warnung  Zeile 1 · Spalte A „Kennung“ · Die Kennungen zählen nur die Zeilen (1 bis 3)";
        assert_eq!(
            said.iter().any(|it| it.starts_with(line)),
            told,
            "{ids:?}: {said:#?}"
        );
    }
}

#[test]
fn unknown_columns_matter_if_much_stands_in_them() {
    for (cells, severity) in [
        (["rot", "grün", ""], "Warnung"),
        (["rot", "", ""], "Hinweis"),
        (["1", "2", "3"], "Hinweis"),
        (["", "", ""], "Hinweis"),
    ] {
        let [a, b, c] = cells;
        let sheet = csv(&format!(
            "Titel;Ort;Farbe\nCafé;Peine;{a}\nKino;Peine;{b}\nTurnen;Peine;{c}\n"
        ));
        let line =
            format!("{severity}  Zeile 1 · Spalte C „Farbe“ · Die Überschrift ist unbekannt");
        let said = said(&sheet);
        assert!(
            said.iter().any(|it| it.starts_with(&line)),
            "{line}: {said:#?}"
        );
    }
}

#[test]
fn rows_that_are_no_offers_are_named_and_not_published() {
    let sheet = csv(
        "Titel;Ort;Wann\nStadtteil Süd;;\nCafé;Süd;Di 9 Uhr\nTurnen;Süd;Mi 9 Uhr\n\
                     Gesamt: 2 Angebote;;\n* Anmeldung nötig;;\nStand: 3.11.2026;;\n",
    );
    let titles: Vec<_> = offers(&sheet)
        .into_iter()
        .map(|offer| offer.title)
        .collect();
    assert_eq!(titles, ["Café", "Turnen"]);
    let said = said(&sheet);
    for line in [
        "Hinweis  Zeile 2 · „Stadtteil Süd“ gilt als Zwischenüberschrift",
        "Hinweis  Zeile 5 · „Gesamt: 2 Angebote“ gilt als Summe",
        "Hinweis  Zeile 6 · „* Anmeldung nötig“ gilt als Anmerkung",
        "Hinweis  Zeile 7 · „Stand: 3.11.2026“ gilt als Anmerkung",
    ] {
        assert!(
            said.iter().any(|it| it.starts_with(line)),
            "{line}: {said:#?}"
        );
    }
    assert_eq!(sheet.broken, 0);
}

/// Excel takes "3-6" for the third of June.
#[test]
fn a_date_where_an_age_belongs_is_explained() {
    for (column, cell) in [
        ("Alter", "3.6.2026"),
        ("Alter", "03. Jun"),
        ("Alter", "Jun 26"),
        ("Alter von", "3.6.2026"),
        ("Alter", "46176"),
    ] {
        let said = said(&csv(&format!("Titel;{column}\nCafé;{cell}\n")));
        let line = format!(
            "Warnung  Zeile 2 „Café“ · Spalte B „{column}“ · Hier steht ein Datum ({cell}) statt eines Alters"
        );
        assert!(
            said.iter().any(|it| it.starts_with(&line)),
            "{line}: {said:#?}"
        );
    }
}
