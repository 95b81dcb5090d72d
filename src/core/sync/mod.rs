//! When to fetch what, and what to do with the answer: a pure state machine.
//!
//! The client feeds [`Event`]s in and carries out the [`Effect`]s that come back; there is no
//! other way from the network to the store. One sync goes
//!
//! ```text
//! Wanted → read what is stored → manifest ─┬─ its bytes are known ─────────────────────→ Unchanged
//!                                          └→ signature → news? ─┬─ none ──────────────→ Unchanged
//!            ┌───────────────────────────────────────────────────┘
//!            ├→ delta → stored snapshot → result proved ─┐
//!            └→ snapshot (also when a delta is odd) ─────┴→ Compile: read, plausible → Store → Updated
//! ```
//!
//! and whatever fails on the way ends in [`Outcome::Failed`] with the old directory in place:
//! nothing is handed to the store before it is whole and verified. The rules:
//!
//! - A manifest is believed if one of the trusted keys signed its very bytes, and says which keys are trusted
//!   from then on: see [`trust`].
//! - One app, one feed. Only a rising (epoch, seq) is taken. No clock has a say.
//! - A file has the size and the SHA-256 that the manifest promises; a delta must lead to the
//!   manifest's digest, else the snapshot is taken.
//! - Broken records are left out. More than 5 % of them, no offer at all, or more than 30 % fewer
//!   offers than before without a signed `mass_change` refuse the edition.
//! - After a failure the machine says how long to wait: 30 seconds to 6 hours by chance, less at first
//!   where there is no directory yet, or what the server asks for, up to a day.
//! - A store that is full makes room once. Without any store the directory lives with the page.
//!
//! Files:
//!
//! - `protocol`: events in, effects out; `machine`: states and transitions.
//! - `request`: what is fetched, with its limits; `failure`: what can come back instead.
//! - `verify`: what an answer of the network has to be; `trust`: whose word counts.
//! - `job`: what takes long, so that it can be done elsewhere than where the machine runs; `parcel`:
//!   how it gets there.
//! - `retry`: when to try again; `freshness`: how old the data is.
//! - `generation`: what is stored.

mod failure;
mod freshness;
mod generation;
mod job;
mod machine;
mod parcel;
mod protocol;
mod request;
mod retry;
pub(crate) mod trust;
mod verify;

#[cfg(test)]
mod tests;

pub use failure::{Failure, Fetched, NetFault, Reply, StoreFault};
pub use freshness::Freshness;
pub use generation::{Bytes, Floor, Generation, Head};
pub use job::{Compiled, Job};
pub use machine::{Base, Edition, State, Sync};
pub use parcel::Parcel;
pub use protocol::{Effect, Event, Outcome, Trigger, Wanted};
pub use request::{Kind, MANIFEST, Request, SIGNATURE, signature_of};
pub use retry::Wait;
