//! One sync each, from what is wanted to how it ends.

use super::*;
use crate::directory::Directory;
use crate::feed::{MANIFEST_BYTES, Page};

#[test]
fn a_sync_that_succeeds() {
    let (old, new) = (Feed::seq(1), Feed::seq(2));
    let restarted = Feed::of("example.peine", 2, 1, 3);
    let elsewhere = Feed::of("example.gifhorn", 1, 1, 3);
    let empty = Feed::of("example.peine", 1, 3, 0);
    for (what, have, feed, outcome) in [
        (
            "the first",
            None,
            &new,
            "store example.peine 1.2 instead of nothing",
        ),
        (
            "new content",
            Some(&old),
            &new,
            "store example.peine 1.2 instead of example.peine 1.1",
        ),
        (
            "a new epoch",
            Some(&new),
            &restarted,
            "store example.peine 2.1 instead of example.peine 1.2",
        ),
        (
            "another feed",
            Some(&new),
            &elsewhere,
            "store example.gifhorn 1.1 instead of example.peine 1.2",
        ),
        (
            "no offers",
            Some(&new),
            &empty,
            "store example.peine 1.3 instead of example.peine 1.2",
        ),
    ] {
        let head = format!(
            "{} {}.{}",
            feed.manifest.feed_id, feed.manifest.epoch, feed.manifest.seq
        );
        let effects = play(vec![
            Event::Wanted,
            current(have),
            feed.manifest(),
            feed.snapshot(),
            stored(),
        ]);
        let updated = format!("updated: {head}");
        assert_eq!(
            effects,
            [
                "read current",
                "fetch manifest.json",
                "fetch snapshot",
                outcome,
                &updated
            ],
            "{what}"
        );
    }
}

#[test]
fn a_look_at_the_manifest_ends_the_sync() {
    let (one, two, three) = (Feed::seq(1), Feed::seq(2), Feed::seq(3));
    let forked = Feed::of("example.peine", 1, 2, 4);
    let epoch = Feed::of("example.peine", 2, 1, 3);
    for (what, have, answer, outcome) in [
        (
            "the same",
            &two,
            two.manifest(),
            "unchanged: example.peine 1.2",
        ),
        (
            "the same, issued again",
            &two,
            two.manifest_with("issued_at", json!("2026-11-21T08:00:00Z")),
            "unchanged: example.peine 1.2",
        ),
        (
            "an older one",
            &two,
            one.manifest(),
            "failed: the feed is older than what is stored",
        ),
        (
            "a higher number of an older epoch",
            &epoch,
            three.manifest(),
            "failed: the feed is older than what is stored",
        ),
        (
            "another content",
            &two,
            forked.manifest(),
            "failed: another content under the same number",
        ),
        (
            "a newer form",
            &two,
            three.manifest_with("schema", json!(2)),
            "failed: schema 2 is newer than 1: update the app",
        ),
        (
            "a path to elsewhere",
            &two,
            three.manifest_with("snapshot", json!("../x.json")),
            "failed: the field `snapshot` of the manifest cannot be used",
        ),
    ] {
        let effects = play(vec![Event::Wanted, current(Some(have)), answer]);
        assert_eq!(effects[2], outcome, "{what}");
    }
}

#[test]
fn what_the_store_can_do() {
    let (old, new, newest) = (Feed::seq(1), Feed::seq(2), Feed::seq(3));
    let until_stored = || {
        vec![
            Event::Wanted,
            current(Some(&old)),
            new.manifest(),
            new.snapshot(),
        ]
    };
    for (fault, failure) in [
        (
            StoreFault::Unavailable,
            "failed: the browser gives no storage",
        ),
        (StoreFault::Full, "failed: the storage is full"),
        (
            StoreFault::Failed("abort".into()),
            "failed: the storage failed: abort",
        ),
    ] {
        let stored = Event::Stored(Err(fault.clone()));
        assert_eq!(play([until_stored(), vec![stored]].concat())[4], failure);
        let recalled = Event::Current(Err(fault));
        assert_eq!(
            play(vec![Event::Wanted, recalled]),
            ["read current", failure]
        );
    }
    // Another tab was faster: look again, and be content or go on.
    let overtaken = || {
        [
            until_stored(),
            vec![Event::Stored(Err(StoreFault::Overtaken))],
        ]
        .concat()
    };
    let same = play([overtaken(), vec![current(Some(&new)), new.manifest()]].concat());
    assert_eq!(
        same[4..],
        [
            "read current",
            "fetch manifest.json",
            "unchanged: example.peine 1.2"
        ]
    );
    let again = vec![
        current(Some(&new)),
        newest.manifest(),
        newest.snapshot(),
        stored(),
    ];
    assert_eq!(
        play([overtaken(), again].concat())[4..],
        [
            "read current",
            "fetch manifest.json",
            "fetch snapshot",
            "store example.peine 1.3 instead of example.peine 1.2",
            "updated: example.peine 1.3",
        ]
    );
}

