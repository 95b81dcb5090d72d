//! When an offer takes place, in the words of a German office: `jeden Di 9:30–11:30`,
//! `1. und 3. Do im Monat 16 Uhr, nicht in den Ferien`, `alle 2 Wochen Fr ab 4.9.2026`.
//!
//! Nothing is lost: what is not understood stands in the schedule's description, and whoever
//! asks is told. A rule that a restricting word stands beside is not understood at all: half of
//! it would be wrong.
//!
//! - `tokens`: words, days, hours and signs.
//! - `parse`: the rules of a cell; `reader`: one of them.
//! - `words`: the other way, from schedules to a cell.

mod parse;
mod reader;
mod tokens;
mod words;

pub(super) use parse::{parts, rules};
pub(super) use tokens::date;
pub(super) use words::words;

#[cfg(test)]
mod tests;
