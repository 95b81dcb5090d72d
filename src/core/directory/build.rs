//! Making a directory: from a page, or from the directory before and what has changed since.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::image::{Section, Writer, offset};
use super::listing::Listing;
use super::options::{Group, Labels, months_of};
use super::rows::OptionRows;
use super::{Directory, words};
use crate::feed::{Page, Reading, Tombstone};
use crate::offer::{
    Audience, Channels, GoodToKnowSet, Language, MAX_MONTHS, Neighbourhood, Offer, OfferId, Topic,
    endonym,
};
use crate::text;

/// A row before its options have numbers.
struct Row<'a> {
    title: String,
    id: OfferId,
    audience: Audience,
    /// See [`months_of`].
    months: u64,
    region_wide: bool,
    languages: Vec<Language>,
    neighbourhoods: Vec<&'a Neighbourhood>,
    topics: Vec<&'a Topic>,
    channels: Channels,
    good_to_know: GoodToKnowSet,
    /// The [`Listing`] in postcard.
    listing: Vec<u8>,
    /// Its schedules in postcard, nothing if there are none.
    schedules: Vec<u8>,
    record: Range<usize>,
    origin: Origin<'a>,
}

/// Where a row comes from.
#[derive(Clone, Copy)]
enum Origin<'a> {
    Offer(&'a Offer),
    /// It was this row of the directory before.
    Before(usize),
}

impl<'a> Row<'a> {
    fn of(offer: &'a Offer, record: Range<usize>) -> Self {
        // Writing into memory fails only for types that postcard does not know; a test writes all.
        let listing = postcard::to_allocvec(&Listing::new(offer)).unwrap_or_default();
        Self {
            title: text::fold(&offer.title),
            id: offer.id.clone(),
            audience: offer.audience,
            months: months_of(offer.audience),
            region_wide: offer.region_wide,
            languages: offer.languages.clone(),
            neighbourhoods: offer.neighbourhoods.iter().collect(),
            topics: offer.topics.iter().collect(),
            channels: offer.channels,
            good_to_know: offer.good_to_know,
            listing,
            schedules: if offer.schedules.is_empty() {
                Vec::new()
            } else {
                postcard::to_allocvec(&offer.schedules).unwrap_or_default()
            },
            record,
            origin: Origin::Offer(offer),
        }
    }

    /// A row of the directory before whose offer has not changed.
    fn kept(before: &'a Directory, listing: &Listing, record: Range<usize>) -> Self {
        let row = listing.row as usize;
        Self {
            title: text::fold(&listing.title),
            id: listing.id.clone(),
            audience: listing.audience,
            months: months_of(listing.audience),
            region_wide: listing.region_wide,
            languages: before.languages_of(listing).collect(),
            neighbourhoods: before.neighbourhoods_of(listing).collect(),
            topics: before.topics_of(listing).collect(),
            channels: listing.channels,
            good_to_know: listing.good_to_know,
            listing: before.listing_bytes(row).to_vec(),
            schedules: before.schedule_bytes(row).to_vec(),
            record,
            origin: Origin::Before(row),
        }
    }
}

impl Directory {
    /// Compiles what was read from a page.
    pub fn compile(page: &Page<'_>, reading: &Reading) -> Self {
        let ranges = reading.sources.iter().map(|at| page.range(*at));
        let offers = reading.offers.iter().zip(ranges);
        let rows = offers.map(|(offer, range)| Row::of(offer, range)).collect();
        build(rows, tombstones(page), None)
    }

