//! What an edition of a feed consists of, whatever file it came in.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::digest::{hash, hex};
use super::json::Json;
use super::page::Page;
use super::tombstone::Tombstone;
use crate::offer::OfferId;

/// The records of an edition by id, and the tombstones of those that have ended.
///
/// Two editions with the same contents have the same [`Contents::digest`]; a snapshot and a delta
/// that lead to the same contents lead to the same page, to the byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents<'a> {
    /// Each record as JSON text.
    pub records: BTreeMap<OfferId, Cow<'a, str>>,
    /// No id is also in `records`.
    pub tombstones: BTreeMap<OfferId, Tombstone>,
}

impl<'a> Contents<'a> {
    /// The contents of a page. `None` if a record has no usable id or shares one with another:
    /// such a page was not published as a snapshot.
    pub fn of(page: &Page<'a>) -> Option<Self> {
        let mut contents = Self::default();
        for record in page.records() {
            let id = id_of(record.get())?;
            let earlier = contents.records.insert(id, Cow::Borrowed(record.get()));
            if earlier.is_some() {
                return None;
            }
        }
        for tombstone in &page.profile().tombstones {
            contents.bury(tombstone.clone());
        }
        Some(contents)
    }

    /// Takes a tombstone in, unless the offer is there.
    pub fn bury(&mut self, tombstone: Tombstone) {
        if !self.records.contains_key(&tombstone.id) {
            self.tombstones.insert(tombstone.id.clone(), tombstone);
        }
    }

    /// SHA-256 over the SHA-256 of each record and then of each tombstone, both by ascending id;
    /// as 64 hexadecimal digits.
    pub fn digest(&self) -> String {
        let records = self.records.values().map(|record| hash(record.as_bytes()));
        let tombstones = self.tombstones.values().map(|tombstone| {
            // Texts always serialise.
            hash(&serde_json::to_vec(tombstone).unwrap_or_default())
        });
        let parts: Vec<_> = records.chain(tombstones).flatten().collect();
        hex(&hash(&parts))
    }

    /// An HSDS 3.1 page, sorted by id. A record a line is kind to readers and to compression.
    ///
    /// Tombstones stand in `raupe`, a property of our own that other readers ignore.
    pub fn to_page(&self) -> Vec<u8> {
        let tombstones = self.tombstones.values().map(serde_json::to_string);
        write_page(self.records.values(), tombstones.flatten())
    }
}

/// An HSDS 3.1 page with these records, in their order.
pub fn page_of<R: AsRef<str>>(records: impl ExactSizeIterator<Item = R>) -> Vec<u8> {
    write_page(records, std::iter::empty::<&str>())
}

fn write_page<R: AsRef<str>, T: AsRef<str>>(
    records: impl ExactSizeIterator<Item = R>,
    tombstones: impl Iterator<Item = T>,
) -> Vec<u8> {
    let count = records.len();
    let mut out = format!(
        "{{\"total_items\":{count},\"total_pages\":1,\"page_number\":1,\"size\":{count},\
         \"first_page\":true,\"last_page\":true,\"empty\":{},",
        count == 0
    )
    .into_bytes();
    let mut tombstones = tombstones.peekable();
    if tombstones.peek().is_some() {
        out.extend_from_slice(b"\"raupe\":{\"tombstones\":[");
        lines(tombstones, &mut out);
        out.extend_from_slice(b"]},\n");
    }
    out.extend_from_slice(b"\"contents\":[");
    lines(records, &mut out);
    out.extend_from_slice(b"]}\n");
    out
}

/// Writes values separated by commas, one a line.
pub(super) fn lines(values: impl IntoIterator<Item = impl AsRef<str>>, out: &mut Vec<u8>) {
    let mut before: &[u8] = b"\n";
    for value in values {
        out.extend_from_slice(before);
        out.extend_from_slice(value.as_ref().as_bytes());
        before = b",\n";
    }
    out.push(b'\n');
}

/// The id of a record, read as [`Page::read`] does, without reading the rest.
pub(super) fn id_of(record: &str) -> Option<OfferId> {
    #[derive(Deserialize)]
    struct Named<'a> {
        #[serde(borrow)]
        id: Json<'a>,
    }
    match serde_json::from_str::<Named>(record).ok()?.id {
        Json::Text(id) => OfferId::new(&id),
        Json::Number(id) => OfferId::new(&id.to_string()),
        _ => None,
    }
}
