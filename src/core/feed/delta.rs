//! The way from one edition to a later one, without what stays the same.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::contents::{Contents, id_of, lines};
use super::tombstone::{self, Tombstone};
use super::values::text;
use crate::offer::OfferId;

/// A delta: what is new or different, and what has ended.
///
/// As a file: `{"from": seq, "to": seq, "services": […], "tombstones": [{id, reason, date}],
/// "forgotten": [id]}`, within one epoch. A delta proves nothing by itself; who applies it compares
/// [`Contents::digest`] of the result with [`super::Manifest::digest`].
#[derive(Debug, Deserialize)]
pub struct Delta<'a> {
    /// The edition that it starts from; see [`super::Manifest::seq`].
    pub from: u64,
    /// The edition that it leads to.
    pub to: u64,
    #[serde(borrow)]
    services: Vec<&'a RawValue>,
    #[serde(default, deserialize_with = "tombstone::tolerant")]
    tombstones: Vec<Tombstone>,
    /// Tombstones that are old enough to be left out from now on.
    #[serde(default)]
    forgotten: Vec<OfferId>,
}

/// Why a delta cannot be used. The snapshot then is the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeltaError {
    /// Not JSON, or a field is missing or of the wrong type. (serde's message)
    NotADelta(String),
    /// A record in it has no usable id.
    NoId,
}

impl fmt::Display for DeltaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotADelta(message) => write!(f, "not a delta: {message}"),
            Self::NoId => f.write_str("a record of the delta has no id"),
        }
    }
}

impl std::error::Error for DeltaError {}

impl<'a> Delta<'a> {
    /// Reads a delta.
    pub fn read(bytes: &'a [u8]) -> Result<Self, DeltaError> {
        let json = text(bytes).map_err(DeltaError::NotADelta)?;
        serde_json::from_str(json).map_err(|error| DeltaError::NotADelta(error.to_string()))
    }

