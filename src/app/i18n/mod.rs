//! Texts, numbers and dates in the user's language.
//!
//! Plural rules, dates and lists come from the browser's `Intl`: a library for them would weigh
//! more than the whole client.
//!
//! - `keys`: the names of all texts.
//! - `catalogue`: a language's file.
//! - `locale`: a language with everything that speaks it. `intl`: the browser's formatters.
//! - `phrases`: ages, times, prices and the like as sentences. `dates`: dates and hours.
//! - `said`: texts of the feed among those of the app.

mod catalogue;
mod dates;
mod intl;
mod keys;
mod locale;
mod phrases;
mod said;

pub use catalogue::{Catalogue, CatalogueError, fill};
pub use keys::{Plural, Text};
pub use locale::{Locale, iso};
pub use said::{Said, line};

use leptos::prelude::*;

use crate::client::use_client;

/// A language of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UiLanguage {
    /// BCP 47, and the name of its catalogue.
    pub tag: &'static str,
    /// What its speakers call it.
    pub endonym: &'static str,
    /// The direction of its script.
    pub dir: &'static str,
}

/// The languages of the client. The first one is the fallback.
pub const LANGUAGES: &[UiLanguage] = &[
    UiLanguage {
        tag: "de",
        endonym: "Deutsch",
        dir: "ltr",
    },
    UiLanguage {
        tag: "en",
        endonym: "English",
        dir: "ltr",
    },
    UiLanguage {
        tag: "ar",
        endonym: "العربية",
        dir: "rtl",
    },
];

/// The language in which feeds are written, for the `lang` attribute of their texts.
pub const CONTENT_LANGUAGE: &str = "de";

/// The best language for somebody who prefers `wanted`, most wanted first.
pub fn best_language(wanted: impl IntoIterator<Item = String>) -> UiLanguage {
    wanted
        .into_iter()
        .find_map(|tag| {
            let primary = tag
                .split(['-', '_'])
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            LANGUAGES
                .iter()
                .copied()
                .find(|language| language.tag == primary)
        })
        .unwrap_or(LANGUAGES[0])
}

/// A text that follows the user's language.
pub fn t(text: Text) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let locale = use_client().locale;
    move || locale.with(|locale| locale.text(text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_exists_is_taken() {
        for (wanted, tag) in [
            (vec!["fr-FR", "en-GB", "de"], "en"),
            (vec!["DE_at"], "de"),
            (vec!["ar-SY", "de"], "ar"),
            (vec!["xx"], "de"),
            (vec![], "de"),
        ] {
            let wanted = wanted.into_iter().map(str::to_owned);
            assert_eq!(best_language(wanted).tag, tag);
        }
    }
}
