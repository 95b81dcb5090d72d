//! Whose word is believed, and which editions follow which.

use super::*;

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
