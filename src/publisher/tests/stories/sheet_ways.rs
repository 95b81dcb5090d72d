//! A sheet on its way into a feed, and back.

use std::fs;
use std::path::Path;

use raupe::german;
use raupe::publish::{Broken, Refused};
use raupe::sheet::{self, Kind};
use raupe_core::feed::{Page, Severity};

use crate::sheets::{EXAMPLE, csv, offers, said};
use crate::support::Office;

#[test]
fn the_example_has_no_errors_and_is_published() {
    let mut office = Office::new();
    office.order.file = office.path("beispiel.csv");
    office.order.region = Some("Landkreis Peine".into());
    office.write(EXAMPLE);
    let sheet = csv(EXAMPLE);
    assert_eq!(
        sheet.count(Severity::Warning) + sheet.count(Severity::Error),
        0
    );
    let published = office.publish().unwrap();
    assert_eq!(published.manifest.count, 10);
    assert_eq!(office.manifest().feed_id, "beispiel");
    let region = Page::open(&sheet.page)
        .unwrap()
        .read(Some("Landkreis Peine"));
    assert!(region.findings.len() <= 1, "{:?}", region.findings);
    // Every one of them is marked as made up.
    assert!(
        region
            .offers
            .iter()
            .all(|offer| offer.example && offer.notice.is_some())
    );
}

#[test]
fn a_sheet_with_errors_is_published_only_when_asked() {
    let mut office = Office::new();
    office.order.file = office.path("liste.csv");
    office.write("Titel;Alter von\nCafé;3\nTurnen;#BEZUG!\n");
    let Refused::BrokenRows(findings) = office.refusal() else {
        panic!("not because of its rows");
    };
    assert_eq!((findings.len(), findings[0].place.row), (1, 3));
    assert!(office.names().is_empty());
    office.order.broken = Broken::LeaveOut;
    let published = office.publish().unwrap();
    assert_eq!((published.manifest.count, published.broken), (1, 1));
}

/// Sheet → feed → sheet: the same file, byte for byte, from the second time on.
#[test]
fn a_sheet_keeps_every_offer_on_its_way_through_a_feed() {
    let once = csv(EXAMPLE);
    let first = sheet::write::csv(&Page::open(&once.page).unwrap());
    assert_eq!((first.offers, first.losses), (10, vec![]));
    let twice = sheet::read(&first.csv, Kind::Text).unwrap();
    assert_eq!(offers(&twice), offers(&once));
    let second = sheet::write::csv(&Page::open(&twice.page).unwrap());
    assert_eq!(second.csv, first.csv);
    assert!(first.csv.starts_with("\u{FEFF}Kennung;Titel;".as_bytes()));
}

/// Feed → sheet → feed: nothing that families search by or call is lost, and what a row cannot
/// hold is said.
#[test]
fn the_demo_feed_keeps_every_offer_on_its_way_through_a_sheet() {
    let demo =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/peine.hsds.json")).unwrap();
    let page = Page::open(&demo).unwrap();
    let written = sheet::write::csv(&page);
    let sheet = sheet::read(&written.csv, Kind::Text).unwrap();
    assert_eq!(sheet.findings, []);
    let region = page.profile().region.clone();
    let before = page.read(region.as_deref()).offers;
    let after = Page::open(&sheet.page)
        .unwrap()
        .read(region.as_deref())
        .offers;
    assert_eq!(before.len(), after.len());
    let mut several_places = Vec::new();
    for (before, mut after) in before.into_iter().zip(after) {
        if before.places.len() > 1 {
            several_places.push(before.title.clone());
            assert_eq!(before.places[0], after.places[0]);
            after.places.clone_from(&before.places);
        }
        assert_eq!(before, after);
    }
    let said: Vec<_> = written.losses.iter().map(german::loss).collect();
    for title in &several_places {
        let line = said.iter().find(|line| line.contains(title)).unwrap();
        assert!(
            line.ends_with("in der Tabelle: weitere Treffpunkte."),
            "{line}"
        );
    }
    assert_eq!(said.len(), several_places.len() + 1);
    assert!(said.last().unwrap().contains("--region „Landkreis Peine“"));
}

#[test]
fn an_offer_that_rests_stays_in_the_list() {
    let sheet = csv("Titel;Status\nCafé;ruht\nKino;beendet\nTurnen;\n");
    let page = Page::open(&sheet.page).unwrap();
    assert_eq!(
        (page.read(None).offers.len(), page.read(None).ended),
        (1, 2)
    );
    let written = String::from_utf8(sheet::write::csv(&page).csv).unwrap();
    assert_eq!(written.lines().count(), 4);
    assert!(
        written.contains(";ruht;") && written.contains(";beendet;"),
        "{written}"
    );
}

/// Whoever publishes a rule is told if no phone can compute a date from it.
#[test]
fn a_rule_without_dates_is_named() {
    for (rule, named) in [
        ("alle 2 Wochen Fr 9 Uhr", true),
        ("Mi 16 Uhr 14tägig", true),
        ("Mi 16 Uhr (14-tägig)", true),
        ("Mi 9 Uhr, 10 Termine", true),
        ("alle 2 Monate 1. Mo 9 Uhr", true),
        ("alle 2 Wochen Fr 9 Uhr ab 4.9.2026", false),
        ("Mi 9 Uhr, 10 Termine ab 7.1.2027", false),
        ("Mi 9 Uhr, 10 Termine, gültig ab 7.1.2027", false),
        ("jeden Mi 9 Uhr", false),
        ("16.1.2027, 10 Uhr", false),
        ("nach Vereinbarung", false),
        ("wenn der Mond scheint", false),
    ] {
        let said = said(&csv(&format!("Titel;Wann\nCafé;\"{rule}\"\n")));
        let found = said
            .iter()
            .any(|line| line.contains("Ohne „ab TT.MM.JJJJ“"));
        assert_eq!(found, named, "{rule}: {said:#?}");
    }
}

#[test]
fn cells_that_a_spreadsheet_would_calculate_are_harmless_and_come_back() {
    let feed = r#"[{"id": "a", "name": "=1+1", "description": "@SUM(A1)\n\"x\"; y",
        "phones": [{"number": "+49 30 23125100"}], "last_modified": "2026-11-20"}]"#;
    let page = Page::open(feed.as_bytes()).unwrap();
    let written = sheet::write::csv(&page);
    let text = String::from_utf8(written.csv.clone()).unwrap();
    for cell in [
        ";'=1+1;",
        ";\"'@SUM(A1)\n\"\"x\"\"; y\";",
        ";'+49 30 23125100;",
    ] {
        assert!(text.contains(cell), "{text}");
    }
    let sheet = sheet::read(&written.csv, Kind::Text).unwrap();
    assert_eq!(offers(&sheet), page.read(None).offers);
}
