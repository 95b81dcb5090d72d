//! Arbitrary events in arbitrary order: only what is verified is ever stored, and what answers no
//! effect changes nothing.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::directory::Directory;

static COUNTIES: LazyLock<[County; 4]> = LazyLock::new(|| {
    let first = County::peine(5);
    let second = first.clone().with([1]);
    let third = second.clone().without([2]);
    [first, second, third, County::new("example.gifhorn", 2)]
});

/// Everything that could happen. `None`: whoever compiles is done, if there is anything to compile.
fn happens() -> impl Strategy<Value = Option<Event>> {
    prop_oneof![
        9 => event().prop_map(Some),
        1 => Just(None),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let files: Vec<_> = COUNTIES
        .iter()
        .flat_map(|county| county.files(Some(NOW)).into_values())
        .map(|body| Event::Fetched(Ok(as_json(&body))))
        .collect();
    let snapshots: Vec<_> = COUNTIES
        .iter()
        .map(|county| World::with(county).stored.unwrap())
        .map(|stored| Event::Bytes(Ok(stored.bytes())))
        .collect();
    let heads: Vec<_> = COUNTIES
        .iter()
        .map(|county| World::with(county).head().cloned())
        .map(|head| Event::Current(Ok(head)))
        .collect();
    let fault = || {
        prop_oneof![
            Just(StoreFault::Unavailable),
            Just(StoreFault::Full),
            Just(StoreFault::Overtaken),
            Just(StoreFault::Failed(String::new())),
        ]
    };
    let wanted = Event::Wanted(Wanted {
        trigger: Trigger::Hand,
        uptime_ms: 0,
        now: String::new(),
    });
    prop_oneof![
        4 => Just(wanted),
        1 => Just(Event::Current(Ok(None))),
        3 => select(heads),
        12 => select(files),
        3 => select(snapshots),
        1 => Just(Event::Compiled(Err(crash()))),
        1 => Just(Event::Compiled(Ok(None))),
        2 => Just(Event::Stored(Ok(()))),
        1 => fault().prop_map(|fault| Event::Stored(Err(fault))),
        1 => fault().prop_map(|fault| Event::Current(Err(fault))),
        1 => fault().prop_map(|fault| Event::Bytes(Err(fault))),
        1 => Just(Event::Freed(Ok(()))),
        1 => fault().prop_map(|fault| Event::Freed(Err(fault))),
        1 => Just(Event::Fetched(Err(NetFault::Deadline))),
        1 => Just(Event::Fetched(Ok(reply(200, "text/html", PORTAL)))),
        1 => Just(Event::Fetched(Ok(as_json(b"{")))),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_only_whole_generations_are_stored(all in vec(happens(), 0..80)) {
        let mut sync = Sync::new(settings(&[NOW, NEXT]));
        let mut have = None;
        let mut job: Option<Job> = None;
        for happens in all {
            let event = match (happens, &job) {
                (Some(event), _) => event,
                (None, Some(job)) => Event::Compiled(elsewhere(job.clone())),
                (None, None) => continue,
            };
            let before = sync.state().clone();
            if let (Event::Current(Ok(current)), State::Recalling) = (&event, &before) {
                have.clone_from(current);
            }
            match sync.on(event) {
                None => prop_assert_eq!(sync.state(), &before),
                Some(Effect::Store { generation, instead_of }) => {
                    let county = COUNTIES.iter().find(|county| county.name() == name(&generation.head));
                    let page = county.map(|county| county.contents.to_page());
                    prop_assert_eq!(Some(&generation.snapshot), page.as_ref());
                    prop_assert!(Directory::open(generation.image.clone()).is_ok());
                    prop_assert_eq!(&instead_of, &have);
                    let rises = have.as_ref().is_none_or(|old| {
                        let new = &generation.head;
                        old.feed_id != new.feed_id || (old.epoch, old.seq) < (new.epoch, new.seq)
                    });
                    prop_assert!(rises, "{have:?}");
                }
                Some(Effect::Compile(next)) => job = Some(next),
                Some(Effect::Finished(_)) => prop_assert_eq!(sync.state(), &State::Idle),
                Some(_) => prop_assert_ne!(sync.state(), &State::Idle),
            }
        }
    }
}
