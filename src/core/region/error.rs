//! Why settings cannot be used: what, where, and what would do.

use std::fmt;

use crate::synonyms::SynonymsError;

/// Why settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionError {
    /// Not JSON, or a field is missing or of another type.
    NotSettings {
        /// The line, from 1.
        line: usize,
        /// The character in it, from 1.
        column: usize,
        /// What serde says, in English and without the place.
        message: String,
    },
    /// A field is there and is nothing that it could mean.
    Value {
        /// The field, such as `help[2].phone`. Entries are counted from 1.
        field: String,
        /// What is written there.
        given: String,
        /// What should be.
        wanted: Wanted,
    },
    /// `feed.address` leads to another host or out of the app's folder.
    Address(String),
    /// More than two keys.
    TooManyKeys(usize),
    /// `synonyms` cannot be used.
    Synonyms(SynonymsError),
    /// Neither a key nor the permission to do without: nothing could be accepted.
    NobodyTrusted,
}

/// What a field has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A name with at least one letter or digit.
    Name,
    /// A text in German: it is what is shown where a translation is missing.
    German,
    /// The tag of a language, such as `en`.
    Tag,
    /// The code of a spoken language (ISO 639).
    Language,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A web page, `https` only.
    Link,
    /// A public key of minisign.
    Key,
    /// The code of a state: one of [`State::ALL`](crate::calendar::State::ALL).
    State,
    /// A date.
    Date,
    /// A last day that is not before the first.
    LaterDate,
    /// `always`, or a list of days with hours.
    Hours,
    /// Days of the week, `MO,TU,WE,TH,FR,SA,SU`.
    Days,
    /// A time of day.
    Time,
    /// A colour, `#rrggbb`.
    Colour,
}

impl Wanted {
    const fn in_words(self) -> &'static str {
        match self {
            Self::Name => "a name",
            Self::German => "a text in German (\"de\")",
            Self::Tag => "the tag of a language such as \"en\"",
            Self::Language => "the code of a language such as \"tr\" (ISO 639)",
            Self::Phone => "a telephone number such as \"0800 1110550\"",
            Self::Email => "an e-mail address",
            Self::Link => "an address that begins with https://",
            Self::Key => "a public key of minisign: the second line of the file NAME.pub",
            Self::State => "the code of a state that is known here (ni, nw)",
            Self::Date => "a date such as \"2026-10-12\"",
            Self::LaterDate => "a date that is not before \"from\"",
            Self::Hours => "\"always\" or a list of days with hours",
            Self::Days => "days of the week such as \"MO,WE,FR\"",
            Self::Time => "a time of day such as \"09:00\"",
            Self::Colour => "a colour such as \"#0b4f6c\"",
        }
    }
}

impl fmt::Display for RegionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSettings {
                line,
                column,
                message,
            } => write!(
                f,
                "region.json cannot be read: line {line}, column {column}: {message}"
            ),
            Self::Value {
                field,
                given,
                wanted,
            } => {
                let words = wanted.in_words();
                write!(f, "`{field}` in region.json must be {words}, not {given:?}")
            }
            Self::Address(address) => write!(
                f,
                "`feed.address` in region.json must be a path below the app, not {address:?}"
            ),
            Self::TooManyKeys(keys) => {
                write!(f, "`feed.keys` in region.json has {keys} keys; two are the most")
            }
            Self::Synonyms(error) => write!(f, "`synonyms` in region.json: {error}"),
            Self::NobodyTrusted => f.write_str(
                "region.json has neither `feed.keys` nor `\"unsigned\": true`: no feed could be accepted",
            ),
        }
    }
}

impl std::error::Error for RegionError {}

impl From<serde_json::Error> for RegionError {
    fn from(error: serde_json::Error) -> Self {
        let text = error.to_string();
        // serde_json adds the place to what serde says.
        let message = text
            .rsplit_once(" at line ")
            .map_or(&*text, |parts| parts.0);
        Self::NotSettings {
            line: error.line(),
            column: error.column(),
            message: message.to_owned(),
        }
    }
}

/// The error of a field that is not what it should be.
pub(super) fn wrong(field: impl Into<String>, given: &str, wanted: Wanted) -> RegionError {
    RegionError::Value {
        field: field.into(),
        given: given.to_owned(),
        wanted,
    }
}
