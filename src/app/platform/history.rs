//! The address bar.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Goes to an address of the app without loading a page: the browser's button leads back from there.
pub fn push(address: &str) {
    if window().location().href().as_deref() == Ok(address) {
        return;
    }
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Replaces the query part of the address without a navigation.
///
/// Safari allows a hundred changes in thirty seconds and fails for more; the address is then
/// behind until the next change, and nothing else is wrong.
pub fn replace_query(query: &str) {
    let path = window().location().pathname().unwrap_or_default();
    let address = if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    };
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// The query part of the address, without the question mark.
pub fn query() -> String {
    let search = window().location().search().unwrap_or_default();
    search.trim_start_matches('?').to_owned()
}
