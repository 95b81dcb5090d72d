//! What is left of an offer that has ended.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::values;
use crate::offer::OfferId;

/// The word that an offer was there and has ended. It lets a kept link say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The offer.
    pub id: OfferId,
    /// Why it is not on the list any more.
    pub reason: Ending,
    /// The day of the first edition without it, as `2026-11-20`.
    pub date: String,
}

/// Why an offer is not on the list any more: it is gone from the county's list, or its `status`
/// says so (the words of HSDS 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    /// Not in the list any more.
    #[serde(rename = "removed")]
    Removed,
    /// It rests.
    #[serde(rename = "inactive")]
    Inactive,
    /// It is over.
    #[serde(rename = "defunct")]
    Defunct,
    /// It will be back.
    #[serde(rename = "temporarily closed")]
    TemporarilyClosed,
}

impl Ending {
    /// The ending that a `status` tells, if it tells one.
    pub fn of_status(status: &str) -> Option<Self> {
        match status.trim().to_ascii_lowercase().as_str() {
            "inactive" => Some(Self::Inactive),
            "defunct" => Some(Self::Defunct),
            "temporarily closed" => Some(Self::TemporarilyClosed),
            _ => None,
        }
    }
}

/// A list of tombstones, without those that cannot be read: they only explain what is missing.
pub(super) fn tolerant<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Tombstone>, D::Error> {
    let list = Option::<Vec<&RawValue>>::deserialize(from)?.unwrap_or_default();
    Ok(list.into_iter().filter_map(read).collect())
}

fn read(json: &RawValue) -> Option<Tombstone> {
    let tombstone: Tombstone = serde_json::from_str(json.get()).ok()?;
    let id = OfferId::new(tombstone.id.as_str())?;
    // As it stands: writing a date would bring a formatter into every phone.
    let is_date = tombstone.date.len() == 10 && values::date(&tombstone.date).is_some();
    is_date.then_some(Tombstone { id, ..tombstone })
}
