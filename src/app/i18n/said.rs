//! Texts of the feed among those of the app.

use leptos::prelude::*;

use super::CONTENT_LANGUAGE;

/// A text, and in which language it is, if that may be another one than the app's. In a line of another
/// direction it has to stand apart, and a voice has to know how to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The text.
    pub text: String,
    /// Its language for the `lang` attribute; empty if nobody knows it.
    pub lang: Option<&'static str>,
}

impl Said {
    /// A text in the app's language.
    pub fn ours(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, lang: None }
    }

    /// A text of the feed.
    pub fn feeds(text: impl Into<String>) -> Self {
        let (text, lang) = (text.into(), Some(CONTENT_LANGUAGE));
        Self { text, lang }
    }

    /// As a part of a line.
    pub fn shown(self) -> AnyView {
        match self.lang {
            None => self.text.into_any(),
            lang => view! { <bdi lang=lang>{self.text}</bdi> }.into_any(),
        }
    }
}

/// The parts of a line.
pub fn line(parts: Vec<Said>) -> AnyView {
    parts.into_iter().map(Said::shown).collect_view().into_any()
}
