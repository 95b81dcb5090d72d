//! Every call to the network, to the store and to whoever compiles fails once, in turn: the store then holds the
//! directory from before or the one from after, and the next sync ends with the new one.

use super::*;

fn every_fault() -> Vec<Fault> {
    let store = [
        StoreFault::Unavailable,
        StoreFault::Full,
        StoreFault::Overtaken,
        StoreFault::Failed("abort".into()),
    ];
    let net = [
        Err(NetFault::Unreachable),
        Err(NetFault::Deadline),
        Err(NetFault::TooLarge),
        Ok(reply(503, "text/html", PORTAL)),
        Ok(reply(200, "text/html", PORTAL)),
        Ok(as_json(b"{")),
        Ok(as_json(b"")),
    ];
    let others = [Fault::Crash, Fault::KilledBefore, Fault::KilledAfter];
    let store = store.into_iter().map(Fault::Store);
    store
        .chain(net.into_iter().map(Fault::Net))
        .chain(others)
        .collect()
}

#[test]
fn before_or_after_and_nothing_else() {
    let old = County::peine(20);
    let patch = old.clone().with([3]).without([5]);
    let snapshot = old.clone().with([3]).anew();
    for (what, have, feed) in [
        ("first", None, &patch),
        ("delta", Some(&old), &patch),
        ("snapshot", Some(&old), &snapshot),
    ] {
        for fault in every_fault() {
            for call in 0.. {
                let mut world =
                    have.map_or_else(|| World::new(settings(&[NOW, NEXT])), World::with);
                let before = world.stored.clone();
                world.publish(feed);
                world.fault = Some((call, fault.clone()));
                let outcome = world.sync();
                let story = format!("{what}, {fault:?} at call {call}: {outcome:?}");
                let after = world.stored.clone();
                let is_new = after
                    .as_ref()
                    .is_some_and(|stored| stored.snapshot == feed.contents.to_page());
                assert!(after == before || is_new, "{story}");
                match &outcome {
                    Some(Outcome::Updated(head)) => assert_eq!(Some(head), world.head(), "{story}"),
                    Some(Outcome::Failed(..)) => assert_eq!(after, before, "{story}"),
                    // Only where there is nothing to fall back on.
                    Some(Outcome::Unstored(generation, _)) => {
                        assert!(before.is_none(), "{story}");
                        assert_eq!(generation.snapshot, feed.contents.to_page(), "{story}");
                    }
                    Some(Outcome::Unchanged(_)) => panic!("{story}"),
                    None => {}
                }
                // A killed browser starts again with what is stored; others go on.
                if outcome.is_none() {
                    world.sync = Sync::new(settings(&[NOW, NEXT]));
                }
                let calls = world.calls;
                world.fault = None;
                world.uptime_ms = 90_000_000;
                let again = world.sync_for(Trigger::Routine);
                assert!(
                    matches!(again, Some(Outcome::Updated(_) | Outcome::Unchanged(_))),
                    "{story}, then {again:?}"
                );
                let stored = world.stored.expect("a directory");
                assert_eq!(stored.snapshot, feed.contents.to_page(), "{story}");
                if call >= calls {
                    break;
                }
            }
        }
    }
}

/// A full store makes room, once.
#[test]
fn a_full_store_makes_room_once() {
    let old = County::peine(20);
    let new = old.clone().with([3]);
    let mut world = World::with(&old);
    world.publish(&new);
    // Reading, manifest, signature, delta, reading, compiling: the seventh call stores.
    world.fault = Some((6, Fault::Store(StoreFault::Full)));
    assert_eq!(told(&world.sync().unwrap()), "updated: example.peine 1.2");
    let store = "store example.peine 1.2 instead of example.peine 1.1";
    assert_eq!(
        world.log[6..],
        [store, "make room", store, "updated: example.peine 1.2"]
    );
}

