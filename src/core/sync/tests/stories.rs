//! One sync each, from what is wanted to how it ends.

use super::*;
use crate::directory::Directory;
use crate::feed::{MANIFEST_BYTES, Page};

const LOOK: [&str; 2] = ["read current", "fetch manifest"];

#[test]
fn a_sync_that_succeeds() {
    let old = County::peine(40);
    let first = ["fetch signature", "fetch snapshot"];
    let patch = ["fetch signature", "fetch delta", "read example.peine 1.1"];
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
        (
            "another feed",
            Some(&old),
            County::new("example.gifhorn", 3),
            &first,
        ),
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
        let directory = Directory::open(&stored.image).unwrap();
        assert_eq!(directory.len(), feed.contents.records.len(), "{what}");
        assert_eq!(rebuild(&stored.head, &stored.snapshot), Ok(directory));
        // And again: one request, nothing else.
        world.log.clear();
        assert!(world.sync().is_some());
        let unchanged = format!("unchanged: {}", feed.name());
        assert_eq!(world.log, [LOOK[0], LOOK[1], &unchanged], "{what}");
    }
}

#[test]
fn an_offer_that_ended_is_known() {
    let old = County::peine(10);
    let mut world = World::with(&old);
    world.publish(&old.clone().without([4]));
    assert!(world.sync().is_some());
    let ended = |world: &World| {
        let image = world.stored.as_ref().unwrap().image.clone();
        let directory = Directory::open(&image).unwrap();
        assert!(directory.find(&id(4)).is_none());
        directory.ended(&id(4)).cloned()
    };
    let tombstone = ended(&world).unwrap();
    assert_eq!(
        (tombstone.reason, tombstone.date.as_str()),
        (Ending::Removed, "2026-11-20")
    );
    // Also for somebody who comes later and takes the snapshot.
    let mut other = World::new(settings(&[NOW]));
    other.publish(&old.without([4]));
    assert!(other.sync().is_some());
    assert_eq!(ended(&other), Some(tombstone));
}

#[test]
fn the_last_five_editions_have_a_delta() {
    let mut county = County::peine(100);
    let phones: Vec<_> = (0..7)
        .map(|at| {
            let world = World::with(&county);
            county = county.clone().with([at]);
            world
        })
        .collect();
    for (missed, mut world) in (1..).zip(phones.into_iter().rev()) {
        world.publish(&county);
        let outcome = world.sync().unwrap();
        assert_eq!(told(&outcome), format!("updated: {}", county.name()));
        let by_delta = world.log.contains(&"fetch delta".to_owned());
        assert_eq!(by_delta, missed <= 5, "{missed} editions behind");
        assert_eq!(world.stored.unwrap().snapshot, county.contents.to_page());
    }
}

#[test]
fn anything_odd_about_a_delta_leads_to_the_snapshot() {
    let old = County::peine(20);
    let new = old.clone().with([7]);
    let delta = format!("feed/{}", new.manifest.deltas[0].name(2));
    let good = new.files(Some(NOW))[&delta].clone();
    let flipped = |at: usize| {
        let mut flipped = good.clone();
        flipped[at] ^= 1;
        flipped
    };
    let cases = [
        ("missing", None),
        ("a web page", Some(PORTAL.to_vec())),
        ("nothing", Some(Vec::new())),
        ("cut", Some(good[..good.len() / 2].to_vec())),
        ("longer", Some([&good[..], b" "].concat())),
        ("a flipped bit", Some(flipped(good.len() / 2))),
    ];
    for (what, bytes) in cases {
        let mut world = World::with(&old);
        world.publish(&new);
        world.files.remove(&delta);
        world
            .files
            .extend(bytes.map(|bytes| (delta.clone(), bytes)));
        assert!(world.sync().is_some());
        assert!(world.log.contains(&"fetch snapshot".to_owned()), "{what}");
        assert_eq!(
            world.stored.unwrap().snapshot,
            new.contents.to_page(),
            "{what}"
        );
    }
    // The file is what the manifest says, and yet leads somewhere else: another base, other ends.
    let elsewhere = County::peine(20).with([8]).with([7]);
    let base = &elsewhere.earlier[&2];
    for bytes in [
        Delta::between(base, &new.contents, 1, 2).unwrap(),
        Delta::between(&old.contents, &new.contents, 1, 3).unwrap(),
        Delta::between(&old.contents, &new.contents, 0, 2).unwrap(),
        Delta::between(&old.contents, &elsewhere.contents, 1, 2).unwrap(),
        b"{\"from\":1,\"to\":2,\"services\":[{}]}".to_vec(),
        b"[]".to_vec(),
    ] {
        let mut world = World::with(&old);
        let mut manifest = new.manifest.clone();
        let file = DeltaFile::of(&bytes, 1, &old.manifest.sha256);
        world.files = new.files_with(
            Some(NOW),
            &Manifest {
                deltas: vec![file.clone()],
                ..manifest.clone()
            },
        );
        manifest.deltas = vec![file.clone()];
        world.files.insert(format!("feed/{}", file.name(2)), bytes);
        assert!(world.sync().is_some());
        assert_eq!(world.stored.unwrap().snapshot, new.contents.to_page());
    }
    // What is stored is damaged: the result is proved and not believed.
    let mut world = World::with(&old);
    let mut damaged = (*world.stored.clone().unwrap()).clone();
    let at = damaged.snapshot.len() / 2;
    damaged.snapshot.truncate(at);
    world.stored = Some(Arc::new(damaged));
    world.publish(&new);
    assert!(world.sync().is_some());
    assert_eq!(world.stored.unwrap().snapshot, new.contents.to_page());
}

