//! States and transitions of a sync.

use super::generation::{Generation, Head};
use super::verify::{self, Failure, Fetched, News, Request, StoreFault};
use crate::feed::Manifest;

/// Where a sync stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// Nothing is going on.
    #[default]
    Idle,
    /// Asking the store what it has: another tab may have changed it.
    Recalling,
    /// Waiting for the manifest.
    Checking {
        /// What the store has.
        current: Option<Head>,
    },
    /// Waiting for the snapshot.
    Loading {
        /// What the store has.
        current: Option<Head>,
        /// What is being loaded.
        manifest: Box<Manifest>,
    },
    /// Waiting for the store.
    Storing {
        /// What is being stored.
        head: Head,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Somebody or something wants to know whether there is news: the start, coming back to the
    /// page, coming back online, a button. While a sync is going on this changes nothing.
    Wanted,
    /// The answer to [`Effect::ReadCurrent`].
    Current(Result<Option<Head>, StoreFault>),
    /// The answer to [`Effect::FetchManifest`].
    Manifest(Fetched),
    /// The answer to [`Effect::FetchSnapshot`].
    Snapshot(Fetched),
    /// The answer to [`Effect::Store`].
    Stored(Result<(), StoreFault>),
}

/// What is to be done. Each effect but [`Effect::Finished`] is answered by one event.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read the head of the current generation from the store.
    ReadCurrent,
    /// Fetch the manifest, past all caches.
    FetchManifest(Request),
    /// Fetch the snapshot.
    FetchSnapshot(Request),
    /// Write the generation under new keys and make it the current one, if the current one is
    /// still `instead_of`; else nothing is to be changed and the answer is
    /// [`StoreFault::Overtaken`].
    Store {
        /// What to write.
        generation: Box<Generation>,
        /// What was current when the sync began.
        instead_of: Option<Head>,
    },
    /// Show the outcome. The sync is over.
    Finished(Outcome),
}

/// How a sync ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What is stored is what the feed has. The head tells what that is; another tab may have
    /// stored it since the view was opened.
    Unchanged(Head),
    /// There is a new current generation in the store.
    Updated(Head),
    /// The old directory stays.
    Failed(Failure),
}

/// The state machine of a sync.
#[derive(Debug, Default)]
pub struct Sync {
    state: State,
}

impl Sync {
    /// Where the sync stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Takes an event and says what is to be done. An event that answers no effect of the
    /// present state is ignored.
    #[must_use]
    pub fn on(&mut self, event: Event) -> Option<Effect> {
        let state = std::mem::take(&mut self.state);
        let (state, effect) = step(state, event);
        self.state = state;
        effect
    }
}

/// The transition function: (state, event) → (state, effect).
fn step(state: State, event: Event) -> (State, Option<Effect>) {
    match (state, event) {
        (State::Idle, Event::Wanted) => (State::Recalling, Some(Effect::ReadCurrent)),
        (State::Recalling, Event::Current(Ok(current))) => (
            State::Checking { current },
            Some(Effect::FetchManifest(Request::manifest())),
        ),
        (State::Checking { current }, Event::Manifest(fetched)) => checked(current, fetched),
        (State::Loading { current, manifest }, Event::Snapshot(fetched)) => {
            loaded(current, &manifest, fetched)
        }
        (State::Storing { head }, Event::Stored(Ok(()))) => {
            (State::Idle, Some(Effect::Finished(Outcome::Updated(head))))
        }
        // Another tab was faster: look again what there is, and whether it is the newest.
        (State::Storing { .. }, Event::Stored(Err(StoreFault::Overtaken))) => {
            (State::Recalling, Some(Effect::ReadCurrent))
        }
        (State::Recalling, Event::Current(Err(fault)))
        | (State::Storing { .. }, Event::Stored(Err(fault))) => failed(Failure::Store(fault)),
        (state, _) => (state, None),
    }
}

fn failed(failure: Failure) -> (State, Option<Effect>) {
    (
        State::Idle,
        Some(Effect::Finished(Outcome::Failed(failure))),
    )
}

fn checked(current: Option<Head>, fetched: Fetched) -> (State, Option<Effect>) {
    match verify::body(fetched).and_then(|bytes| verify::news(current.as_ref(), &bytes)) {
        Ok(News::Something(manifest)) => {
            let request = Request::snapshot(&manifest);
            (
                State::Loading { current, manifest },
                Some(Effect::FetchSnapshot(request)),
            )
        }
        Ok(News::Nothing(current)) => (
            State::Idle,
            Some(Effect::Finished(Outcome::Unchanged(current))),
        ),
        Err(failure) => failed(failure),
    }
}

fn loaded(current: Option<Head>, manifest: &Manifest, fetched: Fetched) -> (State, Option<Effect>) {
    match verify::body(fetched).and_then(|bytes| verify::generation(manifest, bytes)) {
        Ok(generation) => {
            let head = generation.head.clone();
            let generation = Box::new(generation);
            (
                State::Storing { head },
                Some(Effect::Store {
                    generation,
                    instead_of: current,
                }),
            )
        }
        Err(failure) => failed(failure),
    }
}
