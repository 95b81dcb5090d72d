//! The directory of offers and everything that can be computed about it.
//!
//! This crate does no I/O: it never reads a clock, a network, a store or a browser. Time comes in
//! as a value, effects go out as values. That is what lets the client on a phone, the publisher
//! in the county office and the tests share one definition of every rule.
//!
//! Where to start reading:
//!
//! - [`offer`]: what an offer is. The types cannot hold nonsense, such as an age range that ends
//!   before it begins.
//! - [`feed`]: from a county's HSDS page to offers and a report; the manifest of a published feed.
//! - [`directory`]: the compiled directory; a query in, hits and counts out.
//! - [`calendar`]: when offers take place: dates, hours, holidays, the clock of Berlin.
//! - [`region`]: a county's settings of its app.
//! - [`synonyms`]: words that mean the same to those who look for help.
//! - [`sync`]: when to fetch what, and what to do with the answer, as a pure state machine.
//! - [`text`]: how text is cleaned for showing and folded for comparing.

pub mod calendar;
pub mod directory;
pub mod feed;
pub mod offer;
pub mod region;
pub mod sync;
pub mod synonyms;
pub mod text;
