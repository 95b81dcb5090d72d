//! The network: files of the feed, and small files of the app's own.
//!
//! - `fetch`: an address, with a cap and a deadline.
//! - `early`: what was asked for before the program was there.
//! - `files`: catalogues and settings.
//! - `retry_after`: when a server asks to be asked again.

mod early;
mod fetch;
mod files;
mod retry_after;

pub use fetch::fetch;
pub use files::{FileError, text};
pub use retry_after::retry_after_s;
