//! What is not published, and that nothing is written then.

use std::fs::{self, File};

use raupe::publish::{Broken, PublishError, Refused};
use raupe_core::feed::{ManifestError, Problem};

use crate::support::{Office, page, service};

#[test]
fn broken_records_are_left_out_only_when_asked() {
    let mut office = Office::new();
    office.write(&page(&[service("a", "Angebot"), r#"{"id": "z"}"#.into()]));
    let Refused::BrokenRecords(findings) = office.refusal() else {
        panic!()
    };
    assert_eq!(findings.len(), 1);
    assert!(!office.order.out.exists(), "nothing is written");

    office.order.broken = Broken::LeaveOut;
    assert_eq!(office.publish().unwrap().broken, 1);
    assert_eq!(office.manifest().count, 1);
}

#[test]
fn an_address_that_is_to_be_kept_back_never_gets_into_a_feed() {
    let mut office = Office::new();
    let shelter = r#"{"id": "s", "name": "Frauenhaus", "confidential_address": true,
        "service_at_locations": [{"location": {"addresses":
            [{"address_1": "Geheimweg 1", "city": "Peine"}]}}]}"#;
    office.write(&page(&[service("a", "Angebot"), shelter.into()]));
    let Refused::BrokenRecords(findings) = office.refusal() else {
        panic!()
    };
    assert_eq!(findings[0].problem, Problem::ConfidentialAddress);

    office.order.broken = Broken::LeaveOut;
    assert_eq!(office.publish().unwrap().broken, 1);
    let snapshot = office.order.out.join(office.manifest().snapshot);
    let published = fs::read_to_string(snapshot).unwrap();
    assert!(published.contains("Angebot") && !published.contains("Geheimweg"));
}

#[test]
fn an_empty_feed_is_refused() {
    let office = Office::new();
    for empty in [
        "[]",
        r#"[{"id": "z", "name": "Vorbei", "status": "defunct"}]"#,
    ] {
        office.write(empty);
        assert_eq!(office.refusal(), Refused::NoOffers, "{empty}");
        assert!(!office.order.out.exists());
    }
}

#[test]
fn a_file_that_is_no_feed_is_not_published() {
    let office = Office::new();
    assert!(
        matches!(office.publish(), Err(PublishError::Source(_))),
        "missing"
    );
    office.write("<html>");
    assert!(
        matches!(office.publish(), Err(PublishError::Source(_))),
        "a web page"
    );
    assert!(!office.order.out.exists());
}

#[test]
fn the_folder_of_another_feed_is_left_alone() {
    let mut office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    let before = office.state();
    office.order.feed_id = Some("de.other".into());
    let (there, wanted) = ("angebote-fuer-familien".to_owned(), "de.other".to_owned());
    assert_eq!(office.refusal(), Refused::OtherFeed { there, wanted });
    assert_eq!(office.state(), before);
}

#[test]
fn a_damaged_manifest_never_starts_the_count_again_by_itself() {
    let mut office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    fs::write(office.feed("manifest.json"), "{\"schema\": 1,").unwrap();
    let before = office.state();
    let damaged = |refused| matches!(refused, Refused::DamagedManifest(_));
    assert!(damaged(office.refusal()));
    // The name of the feed is in the manifest that cannot be read, so it is not guessed either,
    office.order.epoch = Some(2);
    assert!(damaged(office.refusal()));
    // and the epoch has to be a new one.
    office.order.feed_id = Some("angebote-fuer-familien".into());
    office.order.epoch = Some(1);
    assert!(damaged(office.refusal()));
    assert_eq!(office.state(), before);

    office.order.epoch = Some(2);
    office.publish().unwrap();
    let manifest = office.manifest();
    assert_eq!((manifest.epoch, manifest.seq), (2, 1));
}

#[test]
fn a_manifest_of_a_newer_version_is_left_alone() {
    let mut office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    fs::write(office.feed("manifest.json"), "{\"schema\": 99}").unwrap();
    office.order.feed_id = Some("angebote-fuer-familien".into());
    office.order.epoch = Some(9);
    assert_eq!(office.refusal(), Refused::NewerManifest(99));
}

#[test]
fn a_new_epoch_begins_with_one_and_an_old_one_is_refused() {
    let mut office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    for (epoch, expected) in [(1, (1, 1)), (4, (4, 1)), (4, (4, 1))] {
        office.order.epoch = Some(epoch);
        let manifest = office.publish().unwrap().manifest;
        assert_eq!((manifest.epoch, manifest.seq), expected);
    }
    office.order.epoch = Some(3);
    assert_eq!(office.refusal(), Refused::LowerEpoch(4));
}

#[test]
fn a_count_at_its_end_asks_for_a_new_epoch() {
    let mut office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    let mut manifest = office.publish().unwrap().manifest;
    manifest.seq = u64::MAX;
    fs::write(office.feed("manifest.json"), manifest.to_json()).unwrap();
    office.write(&page(&[service("a", "Anderes")]));
    assert_eq!(office.refusal(), Refused::LastSeq(1));
    office.order.epoch = Some(2);
    assert_eq!(office.publish().unwrap().manifest.seq, 1);
}

#[test]
fn what_clients_would_refuse_is_refused_here() {
    for (feed_id, region, field) in [
        (" ", "Peine", "feed_id"),
        (&*"x".repeat(201), "Peine", "feed_id"),
        ("de.peine", &*"x".repeat(20_000), "region"),
    ] {
        let mut office = Office::new();
        office.write(&page(&[service("a", "Angebot")]));
        office.order.feed_id = Some(feed_id.to_owned());
        office.order.region = Some(region.to_owned());
        assert_eq!(office.refusal(), Refused::BadField(field));
        assert!(!office.order.out.exists());
    }
}

#[test]
fn a_file_name_without_letters_names_no_feed() {
    let mut office = Office::new();
    office.order.file = office.path("—.json");
    office.write(&page(&[service("a", "Angebot")]));
    assert_eq!(office.refusal(), Refused::NoFeedId);
}

#[test]
fn two_publishers_do_not_meet() {
    let office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    let before = office.state();
    let other = File::options()
        .append(true)
        .open(office.feed(".raupe.lock"))
        .unwrap();
    other.lock().unwrap();
    office.write(&page(&[service("a", "Anderes")]));
    assert_eq!(office.refusal(), Refused::Busy);
    assert_eq!(office.state(), before);
    drop(other);
    assert_eq!(office.publish().unwrap().manifest.seq, 2);
}

#[test]
fn the_reason_for_damage_is_told() {
    let office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    fs::write(office.feed("manifest.json"), " ".repeat(20_000)).unwrap();
    assert_eq!(
        office.refusal(),
        Refused::DamagedManifest(ManifestError::TooLarge(20_000))
    );
}
