//! The directory on this device: `IndexedDB`, which owns the data.
//!
//! A generation is written under keys of its own and becomes the current one in a single
//! transaction that moves a pointer. A browser that is killed at any moment therefore finds the
//! old or the new directory, never a mixture. The generation before the current one is kept, for
//! views that were opened with it.
//!
//! A connection lives for one operation: browsers drop connections of pages in the background, and
//! one that is not held cannot block another tab.
//!
//! - `database`: opening, with a deadline, and faults.
//! - `generations`: writing, flipping and reading.

mod database;
mod generations;

pub use generations::{Opened, Store};
