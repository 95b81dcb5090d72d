//! When an offer takes place, in the words of a German office: `jeden Di 9:30–11:30`,
//! `1. und 3. Do im Monat 16 Uhr, nicht in den Ferien`, `alle 2 Wochen Fr ab 4.9.2026`.
//!
//! A cell claims dates only if every word of it is accounted for: by the grammar, by words that
//! are known to change nothing, or by brackets, which are the clerk's way to add a remark. Else it
//! is shown as it stands, without dates, and whoever asks is told which word was not understood.
//!
//! - `tokens`: words, days, hours and signs; `names`: what days and months are called.
//! - `grammar`: phrases, one after the other; `sentence`: what they mean in their order.
//! - `note`: what stands in brackets, with the `vocabulary` of words that take dates away;
//!   `appointment`: hours beside "nach Vereinbarung".
//! - `part`: a line of a cell; `cell`: its lines held against each other; `schedules`: what comes of them.
//! - `words`: the other way, from schedules to a cell.

mod appointment;
mod cell;
mod grammar;
mod names;
mod note;
mod part;
mod schedules;
mod sentence;
mod tokens;
mod vocabulary;
mod words;

pub use cell::{Doubt, Unclear};
pub(super) use cell::{parts, rules};
pub(super) use tokens::date;
pub(super) use words::words;

#[cfg(test)]
mod tests;
