//! The directory on this device: `IndexedDB`, which owns the data.
//!
//! A generation is written under keys of its own and becomes the current one in a single
//! transaction that moves a pointer. A browser that is killed at any moment therefore finds the
//! old or the new directory, never a mixture. The generation before the current one is kept, for
//! views that were opened with it, and for a start after the current one made the app crash.
//!
//! A connection lives for one operation: browsers drop connections of pages in the background, and
//! one that is not held cannot block another tab.
//!
//! - `database`: opening, with a deadline, and faults.
//! - `generations`: reading, replacing and freeing generations; `pointer`: which one is current.
//! - `opened`: the directory that a view works with, stored or not.

mod database;
mod generations;
mod opened;
mod pointer;

pub use generations::Store;
pub use opened::{Opened, Source};
