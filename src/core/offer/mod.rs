//! What an offer is: the types that the reader fills and the client shows.
//!
//! Each part is its own type with a constructor that refuses nonsense, so that no later code has
//! to check again. Serde is there for what the compiled directory keeps (see
//! [`crate::directory`]); the feed has its own shape and its own reader in [`crate::feed`].

mod access;
mod age;
mod contact;
mod cost;
mod language;
mod packed;
mod phase;
mod place;
mod schedule;
mod term;
mod translation;

pub use access::{Channel, Channels, GoodToKnow, GoodToKnowSet};
pub use age::{AgeRange, Audience, MAX_MONTHS, Months};
pub use contact::{Contact, Email, Link, Phone};
pub use cost::{Cost, Price};
pub use language::{Language, Said, endonym, languages_in};
pub use phase::{LifePhase, PhaseSet};
pub use place::{Address, Place};
pub use schedule::{NthWeekday, Parity, Recurrence, Schedule, Span, Weekday};
pub use term::{Neighbourhood, STANDARD_TOPICS, StandardTopic, Topic};
pub use translation::{LanguageTag, Origin, Translation};

pub(crate) use access::flags;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The name of an offer in links and stores: the id of its HSDS service, never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OfferId(Box<str>);

impl OfferId {
    /// The longest id that is accepted, in bytes. A UUID needs 36.
    pub const MAX_BYTES: usize = 200;

    /// An id with surrounding blanks removed, or `None` if nothing or far too much is left, or if
    /// it has control characters or invisible ones.
    pub fn new(id: &str) -> Option<Self> {
        let id = id.trim();
        let fits = !id.is_empty() && id.len() <= Self::MAX_BYTES;
        (fits && crate::text::clean_line(id) == id).then(|| Self(id.into()))
    }

    /// The id as the feed gave it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One offer of help for families, whole, as a detail page shows it.
///
/// Texts are cleaned (see [`crate::text::clean`]) and never hold markup. `None` and empty lists
/// mean that the feed says nothing; they never mean "no".
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Its name in links and stores.
    pub id: OfferId,
    /// What it is called; never empty.
    pub title: String,
    /// A second name.
    pub alternate_title: Option<String>,
    /// What it is, in a few sentences. Paragraphs are separated by line breaks.
    pub description: Option<String>,
    /// Something that one must know first, such as "moved for the summer".
    pub notice: Option<String>,
    /// Who offers it.
    pub organisation: Option<String>,
    /// Whom it is for.
    pub audience: Audience,
    /// Who may come, in words.
    pub eligibility: Option<String>,
    /// Languages spoken there, in ascending order of code, each once.
    pub languages: Vec<Language>,
    /// Names of languages that the feed gives and that have no code here, and interpreting.
    pub other_languages: Vec<String>,
    /// What the feed calls those of its languages that are not in our list of names: the browser may not
    /// know them either.
    pub language_names: Vec<(Language, String)>,
    /// What it is about, in the feed's order, each once.
    pub topics: Vec<Topic>,
    /// Where it is or whom it is for. Empty if it is `region_wide` only, or if the feed names no
    /// area and no town.
    pub neighbourhoods: Vec<Neighbourhood>,
    /// Open to the whole region, so that it belongs to every neighbourhood.
    pub region_wide: bool,
    /// Where it takes place.
    pub places: Vec<Place>,
    /// On site, at home, online, by telephone.
    pub channels: Channels,
    /// When, as the feed gives it.
    pub schedules: Vec<Schedule>,
    /// What it costs.
    pub cost: Cost,
    /// Free of charge, step-free, without registration and the like.
    pub good_to_know: GoodToKnowSet,
    /// How to take part: registration, papers to bring.
    pub application: Option<String>,
    /// Whom to ask.
    pub contacts: Vec<Contact>,
    /// Pages about it.
    pub links: Vec<Link>,
    /// Other things the feed says about it, as label and value.
    pub facts: Vec<(String, String)>,
    /// Its texts in other languages, in ascending order of tag, each language once.
    pub translations: Vec<Translation>,
    /// When somebody last confirmed that all this is true.
    pub last_confirmed: Option<Date>,
    /// Made up to show what the directory looks like.
    pub example: bool,
}

impl Offer {
    /// What the feed calls a language that is not in our list of names.
    pub fn called(&self, language: Language) -> Option<&str> {
        let mut names = self.language_names.iter();
        names.find_map(|(it, name)| (*it == language).then_some(&**name))
    }
}
