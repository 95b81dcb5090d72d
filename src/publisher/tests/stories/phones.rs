//! Phones follow a feed: who has one of the last five editions loads what has changed, everybody
//! ends with the same directory, and an offer that has ended is known.

use std::fs;

use raupe::keys::generate;
use raupe::publish::{PublishError, Refused, Step, publish};
use raupe_core::directory::Directory;
use raupe_core::feed::{Ending, Page};
use raupe_core::offer::OfferId;
use raupe_core::sync::{Kind, Outcome};

use crate::support::{Office, Phone, now, page, service};

fn names(edition: usize) -> Vec<String> {
    (0..30)
        .map(|at| {
            // Each edition changes two names.
            let version = if at / 2 <= edition { at / 2 } else { 0 };
            service(
                &format!("o{at:02}"),
                &format!("Angebot {at}, Fassung {version}"),
            )
        })
        .collect()
}

#[test]
fn who_has_one_of_the_last_five_editions_loads_a_delta() {
    let office = Office::new();
    let mut phones = Vec::new();
    for edition in 1..=8 {
        office.write(&page(&names(edition)));
        office.publish().unwrap();
        let mut phone = Phone::trusting(None);
        assert!(matches!(phone.sync(&office.order.out), Outcome::Updated(_)));
        assert_eq!(phone.kinds(), [Kind::Manifest, Kind::Snapshot]);
        phones.push(phone);
    }
    let manifest = office.manifest();
    let from: Vec<_> = manifest.deltas.iter().map(|delta| delta.from).collect();
    assert_eq!(from, [7, 6, 5, 4, 3]);
    let snapshot = office.snapshot().into_bytes();
    for phone in &mut phones {
        let had = phone.seq().unwrap();
        let outcome = phone.sync(&office.order.out);
        let last = *phone.kinds().last().unwrap();
        match had {
            8 => assert!(matches!(outcome, Outcome::Unchanged(_)) && last == Kind::Manifest),
            3.. => assert!(matches!(outcome, Outcome::Updated(_)) && last == Kind::Delta),
            _ => assert!(matches!(outcome, Outcome::Updated(_)) && last == Kind::Snapshot),
        }
        assert_eq!(phone.seq(), Some(8));
        let stored = &phone.stored.as_ref().unwrap().snapshot;
        assert!(*stored == snapshot, "from edition {had}, to the byte");
        let loaded = phone.fetched.last().unwrap().1;
        assert!(
            last != Kind::Delta || loaded < snapshot.len() / 2,
            "{loaded} bytes"
        );
    }
}

#[test]
fn an_offer_that_has_ended_leaves_a_tombstone_for_a_year() {
    let office = Office::new();
    let all = names(1);
    office.write(&page(&all));
    office.publish().unwrap();
    let mut phone = Phone::trusting(None);
    phone.sync(&office.order.out);

    let over =
        service("o01", "Ist vorbei").replace("\"name\"", "\"status\": \"defunct\", \"name\"");
    let rest = [&[over][..], &all[2..]].concat();
    office.write(&page(&rest));
    office.publish().unwrap();
    phone.sync(&office.order.out);
    assert_eq!(phone.kinds().last(), Some(&Kind::Delta));
    let ended = |phone: &Phone, id: &str| {
        let directory = Directory::open(phone.stored.as_ref().unwrap().image.clone()).unwrap();
        let ended = directory.ended(&OfferId::new(id).unwrap());
        ended.map(|tombstone| (tombstone.reason, tombstone.date.clone()))
    };
    let today = "2026-11-20".to_owned();
    assert_eq!(ended(&phone, "o00"), Some((Ending::Removed, today.clone())));
    assert_eq!(ended(&phone, "o01"), Some((Ending::Defunct, today)));
    assert_eq!(ended(&phone, "o02"), None);

    // What comes back lives; what has ended is forgotten after a year.
    let back = [&[service("o00", "Wieder da")][..], &all[2..]].concat();
    office.write(&page(&back));
    let later = now() + jiff::SignedDuration::from_hours(24 * 366);
    publish(&office.order, later).unwrap();
    phone.sync(&office.order.out);
    assert_eq!(phone.kinds().last(), Some(&Kind::Delta));
    assert_eq!((ended(&phone, "o00"), ended(&phone, "o01")), (None, None));
    assert!(!office.snapshot().contains("tombstones"));
}

/// A record that is broken today has not ended: nothing is said about it.
#[test]
fn a_broken_record_is_not_said_to_have_ended() {
    let mut office = Office::new();
    let mut all = names(1);
    office.write(&page(&all));
    office.publish().unwrap();
    all[3] = r#"{"id": "o03"}"#.into();
    office.write(&page(&all));
    office.order.broken = raupe::publish::Broken::LeaveOut;
    office.publish().unwrap();
    assert!(!office.snapshot().contains("o03"));
    // There is no delta that could say so; the snapshot does.
    assert_eq!(office.manifest().deltas, []);
}

#[test]
fn far_fewer_offers_have_to_be_meant() {
    let mut office = Office::new();
    let all = names(1);
    office.write(&page(&all));
    office.publish().unwrap();
    let before = office.state();
    office.write(&page(&all[..20]));
    let refused = Refused::FarFewer {
        before: 30,
        now: 20,
    };
    assert_eq!(office.refusal(), refused);
    assert_eq!(office.state(), before);
    office.order.means_mass_change = true;
    office.publish().unwrap();
    assert_eq!(office.manifest().mass_change, Some(2));
    // It is remembered for those who come from before.
    office.order.means_mass_change = false;
    office.write(&page(&all[..19]));
    office.publish().unwrap();
    assert_eq!(office.manifest().mass_change, Some(2));
}

