//! The way from one edition to the next without what stays the same.

use super::*;
use crate::directory::Directory;

#[test]
fn an_offer_that_ended_is_known() {
    let old = County::peine(10);
    let mut world = World::with(&old);
    world.publish(&old.clone().without([4]));
    assert!(world.sync().is_some());
    let ended = |world: &World| {
        let image = world.stored.as_ref().unwrap().image.clone();
        let directory = Directory::open(image.clone()).unwrap();
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
        assert_eq!(world.stored, World::with(&county).stored);
    }
}

/// Only what a delta names is read, and what comes of it is what reading everything gives: the offers,
/// the directory to the byte, and how many records are broken.
#[test]
fn what_a_delta_makes_is_what_the_snapshot_makes() {
    let broken = |at: usize, version: u64| {
        let json = json!({ "id": format!("o{at:04}"), "version": version });
        (id(at), json.to_string())
    };
    let old = County::peine(100).with_records([broken(3, 1), broken(4, 1), broken(5, 1)]);
    for (what, new) in [
        ("one is mended", old.clone().with([3])),
        (
            "one is broken otherwise",
            old.clone().with_records([broken(4, 2)]),
        ),
        (
            "one more is broken",
            old.clone().with_records([broken(7, 1)]),
        ),
        ("one is gone", old.clone().without([5])),
        ("nothing but a good one is new", old.clone().with([200])),
    ] {
        let mut world = World::with(&old);
        world.publish(&new);
        assert!(world.sync().is_some(), "{what}");
        assert!(world.log.contains(&"fetch delta".to_owned()), "{what}");
        assert_eq!(world.stored, World::with(&new).stored, "{what}");
    }
}

/// The same without a directory to start from, as an app of another version left it.
#[test]
fn a_delta_does_without_the_directory_before() {
    let old = County::peine(20);
    let new = old.clone().with([7]);
    let mut world = World::with(&old);
    let before = Arc::make_mut(world.stored.as_mut().unwrap());
    before.image = b"an image of another form".to_vec();
    world.publish(&new);
    assert!(world.sync().is_some());
    assert!(world.log.contains(&"fetch delta".to_owned()));
    assert_eq!(world.stored, World::with(&new).stored);
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
