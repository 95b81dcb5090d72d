//! What an offer says in other languages.

use std::fmt;

use jiff::civil::Date;

use super::Language;

/// A language in which texts are written, as a BCP 47 tag: `tr`, `zh-hant`, `de-simple`.
///
/// In lower case, and with the shortest code of the language. Parts after the language are kept
/// as they are: nothing here depends on them, and "Einfache Sprache" is one of them.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LanguageTag(Box<str>);

impl LanguageTag {
    /// The longest tag that is accepted, in bytes: what BCP 47 says suffices for every use.
    pub const MAX_BYTES: usize = 35;

    /// The tag in `text`, with hyphens or underscores, or `None` if it is none or its language is
    /// unknown here. Blanks around it are not tolerated.
    pub fn new(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase().replace('_', "-");
        let (first, rest) = lower.split_at(lower.find('-').unwrap_or(lower.len()));
        let mut parts = rest.split('-').skip(1);
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let sound = plain(first) && parts.all(|part| (1..=8).contains(&part.len()) && plain(part));
        if !sound || lower.len() > Self::MAX_BYTES {
            return None;
        }
        let language = Language::from_code(first)?;
        Some(Self(format!("{}{rest}", language.code()).into()))
    }

    /// The tag: ASCII letters, digits and hyphens.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LanguageTag({})", self.0)
    }
}

/// How a translation came about, from the most to the least trustworthy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// It is no translation: the text was written in this language.
    Original,
    /// Somebody translated it.
    Human,
    /// The feed does not say, or not in a word that is known here.
    Unstated,
    /// A machine translated it.
    Machine,
}

impl Origin {
    /// The origin that feeds call so.
    pub fn named(word: &str) -> Option<Self> {
        [
            ("original", Self::Original),
            ("human", Self::Human),
            ("machine", Self::Machine),
        ]
        .into_iter()
        .find_map(|(name, origin)| word.trim().eq_ignore_ascii_case(name).then_some(origin))
    }
}

/// The texts of an offer in another language, cleaned as those of the offer are. At least one is
/// there; for the others the offer's own text stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// The language they are in.
    pub tag: LanguageTag,
    /// What the offer is called.
    pub title: Option<String>,
    /// What it is, in a few sentences.
    pub description: Option<String>,
    /// Something that one must know first.
    pub notice: Option<String>,
    /// Who may come.
    pub eligibility: Option<String>,
    /// How to take part.
    pub application: Option<String>,
    /// What it costs.
    pub cost: Option<String>,
    /// How the least trustworthy of these texts came about.
    pub origin: Origin,
    /// When somebody last checked them, the text that was checked first of all; `None` if one was
    /// never checked.
    pub reviewed_at: Option<Date>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_language_and_what_belongs_to_it() {
        for (text, tag) in [
            ("tr", Some("tr")),
            ("TR", Some("tr")),
            ("de-simple", Some("de-simple")),
            ("de_Simple", Some("de-simple")),
            ("zh-Hant-TW", Some("zh-hant-tw")),
            ("tur", Some("tr")),
            ("ger-simple", Some("de-simple")),
            ("kmr", Some("kmr")),
            ("de-x-leicht", Some("de-x-leicht")),
            ("", None),
            (" tr", None),
            ("-", None),
            ("tr-", None),
            ("tr--x", None),
            ("tr-Türkei", None),
            ("tr-\u{1b}[2J", None),
            ("klingonisch", None),
            ("de-123456789", None),
            ("de-12345678-12345678-12345678-12345678", None),
        ] {
            let found = LanguageTag::new(text);
            assert_eq!(found.as_ref().map(LanguageTag::as_str), tag, "{text:?}");
        }
    }

    #[test]
    fn an_origin_has_one_word() {
        for (word, origin) in [
            ("original", Some(Origin::Original)),
            (" Human ", Some(Origin::Human)),
            ("machine", Some(Origin::Machine)),
            ("deepl", None),
        ] {
            assert_eq!(Origin::named(word), origin, "{word}");
        }
    }
}
