//! The browser, one file for each of its capabilities.

pub mod base;
pub mod crash;
pub mod history;
pub mod language;
pub mod page;
pub mod shell;
pub mod visibility;
