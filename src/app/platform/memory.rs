//! Small texts that outlive the page: `localStorage`. It may be missing and may fail, and nothing
//! depends on it.

use leptos::prelude::*;
use web_sys::Storage;

/// What the names of this app begin with.
const PREFIX: &str = "raupe.";

/// Reads a text.
pub fn recall(key: &str) -> Option<String> {
    storage()?
        .get_item(&format!("{PREFIX}{key}"))
        .ok()
        .flatten()
}

/// Keeps a text, if that is possible.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&format!("{PREFIX}{key}"), value);
    }
}

/// Forgets a text.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{PREFIX}{key}"));
    }
}

/// Asking for it fails where site data is blocked.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
