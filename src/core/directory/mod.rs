//! The compiled directory: a query in, hits and counts out.
//!
//! It is built once when a feed arrives, as one byte image that is stored as it is and used as it
//! is after a cold start: nothing of it is unpacked but what its options are called. It holds what a
//! list of offers shows and what filters and text search need; everything else about an offer stays
//! in the feed's own bytes, and [`Listing::range`] says where.
//!
//! This is the one definition of "does this offer match". The client, the publisher and the tests
//! all ask [`Directory::answer`].
//!
//! Offers are rows `0..n`, in the order of their titles. Every option of every filter has the set of
//! its rows; every row has the list of its options.
//!
//! - `query`: what one can ask, and how that is written in a link.
//! - `answer`: matching, counting and ordering.
//! - `words`: text search. `days`: what takes place today.
//! - `listing`: what a list shows of an offer.
//! - `build`: making a directory. `image`: its bytes. `options`, `rows`: what they mean.

mod answer;
mod build;
mod days;
mod image;
mod listing;
mod options;
mod query;
mod rows;
mod words;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Context, Facets};
pub use days::Days;
pub use image::{FORMAT, ImageError};
pub use listing::Listing;
pub use query::{Filter, Query, age_options};
pub use words::Marker;

use std::fmt;

use crate::feed::Tombstone;
use crate::offer::{Language, Neighbourhood, OfferId, Schedule, Topic};
use image::{Image, Section};
use options::{Group, Held, Labels};
use words::Words;

/// The compiled directory of a feed.
#[derive(Clone, PartialEq)]
pub struct Directory {
    image: Image,
    labels: Labels,
    held: Vec<Held>,
    rows: usize,
}

impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.listings()).finish()
    }
}

impl Directory {
    /// Opens an image. Whatever the bytes are, neither this nor any use of the directory panics.
    pub fn open(image: Vec<u8>) -> Result<Self, ImageError> {
        let image = Image::open(image)?;
        let labels: Labels = postcard::from_bytes(image.section(Section::Labels))
            .map_err(|_| ImageError::Damaged)?;
        let rows = image.section(Section::RowMonths).len() / 8;
        // What is looked up by an option's number without asking whether it is there.
        let fits = image.numbers(Section::OptionStarts).len() == labels.len() + 1;
        fits.then(|| Self {
            image,
            held: labels.held(),
            labels,
            rows,
        })
        .ok_or(ImageError::Damaged)
    }

    /// The directory as bytes, for [`Directory::open`].
    pub fn image(&self) -> &[u8] {
        self.image.bytes()
    }

    /// The directory as bytes, for [`Directory::open`].
    pub fn into_image(self) -> Vec<u8> {
        self.image.into_bytes()
    }

    /// How many offers there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no offer.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The listing of a row, such as [`Answer::hits`] name.
    pub fn listing(&self, row: u32) -> Option<Listing> {
        let at = row as usize;
        let (listing, _) = postcard::take_from_bytes::<Listing>(self.listing_bytes(at)).ok()?;
        let records = self.image.numbers(Section::Records);
        let (start, len) = (records.get(2 * at)?, records.get(2 * at + 1)?);
        let end = image::offset(start.checked_add(len)?);
        Some(Listing {
            row,
            record: image::offset(start)..end,
            ..listing
        })
    }

    /// All listings by title.
    pub fn listings(&self) -> impl Iterator<Item = Listing> + '_ {
        (0..image::offset(self.rows)).filter_map(|row| self.listing(row))
    }

    /// The listing of an offer.
    pub fn find(&self, id: &OfferId) -> Option<Listing> {
        // A listing begins with its id: only where that is the same is the rest unpacked.
        let wanted = postcard::to_allocvec(id).ok()?;
        let rows = 0..image::offset(self.rows);
        let mut rows = rows.filter(|row| self.listing_bytes(*row as usize).starts_with(&wanted));
        rows.find_map(|row| self.listing(row))
    }

    fn listing_bytes(&self, row: usize) -> &[u8] {
        let starts = self.image.numbers(Section::ListingStarts);
        starts.part(self.image.section(Section::Listings), row)
    }

    /// When a listing takes place: all of its rules, in the feed's order.
    pub fn schedules_of(&self, listing: &Listing) -> Vec<Schedule> {
        self.schedules(listing.row as usize)
    }

    /// When the offer of a row takes place, without reading the rest of its listing.
    pub fn schedules_at(&self, row: u32) -> Vec<Schedule> {
        self.schedules(row as usize)
    }

    fn schedules(&self, row: usize) -> Vec<Schedule> {
        let bytes = self.schedule_bytes(row);
        if bytes.is_empty() {
            return Vec::new();
        }
        postcard::from_bytes(bytes).unwrap_or_default()
    }

    fn schedule_bytes(&self, row: usize) -> &[u8] {
        let starts = self.image.numbers(Section::ScheduleStarts);
        starts.part(self.image.section(Section::Schedules), row)
    }

    fn words(&self) -> Words<'_> {
        Words::of(&self.image)
    }

    /// What is known about an offer that has ended.
    pub fn ended(&self, id: &OfferId) -> Option<&Tombstone> {
        let tombstones = &self.labels.tombstones;
        let at = tombstones.binary_search_by(|dead| dead.id.cmp(id));
        at.ok().map(|at| &tombstones[at])
    }

    /// The neighbourhoods that one can filter by, by slug.
    pub fn neighbourhoods(&self) -> &[Neighbourhood] {
        &self.labels.neighbourhoods
    }

    /// The topics that one can filter by, by slug.
    pub fn topics(&self) -> &[Topic] {
        &self.labels.topics
    }

    /// The spoken languages that one can filter by, by code.
    pub fn languages(&self) -> &[Language] {
        &self.labels.languages
    }

    /// The neighbourhoods of a listing.
    pub fn neighbourhoods_of(&self, listing: &Listing) -> impl Iterator<Item = &Neighbourhood> {
        self.options_of(listing, Group::Neighbourhoods, &self.labels.neighbourhoods)
    }

    /// The topics of a listing, in the feed's order.
    pub fn topics_of(&self, listing: &Listing) -> impl Iterator<Item = &Topic> {
        self.options_of(listing, Group::Topics, &self.labels.topics)
    }

    /// The spoken languages of a listing.
    pub fn languages_of(&self, listing: &Listing) -> impl Iterator<Item = Language> {
        let languages = self.options_of(listing, Group::Languages, &self.labels.languages);
        languages.copied()
    }

    fn options_of<'a, T>(
        &'a self,
        listing: &Listing,
        group: Group,
        all: &'a [T],
    ) -> impl Iterator<Item = &'a T> + use<'a, T> {
        let numbers = self.row_options(listing.row as usize);
        numbers.filter_map(move |number| self.labels.label(group, all, number))
    }

    /// The numbers of a row's options, but for its exact ages.
    fn row_options(&self, row: usize) -> impl Iterator<Item = u16> + use<'_> {
        let options = self.image.section(Section::RowOptions).as_chunks().0;
        let starts = self.image.numbers(Section::RowStarts);
        let options = starts.part(options, row).iter();
        options.map(|bytes| u16::from_le_bytes(*bytes))
    }
}
