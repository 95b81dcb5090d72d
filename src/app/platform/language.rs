//! Which language the user wants: chosen in the app, else set in the browser.

use leptos::prelude::*;

use crate::i18n::{UiLanguage, best_language};

const KEY: &str = "raupe.language";

/// The user's language.
pub fn preferred() -> UiLanguage {
    let chosen = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let browser = window().navigator().languages();
    let browser = browser.iter().filter_map(|tag| tag.as_string());
    best_language(chosen.into_iter().chain(browser))
}

/// Remembers the user's choice. Without storage it holds until the page is closed.
pub fn remember(language: UiLanguage) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEY, language.tag);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
