//! A county whose list is a spreadsheet.

use raupe::german;
use raupe::sheet::{self, Kind, Sheet};
use raupe_core::feed::{Page, Severity};
use raupe_core::offer::Offer;
use serde_json::Value;

use crate::workbooks::{
    self, Broken as Erroneous, Calculated, Date, Merged, Nothing, Number, Text, Typed, ods, xlsx,
};

pub const EXAMPLE: &str = include_str!("../../demo/beispiel.csv");

pub fn csv(text: &str) -> Sheet {
    sheet::read(text.as_bytes(), Kind::Text).unwrap()
}

/// What `raupe check` says, line by line.
pub fn said(sheet: &Sheet) -> Vec<String> {
    let page = Page::open(&sheet.page).unwrap();
    let findings = sheet.with(&page.read(None).findings);
    findings.iter().map(german::sheet_finding).collect()
}

pub fn offers(sheet: &Sheet) -> Vec<Offer> {
    Page::open(&sheet.page).unwrap().read(None).offers
}

pub fn records(page: &[u8]) -> Vec<Value> {
    let page: Value = serde_json::from_slice(page).unwrap();
    page["contents"].as_array().unwrap().clone()
}

/// The same list, typed into Excel, into `LibreOffice`, and saved as text by three Excels.
#[test]
fn every_form_of_a_list_is_the_same_feed() {
    let header = [
        "Titel",
        "Träger",
        "Alter von",
        "Alter bis",
        "Ort",
        "Wann",
        "Telefon",
        "geprüft am",
    ];
    let header = header.map(Text);
    let rows: [&[Typed]; 4] = [
        &header,
        &[
            Text("Café für Mütter"),
            Text("Haus (Beispiel)"),
            Number(0.0),
            Number(1.5),
            Text("Südstadt"),
            Text("jeden Di 9:30–11:30"),
            Text("030 23125 100"),
            Date(2026, 11, 3),
        ],
        &[],
        &[
            Text("Turnen"),
            Text("Verein (Beispiel)"),
            Calculated("=1+2", "3"),
            Text("6 Monate"),
            Nothing,
            Nothing,
            Text("112"),
            Nothing,
        ],
    ];
    let expected = csv(
        "Titel;Träger;Alter von;Alter bis;Ort;Wann;Telefon;geprüft am\r\n\
         Café für Mütter;Haus (Beispiel);0;1,5;Südstadt;jeden Di 9:30–11:30;030 23125 100;3.11.2026\r\n\
         \r\n\
         Turnen;Verein (Beispiel);3;6 Monate;;;112;\r\n",
    );
    assert_eq!(expected.count(Severity::Error), 0);
    let with_commas = "\u{FEFF}Titel,Träger,Alter von,Alter bis,Ort,Wann,Telefon,geprüft am\n\
         Café für Mütter,Haus (Beispiel),0,\"1,5\",Südstadt,jeden Di 9:30–11:30,030 23125 100,2026-11-03\n\
         Turnen,Verein (Beispiel),3,6 Monate,,,112,\n";
    let windows: Vec<u8> = with_commas[3..]
        .chars()
        .map(|c| match c {
            '–' => 0x96,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    for (bytes, kind) in [
        (xlsx(&[workbooks::sheet("Liste", &rows)]), Kind::Workbook),
        (ods(&[workbooks::sheet("Liste", &rows)]), Kind::Workbook),
        (with_commas.as_bytes().to_vec(), Kind::Text),
        (windows, Kind::Text),
    ] {
        let read = sheet::read(&bytes, kind).unwrap();
        assert_eq!(read.count(Severity::Error), 0, "{:?}", said(&read));
        assert_eq!(records(&read.page), records(&expected.page));
    }
    let ages = offers(&expected)[0].audience.ages().unwrap();
    assert_eq!((ages.min(), ages.max()), (0, Some(18)));
}

/// One cell is wrong; the line says which and what is expected.
#[test]
#[expect(clippy::too_many_lines, reason = "a table: a line for each mistake")]
fn findings_name_row_and_column() {
    for (column, cell, line) in [
        (
            "Alter von",
            "klein",
            "Warnung  Zeile 2 „Café“ · Spalte B „Alter von“ · „klein“ wird so gezeigt, wie es dasteht",
        ),
        (
            "Alter bis",
            "1-2 Äpfel",
            "Warnung  Zeile 2 „Café“ · Spalte B „Alter bis“",
        ),
        (
            "geprüft am",
            "neulich",
            "Warnung  Zeile 2 „Café“ · Spalte B „geprüft am“ · „neulich“ ist kein Datum",
        ),
        (
            "Telefon",
            "5171 123456",
            "Warnung  Zeile 2 „Café“ · Spalte B „Telefon“ · Aus „5171 123456“ wurde „05171 123456“",
        ),
        (
            "Telefon",
            "5,17E+09",
            "Fehler   Zeile 2 „Café“ · Spalte B „Telefon“ · „5,17E+09“ ist keine Telefonnummer mehr",
        ),
        (
            "Telefon",
            "auf Anfrage",
            "Warnung  Zeile 2 „Café“ · Spalte B „Telefon“ · „auf Anfrage“ ist keine Telefonnummer",
        ),
        (
            "E-Mail",
            "cafe(at)raupe.example",
            "Warnung  Zeile 2 „Café“ · Spalte B „E-Mail“",
        ),
        (
            "Link",
            "www.raupe.example",
            "Hinweis  Zeile 2 „Café“ · Spalte B „Link“ · Vor „www.raupe.example“ wurde https://",
        ),
        (
            "Link",
            "http://raupe.example",
            "Warnung  Zeile 2 „Café“ · Spalte B „Link“",
        ),
        (
            "Sprachen",
            "Deutsch, Klingonisch",
            "Warnung  Zeile 2 „Café“ · Spalte B „Sprachen“ · Die Sprache „Klingonisch“",
        ),
        (
            "Lebensphase",
            "1–2 Jahre, Rente",
            "Hinweis  Zeile 2 „Café“ · Spalte B „Lebensphase“ · „Rente“ gehört nicht",
        ),
        (
            "Form",
            "Zoom",
            "Hinweis  Zeile 2 „Café“ · Spalte B „Form“ · „Zoom“ gehört nicht",
        ),
        (
            "Wann",
            "wenn der Mond scheint",
            "Hinweis  Zeile 2 „Café“ · Spalte B „Wann“ · „wenn der Mond scheint“ wird so gezeigt",
        ),
        (
            "Wann",
            "Mi 16 Uhr (gerade Monate)",
            "Hinweis  Zeile 2 „Café“ · Spalte B „Wann“ · „Mi 16 Uhr (gerade Monate)“ wird so gezeigt",
        ),
        (
            "Wann",
            "Mi 16 Uhr im Hof",
            "Hinweis  Zeile 2 „Café“ · Spalte B „Wann“ · „Mi 16 Uhr im Hof“ wird so gezeigt",
        ),
        (
            "Wann",
            "Mi 16 Uhr 14tägig",
            "Hinweis  Zeile 2 „Café“ · Spalte B „Wann“ · Ohne „ab TT.MM.JJJJ“ lässt sich für „alle \
             2 Wochen Mi 16:00 Uhr“ kein Termin",
        ),
        (
            "Status",
            "vielleicht",
            "Warnung  Zeile 2 „Café“ · Spalte B „Status“",
        ),
        (
            "Beispiel",
            "vielleicht",
            "Warnung  Zeile 2 „Café“ · Spalte B „Beispiel“",
        ),
        (
            "Kosten",
            "#REF!",
            "Fehler   Zeile 2 „Café“ · Spalte B „Kosten“ · Die Formel ergibt „#REF!“",
        ),
        (
            "Beschreibung",
            "Caf\u{FFFD}",
            "Warnung  Zeile 2 „Café“ · Spalte B „Beschreibung“",
        ),
        (
            "Koordinaten",
            "hinten links",
            "Warnung  Zeile 2 „Café“ · Spalte B „Koordinaten“",
        ),
        (
            "Koordinaten",
            "152.1, 10.2",
            "Warnung  Zeile 2 „Café“ · Spalte B „Koordinaten“ · Diesen Ort gibt es",
        ),
        (
            "Farbe",
            "rot",
            "Warnung  Zeile 1 · Spalte B „Farbe“ · Die Überschrift ist unbekannt, und die Spalte wird nicht gelesen, obwohl in 1 von 1",
        ),
        (
            "Titel",
            "noch einer",
            "Warnung  Zeile 1 · Spalte B „Titel“ · Diese Überschrift gibt es",
        ),
        (
            "Titel [xx]",
            "x",
            "Warnung  Zeile 1 · Spalte B „Titel [xx]“ · Diese Übersetzung ist unbekannt",
        ),
        (
            "",
            "verirrt",
            "Hinweis  Zeile 2 · Spalte B · Hier steht etwas in einer Spalte ohne Überschrift",
        ),
        (
            "Gut zu wissen",
            "anonym",
            "Hinweis  Zeile 2 „Café“ · Spalte C „geprüft am“",
        ),
    ] {
        // The last line looks for a finding that is not there.
        let third = if column == "Gut zu wissen" {
            ";geprüft am"
        } else {
            ""
        };
        let sheet = csv(&format!("Titel;{column}{third}\nCafé;\"{cell}\"\n"));
        let said = said(&sheet);
        let found = said.iter().any(|it| it.starts_with(line));
        assert_eq!(found, third.is_empty(), "{line}: {said:#?}");
    }
}

#[test]
fn a_title_that_is_missing_is_an_error_and_an_empty_row_is_nothing() {
    let sheet = csv("Titel;Ort;Notiz\nCafé;Peine;\n;;\n;Peine;\n;;nur eine Notiz\n");
    let errors: Vec<_> = said(&sheet)
        .into_iter()
        .filter(|it| it.starts_with("Fehler"))
        .collect();
    assert_eq!(
        errors,
        [
            "Fehler   Zeile 4 · Spalte A „Titel“ · Der Titel fehlt. Bitte eintragen oder die Zeile \
          leeren; ohne Titel fehlt das Angebot in der Liste."
        ]
    );
    assert_eq!((sheet.broken, offers(&sheet).len()), (1, 1));
}

#[test]
fn merged_cells_formulas_and_hidden_sheets_are_understood() {
    let list: [&[Typed]; 6] = [
        &[Text("Angebote für Familien, Stand November")],
        &[Text("Titel"), Text("Ort"), Text("Telefon"), Text("Kosten")],
        &[
            Text("Café"),
            Merged(3, "Südstadt"),
            Number(3_023_125_100.0),
            Number(2.5),
        ],
        &[
            Calculated("=A3&\" zwei\"", "Café zwei"),
            Nothing,
            Number(112.0),
            Nothing,
        ],
        &[Text("Turnen"), Nothing, Nothing, Erroneous("#NAME?")],
        &[Text("Singen"), Text("Peine"), Nothing, Nothing],
    ];
    let notes: [&[Typed]; 1] = [&[Text("Bitte bis Montag ausfüllen!")]];
    let old: [&[Typed]; 2] = [&[Text("Titel")], &[Text("Von gestern")]];
    let hidden = workbooks::Sheet {
        hidden: true,
        ..workbooks::sheet("Alt", &old)
    };
    let sheets = [
        workbooks::sheet("Angebote", &list),
        hidden,
        workbooks::sheet("Notizen", &notes),
    ];
    for bytes in [xlsx(&sheets), ods(&sheets)] {
        let sheet = sheet::read(&bytes, Kind::Workbook).unwrap();
        let found: Vec<_> = offers(&sheet)
            .iter()
            .map(|offer| {
                (
                    offer.title.clone(),
                    offer.neighbourhoods[0].label().to_owned(),
                )
            })
            .collect();
        let expected = [
            ("Café", "Südstadt"),
            ("Café zwei", "Südstadt"),
            ("Singen", "Peine"),
        ];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
        let said = said(&sheet);
        for line in [
            "Hinweis  Blatt „Alt“ · Das Blatt ist ausgeblendet",
            "Hinweis  Blatt „Notizen“ · Das Blatt hat keine Zeile mit der Überschrift „Titel“",
            "Hinweis  Blatt „Angebote“, Zeile 3 · Spalte B „Ort“ · Die Zellen sind bis Zeile 5 verbunden",
            "Warnung  Blatt „Angebote“, Zeile 3 „Café“ · Spalte C „Telefon“ · Aus „3023125100“ wurde „03023125100“",
            "Fehler   Blatt „Angebote“, Zeile 5 „Turnen“ · Spalte D „Kosten“ · Die Formel ergibt „#NAME?“",
        ] {
            assert!(
                said.iter().any(|it| it.starts_with(line)),
                "{line}: {said:#?}"
            );
        }
        assert!(!said.iter().any(|it| it.contains("112")), "{said:#?}");
    }
}

/// Correcting an offer does not make another one of it.
#[test]
fn an_offer_stays_the_same_offer() {
    let id = |text: &str| offers(&csv(text))[0].id.as_str().to_owned();
    let before = id("Titel;Träger;Ort;Beschreibung\nCafé;Haus;Peine;Kafe\n");
    for (corrected, same) in [
        (
            "Titel;Träger;Ort;Beschreibung\nCafé;Haus;Peine;Kaffee und Kuchen\n",
            true,
        ),
        ("Ort;Titel;Anbieter;Alter von\nPEINE;CAFÉ ;haus;3\n", true),
        ("Titel;Träger;Ort\nCafé;Haus;Edemissen\n", false),
        ("Titel;Träger;Ort\nCafé am Markt;Haus;Peine\n", false),
        ("Titel;Träger;Ort;Kennung\nCafé;Haus;Peine;cafe\n", false),
    ] {
        assert_eq!(id(corrected) == before, same, "{corrected}");
    }
}

#[test]
fn rows_that_are_there_twice_are_named() {
    for (rows, count, line) in [
        (
            "Café;Haus;10\nCafé;Haus;10\n",
            1,
            "Warnung  Zeile 3 „Café“ · Die Zeile sagt dasselbe wie Zeile 2",
        ),
        (
            "Café;Haus;10\nCafé;Haus;12\n",
            2,
            "Warnung  Zeile 3 „Café“ · Titel, Träger und Ort sind dieselben wie in Zeile 2",
        ),
        (
            "Café;Haus;10;k1\nKino;Haus;10;k1\n",
            1,
            "Fehler   Zeile 3 „Kino“ · Spalte D „Kennung“ · Die Kennung hat schon Zeile 2",
        ),
        ("Café;Haus;10;k1\nCafé;Haus;10;k2\n", 2, ""),
    ] {
        let sheet = csv(&format!("Titel;Träger;Alter von;Kennung\n{rows}"));
        let mut ids: Vec<_> = offers(&sheet).into_iter().map(|offer| offer.id).collect();
        ids.dedup();
        assert_eq!(ids.len(), count, "{rows}");
        let said = said(&sheet);
        let found = said.iter().any(|it| it.starts_with(line));
        assert!(found, "{line}: {said:#?}");
    }
}

#[test]
fn translations_have_columns_of_their_own() {
    let sheet = csv("Titel;Titel [tr];Beschreibung [de-simple]\nCafé;Kafe;Kommen Sie.\nKino;;\n");
    let [cafe, kino] = &records(&sheet.page)[..] else {
        panic!("two offers");
    };
    assert_eq!(
        cafe["translations"],
        serde_json::json!({
            "tr": {"name": {"text": "Kafe", "origin": "human"}},
            "de-simple": {"description": {"text": "Kommen Sie.", "origin": "human"}},
        })
    );
    assert_eq!(kino.get("translations"), None);
    let written = sheet::write::csv(&Page::open(&sheet.page).unwrap());
    let again = sheet::read(&written.csv, Kind::Text).unwrap();
    assert_eq!(
        records(&again.page)[0]["translations"],
        cafe["translations"]
    );
}
