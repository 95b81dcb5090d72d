//! Which language the user wants: chosen in the app, else set in the browser.

use leptos::prelude::*;

use super::memory;
use crate::i18n::{UiLanguage, best_language};

const KEY: &str = "language";

/// The user's language.
pub fn preferred() -> UiLanguage {
    let chosen = memory::recall(KEY);
    let browser = window().navigator().languages();
    let browser = browser.iter().filter_map(|tag| tag.as_string());
    best_language(chosen.into_iter().chain(browser))
}

/// Remembers the user's choice. Without storage it holds until the page is closed.
pub fn remember(language: UiLanguage) {
    memory::remember(KEY, language.tag);
}
