//! The header `Retry-After`: seconds, or a date.

/// The seconds from now that a server asks to be left alone, at `now_ms` since 1970.
///
/// A date in the past asks for nothing; what is neither number nor date says nothing.
pub fn retry_after_s(header: &str, now_ms: f64) -> Option<u64> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than any number has: for ever.
        return Some(header.parse().unwrap_or(u64::MAX));
    }
    let wait = js_sys::Date::parse(header) - now_ms;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the conversion saturates, and a wait is not negative"
    )]
    let seconds = (wait / 1_000.0).ceil().max(0.0) as u64;
    (!wait.is_nan()).then_some(seconds)
}
