//! Arbitrary editions, keys, faults and forgeries, one after the other: what is stored only ever goes
//! forward, is always an edition of the county's one feed, whole, with the keys that it names, and catches up as
//! soon as it can.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// What happens between two syncs.
#[derive(Clone, Debug)]
enum Step {
    Change(Vec<usize>),
    End(Vec<usize>),
    NewEpoch,
    /// The next key signs and names one after it.
    NewKeys,
    /// The server shows another feed of the county, signed as this one.
    OtherFeed,
    /// Somebody writes a key of their own beside those of the settings, and publishes.
    ForgeSettings,
    /// The stored directory cannot be read any more.
    GiveUp,
    /// The server shows an edition from the past.
    Replay(usize),
    /// Somebody without the key publishes.
    Forge,
    /// A file that is not of this edition, as from a cache between.
    Mix(usize, usize),
    /// A bit of a file.
    Flip(usize, usize),
    Fail(usize, Fault),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    let offers = || vec(0..30usize, 0..5);
    let fault = prop_oneof![
        Just(Fault::Net(Err(NetFault::Unreachable))),
        Just(Fault::Net(Ok(reply(200, "text/html", PORTAL)))),
        Just(Fault::Net(Ok(as_json(b"{}")))),
        Just(Fault::Store(StoreFault::Full)),
        Just(Fault::Store(StoreFault::Overtaken)),
        Just(Fault::Store(StoreFault::Failed("lost".into()))),
        Just(Fault::Crash),
        Just(Fault::KilledBefore),
        Just(Fault::KilledAfter),
    ];
    prop_oneof![
        4 => offers().prop_map(Step::Change),
        2 => offers().prop_map(Step::End),
        1 => Just(Step::NewEpoch),
        2 => Just(Step::NewKeys),
        1 => Just(Step::OtherFeed),
        1 => Just(Step::ForgeSettings),
        1 => Just(Step::GiveUp),
        2 => any::<usize>().prop_map(Step::Replay),
        1 => Just(Step::Forge),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(at, of)| Step::Mix(at, of)),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(at, bit)| Step::Flip(at, bit)),
        4 => (0..10usize, fault).prop_map(|(at, fault)| Step::Fail(at, fault)),
        1 => Just(Step::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn only_forward_and_only_whole(steps in vec(step(), 1..14)) {
        let mut county = County::peine(25);
        // The keys of the county take turns.
        let mut signer = NOW;
        let mut past = vec![(county.clone(), signer)];
        let mut world = World::new(settings(&[NOW, NEXT]));
        for step in steps {
            world.fault = None;
            match step.clone() {
                Step::Change(offers) => county = county.with(offers),
                Step::End(offers) => county = county.without(offers),
                Step::NewEpoch => county = county.anew(),
                Step::NewKeys => {
                    signer = (signer + 1) % FOREIGN;
                    county = county.naming(&[signer, (signer + 1) % FOREIGN]);
                }
                _ => {}
            }
            let latest = past.last().map(|(edition, _)| edition.name());
            if latest != Some(county.name()) {
                past.push((county.clone(), signer));
            }
            world.files = county.files(Some(signer));
            match step {
                // On the first day, whoever is named in the settings is believed.
                Step::OtherFeed if world.stored.is_some() => {
                    world.files = County::new("example.trial", 25).files(Some(signer));
                }
                Step::ForgeSettings if world.stored.is_some() => {
                    world.sync = Sync::new(settings(&[NOW, FOREIGN]));
                    world.files = county.clone().with([1]).naming(&[FOREIGN]).files(Some(FOREIGN));
                }
                Step::GiveUp => world.give_up(),
                Step::Replay(at) => {
                    let (edition, signer) = &past[at % past.len()];
                    world.files = edition.files(Some(*signer));
                }
                Step::Forge => world.files = county.clone().with([1]).files(Some(FOREIGN)),
                Step::Mix(at, of) => {
                    let (edition, signer) = &past[of % past.len()];
                    let other = edition.files(Some(*signer));
                    let (path, bytes) = other.iter().nth(at % other.len()).unwrap();
                    world.files.insert(path.clone(), bytes.clone());
                }
                Step::Flip(at, bit) => {
                    let path = world.files.keys().nth(at % world.files.len()).unwrap().clone();
                    let bytes = world.files.get_mut(&path).unwrap();
                    let bit = bit % (bytes.len() * 8);
                    bytes[bit / 8] ^= 1 << (bit % 8);
                }
                Step::Fail(at, fault) => world.fault = Some((world.calls + at, fault)),
                Step::Restart => world.sync = Sync::new(settings(&[NOW, NEXT])),
                _ => {}
            }
            let before = world.head().cloned();
            let outcome = world.sync();
            if outcome.is_none() {
                world.sync = Sync::new(settings(&[NOW, NEXT]));
            }
            if let Some(stored) = &world.stored {
                let mut past = past.iter().map(|(edition, _)| edition);
                let edition = past.find(|edition| edition.name() == name(&stored.head));
                prop_assert!(edition.is_some(), "{} was never published", name(&stored.head));
                let edition = edition.unwrap();
                if stored.head.has_content() {
                    prop_assert_eq!(&stored.snapshot, &edition.contents.to_page());
                }
                let named = &edition.manifest.keys;
                let first = settings(&[NOW, NEXT]).keys;
                prop_assert_eq!(&stored.head.keys, if named.is_empty() { &first } else { named });
            }
            if let (Some(before), Some(after)) = (before, world.head()) {
                let number = |head: &Head| (head.epoch, head.seq);
                prop_assert!(number(&before) <= number(after), "went back");
            }
        }
        // All is well again: the newest directory, unless the county has lost a third of its offers
        // without saying that it is meant, or the phone has missed two changes of keys.
        world.fault = None;
        world.sync = Sync::new(settings(&[NOW, NEXT]));
        world.files = county.files(Some(signer));
        let outcome = world.sync().unwrap();
        let newest = world.head().is_some_and(|head| name(head) == county.name() && head.has_content());
        let pinned = world.head().map_or(settings(&[NOW, NEXT]).keys, |head| head.keys.clone());
        let refused = match outcome {
            Outcome::Failed(Failure::FarFewer { .. } | Failure::NoOffers, _) => true,
            Outcome::Failed(Failure::NewKey | Failure::Signature(_), _) => {
                !pinned.contains(&key(signer))
            }
            _ => false,
        };
        prop_assert!(newest || refused, "{outcome:?}");
    }
}
