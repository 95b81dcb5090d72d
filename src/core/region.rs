//! A county's settings of its app: `region.json`, beside the app's own files.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::feed::PublicKey;
use crate::synonyms::{Synonyms, SynonymsError};

/// The settings. Unknown fields are ignored, so that a file can be ahead of the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Where the feed is and whose word it is.
    pub feed: FeedSettings,
    /// Words that mean the same: `"synonyms": [["Kita", "Kindergarten"], …]`, single words, in at
    /// most [`Synonyms::MOST_GROUPS`] groups of at most [`Synonyms::MOST_WORDS`]. Settings
    /// without them have none.
    pub synonyms: Synonyms,
}

/// The settings as they are written.
#[derive(Deserialize)]
struct Settings {
    feed: FeedSettings,
    #[serde(default)]
    synonyms: Vec<Vec<String>>,
}

/// Where the feed is and whose word it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedSettings {
    /// A path on the app's own host, relative to the app: a folder with a manifest (`feed/`), or a
    /// plain HSDS page (`daten/angebote.json`) without signature and deltas.
    pub address: String,
    /// The keys that may sign the feed: the present one and the next. One suffices.
    #[serde(default)]
    pub keys: Vec<PublicKey>,
    /// Whether a feed without signature is accepted. With `keys` it never is.
    #[serde(default)]
    pub unsigned: bool,
}

/// Why settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionError {
    /// Not JSON, or a field is missing or of the wrong type. (serde's message)
    NotSettings(String),
    /// `feed.address` leads to another host or out of the app's folder.
    Address(String),
    /// More than two keys.
    TooManyKeys(usize),
    /// `synonyms` cannot be used.
    Synonyms(SynonymsError),
    /// Neither a key nor the permission to do without: nothing could be accepted.
    NobodyTrusted,
}

impl fmt::Display for RegionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSettings(message) => write!(f, "region.json cannot be read: {message}"),
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

impl Region {
    /// Reads and checks the settings.
    pub fn read(json: &str) -> Result<Self, RegionError> {
        let Settings { feed, synonyms } = serde_json::from_str(json)
            .map_err(|error| RegionError::NotSettings(error.to_string()))?;
        let FeedSettings {
            address,
            keys,
            unsigned,
        } = &feed;
        if !is_path_below(address) {
            return Err(RegionError::Address(address.clone()));
        }
        if keys.len() > 2 {
            return Err(RegionError::TooManyKeys(keys.len()));
        }
        if keys.is_empty() && !unsigned {
            return Err(RegionError::NobodyTrusted);
        }
        let synonyms = Synonyms::new(&synonyms).map_err(RegionError::Synonyms)?;
        Ok(Self { feed, synonyms })
    }
}

/// A path to which a browser can add nothing of its own: no host, no way up, no query.
fn is_path_below(path: &str) -> bool {
    let parts = path.strip_suffix('/').unwrap_or(path).split('/');
    parts.into_iter().all(|part| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

    #[test]
    fn settings_say_where_and_who() {
        let read = |feed: &str| Region::read(&format!(r#"{{"name":"x","feed":{feed}}}"#));
        let signed = read(&format!(r#"{{"address":"feed/","keys":["{KEY}"]}}"#)).unwrap();
        assert_eq!(signed.feed.keys[0].as_str(), KEY);
        assert!(!signed.feed.unsigned);
        let plain = read(r#"{"address":"daten/angebote.json","unsigned":true}"#).unwrap();
        assert!(plain.feed.unsigned);

        let nobody = read(r#"{"address":"feed/"}"#);
        assert_eq!(nobody, Err(RegionError::NobodyTrusted));
        let many = read(&format!(
            r#"{{"address":"feed/","keys":["{KEY}","{KEY}","{KEY}"]}}"#
        ));
        assert_eq!(many, Err(RegionError::TooManyKeys(3)));
        for address in [
            "",
            "/",
            "/feed/",
            "//host/feed/",
            "https://host/feed/",
            "../feed/",
            "feed/../x",
            "feed//x",
            "feed/?x",
            "feed/%2e%2e/",
            "fe\\ed",
        ] {
            let json = serde_json::json!({ "address": address, "unsigned": true });
            let error = RegionError::Address(address.to_owned());
            assert_eq!(read(&json.to_string()), Err(error));
        }
        for json in [
            r#"{"feed":{"address":"feed/","unsigned":true},"synonyms":["Kita"]}"#,
            "",
            "{}",
            r#"{"feed":{"address":"feed/","keys":["kein Schlüssel"]}}"#,
        ] {
            assert!(matches!(
                Region::read(json),
                Err(RegionError::NotSettings(_))
            ));
        }
    }

    #[test]
    fn settings_say_which_words_mean_the_same() {
        let read = |synonyms: &str| {
            let feed = r#""feed":{"address":"feed/","unsigned":true}"#;
            Region::read(&format!("{{{feed}{synonyms}}}"))
        };
        let region = read(r#","synonyms":[["Kita","Kindergarten"]]"#).unwrap();
        assert_eq!(
            region.synonyms.of("kita").collect::<Vec<_>>(),
            ["kindergarten"]
        );
        assert_eq!(read("").unwrap().synonyms, Synonyms::default());
        let error = read(r#","synonyms":[["Kita","Haus für Kinder"]]"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`synonyms` in region.json: in group 1, \"Haus für Kinder\" is not one word"
        );
    }

    #[test]
    fn the_words_in_the_settings_of_the_checkout_can_be_used() {
        let settings = include_str!("../../public/region.json");
        let Settings { synonyms, .. } = serde_json::from_str(settings).unwrap();
        assert_eq!(Synonyms::new(&synonyms).err(), None);
    }
}
