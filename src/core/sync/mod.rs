//! When to fetch what, and what to do with the answer: a pure state machine.
//!
//! The client feeds [`Event`]s in and carries out the [`Effect`]s that come back; there is no
//! other way from the network to the store. One sync goes
//!
//! ```text
//! Wanted → ReadCurrent → Current → FetchManifest → Manifest ─┬─ nothing new ───────────→ Finished
//!                                                            └→ FetchSnapshot → Snapshot
//!                          Finished ← Stored ← Store ← verified, read, compiled ─┘
//! ```
//!
//! and whatever fails on the way ends in [`Effect::Finished`] with the old directory in place:
//! nothing is handed to the store before it is whole and verified.
//!
//! - `machine`: states and transitions.
//! - `verify`: what an answer of the network has to be.
//! - `generation`: what is stored.

mod generation;
mod machine;
mod verify;

#[cfg(test)]
mod tests;

pub use generation::{Generation, Head, rebuild};
pub use machine::{Effect, Event, Outcome, State, Sync};
pub use verify::{Failure, Fetched, NetFault, Reply, Request, StoreFault};