#[test]
fn who_is_believed() {
    let old = County::peine(10);
    let new = old.clone().with([1]);
    let unknown = "failed: signed with a key that is not trusted";
    let updated = "updated: example.peine 1.2";
    let missing = "failed: the feed is not signed";
    for (what, pinned, keys, signer, outcome) in [
        (
            "the key of now",
            &[NOW, NEXT][..],
            &[NOW, NEXT][..],
            Some(NOW),
            updated,
        ),
        (
            "the next key",
            &[NOW, NEXT],
            &[NOW, NEXT],
            Some(NEXT),
            updated,
        ),
        (
            "an unknown key",
            &[NOW, NEXT],
            &[NOW, NEXT],
            Some(FOREIGN),
            unknown,
        ),
        ("no signature", &[NOW, NEXT], &[NOW, NEXT], None, missing),
        // An update of the app brings the key after the next.
        (
            "a new key after rotation",
            &[NOW, NEXT],
            &[NEXT, FOREIGN],
            Some(FOREIGN),
            updated,
        ),
        (
            "an old key after rotation",
            &[NOW, NEXT],
            &[NEXT, FOREIGN],
            Some(NOW),
            unknown,
        ),
        // Settings that share no key with what is pinned change nothing.
        (
            "settings of somebody else",
            &[NOW],
            &[FOREIGN],
            Some(FOREIGN),
            unknown,
        ),
        (
            "settings of somebody else, the old key",
            &[NOW],
            &[FOREIGN],
            Some(NOW),
            updated,
        ),
        ("settings that lost their keys", &[NOW], &[], None, missing),
        ("from unsigned to signed", &[], &[NOW], Some(NOW), updated),
        ("unsigned, as the settings allow", &[], &[], None, updated),
    ] {
        let mut world = World::new(settings(pinned));
        world.files = old.files(pinned.first().copied());
        assert!(matches!(world.sync(), Some(Outcome::Updated(_))), "{what}");
        world.sync = Sync::new(settings(keys));
        world.files = new.files(signer);
        assert_eq!(told(&world.sync().unwrap()), outcome, "{what}");
    }
    let mut world = World::new(FeedSettings {
        unsigned: false,
        ..settings(&[])
    });
    world.publish(&old);
    let nobody = "failed: the settings trust nobody with this feed";
    assert_eq!(told(&world.sync().unwrap()), nobody);
}

/// Between two editions, or behind caches, the signature of one can stand beside the manifest of
/// the other.
#[test]
fn the_signature_of_another_edition() {
    let old = County::peine(10);
    let new = old.clone().with([1]);
    let usual = "feed/manifest.json.minisig".to_owned();
    let other = old.files(Some(NOW))[&usual].clone();
    for (what, bytes) in [
        ("of the edition before", Some(other)),
        ("not there yet", None),
        ("half there", Some(b"untrusted comment:".to_vec())),
    ] {
        let mut world = World::with(&old);
        world.publish(&new);
        world.files.remove(&usual);
        world
            .files
            .extend(bytes.map(|bytes| (usual.clone(), bytes)));
        assert_eq!(
            told(&world.sync().unwrap()),
            "updated: example.peine 1.2",
            "{what}"
        );
        assert_eq!(
            world.log[2..4],
            ["fetch signature", "fetch signature"],
            "{what}"
        );
    }
}

/// Who was away while many offers went, with the county's knowledge, still catches up.
#[test]
fn a_mass_change_counts_for_all_who_come_from_before() {
    let hundred = County::peine(100);
    let mut fewer = hundred.clone().without(0..40);
    fewer.manifest.mass_change = Some(fewer.manifest.seq);
    let later = fewer.clone().with([41]).with([42]);
    for have in [&hundred, &fewer] {
        let mut world = World::with(have);
        world.publish(&later);
        assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 1.4");
    }
    // It does not count for what goes after it.
    let mut world = World::with(&fewer);
    world.publish(&later.without(40..70));
    let outcome = told(&world.sync().unwrap());
    assert_eq!(
        outcome,
        "failed: 30 offers after 60, and nobody says that it is meant"
    );
}

