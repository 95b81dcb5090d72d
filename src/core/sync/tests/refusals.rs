//! Answers of the network that are refused: the old directory stays.

use super::*;
use crate::feed::MANIFEST_BYTES;

/// Answers that are no answer, to each request of a first sync.
#[test]
fn what_the_network_can_do() {
    let county = County::peine(3);
    let redirected = |body: &[u8]| Reply {
        redirected: true,
        ..reply(200, "application/json", body)
    };
    let untyped = |body: &[u8]| Reply {
        content_type: None,
        ..reply(200, "", body)
    };
    let page = "a web page instead of the feed";
    for (what, fetched, failure) in [
        (
            "no connection",
            Err(NetFault::Unreachable),
            "network: Unreachable",
        ),
        ("too slow", Err(NetFault::Deadline), "network: Deadline"),
        ("too large", Err(NetFault::TooLarge), "network: TooLarge"),
        (
            "an error",
            Ok(reply(500, "text/html", PORTAL)),
            "the server answered 500",
        ),
        (
            "missing",
            Ok(reply(404, "application/json", b"{}")),
            "the server answered 404",
        ),
        (
            "not modified",
            Ok(reply(304, "application/json", b"")),
            "the server answered 304",
        ),
        (
            "a part",
            Ok(reply(206, "application/json", b"{}")),
            "the server answered 206",
        ),
        (
            "HTML by type",
            Ok(reply(200, "Text/HTML; charset=utf-8", b"{}")),
            page,
        ),
        (
            "HTML by body",
            Ok(reply(200, "application/json", PORTAL)),
            page,
        ),
        ("HTML without type", Ok(untyped(PORTAL)), page),
        ("a login page", Ok(redirected(PORTAL)), page),
        ("the feed of another host", Ok(redirected(b"{}")), page),
    ] {
        // The manifest, the signature, the snapshot.
        for call in 1..=3 {
            let mut world = World::new(settings(&[NOW]));
            world.publish(&county);
            world
                .files
                .retain(|path, _| !path.starts_with("feed/manifest-"));
            world.fault = Some((call, Fault::Net(fetched.clone())));
            let unsigned = call == 2 && what == "missing";
            let failure = if unsigned {
                "the feed is not signed"
            } else {
                failure
            };
            let failed = format!("failed: {failure}");
            assert_eq!(
                told(&world.sync().unwrap()),
                failed,
                "{what} for call {call}"
            );
            assert!(world.stored.is_none());
        }
    }
}

#[test]
fn a_manifest_that_is_none() {
    let manifest = |body: Vec<u8>| {
        let mut world = World::new(settings(&[]));
        world.files.insert("feed/manifest.json".into(), body);
        told(&world.sync().unwrap())
    };
    for (what, body, failure) in [
        (
            "nothing",
            b"".to_vec(),
            "not a manifest: EOF while parsing a value at line 1 column 0",
        ),
        (
            "other JSON",
            b"{}".to_vec(),
            "not a manifest: missing field `schema` at line 1 column 2",
        ),
        (
            "far too much",
            vec![b' '; MANIFEST_BYTES + 1],
            "network: TooLarge",
        ),
    ] {
        assert_eq!(manifest(body), format!("failed: {failure}"), "{what}");
    }
    let json = County::peine(3).manifest.to_json().into_bytes();
    for end in 0..json.trim_ascii_end().len() {
        let cut = manifest(json[..end].to_vec());
        assert!(
            cut.starts_with("failed: not a manifest"),
            "cut after {end} bytes: {cut}"
        );
    }
}

/// One flipped bit, or one byte less, in any file of a signed edition.
#[test]
fn every_damage_is_noticed() {
    let old = County::peine(4);
    let new = old.clone().with([1]);
    let files = new.files(Some(NOW));
    let before = World::with(&old);
    for (path, bytes) in &files {
        let step = if path.contains("manifest") { 1 } else { 7 };
        for at in (0..bytes.len()).step_by(step) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            for damaged in [flipped, bytes[..at].to_vec()] {
                let mut world = World::new(settings(&[NOW, NEXT]));
                world.stored.clone_from(&before.stored);
                world.files.clone_from(&files);
                world.files.insert(path.clone(), damaged);
                let outcome = world.sync().unwrap();
                // A signature's first line is a comment; a delta has the snapshot behind it.
                let after = world.stored.unwrap();
                let whole = after.snapshot == new.contents.to_page();
                let stays = Some(&after) == before.stored.as_ref();
                assert!(whole || stays, "{path}, byte {at}");
                let manifest = path.ends_with("manifest.json");
                assert!(
                    !(whole && manifest),
                    "a damaged manifest at byte {at}: {outcome:?}"
                );
            }
        }
    }
}

