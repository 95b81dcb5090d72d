//! The address bar, and the browser's list of where the user was.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{History, ScrollRestoration};

thread_local! {
    /// Whose the newest entry is, if it is a spare one; see [`push_spare`].
    static SPARE: Cell<Option<&'static str>> = const { Cell::new(None) };
}

fn history() -> Option<History> {
    window().history().ok()
}

/// Goes to an address of the app without loading a page: the browser's button leads back from there.
pub fn push(address: &str) {
    if window().location().href().as_deref() == Ok(address) {
        return;
    }
    if let Some(history) = history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Goes to an address without a way back to the one that is left.
pub fn replace(address: &str) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Replaces the fragment of the address without a navigation.
///
/// Safari allows a hundred changes in thirty seconds and fails for more; the address is then
/// behind until the next change, and nothing else is wrong.
pub fn replace_fragment(fragment: &str) {
    let path = window().location().pathname().unwrap_or_default();
    replace(&with_fragment(&path, fragment));
}

/// The fragment of the address, without the `#`.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// An address with what is behind `#`, if that is anything.
pub fn with_fragment(path: &str, fragment: &str) -> String {
    if fragment.is_empty() {
        path.to_owned()
    } else {
        format!("{path}#{fragment}")
    }
}

/// Adds an entry with the same address, for something that Back shall close: its owner.
pub fn push_spare(owner: &'static str) {
    if let Some(history) = history()
        && history
            .push_state_with_url(&JsValue::NULL, "", None)
            .is_ok()
    {
        SPARE.set(Some(owner));
    }
}

/// Takes the spare entry away, if there still is one of this owner. The browser tells of it later, as of any
/// Back.
pub fn remove_spare(owner: &str) {
    if SPARE.get() == Some(owner) {
        back();
    }
}

/// Whether the newest entry is a spare one.
pub fn has_spare() -> bool {
    SPARE.get().is_some()
}

/// Notes that the spare entry is taken for another address; whether there was one.
pub fn take_spare() -> bool {
    SPARE.take().is_some()
}

/// Notes that Back has taken the spare entry away; whether it was that of this owner.
pub fn forget_spare(owner: &str) -> bool {
    let was_theirs = SPARE.get() == Some(owner);
    if was_theirs {
        SPARE.set(None);
    }
    was_theirs
}

/// Goes back by one entry, as the browser's button does.
pub fn back() {
    if let Some(history) = history() {
        let _ = history.back();
    }
}

/// Leaves it to the app to scroll when the user comes back: the browser would do so before the list
/// is there.
pub fn scroll_by_hand() {
    if let Some(history) = history() {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}
