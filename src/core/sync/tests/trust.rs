//! Whose word is believed, and which editions follow which.

use super::*;

#[test]
fn who_is_believed() {
    let old = County::peine(10);
    let new = old.clone().with([1]);
    let unknown = "failed: signed with a key that is not trusted";
    let strange = "failed: signed with a new key, which no trusted key has named";
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
        // Settings change nothing about what is pinned, whatever they share with it.
        (
            "settings that name a pinned key beside another",
            &[NOW],
            &[NOW, FOREIGN],
            Some(FOREIGN),
            strange,
        ),
        (
            "settings of an update of the app",
            &[NOW, NEXT],
            &[NEXT, LATER],
            Some(LATER),
            strange,
        ),
        (
            "settings without the key of now",
            &[NOW, NEXT],
            &[NEXT, LATER],
            Some(NOW),
            updated,
        ),
        (
            "settings of somebody else",
            &[NOW],
            &[FOREIGN],
            Some(FOREIGN),
            strange,
        ),
        (
            "settings of somebody else, and a third key",
            &[NOW],
            &[FOREIGN],
            Some(LATER),
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
        id: None,
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

/// A phone that has taken these editions one after the other, each with the keys that it names and the key that
/// signs it.
fn phone_after(editions: &[(&County, usize)]) -> World {
    let mut world = World::new(settings(&[NOW, NEXT]));
    for (edition, signer) in editions {
        world.files = edition.files(Some(*signer));
        let updated = format!("updated: {}", edition.name());
        assert_eq!(told(&world.sync().unwrap()), updated);
    }
    world
}

#[test]
fn keys_are_replaced_by_an_edition_that_a_pinned_key_has_signed() {
    let first = County::peine(10);
    let named = first.clone().naming(&[NEXT, LATER]);
    let after = named.clone().with([1]);
    let world = phone_after(&[(&first, NOW)]);
    assert_eq!(world.head().unwrap().keys, [key(NOW), key(NEXT)]);
    let world = phone_after(&[(&first, NOW), (&named, NEXT)]);
    assert_eq!(world.head().unwrap().keys, [key(NEXT), key(LATER)]);

    // Each key that was named is believed from then on, and those that were left out are not.
    for (signer, outcome) in [
        (NEXT, "updated: example.peine 1.3"),
        (LATER, "updated: example.peine 1.3"),
        (
            NOW,
            "failed: signed with a new key, which no trusted key has named",
        ),
        (FOREIGN, "failed: signed with a key that is not trusted"),
    ] {
        let mut world = phone_after(&[(&first, NOW), (&named, NEXT)]);
        world.files = after.files(Some(signer));
        assert_eq!(told(&world.sync().unwrap()), outcome, "{signer}");
    }
    // Who has it from the delta trusts the same keys as who has it from the snapshot.
    let mut world = phone_after(&[(&first, NOW), (&named, NEXT)]);
    assert!(world.log.iter().any(|line| line == "fetch delta"));
    // An edition that names no keys changes nothing.
    let silent = Manifest {
        keys: Vec::new(),
        ..after.manifest.clone()
    };
    world.files = after.files_with(Some(LATER), &silent);
    assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 1.3");
    assert_eq!(world.head().unwrap().keys, [key(NEXT), key(LATER)]);
}

/// Who cannot sign cannot name keys: not in an edition that is refused, whyever, nor in one that nobody signs.
#[test]
fn keys_come_with_a_whole_edition_or_not_at_all() {
    let first = County::peine(10);
    let theirs = first.clone().naming(&[NOW, FOREIGN]);
    let older = Manifest {
        seq: 0,
        ..theirs.manifest.clone()
    };
    let again = Manifest {
        seq: 1,
        sha256: first.manifest.sha256.clone(),
        ..theirs.manifest.clone()
    };
    let fewer = first.clone().without(0..5).naming(&[NOW, FOREIGN]);
    let mut missing = theirs.files(Some(NOW));
    missing.retain(|path, _| !path.contains("snapshot") && !path.contains("delta"));
    for (what, files) in [
        ("a foreign key", theirs.files(Some(FOREIGN))),
        ("an older edition", theirs.files_with(Some(NOW), &older)),
        ("the same edition", theirs.files_with(Some(NOW), &again)),
        ("far fewer offers", fewer.files(Some(NOW))),
        ("files that are missing", missing),
    ] {
        let mut world = phone_after(&[(&first, NOW)]);
        world.files = files;
        let outcome = told(&world.sync().unwrap());
        assert!(!outcome.starts_with("updated"), "{what}: {outcome}");
        assert_eq!(world.head().unwrap().keys, [key(NOW), key(NEXT)], "{what}");
    }
    let mut world = World::new(settings(&[]));
    world.files = theirs.files(None);
    assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 1.2");
    assert!(!world.head().unwrap().is_signed(), "nobody signed the keys");
}

/// With the present key and the next, one change can be missed. Who missed two is told, and begins anew with what
/// the settings say by then.
#[test]
fn who_was_away_during_a_change_of_keys() {
    let first = County::peine(10);
    let next = first.clone().naming(&[NEXT, LATER]).with([1]);
    let mut world = phone_after(&[(&first, NOW)]);
    world.files = next.files(Some(NEXT));
    assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 1.3");

    let mut world = phone_after(&[(&first, NOW)]);
    world.files = next.files(Some(LATER));
    let unknown = "failed: signed with a key that is not trusted";
    assert_eq!(told(&world.sync().unwrap()), unknown, "an app of then");
    world.sync = Sync::new(settings(&[LATER]));
    let new = "failed: signed with a new key, which no trusted key has named";
    assert_eq!(told(&world.sync().unwrap()), new, "an app of now");
    world.stored = None;
    assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 1.3");
    assert_eq!(world.head().unwrap().keys, [key(NEXT), key(LATER)]);
}

/// A second feed under the same key would be a way around the floor: an old edition is refused, the other feed is
/// taken, and then the old edition.
#[test]
fn one_app_has_one_feed() {
    let old = County::peine(20);
    let new = old.clone().with([1]);
    let trial = County::new("example.trial", 3);
    let other = "failed: another feed, \"example.trial\"";
    let older = "failed: the feed is older than what is stored";
    let named = |id: &str| FeedSettings {
        id: Some(id.into()),
        ..settings(&[NOW, NEXT])
    };
    for settings in [settings(&[NOW, NEXT]), named("example.peine")] {
        let mut world = World::with(&new);
        world.sync = Sync::new(settings);
        for (feed, outcome) in [
            (&old, older),
            (&trial, other),
            (&old, older),
            (&new, "unchanged: example.peine 1.2"),
        ] {
            world.publish(feed);
            assert_eq!(told(&world.sync().unwrap()), outcome);
        }
    }
    // On the first day only the settings tell which is the one.
    let mut world = World::new(named("example.peine"));
    world.publish(&trial);
    assert_eq!(told(&world.sync().unwrap()), other);
    world.publish(&old);
    assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 1.1");
}

/// A phone that took the wrong feed on its first day, or a county that gives its feed another name.
#[test]
fn the_settings_can_name_another_feed_and_no_way_back_leads_below_the_floor() {
    let old = County::peine(20);
    let new = old.clone().with([1]);
    let newer = new.clone().with([2]);
    let meant = |mut county: County| {
        county.manifest.mass_change = Some(county.manifest.seq);
        county
    };
    let small = County::new("example.trial", 3);
    let trial = meant(small.clone());
    let named = |id: &str| {
        Sync::new(FeedSettings {
            id: Some(id.into()),
            ..settings(&[NOW, NEXT])
        })
    };
    let mut world = World::with(&new);
    world.sync = named("example.trial");
    let fewer = "failed: 3 offers after 20, and nobody says that it is meant";
    let forged = "failed: signed with a key that is not trusted";
    for (feed, signer, outcome) in [
        // As long as the other one is not there.
        (&new, NOW, "unchanged: example.peine 1.2"),
        (&trial, FOREIGN, forged),
        (&small, NOW, fewer),
        (&trial, NOW, "updated: example.trial 1.1"),
        (&newer, NOW, "failed: another feed, \"example.peine\""),
    ] {
        world.files = feed.files(Some(signer));
        assert_eq!(told(&world.sync().unwrap()), outcome);
    }
    world.sync = named("example.peine");
    for (feed, outcome) in [
        (&old, "failed: the feed is older than what is stored"),
        (&new, "failed: the feed is older than what is stored"),
        (&newer, "updated: example.peine 1.3"),
    ] {
        world.publish(feed);
        assert_eq!(told(&world.sync().unwrap()), outcome);
    }
    let left = &world.head().unwrap().left;
    let left: Vec<_> = left
        .iter()
        .map(|it| (&*it.feed_id, it.epoch, it.seq))
        .collect();
    assert_eq!(left, [("example.trial", 1, 1)]);
}

/// Where nothing was signed, the first signed feed is the feed of the app; a plain page has no name.
#[test]
fn from_a_page_and_from_an_unsigned_feed_there_is_a_way_to_a_signed_one() {
    let page = FeedSettings {
        address: "daten/offers.json".into(),
        ..settings(&[])
    };
    let (few, other) = (County::peine(3), County::new("example.trial", 20));
    let mut world = World::new(page);
    world
        .files
        .insert("daten/offers.json".into(), other.contents.to_page());
    assert_eq!(
        told(&world.sync().unwrap()),
        "updated: page:daten/offers.json 0.1"
    );
    world.files.extend(few.files(None));
    world.sync = Sync::new(settings(&[]));
    assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 1.1");
    world.files = other.files(None);
    assert_eq!(
        told(&world.sync().unwrap()),
        "failed: another feed, \"example.trial\""
    );
    world.publish(&other);
    world.sync = Sync::new(settings(&[NOW]));
    assert_eq!(told(&world.sync().unwrap()), "updated: example.trial 1.1");
    world.sync = Sync::new(settings(&[]));
    world.files = few.clone().with([1]).files(None);
    assert_eq!(
        told(&world.sync().unwrap()),
        "failed: the feed is not signed"
    );
}

/// A directory that cannot be read any more is loaded again: the same edition, or one after it, of the same feed and
/// with a signature by the same keys.
#[test]
fn what_is_given_up_keeps_its_floor_and_its_keys() {
    let old = County::peine(20);
    let named = old.clone().naming(&[NEXT, LATER]);
    let given_up = || {
        let mut world = phone_after(&[(&old, NOW), (&named, NEXT)]);
        world.give_up();
        world.sync = Sync::new(settings(&[NOW, NEXT]));
        world
    };
    for (feed, signer, outcome) in [
        (&old, NEXT, "failed: the feed is older than what is stored"),
        (
            &named,
            NOW,
            "failed: signed with a new key, which no trusted key has named",
        ),
        (&named, NEXT, "updated: example.peine 1.2"),
        (
            &named.clone().with([1]),
            LATER,
            "updated: example.peine 1.3",
        ),
        (
            &County::new("example.trial", 20),
            NEXT,
            "failed: another feed, \"example.trial\"",
        ),
    ] {
        let mut world = given_up();
        world.files = feed.files(Some(signer));
        assert_eq!(told(&world.sync().unwrap()), outcome);
    }
    // And it is no directory: where the store takes no other, it is shown all the same.
    let mut world = given_up();
    world.files = named.files(Some(NEXT));
    world.fault = Some((
        world.calls + 5,
        Fault::Store(StoreFault::Failed("lost".into())),
    ));
    let unstored = "unstored: example.peine 1.2, the storage failed: lost";
    assert_eq!(told(&world.sync().unwrap()), unstored);
    world.log.clear();
    assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 1.2");
    assert_eq!(
        world.log.len(),
        4,
        "nothing is loaded again: {:?}",
        world.log
    );
}

/// What is shown without a store is the floor as well, also when another tab stores what was before it.
#[test]
fn what_no_store_took_is_not_gone_back_behind() {
    let old = County::peine(10);
    let new = old.clone().with([1]);
    let mut world = World::new(settings(&[NOW]));
    world.publish(&new);
    world.fault = Some((5, Fault::Store(StoreFault::Failed("lost".into()))));
    assert!(matches!(world.sync(), Some(Outcome::Unstored(..))));
    world.stored = World::with(&old).stored;
    world.publish(&old);
    let older = "failed: the feed is older than what is stored";
    assert_eq!(told(&world.sync().unwrap()), older);
    world.publish(&new);
    assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 1.2");
    assert_eq!(world.head().map(name).as_deref(), Some("example.peine 1.2"));
}

/// A store that is silent once leaves the settings alone with the phone. What is believed on their word is shown, and
/// neither stored nor believed further once the store answers.
#[test]
fn a_silent_store_does_not_make_room_for_other_keys() {
    let county = County::peine(20);
    let forged = county.clone().with([1]).naming(&[FOREIGN]);
    for at in 0..8 {
        let mut world = World::with(&county);
        world.sync = Sync::new(settings(&[NOW, FOREIGN]));
        world.files = forged.files(Some(FOREIGN));
        world.fault = Some((at, Fault::Store(StoreFault::Failed("lost".into()))));
        let _ = world.sync();
        world.fault = None;
        let _ = world.sync();
        let head = world.head().unwrap();
        assert_eq!(head.keys, [key(NOW), key(NEXT)], "fault at {at}");
        assert_eq!(name(head), "example.peine 1.1", "fault at {at}");
    }
}
