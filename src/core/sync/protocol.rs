//! What the client and the machine say to each other.

use std::sync::Arc;

use super::failure::{Failure, Fetched, StoreFault};
use super::generation::{Bytes, Generation, Head};
use super::job::{Compiled, Job};
use super::request::Request;
use super::retry::Wait;

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Somebody or something wants to know whether there is news. While a sync is going on this
    /// changes nothing.
    Wanted(Wanted),
    /// The answer to [`Effect::ReadCurrent`].
    Current(Result<Option<Head>, StoreFault>),
    /// The answer to [`Effect::Fetch`].
    Fetched(Fetched),
    /// The answer to [`Effect::ReadBytes`]: the bytes, as far as they are there.
    Bytes(Result<Bytes, StoreFault>),
    /// The answer to [`Effect::Compile`].
    Compiled(Compiled),
    /// The answer to [`Effect::Store`].
    Stored(Result<(), StoreFault>),
    /// The answer to [`Effect::Free`].
    Freed(Result<(), StoreFault>),
}

/// Who wants to know, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Who wants to know.
    pub trigger: Trigger,
    /// A clock that only goes forward: milliseconds since the page was opened.
    pub uptime_ms: u64,
    /// The device's date and time, RFC 3339 in UTC: for showing alone.
    pub now: String,
}

/// Who wants to know whether there is news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The app: at the start, on coming back to the page or online, or after a [`Wait`].
    Routine,
    /// A person.
    Hand,
}

/// What is to be done. Each effect but [`Effect::Finished`] is answered by one event.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read the head of the current generation from the store.
    ReadCurrent,
    /// Fetch a file, past all caches that do not ask the server.
    Fetch(Request),
    /// Read the bytes of the generation with this head from the store.
    ReadBytes(Head),
    /// Do this work, with [`Job::run`], wherever it disturbs nobody.
    Compile(Job),
    /// Write the generation under new keys and make it the current one, if the current one is
    /// still `instead_of`; else nothing is to be changed and the answer is
    /// [`StoreFault::Overtaken`].
    Store {
        /// What to write.
        generation: Arc<Generation>,
        /// What was current when the sync began.
        instead_of: Option<Head>,
    },
    /// Delete what is not the current generation.
    Free,
    /// Show the outcome. The sync is over.
    Finished(Outcome),
}

/// How a sync ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// What is stored is what the feed has. The head tells what that is; another tab may have
    /// stored it since the view was opened.
    Unchanged(Head),
    /// There is a new current generation in the store.
    Updated(Head),
    /// There is a new generation that no store takes: it is to be shown from here.
    Unstored(Arc<Generation>, StoreFault),
    /// The old directory stays.
    Failed(Failure, Wait),
}
