//! The calendar as its users see it, and two other opinions on it.
//!
//! - `stories`: tables that a person reads.
//! - `plain`: the same dates day by day, which is obviously right.
//! - `laws`: what holds for random schedules, among it that both agree.
//! - `judged`: cases that other people's libraries have judged (`tests/calendar/judge.py`).

mod judged;
mod laws;
mod plain;
mod stories;

use serde_json::{Value, json};

use crate::feed::Page;
use crate::offer::Schedule;

/// Schedules as a feed writes them.
fn read(rows: &Value) -> Vec<Schedule> {
    let page = json!({ "contents": [{ "id": "1", "name": "Elterncafé", "schedules": rows }] });
    let page = page.to_string();
    let mut reading = Page::open(page.as_bytes()).unwrap().read(None);
    reading.offers.remove(0).schedules
}
