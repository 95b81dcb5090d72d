//! Spoken languages as ISO 639 codes.
//!
//! - `codes`: which codes there are, and which languages hold others.
//! - `names`: what languages are called.
//! - `said`: the languages in a text.

mod codes;
mod names;
mod said;

pub use said::{Said, languages_in};

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language: an ISO 639-1 code where there is one, else the ISO 639-3 code.
///
/// Only codes that exist can be made. Families are asked for a language, not for a code: see
/// [`Language::named`] and [`endonym`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language {
    code: [u8; 3],
}

impl Language {
    /// German, the language of the feed itself.
    pub const GERMAN: Self = Self::from_two(*b"de");

    const fn from_two(code: [u8; 2]) -> Self {
        Self {
            code: [code[0], code[1], 0],
        }
    }

    /// The language with this ISO 639-1, -2 or -3 code. Regions and scripts after the first
    /// hyphen are left out: `tr-TR` is `tr`.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        let shortest = codes::shortest(&code)?.as_bytes();
        let mut code = [0; 3];
        code[..shortest.len()].copy_from_slice(shortest);
        Some(Self { code })
    }

    /// The language that is called so in German, in English or by those who speak it.
    pub fn named(name: &str) -> Option<Self> {
        names::named(name)
    }

    /// The macrolanguage that holds this language, as ISO 639-3 has it: Kurdish holds Kurmancî, Soranî
    /// and Southern Kurdish. Who asks for Kurdish finds all of them; who asks for Soranî, only that.
    pub fn macrolanguage(self) -> Option<Self> {
        Self::from_code(codes::holder(self.code())?)
    }

    /// Whether who asks for this language is helped by an offer in `spoken`.
    pub fn is_served_by(self, spoken: Self) -> bool {
        self == spoken || spoken.macrolanguage() == Some(self)
    }

    /// The code: two or three lower-case letters.
    pub fn code(&self) -> &str {
        let len = if self.code[2] == 0 { 2 } else { 3 };
        // The bytes come from an ASCII table, so the fallback is never taken.
        std::str::from_utf8(&self.code[..len]).unwrap_or("")
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.code())
    }
}

impl TryFrom<String> for Language {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::from_code(&code).ok_or("not an ISO 639 code")
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.code().to_owned()
    }
}

/// What those who speak `language` call it, where this is known.
pub fn endonym(language: Language) -> Option<&'static str> {
    names::endonym(language.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_all_lengths_name_one_language() {
        for (given, code) in [
            ("tr", Some("tr")),
            ("TUR", Some("tr")),
            ("tr-TR", Some("tr")),
            ("ger", Some("de")),
            ("kmr", Some("kmr")),
            ("yo", Some("yo")),
            ("yor", Some("yo")),
            ("yue", Some("yue")),
            ("cmn", Some("cmn")),
            ("diq", Some("diq")),
            ("aii", Some("aii")),
            ("fil", Some("fil")),
            ("pes", Some("pes")),
            ("und", None),
            ("xx", None),
            ("xyz", None),
            ("türkisch", None),
            ("", None),
        ] {
            assert_eq!(
                Language::from_code(given).as_ref().map(Language::code),
                code,
                "{given}"
            );
        }
        assert_eq!(Language::GERMAN.code(), "de");
    }

    #[test]
    fn names_are_understood_in_german_english_and_by_speakers() {
        for (name, code) in [
            ("türkisch", Some("tr")),
            ("TURKISH", Some("tr")),
            ("Türkçe", Some("tr")),
            ("kurmancî", Some("kmr")),
            ("Türk.", Some("tr")),
            ("dt.", Some("de")),
            ("Gebärdensprache", Some("gsg")),
            ("العربية", Some("ar")),
            ("Klingonisch", None),
        ] {
            assert_eq!(
                Language::named(name).as_ref().map(Language::code),
                code,
                "{name}"
            );
        }
    }

    #[test]
    fn who_asks_for_a_macrolanguage_is_served_by_what_it_holds() {
        let of = |code| Language::from_code(code).unwrap();
        for (asked, spoken, served) in [
            ("ku", "kmr", true),
            ("ku", "ckb", true),
            ("kmr", "ku", false),
            ("kmr", "ckb", false),
            ("zh", "yue", true),
            ("fa", "prs", true),
            ("prs", "fa", false),
            ("ar", "arz", true),
            ("zza", "diq", true),
            ("ku", "diq", false),
            ("de", "de", true),
        ] {
            assert_eq!(
                of(asked).is_served_by(of(spoken)),
                served,
                "{asked} by {spoken}"
            );
        }
    }

    #[test]
    fn serde_refuses_what_is_no_code() {
        assert!(serde_json::from_str::<Language>("\"tr\"").is_ok());
        assert!(serde_json::from_str::<Language>("\"tk-\\u0000\"").is_ok());
        assert!(serde_json::from_str::<Language>("\"nonsense\"").is_err());
    }
}
