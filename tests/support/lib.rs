//! What the end-to-end tests share: browsers, servers with and without faults, and a person.
//!
//! The stories themselves are in `tests/stories/`. Start reading there; then here:
//!
//! - [`story`]: what surrounds every story, and what is kept when one fails.
//! - [`page`]: what a person can do and see on any page; [`app`]: on Raupe's.
//! - [`feed`]: the demo feed, what the core says about it, and how it changes.
//! - [`server`]: `raupe publish` and `raupe serve`; [`deploy`]: a new version of the app.
//! - [`faults`]: a server that misbehaves; [`forge`]: a county that does; [`policy`]: one that hears of breaches of the policy;
//!   [`log`]: one that writes everything down.
//! - [`browser`], `settings`, `ports`, [`process`]: starting browsers and programs, and being rid of them.
//! - [`screens`]: every screen; [`look`]: how it is looked at: dark, narrow, still.
//! - [`witness`]: no other host is asked for anything.
//! - [`env`]: where everything is.

pub mod app;
pub mod browser;
pub mod deploy;
pub mod env;
pub mod faults;
pub mod feed;
pub mod forge;
pub mod log;
pub mod look;
pub mod page;
pub mod policy;
mod ports;
pub mod process;
pub mod screens;
pub mod server;
mod settings;
pub mod story;
pub mod witness;

pub use app::App;
pub use browser::Browser;
pub use feed::Feed;
pub use server::Site;
pub use story::{Stage, tell};
