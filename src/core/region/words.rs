//! A text in several languages.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::{RegionError, Wanted, wrong};
use super::written::TextOr;
use crate::offer::LanguageTag;
use crate::text;

/// The tag of the language that every text has.
const GERMAN: &str = "de";

/// A text in German and perhaps in other languages of the app, cleaned, without markup. Paragraphs
/// are separated by empty lines.
///
/// Written as `{"de": "Hilfe", "en": "Help"}`, or as a plain string, which is German. By default
/// empty, which stands for settings that leave it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    german: String,
    others: Vec<(LanguageTag, String)>,
}

impl Words {
    /// The text in a language, and the tag of the language that it is in: that of `tag` without
    /// its region (`en` for `en-GB`) or, where a translation is missing, German (`de`).
    pub fn get<'w>(&'w self, tag: &str) -> (&'w str, &'w str) {
        let tag = tag.to_ascii_lowercase();
        let language = tag.split('-').next().unwrap_or_default();
        let in_language = |wanted: &str| {
            let mut others = self.others.iter();
            others.find(|(tag, _)| tag.as_str() == wanted)
        };
        match in_language(&tag) {
            Some((tag, text)) => (text, tag.as_str()),
            None if language == GERMAN => (&self.german, GERMAN),
            None => in_language(language)
                .map_or((&self.german, GERMAN), |(tag, text)| (text, tag.as_str())),
        }
    }

    /// Whether the settings leave the text out.
    pub fn is_empty(&self) -> bool {
        self.german.is_empty()
    }
}

/// The text as it is written.
pub(super) type Written = TextOr<ByLanguage>;

/// A text for each tag of a language.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct ByLanguage(BTreeMap<String, String>);

/// A text that settings may leave out.
pub(super) fn read(written: Option<Written>, field: &str) -> Result<Words, RegionError> {
    let mut words = Words::default();
    match written {
        None => return Ok(words),
        Some(TextOr::Text(german)) => words.german = text::clean(&german),
        Some(TextOr::Other(ByLanguage(texts))) => {
            for (tag, text) in texts {
                let text = text::clean(&text);
                if tag == GERMAN {
                    words.german = text;
                } else if !text.is_empty() {
                    let known =
                        LanguageTag::new(&tag).ok_or_else(|| wrong(field, &tag, Wanted::Tag))?;
                    words.others.push((known, text));
                }
            }
        }
    }
    if words.is_empty() {
        return Err(wrong(field, "", Wanted::German));
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(json: &str) -> Result<Words, RegionError> {
        read(Some(serde_json::from_str(json).unwrap()), "pages.privacy")
    }

    #[test]
    fn a_text_is_given_in_the_language_or_in_german() {
        let all = r#"{"de":"Hilfe","en":"Help","de-simple":"Hier gibt es Hilfe.","ar":" "}"#;
        let all = words(all).unwrap();
        for (tag, expected) in [
            ("de", ("Hilfe", "de")),
            ("en", ("Help", "en")),
            ("EN-gb", ("Help", "en")),
            ("de-AT", ("Hilfe", "de")),
            ("de-simple", ("Hier gibt es Hilfe.", "de-simple")),
            ("ar", ("Hilfe", "de")),
            ("", ("Hilfe", "de")),
        ] {
            assert_eq!(all.get(tag), expected, "{tag}");
        }
        let plain = words(r#""Eins.\n\n\n\u202eZwei.""#).unwrap();
        assert_eq!(plain.get("en"), ("Eins.\n\nZwei.", "de"));
        assert!(read(None, "").unwrap().is_empty());
    }

    #[test]
    fn german_is_needed() {
        for (json, given, wanted) in [
            (r#"{"en":"Help"}"#, "", Wanted::German),
            (r#"" ""#, "", Wanted::German),
            (
                r#"{"de":"Hilfe","klingonisch":"QaH"}"#,
                "klingonisch",
                Wanted::Tag,
            ),
        ] {
            assert_eq!(words(json), Err(wrong("pages.privacy", given, wanted)));
        }
    }
}
