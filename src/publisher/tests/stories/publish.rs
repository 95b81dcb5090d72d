//! Editions of a feed: what they hold, how they follow each other, which ones stay.

use std::fs;

use raupe::compress::{ENDINGS, holds};
use raupe::files::sibling;
use raupe::plain;
use raupe::publish::{Broken, Changes, Step, publish};
use raupe_core::feed::{Contents, Page, RECORD_BYTES, RECORD_DEPTH};
use raupe_core::offer::OfferId;

use crate::support::{Office, ending, page, service};

fn is_snapshot(name: &str) -> bool {
    name.starts_with("snapshot-") && ending(name) == "json"
}

#[test]
fn the_first_edition_is_an_hsds_page_with_its_manifest() {
    let office = Office::new();
    office.write(&page(&[service("b", "Zweites"), service("a", "Erstes")]));
    let published = office.publish().unwrap();
    assert!(matches!(published.step, Step::NewEdition(_)));

    let manifest = office.manifest();
    assert_eq!(manifest, published.manifest);
    assert_eq!(
        (
            manifest.schema,
            manifest.epoch,
            manifest.seq,
            manifest.count
        ),
        (1, 1, 1, 2)
    );
    assert_eq!(manifest.feed_id, "angebote-fuer-familien");
    assert_eq!(manifest.issued_at, "2026-11-20T08:00:00Z");
    assert_eq!(
        manifest.snapshot,
        format!("snapshot-{}.json", manifest.sha256)
    );
    assert_eq!(
        office.snapshot(),
        "{\"total_items\":2,\"total_pages\":1,\"page_number\":1,\"size\":2,\
         \"first_page\":true,\"last_page\":true,\"empty\":false,\"contents\":[\n\
         {\"id\":\"a\",\"name\":\"Erstes\",\"minimum_age\":0,\"maximum_age\":3.50,\
         \"service_areas\":[{\"name\":\"Südstadt\"}],\"last_modified\":\"2026-11-20\"},\n\
         {\"id\":\"b\",\"name\":\"Zweites\",\"minimum_age\":0,\"maximum_age\":3.50,\
         \"service_areas\":[{\"name\":\"Südstadt\"}],\"last_modified\":\"2026-11-20\"}\n\
         ]}\n"
    );
    let raw = office.snapshot();
    for ending in ENDINGS {
        let form = fs::read(sibling(&office.feed(&manifest.snapshot), ending)).unwrap();
        assert!(holds(ending, &form, raw.as_bytes()), "{ending}");
    }
}

#[test]
fn the_same_content_changes_nothing_at_all() {
    let office = Office::new();
    let (one, two) = (service("a", "Erstes"), service("b", "Zweites"));
    office.write(&page(&[one.clone(), two.clone()]));
    office.publish().unwrap();
    let before = office.state();
    // However it is laid out: another order, more blanks, a bare list, a record a line.
    let line = |record: &str| record.replace('\n', "");
    for same in [
        page(&[two.clone(), one.clone()]),
        page(&[one.replace(", ", " ,\n\t"), two.clone()]),
        format!("[{one}, {two}]"),
        format!("{}\n{}\n", line(&two), line(&one)),
    ] {
        office.write(&same);
        assert!(
            matches!(office.publish().unwrap().step, Step::Nothing),
            "{same}"
        );
        assert_eq!(office.state(), before, "{same}");
    }
}

#[test]
fn other_content_raises_seq_and_says_what_changed() {
    let office = Office::new();
    let [a, b, c] = ["a", "b", "c"].map(|id| service(id, "Angebot"));
    office.write(&page(&[a.clone(), b]));
    assert_eq!(office.publish().unwrap().changes, None);

    // `a` is only spelt otherwise, `b` has another name, `c` is new.
    let spelt = a.replace('ü', "\\u00fc");
    office.write(&page(&[spelt, service("b", "Umbenannt"), c.clone()]));
    let published = office.publish().unwrap();
    assert_eq!(
        published.changes,
        Some(Changes {
            new: 1,
            changed: 1,
            removed: 0,
            moved: 0
        })
    );
    assert_eq!(office.manifest().seq, 2);

    office.write(&page(&[c, service("b", "Umbenannt")]));
    let mut office = office;
    office.order.means_mass_change = true;
    let published = office.publish().unwrap();
    assert_eq!(
        published.changes,
        Some(Changes {
            new: 0,
            changed: 0,
            removed: 1,
            moved: 0
        })
    );
    assert_eq!(office.manifest().seq, 3);
}

