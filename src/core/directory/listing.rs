//! What the directory keeps of an offer: what a list shows, and what filters ask.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::offer::{
    Audience, Channels, GoodToKnowSet, Language, Neighbourhood, Offer, OfferId, Schedule, Topic,
};

/// An offer as it stands in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// Its name in links.
    pub id: OfferId,
    /// What it is called.
    pub title: String,
    /// Who offers it.
    pub organisation: Option<String>,
    /// Whom it is for.
    pub audience: Audience,
    /// For everybody in the region.
    pub region_wide: bool,
    /// On site, at home, online, by telephone.
    pub channels: Channels,
    /// Free of charge and the like.
    pub good_to_know: GoodToKnowSet,
    /// Its first rule of when it takes place.
    pub schedule: Option<Schedule>,
    /// How many more such rules it has.
    pub more_schedules: u16,
    /// What the first place is called.
    pub place: Option<String>,
    /// Made up.
    pub example: bool,
    /// Positions in [`super::Directory::neighbourhoods`] and its siblings.
    pub(super) neighbourhoods: Vec<u16>,
    pub(super) topics: Vec<u16>,
    pub(super) languages: Vec<u16>,
    /// Where the whole offer stands in the snapshot: first byte and number of bytes.
    start: u32,
    len: u32,
}

impl Listing {
    pub(super) fn new(
        offer: &Offer,
        range: Range<usize>,
        neighbourhoods: &BTreeMap<Neighbourhood, u16>,
        topics: &BTreeMap<Topic, u16>,
        languages: &BTreeMap<Language, u16>,
    ) -> Self {
        Self {
            id: offer.id.clone(),
            title: offer.title.clone(),
            organisation: offer.organisation.clone(),
            audience: offer.audience,
            region_wide: offer.region_wide,
            channels: offer.channels,
            good_to_know: offer.good_to_know,
            schedule: offer.schedules.first().cloned(),
            more_schedules: u16::try_from(offer.schedules.len().saturating_sub(1))
                .unwrap_or(u16::MAX),
            place: offer.places.iter().find_map(|place| place.name.clone()),
            example: offer.example,
            neighbourhoods: positions(&offer.neighbourhoods, neighbourhoods),
            topics: positions(&offer.topics, topics),
            languages: positions(&offer.languages, languages),
            // A page has at most `feed::SNAPSHOT_BYTES`, far below what fits.
            start: u32::try_from(range.start).unwrap_or(0),
            len: u32::try_from(range.len()).unwrap_or(0),
        }
    }

    /// Where the whole offer stands in the snapshot's bytes; see [`crate::feed::read_service`].
    pub fn range(&self) -> Range<u32> {
        self.start..self.start.saturating_add(self.len)
    }
}

fn positions<K: Ord>(keys: &[K], all: &BTreeMap<K, u16>) -> Vec<u16> {
    keys.iter()
        .filter_map(|key| all.get(key).copied())
        .collect()
}