#[test]
fn a_plain_page_where_the_settings_say_so() {
    let page = |unsigned| FeedSettings {
        address: "daten/offers.json".into(),
        keys: Vec::new(),
        unsigned,
    };
    let mut world = World::new(page(true));
    let body = |offers: usize| {
        let records: Vec<_> = (0..offers).map(|at| record(at, 0)).collect();
        format!("[{}]", records.join(",")).into_bytes()
    };
    for (offers, outcome) in [
        (10, "updated: page:daten/offers.json 0.1"),
        (10, "unchanged: page:daten/offers.json 0.1"),
        (8, "updated: page:daten/offers.json 0.2"),
        (
            5,
            "failed: 5 offers after 8, and nobody says that it is meant",
        ),
        (0, "failed: no offers in the feed"),
    ] {
        world.files.insert("daten/offers.json".into(), body(offers));
        assert_eq!(told(&world.sync().unwrap()), outcome);
    }
    let head = world.head().unwrap();
    assert!(!head.is_signed());
    assert_eq!(
        head.issued_at, "2026-11-22T10:00:00Z",
        "when it was fetched"
    );
    // Not where a signature is asked for, now or before.
    let nobody = "failed: the settings trust nobody with this feed";
    world.sync = Sync::new(page(false));
    assert_eq!(told(&world.sync().unwrap()), nobody);
    let mut world = World::with(&County::peine(3));
    world.sync = Sync::new(page(true));
    assert_eq!(told(&world.sync().unwrap()), nobody);
}

#[test]
fn a_look_at_the_manifest_ends_the_sync() {
    let one = County::peine(5);
    let two = one.clone().with([1]);
    let three = two.clone().with([2]);
    let fork = one.clone().with([2]);
    let epoch = two.clone().anew();
    let issued_again = Manifest {
        issued_at: "2026-11-21T08:00:00Z".into(),
        ..two.manifest.clone()
    };
    let newer = |bytes: &str| bytes.replace("\"schema\": 1", "\"schema\": 2");
    for (what, have, files, outcome) in [
        (
            "the same",
            &two,
            two.files(Some(NOW)),
            "unchanged: example.peine 1.2",
        ),
        (
            "the same, issued again",
            &two,
            two.files_with(Some(NOW), &issued_again),
            "unchanged: example.peine 1.2",
        ),
        (
            "an older one",
            &two,
            one.files(Some(NOW)),
            "failed: the feed is older than what is stored",
        ),
        (
            "a higher number of an older epoch",
            &epoch,
            three.files(Some(NOW)),
            "failed: the feed is older than what is stored",
        ),
        (
            "another content",
            &two,
            fork.files(Some(NOW)),
            "failed: another content under the same number",
        ),
    ] {
        let mut world = World::with(have);
        world.files = files;
        assert_eq!(told(&world.sync().unwrap()), outcome, "{what}");
    }
    // What is signed and cannot be read.
    let signed = |manifest: String| {
        let mut world = World::with(&two);
        let signature = minisign::sign(None, &KEYS[NOW].sk, manifest.as_bytes(), None, None);
        let signature = signature.unwrap().to_string();
        world
            .files
            .insert("feed/manifest.json".into(), manifest.into());
        world
            .files
            .insert("feed/manifest.json.minisig".into(), signature.into());
        told(&world.sync().unwrap())
    };
    let json = three.manifest.to_json();
    assert_eq!(
        signed(newer(&json)),
        "failed: schema 2 is newer than 1: update the app"
    );
    let elsewhere = json.replace(&three.manifest.snapshot, "../x.json");
    assert_eq!(
        signed(elsewhere),
        "failed: the field `snapshot` of the manifest cannot be used"
    );
}

#[test]
fn an_absurd_number_is_left_behind_by_a_new_epoch() {
    let mut absurd = County::peine(5);
    absurd.manifest.seq = u64::MAX - 1;
    absurd.issue();
    let mut world = World::with(&absurd);
    let mended = County::peine(5).with([1]);
    world.publish(&mended);
    assert_eq!(
        told(&world.sync().unwrap()),
        "failed: the feed is older than what is stored"
    );
    world.publish(&mended.anew());
    assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 2.1");
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
        [(1, 30), (1, 60), (1, 120), (7_200, 7_200), (86_400, 86_400)]
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
    // What went well is forgotten.
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
        assert_eq!(rebuild(&head, snapshot), Ok(compiled), "{region:?}");
    }
    assert!(rebuild(&Head::default(), b"<html>").is_err());
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
