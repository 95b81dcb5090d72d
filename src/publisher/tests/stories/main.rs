//! What the publisher does for the people who use it, told as stories.
//!
//! - `publish`: editions of a feed; `refusals`: what is not published.
//! - `faults`: the disk fails at every single operation.
//! - `phones`: phones follow a feed, by deltas; `keys`: who is believed.
//! - `hsds`: what is published is HSDS 3.1.
//! - `plain`: the whole list as a page without script.
//! - `regions`: settings of the app, before they are packed.
//! - `serve`: what browsers get; `connections`: who asks for nothing, or reads nothing.
//! - `other_hosts`: what they get from other servers.
//! - `compress`: files beside files.
//! - `sheets`: a list that is a spreadsheet; `sheet_ways`: on its way into a feed, and back;
//!   `sheet_files`: a file that is said to be one; `sheet_columns`: what columns mean beside each other;
//!   `sheet_hidden`: what an office took out of its list; `sheet_old`: older
//!   and binary files; `sheet_hostile`: files that are meant to do harm.
//! - `commands`: the program as it is started, with exit codes, pipes and signals.
//! - `support`, `host`, `workbooks`: an office that publishes; a host that serves; what an office
//!   types.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod commands;
mod compress;
mod connections;
mod faults;
mod host;
mod hsds;
mod keys;
mod other_hosts;
mod phones;
mod plain;
mod publish;
mod refusals;
mod regions;
mod serve;
mod sheet_columns;
mod sheet_files;
mod sheet_hidden;
mod sheet_hostile;
mod sheet_old;
mod sheet_ways;
mod sheets;
mod support;
mod workbooks;