    /// The directory of a page of which only the records at the positions `anew` differ from those
    /// that this directory was made of, or are not among them; `reading` is what was read of these.
    /// All others are kept without reading them. `ids` are the ids of all records of the page.
    ///
    /// The result is that of [`Directory::compile`], to the byte. `None` where only that can tell:
    /// offers spell an option differently, and whose spelling comes first may have changed.
    pub fn renew(
        &self,
        page: &Page<'_>,
        ids: &[OfferId],
        anew: &[usize],
        reading: &Reading,
    ) -> Option<Self> {
        let mut records: HashMap<_, _> = ids.iter().zip(0..).collect();
        for id in anew.iter().filter_map(|at| ids.get(*at)) {
            records.remove(id);
        }
        let fresh = reading.offers.iter().zip(&reading.sources);
        let fresh = fresh.map(|(offer, at)| Row::of(offer, page.range(*at)));
        let kept = self.listings().filter_map(|listing| {
            let at = records.get(&listing.id)?;
            Some(Row::kept(self, &listing, page.range(*at)))
        });
        let renewed = build(fresh.chain(kept).collect(), tombstones(page), Some(self));
        (!self.labels.disputed && !renewed.labels.disputed).then_some(renewed)
    }
}

fn build(
    mut rows: Vec<Row<'_>>,
    tombstones: Vec<Tombstone>,
    before: Option<&Directory>,
) -> Directory {
    rows.sort_by(|one, other| {
        let by_title = text::natural(&one.title, &other.title);
        by_title.then_with(|| one.id.cmp(&other.id))
    });
    let labels = labels(&rows, tombstones);
    let options: Vec<_> = rows.iter().map(|row| options_of(row, &labels)).collect();

    let mut writer = Writer::new();
    let packed = postcard::to_allocvec(&labels).unwrap_or_default();
    writer.section(Section::Labels, [packed]);
    write_options(&options, &labels, rows.as_slice(), &mut writer);
    write_rows(&rows, &options, &mut writer);
    write_words(&rows, before, &mut writer);
    Directory {
        image: writer.finish(),
        held: labels.held(),
        labels,
        rows: rows.len(),
    }
}

