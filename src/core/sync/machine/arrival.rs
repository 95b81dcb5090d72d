//! From the file that was fetched to the store.

use std::sync::Arc;

use super::{Base, Edition, OVERTAKEN, State, Sync, Unstored};
use crate::sync::failure::{Failure, Fetched, NetFault, StoreFault};
use crate::sync::generation::{Bytes, Generation, Head};
use crate::sync::job::{Compiled, Job, Task};
use crate::sync::protocol::{Effect, Outcome};
use crate::sync::verify;

impl Sync {
    pub(super) fn patched(
        &mut self,
        base: Base,
        edition: Box<Edition>,
        fetched: Fetched,
    ) -> Option<Effect> {
        match (verify::body(fetched), base.in_store()) {
            (Ok(delta), Some(current)) => {
                let effect = Effect::ReadBytes(current.clone());
                self.go(State::Basing(base, edition, delta), effect)
            }
            // A network that is gone is gone for the snapshot as well.
            (Err(failure @ Failure::Net(NetFault::Unreachable | NetFault::Deadline)), _) => {
                self.fail(failure)
            }
            _ => self.load(base, edition),
        }
    }

    pub(super) fn based(
        &mut self,
        base: Base,
        edition: Box<Edition>,
        delta: Vec<u8>,
        stored: Result<Bytes, StoreFault>,
    ) -> Option<Effect> {
        let (Ok(stored), Some(current)) = (stored, base.in_store()) else {
            return self.load(base, edition);
        };
        let task = Task::Delta {
            announced: edition.0.clone(),
            current: current.clone(),
        };
        let job = Job::new(task, stored, delta);
        self.go(State::Applying(base, edition), Effect::Compile(job))
    }

    pub(super) fn applied(
        &mut self,
        base: Base,
        edition: Box<Edition>,
        compiled: Compiled,
    ) -> Option<Effect> {
        match compiled {
            // The snapshot takes less memory, and another way through the code.
            Err(Failure::Damaged | Failure::Unreadable(_) | Failure::Uncompiled(_)) => {
                self.load(base, edition)
            }
            compiled => self.compiled(base, compiled),
        }
    }

    pub(super) fn loaded(
        &mut self,
        base: Base,
        edition: Edition,
        fetched: Fetched,
    ) -> Option<Effect> {
        let current = base.current.clone();
        let task = Task::Snapshot {
            announced: edition.0,
            current,
        };
        self.compile(base, task, fetched)
    }

    pub(super) fn page_loaded(&mut self, base: Base, fetched: Fetched) -> Option<Effect> {
        let task = Task::Page {
            address: self.settings.address.clone(),
            fetched_at: self.wanted.now.clone(),
            current: base.current.clone(),
        };
        self.compile(base, task, fetched)
    }

    fn compile(&mut self, base: Base, task: Task, fetched: Fetched) -> Option<Effect> {
        match verify::body(fetched) {
            Ok(snapshot) => {
                let fetched = Bytes {
                    snapshot,
                    ..Bytes::default()
                };
                let job = Job::new(task, fetched, Vec::new());
                self.go(State::Compiling(base), Effect::Compile(job))
            }
            Err(failure) => self.fail(failure),
        }
    }

    pub(super) fn compiled(&mut self, base: Base, compiled: Compiled) -> Option<Effect> {
        let generation = match (compiled, base.current.clone()) {
            (Ok(Some(generation)), _) => Arc::new(generation),
            (Ok(None), Some(current)) => return self.unchanged(base, current),
            (Ok(None), None) => return self.fail(Failure::NoOffers),
            (Err(failure), _) => return self.fail(failure),
        };
        match base.stored.clone() {
            Ok(_) => self.store(base, generation, State::Storing),
            Err(fault) => self.not_stored(&base, generation, fault),
        }
    }

    pub(super) fn store(
        &mut self,
        base: Base,
        generation: Arc<Generation>,
        state: fn(Base, Arc<Generation>) -> State,
    ) -> Option<Effect> {
        let effect = Effect::Store {
            generation: Arc::clone(&generation),
            instead_of: base.in_store().cloned(),
        };
        self.go(state(base, generation), effect)
    }

    pub(super) fn stored(
        &mut self,
        base: Base,
        generation: Arc<Generation>,
        stored: Result<(), StoreFault>,
    ) -> Option<Effect> {
        match stored {
            Ok(()) => {
                self.unstored = None;
                self.in_store = true;
                self.finish(Outcome::Updated(generation.head.clone()))
            }
            // Another tab was faster: look again what there is, and whether it is the newest.
            Err(StoreFault::Overtaken) if self.overtaken < OVERTAKEN => {
                self.overtaken += 1;
                self.go(State::Recalling, Effect::ReadCurrent)
            }
            Err(StoreFault::Full) => self.go(State::Freeing(base, generation), Effect::Free),
            Err(fault) => self.not_stored(&base, generation, fault),
        }
    }

    /// The store does not take it. The directory that it holds is good; without one, this one is
    /// shown as long as the page is open.
    pub(super) fn not_stored(
        &mut self,
        base: &Base,
        generation: Arc<Generation>,
        fault: StoreFault,
    ) -> Option<Effect> {
        if base.in_store().is_some_and(Head::has_content) || fault == StoreFault::Overtaken {
            return self.fail(Failure::Store(fault));
        }
        self.unstored = Some(Unstored {
            generation: Arc::clone(&generation),
            after: base.in_store().cloned(),
        });
        self.finish(Outcome::Unstored(generation, fault))
    }
}
