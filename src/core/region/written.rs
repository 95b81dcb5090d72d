//! How settings are written: JSON that is not yet known to make sense.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::help;
use super::words::Written;

/// The whole file.
#[derive(Deserialize)]
pub(super) struct Settings {
    pub(super) name: String,
    pub(super) short_name: Option<String>,
    pub(super) feed: Feed,
    pub(super) holidays: Holidays,
    #[serde(default)]
    pub(super) municipalities: Vec<Municipality>,
    #[serde(default)]
    pub(super) help: Vec<help::Written>,
    #[serde(default)]
    pub(super) pages: Pages,
    #[serde(default)]
    pub(super) contact: Contact,
    pub(super) colours: Option<Colours>,
    #[serde(default)]
    pub(super) synonyms: Vec<Vec<String>>,
}

#[derive(Deserialize)]
pub(super) struct Feed {
    pub(super) address: String,
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) keys: Vec<String>,
    #[serde(default)]
    pub(super) unsigned: bool,
}

#[derive(Deserialize)]
pub(super) struct Holidays {
    pub(super) state: String,
    #[serde(default)]
    pub(super) school: Vec<SchoolHoliday>,
}

#[derive(Deserialize)]
pub(super) struct SchoolHoliday {
    pub(super) name: String,
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Deserialize)]
pub(super) struct Municipality {
    pub(super) name: String,
    #[serde(default)]
    pub(super) neighbourhoods: Vec<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Pages {
    pub(super) imprint: Option<Written>,
    pub(super) privacy: Option<Written>,
    pub(super) accessibility: Option<Written>,
}

#[derive(Default, Deserialize)]
pub(super) struct Contact {
    #[serde(default)]
    pub(super) name: String,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) address: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Colours {
    pub(super) light: String,
    pub(super) dark: String,
}

/// A string, or a list or an object.
pub(super) enum TextOr<T> {
    Text(String),
    Other(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// serde's own way to read one of two shapes keeps a copy of all that it reads, and its errors do not tell
/// what is wrong.
struct Either<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
    type Value = TextOr<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a list or an object")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(TextOr::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        T::deserialize(SeqAccessDeserializer::new(list)).map(TextOr::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(object)).map(TextOr::Other)
    }
}
