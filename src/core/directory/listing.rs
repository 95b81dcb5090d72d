//! What the directory keeps of an offer: what a list shows.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::offer::{Audience, Channels, GoodToKnowSet, Offer, OfferId};

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
    /// What the first place is called.
    pub place: Option<String>,
    /// Made up.
    pub example: bool,
    /// Its position in the directory.
    #[serde(skip)]
    pub(super) row: u32,
    /// Where the whole offer stands in the snapshot.
    #[serde(skip)]
    pub(super) record: Range<u32>,
}

impl Listing {
    pub(super) fn new(offer: &Offer) -> Self {
        Self {
            id: offer.id.clone(),
            title: offer.title.clone(),
            organisation: offer.organisation.clone(),
            audience: offer.audience,
            region_wide: offer.region_wide,
            channels: offer.channels,
            good_to_know: offer.good_to_know,
            place: offer.places.iter().find_map(|place| place.name.clone()),
            example: offer.example,
            row: 0,
            record: 0..0,
        }
    }

    /// Where the whole offer stands in the snapshot's bytes; see [`crate::feed::read_service`].
    pub fn range(&self) -> Range<u32> {
        self.record.clone()
    }
}