/// A sheet whose ids are only numbers of rows: after sorting, links lead to other offers.
#[test]
fn ids_that_change_hands_are_told() {
    let office = Office::new();
    office.write(&page(&[
        service("1", "Babytreff"),
        service("2", "Café"),
        service("3", "Turnen"),
    ]));
    office.publish().unwrap();
    office.write(&page(&[
        service("1", "Café"),
        service("2", "Babytreff"),
        service("3", "Turnen im Verein"),
    ]));
    let published = office.publish().unwrap();
    assert_eq!(published.changes.map(|it| it.moved), Some(2));
    let said = raupe::german::published(&office.order.out, &published);
    assert!(said.contains("Unter 2 Kennungen steht jetzt"), "{said}");
}

#[test]
fn another_region_is_another_edition_of_the_same_snapshot() {
    let mut office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    let first = office.publish().unwrap().manifest;
    office.order.region = Some("Landkreis Peine".into());
    let second = office.publish().unwrap().manifest;
    assert_eq!((second.seq, &second.sha256), (2, &first.sha256));
    assert_eq!(second.region.as_deref(), Some("Landkreis Peine"));
    // From now on the folder knows it.
    office.order.region = None;
    assert!(matches!(office.publish().unwrap().step, Step::Nothing));
}

#[test]
fn names_come_from_the_order_then_the_file_then_the_folder() {
    let mut office = Office::new();
    let contents = service("a", "Angebot");
    office.write(&format!(
        r#"{{"raupe": {{"feed_id": "de.peine", "region": "Peine"}}, "contents": [{contents}]}}"#
    ));
    let manifest = office.publish().unwrap().manifest;
    assert_eq!(
        (&*manifest.feed_id, manifest.region.as_deref()),
        ("de.peine", Some("Peine"))
    );

    office.write(&page(&[contents]));
    assert_eq!(office.publish().unwrap().manifest, manifest);

    office.order.out = office.path("other");
    office.order.feed_id = Some("de.other".into());
    assert_eq!(office.publish().unwrap().manifest.feed_id, "de.other");
}

#[test]
fn what_has_ended_is_not_published() {
    let office = Office::new();
    let ended = r#"{"id": "z", "name": "Vorbei", "status": "inactive"}"#;
    office.write(&page(&[service("a", "Angebot"), ended.into()]));
    let published = office.publish().unwrap();
    assert_eq!((published.ended, published.broken), (1, 0));
    assert!(!office.snapshot().contains("Vorbei"));
}

/// A record that is too broken to say which offer it is could be any of those that are absent.
#[test]
fn what_may_be_broken_is_not_said_to_have_ended() {
    let offers = ["a", "b", "c"].map(|id| service(id, id));
    let too_large = service("b", &"x".repeat(RECORD_BYTES));
    let too_deep = format!(
        "{{\"id\": \"b\", \"name\": \"b\", \"x\": {}{}}}",
        "[".repeat(RECORD_DEPTH + 1),
        "]".repeat(RECORD_DEPTH + 1)
    );
    let absent = "{\"id\": \"b\", \"name\": \"b\", \"status\": \"defunct\"}".to_owned();
    for (second, buried) in [
        (too_large, vec![]),
        (too_deep, vec![]),
        ("{\"name\": \"b\"}".to_owned(), vec![]),
        ("{\"id\": \"b\"}".to_owned(), vec!["c"]),
        (absent, vec!["b", "c"]),
    ] {
        let mut office = Office::new();
        office.order.broken = Broken::LeaveOut;
        office.order.means_mass_change = true;
        office.write(&page(&offers));
        office.publish().unwrap();
        office.write(&page(&[offers[0].clone(), second.clone()]));
        assert_eq!(office.publish().unwrap().manifest.count, 1);
        let snapshot = office.snapshot();
        let page = Page::open(snapshot.as_bytes()).unwrap();
        let tombstones = Contents::of(&page).unwrap().tombstones;
        let found: Vec<_> = tombstones.keys().map(OfferId::as_str).collect();
        assert_eq!(found, buried, "{}", &second[..second.len().min(80)]);
    }
}

