//! Answers of the network that are refused: the old directory stays.

use super::*;
use crate::feed::MANIFEST_BYTES;

/// Answers that are no answer, to either request: the old directory stays.
#[test]
fn what_the_network_can_do() {
    let new = Feed::seq(2);
    let redirected = |body: &[u8]| Reply {
        redirected: true,
        ..reply(200, "application/json", body)
    };
    let untyped = |body: &[u8]| Reply {
        content_type: None,
        ..reply(200, "", body)
    };
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
            "a web page instead of the feed",
        ),
        (
            "HTML by body",
            Ok(reply(200, "application/json", PORTAL)),
            "a web page instead of the feed",
        ),
        (
            "HTML without type",
            Ok(untyped(PORTAL)),
            "a web page instead of the feed",
        ),
        (
            "a login page",
            Ok(redirected(PORTAL)),
            "a web page instead of the feed",
        ),
        (
            "the feed of another host",
            Ok(redirected(&new.snapshot)),
            "a web page instead of the feed",
        ),
    ] {
        let failed = format!("failed: {failure}");
        let begun = vec![Event::Wanted, current(None)];
        let effects = play([begun.clone(), vec![Event::Manifest(fetched.clone())]].concat());
        assert_eq!(effects[2], failed, "{what} for the manifest");
        let rest = vec![new.manifest(), Event::Snapshot(fetched)];
        let effects = play([begun, rest].concat());
        assert_eq!(effects[3], failed, "{what} for the snapshot");
    }
}

#[test]
fn a_manifest_that_is_none() {
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
            "a manifest of 16385 bytes; at most 16384 are read",
        ),
    ] {
        let effects = play(vec![
            Event::Wanted,
            current(None),
            Event::Manifest(Ok(as_json(&body))),
        ]);
        assert_eq!(effects[2], format!("failed: {failure}"), "{what}");
    }
    let manifest = Feed::seq(1).manifest.to_json().into_bytes();
    for end in 0..manifest.trim_ascii_end().len() {
        let cut = Event::Manifest(Ok(as_json(&manifest[..end])));
        let effects = play(vec![Event::Wanted, current(None), cut]);
        assert!(
            effects[2].starts_with("failed: not a manifest"),
            "cut after {end} bytes"
        );
    }
}

#[test]
fn a_snapshot_that_is_not_the_promised_one() {
    let feed = Feed::seq(2);
    let other = Feed::seq(3);
    let loading = |answer: Event| {
        let effects = play(vec![Event::Wanted, current(None), feed.manifest(), answer]);
        effects[3].clone()
    };
    let damaged = "failed: the snapshot is not what the manifest promised";
    assert_eq!(loading(other.snapshot()), damaged, "of another generation");
    assert_eq!(
        loading(Event::Snapshot(Ok(as_json(b"")))),
        damaged,
        "nothing"
    );
    let longer = [&feed.snapshot[..], b"\n"].concat();
    assert_eq!(
        loading(Event::Snapshot(Ok(as_json(&longer)))),
        damaged,
        "one byte more"
    );
    for at in 0..feed.snapshot.len() {
        let cut = &feed.snapshot[..at];
        assert_eq!(
            loading(Event::Snapshot(Ok(as_json(cut)))),
            damaged,
            "cut after {at} bytes"
        );
        let mut flipped = feed.snapshot.clone();
        flipped[at] ^= 1 << (at % 8);
        let flipped = loading(Event::Snapshot(Ok(as_json(&flipped))));
        assert!(
            [damaged, "failed: a web page instead of the feed"].contains(&&*flipped),
            "byte {at}"
        );
    }
    assert_eq!(
        loading(feed.snapshot()),
        "store example.peine 1.2 instead of nothing"
    );
}

#[test]
fn a_whole_snapshot_that_cannot_be_used() {
    let feed = Feed::seq(2);
    let as_published = |snapshot: &[u8], count: u64| {
        let (sha256, bytes) = (digest(snapshot), snapshot.len() as u64);
        let manifest = Manifest {
            sha256,
            bytes,
            count,
            ..feed.manifest.clone()
        };
        let published = Feed {
            manifest,
            snapshot: snapshot.to_vec(),
        };
        let answers = vec![current(None), published.manifest(), published.snapshot()];
        play([vec![Event::Wanted], answers].concat())[3].clone()
    };
    for (what, snapshot, count, outcome) in [
        (
            "fewer than promised",
            &feed.snapshot[..],
            4,
            "failed: the snapshot is not what the manifest promised",
        ),
        (
            "more than promised",
            &feed.snapshot,
            2,
            "failed: the snapshot is not what the manifest promised",
        ),
        (
            "not JSON",
            b"id;name",
            1,
            "failed: not JSON at line 1, column 1: expected value",
        ),
        ("no services", b"{\"a\":1}", 1, "failed: no services in it"),
        ("nothing", b"", 0, "failed: the file is empty"),
        ("not UTF-8", b"[\"\xFF\"]", 1, "failed: not UTF-8 at byte 2"),
        // One broken offer is left out; it is still one of the promised records.
        (
            "a broken record",
            b"[{\"id\":1,\"name\":\"A\"},{}]",
            2,
            "store example.peine 1.2 instead of nothing",
        ),
    ] {
        assert_eq!(as_published(snapshot, count), outcome, "{what}");
    }
}
