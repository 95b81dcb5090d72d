//! What takes long, and what comes of it.

use super::*;
use crate::feed::Unreadable;

/// A phone that has an edition, and the next edition with a delta.
fn behind() -> (World, County) {
    let old = County::peine(20);
    let new = old.clone().with([7]);
    let mut world = World::with(&old);
    world.publish(&new);
    (world, new)
}

/// Goes on until there is something to compile.
fn job(world: &mut World) -> Job {
    let mut event = Event::Wanted(Wanted {
        trigger: Trigger::Hand,
        uptime_ms: 0,
        now: "2026-11-22T10:00:00Z".into(),
    });
    loop {
        match world.sync.on(event).expect("an effect") {
            Effect::Compile(job) => return job,
            effect => event = world.carry_out(effect).expect("no kill"),
        }
    }
}

#[test]
fn work_on_a_snapshot_that_ends_without_a_result_leaves_the_old_directory() {
    let old = County::peine(20);
    let mut world = World::with(&old);
    world.publish(&old.clone().with([7]).anew());
    let before = world.stored.clone();
    let _ = job(&mut world);
    let effect = world.sync.on(Event::Compiled(Err(crash())));
    let Some(Effect::Finished(Outcome::Failed(failure, _))) = effect else {
        panic!("{effect:?}");
    };
    assert_eq!(failure, crash());
    assert_eq!(world.stored, before);
    // The next one begins anew, and what still comes of the first one changes nothing.
    assert_eq!(world.sync.on(Event::Compiled(Ok(None))), None);
    assert_eq!(world.sync.state(), &State::Idle);
    let outcome = world.sync().unwrap();
    assert_eq!(told(&outcome), "updated: example.peine 2.1");
}

#[test]
fn work_on_a_delta_that_ends_without_a_result_leads_to_the_snapshot() {
    for failure in [crash(), Failure::Damaged] {
        let (mut world, new) = behind();
        let _ = job(&mut world);
        let effect = world.sync.on(Event::Compiled(Err(failure)));
        let Some(Effect::Fetch(request)) = effect else {
            panic!("{effect:?}");
        };
        assert_eq!(request.kind, Kind::Snapshot);
        let fetched = world.fetch(&request);
        let effect = world.sync.on(Event::Fetched(fetched));
        let Some(Effect::Compile(job)) = effect else {
            panic!("{effect:?}");
        };
        assert_eq!(job.run().unwrap().unwrap().snapshot, new.contents.to_page());
    }
}

/// What is implausible in a delta is so in the snapshot, too: it is not fetched for that.
#[test]
fn what_a_delta_leads_to_is_refused_as_from_a_snapshot() {
    let old = County::peine(20);
    let mut world = World::with(&old);
    world.publish(&old.clone().without(0..10));
    let outcome = world.sync().unwrap();
    let far_fewer = Failure::FarFewer {
        before: 20,
        now: 10,
    };
    assert!(
        matches!(&outcome, Outcome::Failed(failure, _) if *failure == far_fewer),
        "{outcome:?}"
    );
    let tail = ["read example.peine 1.1", "compile", &told(&outcome)];
    assert!(
        world.log.ends_with(&tail.map(str::to_owned)),
        "{:?}",
        world.log
    );
}

/// While the work goes on nothing else counts.
#[test]
fn only_its_result_ends_the_wait() {
    let (mut world, _) = behind();
    let job = job(&mut world);
    let waiting = world.sync.state().clone();
    let wanted = Event::Wanted(Wanted {
        trigger: Trigger::Hand,
        uptime_ms: 0,
        now: String::new(),
    });
    for event in [
        wanted,
        Event::Current(Ok(None)),
        Event::Fetched(Ok(as_json(b"{}"))),
        Event::Stored(Ok(())),
    ] {
        assert_eq!(world.sync.on(event), None);
        assert_eq!(world.sync.state(), &waiting);
    }
    let effect = world.sync.on(Event::Compiled(job.run()));
    assert!(matches!(effect, Some(Effect::Store { .. })), "{effect:?}");
}

#[test]
fn every_way_a_job_can_end_can_be_sent() {
    let head = Head {
        feed_id: "example.peine".into(),
        keys: vec![key(NOW)],
        ..Head::default()
    };
    let unreadable = |why| Err(Failure::Unreadable(why));
    let generation = Generation {
        head,
        image: vec![0, 1, 2],
        snapshot: vec![3],
    };
    for compiled in [
        Ok(Some(generation)),
        Ok(None),
        Err(Failure::Damaged),
        Err(Failure::TooManyBroken {
            broken: 6,
            records: 100,
        }),
        Err(Failure::NoOffers),
        Err(Failure::FarFewer {
            before: 20,
            now: 10,
        }),
        Err(crash()),
        unreadable(Unreadable::Empty),
        unreadable(Unreadable::TooLarge(1 << 27)),
        unreadable(Unreadable::NotUtf8(7)),
        unreadable(Unreadable::Html),
        unreadable(Unreadable::NotJson {
            line: 1,
            column: 2,
            message: "expected value".into(),
        }),
        unreadable(Unreadable::NoServices),
    ] {
        assert_eq!(Parcel::from(compiled.clone()).into_compiled(), compiled);
    }
}

#[test]
fn what_is_no_parcel_is_noticed() {
    let parcel = Parcel {
        label: "{}".into(),
        ..Parcel::default()
    };
    assert_eq!(parcel.clone().into_job(), None);
    assert!(matches!(
        parcel.into_compiled(),
        Err(Failure::Uncompiled(_))
    ));
}
