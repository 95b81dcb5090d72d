//! The browser, one file for each of its capabilities.

pub mod base;
pub mod canary;
pub mod clock;
pub mod crash;
pub mod history;
pub mod language;
pub mod memory;
pub mod page;
pub mod shell;
pub mod storage;
pub mod visibility;
