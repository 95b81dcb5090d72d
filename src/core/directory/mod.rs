//! The compiled directory: a query in, hits and counts out.
//!
//! It is built once when a feed arrives, stored as one byte image, and opened from there. It
//! holds what a list of offers shows and what filters and text search need; everything else about
//! an offer stays in the feed's own bytes, and [`Listing::range`] says where.
//!
//! This is the one definition of "does this offer match". The client, the publisher and the tests
//! all ask [`Directory::answer`].
//!
//! - `listing`: what is kept of an offer.
//! - `query`: what one can ask, and how that is written in a link.
//! - `answer`: matching, counting and ordering.
//! - `words`: the vocabulary for text search.
//! - `image`: the directory as bytes.

mod answer;
mod image;
mod listing;
mod query;
mod words;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Facets};
pub use image::{FORMAT, ImageError};
pub use listing::Listing;
pub use query::{Filter, Query, age_options};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::feed::{Page, Reading, Tombstone};
use crate::offer::{Language, Neighbourhood, OfferId, Topic};
use crate::text;
use words::Words;

/// The compiled directory of a feed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Directory {
    /// In the order of [`Directory::answer`] without text: by folded title, then by id.
    listings: Vec<Listing>,
    /// All that occur, by slug.
    neighbourhoods: Vec<Neighbourhood>,
    /// All that occur, by slug.
    topics: Vec<Topic>,
    /// All that occur, by code.
    languages: Vec<Language>,
    words: Words,
    /// By id.
    tombstones: Vec<Tombstone>,
}

impl Directory {
    /// Compiles what was read from a page.
    pub fn compile(page: &Page<'_>, reading: &Reading) -> Self {
        let ranges = reading.sources.iter().map(|at| page.range(*at));
        let mut sorted: Vec<_> = reading
            .offers
            .iter()
            .zip(ranges)
            .map(|(offer, range)| (text::fold(&offer.title), offer, range))
            .collect();
        sorted.sort_by(|(one, a, _), (other, b, _)| one.cmp(other).then_with(|| a.id.cmp(&b.id)));

        let mut neighbourhoods = BTreeMap::new();
        let mut topics = BTreeMap::new();
        let mut languages = BTreeMap::new();
        for (_, offer, _) in &sorted {
            neighbourhoods.extend(offer.neighbourhoods.iter().map(|n| (n.clone(), 0)));
            topics.extend(offer.topics.iter().map(|topic| (topic.clone(), 0)));
            languages.extend(offer.languages.iter().map(|language| (*language, 0)));
        }
        number(&mut neighbourhoods);
        number(&mut topics);
        number(&mut languages);

        let mut words = words::Builder::default();
        let mut listings = Vec::with_capacity(sorted.len());
        for (at, (_, offer, range)) in (0..).zip(sorted) {
            words.add(at, offer);
            listings.push(Listing::new(
                offer,
                range,
                &neighbourhoods,
                &topics,
                &languages,
            ));
        }
        Self {
            listings,
            neighbourhoods: neighbourhoods.into_keys().collect(),
            topics: topics.into_keys().collect(),
            languages: languages.into_keys().collect(),
            words: words.build(),
            tombstones: tombstones(page),
        }
    }

    /// How many offers there are.
    pub fn len(&self) -> usize {
        self.listings.len()
    }

    /// Whether there is no offer.
    pub fn is_empty(&self) -> bool {
        self.listings.is_empty()
    }

    /// All listings; an [`Answer`] names them by their position here.
    pub fn listings(&self) -> &[Listing] {
        &self.listings
    }

    /// The listing of an offer, and its position.
    pub fn find(&self, id: &OfferId) -> Option<&Listing> {
        self.listings.iter().find(|listing| listing.id == *id)
    }

    /// What is known about an offer that has ended.
    pub fn ended(&self, id: &OfferId) -> Option<&Tombstone> {
        let at = self.tombstones.binary_search_by(|dead| dead.id.cmp(id));
        at.ok().map(|at| &self.tombstones[at])
    }

    /// The neighbourhoods that one can filter by, by slug.
    pub fn neighbourhoods(&self) -> &[Neighbourhood] {
        &self.neighbourhoods
    }

    /// The topics that one can filter by, by slug.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The spoken languages that one can filter by, by code.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The neighbourhoods of a listing.
    pub fn neighbourhoods_of<'a>(
        &'a self,
        listing: &'a Listing,
    ) -> impl Iterator<Item = &'a Neighbourhood> {
        listing
            .neighbourhoods
            .iter()
            .map(|at| &self.neighbourhoods[usize::from(*at)])
    }

    /// The topics of a listing, in the feed's order.
    pub fn topics_of<'a>(&'a self, listing: &'a Listing) -> impl Iterator<Item = &'a Topic> {
        listing
            .topics
            .iter()
            .map(|at| &self.topics[usize::from(*at)])
    }

    /// The spoken languages of a listing.
    pub fn languages_of<'a>(&'a self, listing: &'a Listing) -> impl Iterator<Item = Language> + 'a {
        listing
            .languages
            .iter()
            .map(|at| self.languages[usize::from(*at)])
    }
}

fn tombstones(page: &Page<'_>) -> Vec<Tombstone> {
    let mut tombstones = page.profile().tombstones.clone();
    tombstones.sort_by(|one, other| one.id.cmp(&other.id));
    tombstones.dedup_by(|one, other| one.id == other.id);
    tombstones
}

/// The most options that one filter can have.
const OPTIONS: u16 = u16::MAX;

/// Gives the keys their positions. Past [`OPTIONS`] keys fall away: no screen could show them.
fn number<K: Ord>(keys: &mut BTreeMap<K, u16>) {
    while keys.len() > usize::from(OPTIONS) {
        keys.pop_last();
    }
    for (at, value) in (0..OPTIONS).zip(keys.values_mut()) {
        *value = at;
    }
}