    /// What `base` becomes by this delta.
    pub fn apply<'b>(&self, base: &Contents<'b>) -> Result<Contents<'b>, DeltaError>
    where
        'a: 'b,
    {
        let mut contents = base.clone();
        for id in &self.forgotten {
            contents.tombstones.remove(id);
        }
        for tombstone in &self.tombstones {
            // It need not be there: an edition in between may have had it.
            contents.records.remove(&tombstone.id);
            contents.bury(tombstone.clone());
        }
        for record in &self.services {
            let id = id_of(record.get()).ok_or(DeltaError::NoId)?;
            contents.tombstones.remove(&id);
            contents.records.insert(id, Cow::Borrowed(record.get()));
        }
        Ok(contents)
    }

    /// The delta from one edition to another, as a file.
    ///
    /// `None` if there is no such way: an offer of `base` is gone without a tombstone.
    pub fn between(base: &Contents<'_>, new: &Contents<'_>, from: u64, to: u64) -> Option<Vec<u8>> {
        let gone = |id: &OfferId| !new.records.contains_key(id);
        if base
            .records
            .keys()
            .any(|id| gone(id) && !new.tombstones.contains_key(id))
        {
            return None;
        }
        let services = new
            .records
            .iter()
            .filter(|(id, record)| base.records.get(*id) != Some(*record))
            .map(|(_, record)| record);
        let tombstones = new
            .tombstones
            .iter()
            .filter(|(id, tombstone)| base.tombstones.get(*id) != Some(*tombstone))
            .filter_map(|(_, tombstone)| serde_json::to_string(tombstone).ok());
        let forgotten = base
            .tombstones
            .keys()
            .filter(|id| !new.tombstones.contains_key(*id) && gone(id))
            .filter_map(|id| serde_json::to_string(id).ok());

        let mut out = format!("{{\"from\":{from},\"to\":{to},\"services\":[").into_bytes();
        lines(services, &mut out);
        out.extend_from_slice(b"],\"tombstones\":[");
        lines(tombstones, &mut out);
        out.extend_from_slice(b"],\"forgotten\":[");
        lines(forgotten, &mut out);
        out.extend_from_slice(b"]}\n");
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::feed::{Ending, Page};

    /// An edition: for each of a few ids a record, a tombstone or nothing.
    fn contents() -> impl Strategy<Value = Contents<'static>> {
        proptest::collection::btree_map(0..8u8, (0..3u8, 0..4u8), 0..8).prop_map(|what| {
            let mut contents = Contents::default();
            for (at, (kind, version)) in what {
                let id = OfferId::new(&format!("o{at}")).unwrap();
                if kind == 0 {
                    contents.bury(tombstone(&id, version));
                } else {
                    let record = format!(r#"{{"id":"o{at}","name":"Krabbelgruppe {version}"}}"#);
                    contents.records.insert(id, Cow::Owned(record));
                }
            }
            contents
        })
    }

    fn tombstone(id: &OfferId, day: u8) -> Tombstone {
        Tombstone {
            id: id.clone(),
            reason: Ending::Removed,
            date: format!("2026-11-0{}", day + 1),
        }
    }

    proptest! {
        #[test]
        fn a_delta_leads_to_the_edition_it_was_made_for(base in contents(), mut new in contents()) {
            // As publishing does: what is gone leaves a tombstone.
            for id in base.records.keys() {
                new.bury(tombstone(id, 7));
            }
            let bytes = Delta::between(&base, &new, 1, 2).unwrap();
            let delta = Delta::read(&bytes).unwrap();
            prop_assert_eq!((delta.from, delta.to), (1, 2));
            let result = delta.apply(&base).unwrap();
            prop_assert_eq!(result.digest(), new.digest());
            prop_assert_eq!(result.to_page(), new.to_page());
            // The page that it gives is read as these contents.
            let page = new.to_page();
            let page = Page::open(&page).unwrap();
            prop_assert_eq!(Contents::of(&page).unwrap(), new);
        }

        #[test]
        fn another_base_does_not_give_the_digest(base in contents(), other in contents(), mut new in contents()) {
            for id in base.records.keys() {
                new.bury(tombstone(id, 7));
            }
            let bytes = Delta::between(&base, &new, 1, 2).unwrap();
            let result = Delta::read(&bytes).unwrap().apply(&other).unwrap();
            prop_assert_eq!(result == new, result.digest() == new.digest());
        }
    }

    #[test]
    fn a_digest_tells_every_difference() {
        let record = |id: &str, json: &str| (OfferId::new(id).unwrap(), json.to_owned());
        let of = |records: &[(OfferId, String)], dead: &[Tombstone]| {
            let records: BTreeMap<_, _> = records
                .iter()
                .map(|(id, json)| (id.clone(), Cow::Borrowed(json.as_str())))
                .collect();
            let tombstones = dead
                .iter()
                .map(|dead| (dead.id.clone(), dead.clone()))
                .collect();
            Contents {
                records,
                tombstones,
            }
            .digest()
        };
        let (a, b) = (record("a", r#"{"id":"a"}"#), record("b", r#"{"id":"b"}"#));
        let dead = tombstone(&OfferId::new("c").unwrap(), 1);
        let later = tombstone(&OfferId::new("c").unwrap(), 2);
        let digests = [
            of(&[], &[]),
            of(std::slice::from_ref(&a), &[]),
            of(std::slice::from_ref(&b), &[]),
            of(&[a.clone(), b.clone()], &[]),
            of(&[a.clone(), b.clone()], &[dead]),
            of(&[a, b], &[later]),
        ];
        for (at, digest) in digests.iter().enumerate() {
            assert_eq!(digests.iter().position(|other| other == digest), Some(at));
        }
    }

    #[test]
    fn what_is_no_delta() {
        for bytes in [
            &b""[..],
            b"<html>",
            b"{}",
            b"[]",
            br#"{"from":1,"to":2}"#,
            br#"{"from":-1,"to":2,"services":[]}"#,
        ] {
            assert!(matches!(Delta::read(bytes), Err(DeltaError::NotADelta(_))));
        }
        let nameless = br#"{"from":1,"to":2,"services":[{"name":"x"}]}"#;
        let applied = Delta::read(nameless).unwrap().apply(&Contents::default());
        assert_eq!(applied, Err(DeltaError::NoId));
    }

    /// An offer that went without a tombstone cannot be told.
    #[test]
    fn there_is_no_way_without_a_tombstone() {
        let id = OfferId::new("a").unwrap();
        let records = BTreeMap::from([(id, Cow::Borrowed(r#"{"id":"a"}"#))]);
        let base = Contents {
            records,
            ..Contents::default()
        };
        assert_eq!(Delta::between(&base, &Contents::default(), 1, 2), None);
    }
}