#[test]
fn a_missing_or_damaged_snapshot_is_written_again() {
    let office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    let manifest = office.publish().unwrap().manifest;
    let snapshot = office.feed(&manifest.snapshot);
    for damaged in [
        snapshot.clone(),
        sibling(&snapshot, "br"),
        sibling(&snapshot, "gz"),
    ] {
        for content in [None, Some("damaged")] {
            match content {
                None => fs::remove_file(&damaged).unwrap(),
                Some(content) => fs::write(&damaged, content).unwrap(),
            }
            let published = office.publish().unwrap();
            assert!(matches!(published.step, Step::Repaired(_)), "{damaged:?}");
            assert_eq!(office.manifest(), manifest);
            assert!(matches!(office.publish().unwrap().step, Step::Nothing));
        }
    }
}

#[test]
fn the_current_and_the_last_five_editions_stay() {
    let office = Office::new();
    let mut snapshots = Vec::new();
    for edition in 1..=8 {
        office.write(&page(&[service("a", &format!("Ausgabe {edition}"))]));
        snapshots.push(office.publish().unwrap().manifest.snapshot);
    }
    let mut expected = snapshots.split_off(2);
    expected.sort_unstable();
    let names = office.names();
    let there: Vec<_> = names
        .iter()
        .filter(|name| is_snapshot(name))
        .cloned()
        .collect();
    assert_eq!(there, expected);
    // Compressed forms go with what they are made of.
    let sources = names.iter().filter(|name| {
        *name == plain::FILE || (ending(name) == "json" && *name != "manifest.json")
    });
    let forms = names.iter().filter(|name| ENDINGS.contains(&ending(name)));
    assert_eq!(forms.count(), 2 * sources.count());
}

#[test]
fn an_old_content_that_comes_back_counts_as_new() {
    let office = Office::new();
    let publish = |edition: u32| {
        office.write(&page(&[service("a", &format!("Ausgabe {edition}"))]));
        office.publish().unwrap().manifest.snapshot
    };
    let first = publish(1);
    for edition in 2..=5 {
        publish(edition);
    }
    assert_eq!(publish(1), first);
    publish(6);
    assert!(
        office.names().contains(&first),
        "it was the current one a moment ago"
    );
}

#[test]
fn only_what_publishing_wrote_is_deleted() {
    let office = Office::new();
    fs::create_dir(&office.order.out).unwrap();
    let orphan = format!("snapshot-{}.json.br", "0".repeat(64));
    let killed = format!(".snapshot-{}.json.gz.tmp", "0".repeat(64));
    let kept = [
        "offers.txt",
        "snapshot-mine.json",
        ".htaccess",
        "notes.json.br",
    ];
    for name in kept.into_iter().chain([&*orphan, &killed]) {
        fs::write(office.feed(name), "").unwrap();
    }
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    let names = office.names();
    assert!(
        kept.iter()
            .all(|kept| names.iter().any(|name| name == kept)),
        "{names:?}"
    );
    assert!(
        !names.contains(&orphan) && !names.contains(&killed),
        "{names:?}"
    );
}

#[test]
fn snapshots_without_a_manifest_are_pointed_out() {
    let office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    fs::remove_file(office.feed("manifest.json")).unwrap();
    let Step::NewEdition(written) = office.publish().unwrap().step else {
        panic!()
    };
    assert!(written.found_remains);
}

/// Phones take an edition whatever its date is; that it may be wrong is told here.
#[test]
fn a_clock_that_may_be_wrong_is_told() {
    for (later, told) in [
        ("2026-11-20T08:00:00Z", None),
        ("2026-11-20T07:55:00Z", None),
        ("2026-11-20T07:45:00Z", Some("Earlier")),
        ("1970-01-01T00:00:00Z", Some("Earlier")),
        ("2027-11-20T08:00:00Z", None),
        ("2027-11-22T08:00:00Z", Some("MuchLater")),
    ] {
        let office = Office::new();
        office.write(&page(&[service("a", "Angebot")]));
        let first = office.publish().unwrap();
        assert_eq!(first.clock, None);
        office.write(&page(&[service("a", "Anders")]));
        let second = publish(&office.order, later.parse().unwrap()).unwrap();
        assert!(matches!(second.step, Step::NewEdition(_)));
        let doubt = second.clock.map(|doubt| format!("{doubt:?}"));
        let expected = told.map(|told| format!("{told}(\"2026-11-20T08:00:00Z\")"));
        assert_eq!(doubt, expected, "{later}");
    }
}
