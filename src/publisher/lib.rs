//! The publisher: checks, publishes and serves a county's feed.
//!
//! What an offer is and how a feed is read is decided in `raupe_core`; this crate does what the
//! core must not: it reads and writes files, asks the clock, answers requests and talks to the
//! people in the county office. They speak German, so what they read is German; all of it is in
//! [`german`].
//!
//! Where to start reading:
//!
//! - [`cli`]: the commands and what their exit codes mean.
//! - [`check`]: what is the matter with a file, line by line and summed up.
//! - [`misleading`]: what an offer says of itself that could mislead a family.
//! - [`region`]: what is the matter with the settings of the app.
//! - [`publish`]: a file becomes the next edition of a feed, whole or not at all.
//! - [`keys`]: making keys and signing with them.
//! - [`plain`]: the whole list as one page of plain HTML.
//! - [`serve`]: the app and the feed over HTTP.
//! - [`compress`]: Brotli and gzip beside the files, made once instead of for every request.
//! - [`sheet`]: a spreadsheet becomes a feed, and a feed a spreadsheet; [`export`] writes either.
//! - [`files`], [`source`]: writing files so that they are whole; reading the file of a county.

pub mod check;
pub mod cli;
pub mod compress;
pub mod export;
pub mod files;
pub mod german;
pub mod keys;
pub mod misleading;
pub mod plain;
pub mod publish;
pub mod region;
pub mod serve;
pub mod sheet;
pub mod source;
