//! An attack on the program as it is started, by a script: what was found once stays mended.
//!
//! - `addresses`: what is asked for that is not to be had.
//! - `crowds`: clients that are many and send or read nothing.
//! - `workbooks`: lists that claim more than they are.
//! - `server`: the server, and one who asks it without a browser's manners.
//!
//! It knows nothing of what is inside, and runs in seconds: `cargo xtask attack`, and with all other tests.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod addresses;
mod crowds;
mod server;
mod workbooks;