#[test]
fn a_whole_snapshot_that_cannot_be_used() {
    let as_published = |snapshot: &[u8], count: u64| {
        let county = County::peine(3);
        let manifest = Manifest {
            sha256: sha256(snapshot),
            bytes: snapshot.len() as u64,
            count,
            ..county.manifest.clone()
        };
        let mut world = World::new(settings(&[NOW]));
        world.files = county.files_with(Some(NOW), &manifest);
        world
            .files
            .insert(format!("feed/{}", manifest.snapshot), snapshot.to_vec());
        told(&world.sync().unwrap())
    };
    let three = County::peine(3).contents.to_page();
    let promised = "failed: the snapshot is not what the manifest promised";
    let deep = format!("[{}{}]", "[".repeat(10_000), "]".repeat(10_000)).into_bytes();
    for (what, snapshot, count, outcome) in [
        ("fewer than promised", &three[..], 4, promised),
        ("more than promised", &three, 2, promised),
        (
            "not JSON",
            b"id;name",
            1,
            "failed: not JSON at line 1, column 1: expected value",
        ),
        ("no services", b"{\"a\":1}", 1, "failed: no services in it"),
        ("nothing", b"", 0, "failed: the file is empty"),
        ("no offers", b"[]", 0, "failed: no offers in the feed"),
        ("not UTF-8", b"[\"\xFF\"]", 1, "failed: not UTF-8 at byte 2"),
    ] {
        assert_eq!(as_published(snapshot, count), outcome, "{what}");
    }
    let deep = as_published(&deep, 1);
    assert!(deep.starts_with("failed: "), "{deep}");
}

/// The rules on broken records and on mass changes.
#[test]
fn what_is_not_plausible() {
    let broken = |county: County, broken: usize| {
        let records = (0..broken).map(|at| {
            let id = OfferId::new(&format!("x{at}")).unwrap();
            let json = format!("{{\"id\":\"{}\"}}", id.as_str());
            (id, json)
        });
        county.with_records(records)
    };
    let meant = |mut county: County| {
        county.manifest.mass_change = Some(county.manifest.seq);
        county
    };
    let hundred = County::peine(100);
    let updated = "updated: example.peine 1.2";
    for (what, feed, signer, outcome) in [
        (
            "one of 1,000 broken",
            broken(County::peine(999), 1),
            Some(NOW),
            updated,
        ),
        (
            "5 % broken",
            broken(County::peine(95), 5),
            Some(NOW),
            updated,
        ),
        (
            "6 % broken",
            broken(County::peine(94), 6),
            Some(NOW),
            "failed: 6 of 100 records are broken",
        ),
        (
            "30 % fewer",
            hundred.clone().without(0..30),
            Some(NOW),
            updated,
        ),
        (
            "31 % fewer",
            hundred.clone().without(0..31),
            Some(NOW),
            "failed: 69 offers after 100, and nobody says that it is meant",
        ),
        (
            "40 % fewer, and meant",
            meant(hundred.clone().without(0..40)),
            Some(NOW),
            updated,
        ),
        (
            "40 % fewer, and nobody signs that it is meant",
            meant(hundred.clone().without(0..40)),
            None,
            "failed: 60 offers after 100, and nobody says that it is meant",
        ),
        (
            "empty, though meant",
            meant(hundred.clone().without(0..100)),
            Some(NOW),
            "failed: no offers in the feed",
        ),
    ] {
        let keys: &[usize] = if signer.is_some() { &[NOW] } else { &[] };
        let mut world = World::new(settings(keys));
        world.files = hundred.files(signer);
        assert!(world.sync().is_some());
        world.files = feed.files(signer);
        assert_eq!(told(&world.sync().unwrap()), outcome, "{what}");
        if outcome == updated {
            let head = world.head().unwrap();
            let records = feed.manifest.count;
            assert_eq!(head.offers + head.broken, records, "{what}");
        }
    }
    // A new epoch is no excuse.
    let mut world = World::with(&hundred);
    world.publish(&County::peine(10).anew());
    let outcome = told(&world.sync().unwrap());
    assert_eq!(
        outcome,
        "failed: 10 offers after 100, and nobody says that it is meant"
    );
    world.publish(&meant(County::peine(10).anew()));
    assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 2.1");
}
