//! Arbitrary events in arbitrary order.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::directory::Directory;

/// Everything that could happen, in any order.
fn event() -> impl Strategy<Value = Event> {
    let feeds = || {
        vec![
            Feed::seq(1),
            Feed::seq(2),
            Feed::seq(3),
            Feed::of("example.gifhorn", 1, 2, 1),
        ]
    };
    let feed = move || select(feeds());
    let broken = prop_oneof![
        Just(Err(NetFault::Deadline)),
        Just(Ok(reply(200, "text/html", PORTAL))),
        Just(Ok(as_json(b"{"))),
        Just(Ok(as_json(b""))),
    ];
    let fault = prop_oneof![
        Just(StoreFault::Unavailable),
        Just(StoreFault::Full),
        Just(StoreFault::Overtaken),
        Just(StoreFault::Failed(String::new())),
    ];
    prop_oneof![
        4 => Just(Event::Wanted),
        1 => Just(current(None)),
        3 => feed().prop_map(|feed| current(Some(&feed))),
        4 => feed().prop_map(|feed| feed.manifest()),
        4 => feed().prop_map(|feed| feed.snapshot()),
        2 => Just(stored()),
        1 => fault.clone().prop_map(|fault| Event::Stored(Err(fault))),
        1 => fault.prop_map(|fault| Event::Current(Err(fault))),
        1 => broken.clone().prop_map(Event::Manifest),
        1 => broken.prop_map(Event::Snapshot),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_only_whole_generations_are_stored(events in vec(event(), 0..60)) {
        let by_hash: BTreeMap<_, _> = (1..=3)
            .map(Feed::seq)
            .chain([Feed::of("example.gifhorn", 1, 2, 1)])
            .map(|feed| (feed.manifest.sha256.clone(), feed))
            .collect();
        let mut sync = Sync::default();
        let mut have = None;
        for event in events {
            let before = sync.state().clone();
            if let Event::Current(Ok(current)) = &event && before == State::Recalling {
                have = current.clone();
            }
            match sync.on(event) {
                None => prop_assert_eq!(sync.state(), &before),
                Some(Effect::Store { generation, instead_of }) => {
                    let published = &by_hash[&digest(&generation.snapshot)];
                    prop_assert_eq!(&generation.head, &published.head());
                    prop_assert!(Directory::open(&generation.image).is_ok());
                    prop_assert_eq!(&instead_of, &have);
                    let rises = have.as_ref().is_none_or(|old| {
                        let new = &generation.head;
                        old.feed_id != new.feed_id || (old.epoch, old.seq) < (new.epoch, new.seq)
                    });
                    prop_assert!(rises, "{have:?}");
                }
                Some(Effect::Finished(_)) => {
                    prop_assert_eq!(sync.state(), &State::Idle);
                    prop_assert_eq!(sync.on(Event::Wanted), Some(Effect::ReadCurrent));
                }
                Some(_) => prop_assert_ne!(sync.state(), &before),
            }
        }
    }
}
