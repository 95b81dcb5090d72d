//! The browser, one file for each of its capabilities.

pub mod base;
pub mod canary;
pub mod clock;
pub mod crash;
pub mod display;
pub mod download;
pub mod history;
pub mod install;
pub mod language;
pub mod memory;
pub mod page;
pub mod share;
pub mod shell;
pub mod storage;
pub mod visibility;