#[test]
fn requests_have_limits() {
    let feed = Feed::seq(2);
    let mut sync = Sync::default();
    let _ = sync.on(Event::Wanted);
    let Some(Effect::FetchManifest(manifest)) = sync.on(current(None)) else {
        panic!()
    };
    assert_eq!(
        (manifest.path.as_str(), manifest.most_bytes),
        ("manifest.json", MANIFEST_BYTES)
    );
    let Some(Effect::FetchSnapshot(snapshot)) = sync.on(feed.manifest()) else {
        panic!()
    };
    assert_eq!(snapshot.path, feed.manifest.snapshot);
    assert_eq!(
        snapshot.most_bytes,
        feed.snapshot.len(),
        "no more than the manifest says"
    );
    assert!(manifest.deadline_ms > 0 && manifest.deadline_ms < snapshot.deadline_ms);
}

/// In every state only its own answer counts; anything else changes nothing.
#[test]
fn stray_events_are_ignored_in_every_state() {
    let (old, new) = (Feed::seq(1), Feed::seq(2));
    let way = [
        Event::Wanted,
        current(Some(&old)),
        new.manifest(),
        new.snapshot(),
        stored(),
    ];
    for (at, fitting) in way.iter().enumerate() {
        for (other, stray) in way.iter().enumerate().filter(|(other, _)| *other != at) {
            let mut sync = Sync::default();
            for event in &way[..at] {
                assert!(sync.on(event.clone()).is_some());
            }
            let before = sync.state().clone();
            assert_eq!(sync.on(stray.clone()), None, "event {other} in state {at}");
            assert_eq!(sync.state(), &before);
            assert!(
                sync.on(fitting.clone()).is_some(),
                "event {at} after the stray {other}"
            );
        }
    }
}

#[test]
fn what_is_stored_is_what_was_published() {
    let feed = Feed::of("example.peine", 1, 2, 5);
    let mut sync = Sync::default();
    for event in [Event::Wanted, current(None), feed.manifest()] {
        assert!(sync.on(event).is_some());
    }
    let Some(Effect::Store {
        generation,
        instead_of: None,
    }) = sync.on(feed.snapshot())
    else {
        panic!("a generation to store");
    };
    assert_eq!(sync.state(), &State::Storing { head: feed.head() });
    assert_eq!(generation.head, feed.head());
    assert_eq!(generation.snapshot, feed.snapshot, "to the byte");
    let compiled = Directory::open(&generation.image).unwrap();
    assert_eq!(compiled.len(), 5);
    assert_eq!(
        rebuild(&generation.head, &generation.snapshot),
        Ok(compiled)
    );
    let head = serde_json::to_string(&generation.head).unwrap();
    assert_eq!(
        serde_json::from_str::<Head>(&head).unwrap(),
        generation.head
    );
}

/// The region is in the head, so that what is compiled anew is the same directory.
#[test]
fn a_directory_is_rebuilt_with_its_region() {
    let snapshot = include_bytes!("../../feed/fixtures/everything.json");
    for region in [None, Some("Landkreis Peine"), Some("Kernstadt")] {
        let page = Page::open(snapshot).unwrap();
        let compiled = Directory::compile(&page, &page.read(region));
        let head = Head {
            region: region.map(Into::into),
            ..Feed::seq(1).head()
        };
        assert_eq!(rebuild(&head, snapshot), Ok(compiled), "{region:?}");
    }
    assert!(rebuild(&Feed::seq(1).head(), b"<html>").is_err());
}