#[test]
fn a_store_that_stays_full_keeps_the_old_directory() {
    let mut sync = Sync::new(settings(&[]));
    let (old, new) = (County::peine(3), County::peine(3).with([1]));
    let files = new.files(None);
    let mut first = World::new(settings(&[]));
    first.files = old.files(None);
    assert!(first.sync().is_some());
    for (have, outcome) in [
        (first.head().cloned(), "failed: the storage is full"),
        (None, "unstored: example.peine 1.2, the storage is full"),
    ] {
        let mut event = Event::Wanted(Wanted {
            trigger: Trigger::Hand,
            uptime_ms: 0,
            now: String::new(),
        });
        let mut stores = 0;
        let end = loop {
            event = match sync.on(event).expect("an effect") {
                Effect::ReadCurrent => Event::Current(Ok(have.clone())),
                Effect::Fetch(request) => Event::Fetched(Ok(as_json(&files[&request.path]))),
                Effect::ReadBytes(_) => Event::Bytes(Ok(Bytes {
                    snapshot: old.contents.to_page(),
                    ..Bytes::default()
                })),
                Effect::Compile(job) => Event::Compiled(job.run()),
                Effect::Store { .. } => {
                    stores += 1;
                    Event::Stored(Err(StoreFault::Full))
                }
                Effect::Free => Event::Freed(Ok(())),
                Effect::Finished(outcome) => break outcome,
            };
        };
        assert_eq!((stores, told(&end).as_str()), (2, outcome));
    }
}

/// A store that was empty and then fails has nothing that is worth waiting for.
#[test]
fn an_empty_store_that_fails_is_done_without() {
    let county = County::peine(3);
    let mut world = World::new(settings(&[NOW]));
    world.publish(&county);
    world.fault = Some((1, Fault::Net(Err(NetFault::Unreachable))));
    let outcome = world.sync().unwrap();
    assert!(matches!(outcome, Outcome::Failed(..)), "{outcome:?}");
    world.fault = Some((world.calls, Fault::Store(StoreFault::Unavailable)));
    let told = told(&world.sync().unwrap());
    assert_eq!(
        told,
        "unstored: example.peine 1.1, the browser gives no storage"
    );
}

/// A browser without storage: the list works as long as the page is open, and is not fetched again
/// and again.
#[test]
fn without_a_store_the_directory_lives_with_the_page() {
    let county = County::peine(10);
    let mut sync = Sync::new(settings(&[NOW]));
    let mut fetched = Vec::new();
    let mut run = |sync: &mut Sync, county: &County| {
        let files = county.files(Some(NOW));
        let mut event = Event::Wanted(Wanted {
            trigger: Trigger::Hand,
            uptime_ms: 0,
            now: String::new(),
        });
        fetched.clear();
        loop {
            event = match sync.on(event).expect("an effect") {
                Effect::ReadCurrent => Event::Current(Err(StoreFault::Unavailable)),
                Effect::Fetch(request) => {
                    fetched.push(request.kind);
                    Event::Fetched(Ok(as_json(&files[&request.path])))
                }
                Effect::Compile(job) => Event::Compiled(job.run()),
                Effect::Finished(outcome) => return (told(&outcome), fetched.clone()),
                effect => panic!("{effect:?} without a store"),
            };
        }
    };
    let all = vec![Kind::Manifest, Kind::Signature, Kind::Snapshot];
    let gone = "the browser gives no storage";
    let first = run(&mut sync, &county);
    assert_eq!(
        first,
        (format!("unstored: example.peine 1.1, {gone}"), all.clone())
    );
    let same = run(&mut sync, &county);
    assert_eq!(
        same,
        ("unchanged: example.peine 1.1".into(), vec![Kind::Manifest])
    );
    let next = run(&mut sync, &county.clone().with([1]));
    assert_eq!(next, (format!("unstored: example.peine 1.2, {gone}"), all));
    let old = run(&mut sync, &county);
    assert_eq!(old.0, "failed: the feed is older than what is stored");
}

/// Another tab is faster: look again. If it always is, leave it to that one.
#[test]
fn overtaken_again_and_again() {
    let county = County::peine(3);
    let files = county.files(Some(NOW));
    let mut sync = Sync::new(settings(&[NOW]));
    let mut event = Event::Wanted(Wanted {
        trigger: Trigger::Hand,
        uptime_ms: 0,
        now: String::new(),
    });
    let mut looks = 0;
    let end = loop {
        event = match sync.on(event).expect("an effect") {
            Effect::ReadCurrent => {
                looks += 1;
                Event::Current(Ok(None))
            }
            Effect::Fetch(request) => Event::Fetched(Ok(as_json(&files[&request.path]))),
            Effect::Compile(job) => Event::Compiled(job.run()),
            Effect::Store { .. } => Event::Stored(Err(StoreFault::Overtaken)),
            Effect::Finished(outcome) => break outcome,
            effect => panic!("{effect:?}"),
        };
    };
    assert_eq!(looks, 4);
    assert_eq!(told(&end), "failed: another tab stored a newer generation");
}