/// A phone that sleeps through small steps wakes up to a great one.
#[test]
fn small_steps_that_add_up_are_meant() {
    let mut office = Office::new();
    let pair = generate(&office.path("peine")).unwrap();
    office.order.key = Some(pair.secret);
    let mut phone = Phone::trusting(Some(&pair.line));
    let all = names(1);
    for (offers, mass_change, most) in [
        (30, None, None),
        (24, None, Some(30)),
        (25, None, Some(30)),
        (20, Some(4), None),
        (21, Some(4), None),
        (15, Some(4), Some(21)),
        (14, Some(7), None),
    ] {
        office.write(&page(&all[..offers]));
        office.publish().unwrap();
        let manifest = office.manifest();
        assert_eq!(
            (manifest.mass_change, manifest.most),
            (mass_change, most),
            "{offers}"
        );
        if offers == 30 || offers == 14 {
            let outcome = phone.sync(&office.order.out);
            assert!(matches!(outcome, Outcome::Updated(_)), "{outcome:?}");
        }
    }
}

/// Whoever has lost phones to an odd feed can call them back.
#[test]
fn a_mass_change_can_be_meant_afterwards() {
    let mut office = Office::new();
    office.write(&page(&names(1)));
    office.publish().unwrap();
    office.order.means_mass_change = true;
    assert!(matches!(office.publish().unwrap().step, Step::Nothing));
    office.order.confirms_unchanged = true;
    office.publish().unwrap();
    assert_eq!(office.manifest().mass_change, Some(2));
    // A new epoch comes after all of it.
    office.order.means_mass_change = false;
    office.order.epoch = Some(2);
    office.publish().unwrap();
    assert_eq!(office.manifest().mass_change, Some(1));
}

#[test]
fn an_unchanged_list_can_be_confirmed() {
    let mut office = Office::new();
    office.write(&page(&names(1)));
    office.publish().unwrap();
    let mut phone = Phone::trusting(None);
    phone.sync(&office.order.out);
    office.order.confirms_unchanged = true;
    let tomorrow = now() + jiff::SignedDuration::from_hours(24);
    publish(&office.order, tomorrow).unwrap();
    let manifest = office.manifest();
    assert_eq!(
        (manifest.seq, manifest.issued_at.as_str()),
        (2, "2026-11-21T08:00:00Z")
    );
    phone.sync(&office.order.out);
    assert_eq!(phone.kinds(), [Kind::Manifest, Kind::Delta]);
    assert!(phone.fetched[1].1 < 100, "an empty delta");
    assert_eq!(phone.stored.unwrap().head.issued_at, manifest.issued_at);
}

#[test]
fn a_missing_or_damaged_delta_is_written_again() {
    let office = Office::new();
    for edition in 1..=3 {
        office.write(&page(&names(edition)));
        office.publish().unwrap();
    }
    let manifest = office.manifest();
    let delta = office.feed(&manifest.deltas[1].name(3));
    let bytes = fs::read(&delta).unwrap();
    for content in [None, Some("damaged")] {
        match content {
            None => fs::remove_file(&delta).unwrap(),
            Some(content) => fs::write(&delta, content).unwrap(),
        }
        let step = office.publish().unwrap().step;
        assert!(matches!(step, Step::Repaired(_)), "{step:?}");
        assert_eq!(fs::read(&delta).unwrap(), bytes);
        assert!(matches!(office.publish().unwrap().step, Step::Nothing));
    }
    // What cannot be made again does no harm: there is the snapshot.
    fs::remove_file(&delta).unwrap();
    for name in office.names() {
        if name.starts_with("snapshot-") && !name.starts_with(&manifest.snapshot) {
            fs::remove_file(office.feed(&name)).unwrap();
        }
    }
    assert!(matches!(office.publish().unwrap().step, Step::Nothing));
}

/// What is published is what a page of the core says, so that a delta leads to the same bytes.
#[test]
fn a_snapshot_with_tombstones_is_an_hsds_page() {
    let office = Office::new();
    office.write(&page(&names(1)));
    office.publish().unwrap();
    office.write(&page(&names(1)[1..]));
    office.publish().unwrap();
    let snapshot = office.snapshot();
    let json: serde_json::Value = serde_json::from_str(&snapshot).unwrap();
    assert_eq!(
        (&json["total_items"], &json["size"]),
        (&29.into(), &29.into())
    );
    assert_eq!(json["raupe"]["tombstones"][0]["id"], "o00");
    assert_eq!(Page::open(snapshot.as_bytes()).unwrap().records().len(), 29);
    assert!(!matches!(office.publish(), Err(PublishError::Refused(_))));
}

/// A folder that was published before there were deltas, digests and the plain page.
#[test]
fn a_feed_of_an_earlier_version_goes_on() {
    let office = Office::new();
    office.write(&page(&names(1)));
    office.publish().unwrap();
    let path = office.feed("manifest.json");
    let manifest = fs::read_to_string(&path).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let fields = manifest.as_object_mut().unwrap();
    assert!(fields.remove("digest").is_some() && fields.remove("deltas").is_some());
    fs::write(&path, manifest.to_string()).unwrap();
    fs::remove_file(office.feed("offers.html")).unwrap();
    let mut phone = Phone::trusting(None);
    assert!(matches!(phone.sync(&office.order.out), Outcome::Updated(_)));

    // The same content: what is missing is added, and the manifest stays.
    assert!(matches!(office.publish().unwrap().step, Step::Repaired(_)));
    assert!(office.feed("offers.html").is_file());
    office.write(&page(&names(2)));
    office.publish().unwrap();
    phone.sync(&office.order.out);
    assert_eq!((phone.seq(), phone.kinds()[1]), (Some(2), Kind::Delta));
}
