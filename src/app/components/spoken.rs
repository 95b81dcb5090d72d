//! Languages that are spoken: each as its speakers call it, so that a screen reader can say it in its own voice.

use leptos::prelude::*;
use raupe_core::offer::{Language, endonym};

use crate::i18n::{CONTENT_LANGUAGE, Locale};

/// What the speakers of a language call it, where this is known. It keeps its direction among other words.
pub fn own_name(language: Language) -> Option<AnyView> {
    let name = endonym(language)?;
    let code = language.code().to_owned();
    Some(view! { <bdi lang=code>{name}</bdi> }.into_any())
}

/// A language in one word: as its speakers call it, else as the user's language does.
pub fn in_one_word(language: Language, locale: &Locale) -> AnyView {
    let name = own_name(language);
    name.unwrap_or_else(|| locale.spoken_here(language).into_any())
}

/// A language as its speakers call it, and as the user's language does where that differs; by the name
/// that the feed gives it, if neither the browser nor we know one.
pub fn in_both_languages(language: Language, called: Option<&str>, locale: &Locale) -> AnyView {
    let (own, here) = (own_name(language), locale.spoken_here(language));
    if let Some(called) = called
        && here.as_deref() == Some(language.code())
    {
        return view! { <bdi lang=CONTENT_LANGUAGE>{called.to_owned()}</bdi> }.into_any();
    }
    let between = (own.is_some() && here.is_some()).then_some(" · ");
    view! { {own} {between} {here} }.into_any()
}

/// Languages in a line, each in one word.
pub fn line(languages: impl Iterator<Item = Language>, locale: &Locale) -> Option<AnyView> {
    let mut parts = Vec::new();
    for language in languages {
        if !parts.is_empty() {
            parts.push(" · ".into_any());
        }
        parts.push(in_one_word(language, locale));
    }
    (!parts.is_empty()).then(|| parts.into_any())
}
