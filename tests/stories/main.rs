//! Raupe end to end, as stories in three browsers.
//!
//! Each story is told by a person's steps and by what that person then sees. It runs in Chromium, Firefox
//! and `WebKitGTK`, each time with a server, a port and a browser profile of its own. `cargo xtask test e2e`
//! runs all; what it sets in the environment is listed in `tests/support/env.rs`.

mod accessibility;
mod clock;
mod crashes;
mod deltas;
mod deploy;
mod faults;
mod forged;
mod hosts;
mod kills;
mod offline;
mod private;
mod searching;
mod shell;
mod storage;
mod subpath;
mod tabs;
mod updates;
mod ways;
mod workers;
