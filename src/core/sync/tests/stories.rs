//! One sync each, from what is wanted to how it ends.

use super::*;
use crate::directory::Directory;
use crate::feed::{MANIFEST_BYTES, Page, Unreadable};

const LOOK: [&str; 2] = ["read current", "fetch manifest"];

#[test]
fn a_sync_that_succeeds() {
    let old = County::peine(40);
    let first = ["fetch signature", "fetch snapshot", "compile"];
    let patch = [
        "fetch signature",
        "fetch delta",
        "read example.peine 1.1",
        "compile",
    ];
    let anew = County::peine(40).with([1]).anew();
    for (what, have, feed, way) in [
        ("the first", None, old.clone(), &first[..]),
        ("new content", Some(&old), old.clone().with([3, 40]), &patch),
        ("an end", Some(&old), old.clone().without([3]), &patch),
        (
            "nothing different",
            Some(&old),
            old.clone().with([]),
            &patch,
        ),
        ("a new epoch", Some(&old), anew, &first),
    ] {
        let mut world = have.map_or_else(|| World::new(settings(&[NOW, NEXT])), World::with);
        world.publish(&feed);
        let before = have.map_or("nothing".to_owned(), County::name);
        assert!(world.sync().is_some());
        let mut expected: Vec<_> = LOOK.iter().chain(way).map(ToString::to_string).collect();
        expected.push(format!("store {} instead of {before}", feed.name()));
        expected.push(format!("updated: {}", feed.name()));
        assert_eq!(world.log, expected, "{what}");

        let stored = world.stored.clone().unwrap();
        assert_eq!(
            stored.snapshot,
            feed.contents.to_page(),
            "{what}: to the byte"
        );
        let directory = Directory::open(stored.image.clone()).unwrap();
        assert_eq!(directory.len(), feed.contents.records.len(), "{what}");
        let rebuilt = elsewhere(Job::rebuild(stored.head.clone(), stored.snapshot.clone()));
        assert_eq!(rebuilt, Ok(Some((*stored).clone())), "{what}");
        // And again: one request, nothing else.
        world.log.clear();
        assert!(world.sync().is_some());
        let unchanged = format!("unchanged: {}", feed.name());
        assert_eq!(world.log, [LOOK[0], LOOK[1], &unchanged], "{what}");
    }
}

#[test]
fn requests_have_limits() {
    let county = County::peine(3).with([1]);
    let mut sync = Sync::new(settings(&[NOW]));
    let mut requests = Vec::new();
    let mut event = Event::Wanted(Wanted {
        trigger: Trigger::Routine,
        uptime_ms: 0,
        now: String::new(),
    });
    let files = county.files(Some(NOW));
    while let Some(effect) = sync.on(event) {
        event = match effect {
            Effect::ReadCurrent => Event::Current(Ok(None)),
            Effect::Fetch(request) => {
                let body = as_json(&files[&request.path]);
                requests.push((request.kind, request.most_bytes, request.deadline_ms));
                Event::Fetched(Ok(body))
            }
            _ => break,
        };
    }
    let bytes = county.contents.to_page().len();
    assert_eq!(
        requests,
        [
            (Kind::Manifest, MANIFEST_BYTES, 20_000),
            (Kind::Signature, 2_048, 20_000),
            (Kind::Snapshot, bytes, 600_000),
        ]
    );
}

#[test]
fn failures_are_tried_again_later_and_servers_get_their_rest() {
    let mut world = World::new(settings(&[NOW]));
    let mut busy = reply(503, "text/html", b"");
    let mut waits = Vec::new();
    for asked in [None, None, None, Some(7_200), Some(1_000_000_000)] {
        busy.retry_after_s = asked;
        world.fault = Some((world.calls + 1, Fault::Net(Ok(busy.clone()))));
        let Some(Outcome::Failed(_, wait)) = world.sync() else {
            panic!("a failure")
        };
        waits.push((wait.least_ms / 1_000, wait.most_ms / 1_000));
    }
    assert_eq!(
        waits,
        [(1, 4), (1, 8), (1, 16), (7_200, 7_200), (86_400, 86_400)]
    );

    // The app keeps to it; a person need not.
    world.fault = None;
    world.publish(&County::peine(3));
    let day = 86_400_000;
    world.uptime_ms = day - 1;
    assert_eq!(world.sync_for(Trigger::Routine), None);
    assert!(matches!(
        world.sync_for(Trigger::Hand),
        Some(Outcome::Updated(_))
    ));
    // What went well is forgotten; and there is a directory to look at, so there is time.
    world.fault = Some((world.calls + 1, Fault::Net(Err(NetFault::Unreachable))));
    let Some(Outcome::Failed(_, wait)) = world.sync_for(Trigger::Routine) else {
        panic!("a failure")
    };
    assert_eq!((wait.least_ms, wait.most_ms), (1_000, 30_000));
    world.fault = None;
    assert!(matches!(
        world.sync_for(Trigger::Routine),
        Some(Outcome::Unchanged(_))
    ));
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
            ..Head::default()
        };
        let rebuilt = Generation {
            head: head.clone(),
            image: compiled.into_image(),
            snapshot: snapshot.to_vec(),
        };
        let job = Job::rebuild(head, snapshot.to_vec());
        assert_eq!(elsewhere(job), Ok(Some(rebuilt)), "{region:?}");
    }
    let unreadable = elsewhere(Job::rebuild(Head::default(), b"<html>".to_vec()));
    assert_eq!(unreadable, Err(Failure::Unreadable(Unreadable::Html)));
}

/// What an earlier version of the app has stored is read.
#[test]
fn heads_of_earlier_versions_are_read() {
    let json = r#"{"feed_id":"de.example","epoch":1,"seq":7,"sha256":"00","issued_at":"2026-11-20T08:00:00Z","region":null}"#;
    let head: Head = serde_json::from_str(json).unwrap();
    assert_eq!((head.seq, head.offers, head.is_signed()), (7, 0, false));
    let again = serde_json::to_string(&head).unwrap();
    assert_eq!(serde_json::from_str::<Head>(&again).unwrap(), head);
}
