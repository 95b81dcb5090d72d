//! The device's clocks. What they say is only shown, or measures how long something took.

use leptos::prelude::*;

/// Milliseconds since 1970, by a clock that the user can set.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Now as RFC 3339 in UTC, to the second.
pub fn now_rfc3339() -> String {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    match now.split_once('.') {
        Some((seconds, _)) => format!("{seconds}Z"),
        None => now,
    }
}

/// Milliseconds since the page was opened, by a clock that only goes forward.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive number far below 2^53"
)]
pub fn uptime_ms() -> u64 {
    window().performance().map_or(0, |clock| clock.now() as u64)
}