fn labels(rows: &[Row<'_>], tombstones: Vec<Tombstone>) -> Labels {
    let mut languages = BTreeSet::new();
    let mut neighbourhoods: BTreeMap<_, &Neighbourhood> = BTreeMap::new();
    let mut topics: BTreeMap<_, &Topic> = BTreeMap::new();
    let mut disputed = false;
    for row in rows {
        for language in &row.languages {
            languages.insert(*language);
            // Families ask for Kurdish, also where all offers say which Kurdish it is.
            languages.extend(language.macrolanguage().filter(|it| endonym(*it).is_some()));
        }
        for it in &row.neighbourhoods {
            disputed |= neighbourhoods.entry(*it).or_insert(it).label() != it.label();
        }
        for it in &row.topics {
            disputed |= topics.entry(*it).or_insert(it).label() != it.label();
        }
    }
    let mut labels = Labels {
        languages: languages.into_iter().collect(),
        neighbourhoods: neighbourhoods.into_values().cloned().collect(),
        topics: topics.into_values().cloned().collect(),
        tombstones,
        disputed,
    };
    labels.cap();
    labels
}

/// The numbers of a row's options: first whether it is for the whole region, then of each group those
/// of the offer in its order.
fn options_of(row: &Row<'_>, labels: &Labels) -> Vec<u16> {
    let phases = row.audience.phases().iter().map(|phase| phase as u16);
    let languages = row.languages.iter().filter_map(|it| labels.language(*it));
    let neighbourhoods = row
        .neighbourhoods
        .iter()
        .filter_map(|it| labels.neighbourhood(it));
    let topics = row.topics.iter().filter_map(|it| labels.topic(it));
    let channels = row.channels.iter().map(|it| it as usize);
    let channels = channels.filter_map(|at| labels.number(Group::Channels, Some(at)));
    let good_to_know = row.good_to_know.iter().map(|it| it as usize);
    let good_to_know = good_to_know.filter_map(|at| labels.number(Group::GoodToKnow, Some(at)));
    let wide = u16::try_from(labels.numbers(Group::Wide).start).ok();
    let wide = wide.filter(|_| row.region_wide).into_iter();
    let options = wide.chain(phases).chain(languages);
    let options = options.chain(neighbourhoods).chain(topics);
    options.chain(channels).chain(good_to_know).collect()
}

/// The sections that lead from options to rows.
///
/// An offer for the whole region has only that option among places: so none of its rows counts twice
/// for a neighbourhood.
fn write_options(options: &[Vec<u16>], labels: &Labels, rows: &[Row<'_>], writer: &mut Writer) {
    let mut lists: Vec<Vec<u32>> = vec![Vec::new(); labels.len()];
    let months = labels.numbers(Group::Months).start;
    let neighbourhoods = labels.numbers(Group::Neighbourhoods);
    for ((row, of_row), at) in rows.iter().zip(options).zip(0..) {
        for option in of_row.iter().map(|option| usize::from(*option)) {
            if !(row.region_wide && neighbourhoods.contains(&option)) {
                lists[option].push(at);
            }
        }
        let mut mask = row.months;
        while mask != 0 {
            lists[months + mask.trailing_zeros() as usize].push(at);
            mask &= mask - 1;
        }
    }
    let lists: Vec<_> = lists
        .iter()
        .map(|list| OptionRows::write(list, rows.len()))
        .collect();
    writer.parts(Section::OptionStarts, Section::OptionRows, &lists);
}

/// The sections with something for each row.
fn write_rows(rows: &[Row<'_>], options: &[Vec<u16>], writer: &mut Writer) {
    let mut end = 0;
    let ends = options.iter().map(|of_row| {
        end += of_row.len();
        offset(end).to_le_bytes()
    });
    writer.section(Section::RowStarts, std::iter::once([0; 4]).chain(ends));
    let numbers = options.iter().flatten();
    writer.section(
        Section::RowOptions,
        numbers.map(|option| option.to_le_bytes()),
    );
    let months = rows.iter().map(|row| row.months);
    writer.section(Section::RowMonths, months.map(u64::to_le_bytes));
    let ages = rows.iter().flat_map(|row| match row.audience.ages() {
        Some(ages) => [*ages.months().start(), *ages.months().end()],
        None if row.audience.is_stated() => NO_AGES,
        None => [0, MAX_MONTHS],
    });
    writer.section(Section::RowAges, ages.map(u16::to_le_bytes));
    let records = rows
        .iter()
        .flat_map(|row| [row.record.start, row.record.len()]);
    writer.section(Section::Records, records.map(|it| offset(it).to_le_bytes()));
    let listings: Vec<_> = rows.iter().map(|row| &row.listing).collect();
    writer.parts(Section::ListingStarts, Section::Listings, &listings);
    let schedules: Vec<_> = rows.iter().map(|row| &row.schedules).collect();
    writer.parts(Section::ScheduleStarts, Section::Schedules, &schedules);
}

/// Ages that begin after they end: only phases are given.
const NO_AGES: [u16; 2] = [u16::MAX, 0];

fn write_words(rows: &[Row<'_>], before: Option<&Directory>, writer: &mut Writer) {
    let Some(before) = before else {
        let mut words = words::Builder::default();
        for (row, at) in rows.iter().zip(0..) {
            if let Origin::Offer(offer) = row.origin {
                words.add(at, offer);
            }
        }
        return words.write(writer);
    };
    let mut moved = vec![None; before.len()];
    let mut fresh = Vec::new();
    for (row, at) in rows.iter().zip(0..) {
        match row.origin {
            Origin::Offer(offer) => fresh.push((at, offer)),
            Origin::Before(row) => moved[row] = Some(at),
        }
    }
    words::renew(before.words(), &moved, &fresh, writer);
}

fn tombstones(page: &Page<'_>) -> Vec<Tombstone> {
    let mut tombstones = page.profile().tombstones.clone();
    tombstones.sort_by(|one, other| one.id.cmp(&other.id));
    tombstones.dedup_by(|one, other| one.id == other.id);
    tombstones
}
