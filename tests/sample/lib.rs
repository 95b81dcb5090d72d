//! Feeds of any size with offers that are clearly examples: for measuring, and for looking at the app
//! with more than the demo has.
//!
//! The same numbers give the same bytes on every machine. Offers are about [`OFFER_BYTES`] long, with some
//! 37 words that can be searched; their vocabulary grows with their number, as that of real feeds does,
//! because German makes words from words.
//!
//! - `random`: numbers that look like chance.
//! - `words`: what the examples are written with; `text`: titles and sentences.
//! - `offer`: one record.

mod offer;
mod random;
mod text;
mod words;

/// The length of a record of compact JSON, on average, in bytes.
pub const OFFER_BYTES: usize = 630;

/// The region whose offers these are: the name of the service area that means everybody there.
pub const REGION: &str = "Landkreis Beispiel";

/// One edition of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// How many offers it has. Some 107,000 are the most that fit into one page.
    pub offers: usize,
    /// Another seed gives other offers.
    pub seed: u64,
    /// From one edition to the next, one offer in a hundred is different: most were confirmed anew, many
    /// have another time, some another text.
    pub edition: u32,
}

impl Sample {
    /// The first edition.
    pub fn new(offers: usize, seed: u64) -> Self {
        Self {
            offers,
            seed,
            edition: 0,
        }
    }

    /// The edition after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self {
            edition: self.edition + 1,
            ..self
        }
    }

    /// How many neighbourhoods its offers are in: 30, and 300 from 100,000 offers on.
    pub fn neighbourhoods(self) -> usize {
        (self.offers / 333).clamp(30, 300)
    }

    /// The HSDS page, as compact JSON.
    pub fn page(self) -> Vec<u8> {
        let mut page = String::with_capacity(self.offers * (OFFER_BYTES + 10) + 400);
        page.push_str("{\"total_items\":");
        page.push_str(&self.offers.to_string());
        page.push_str(",\"total_pages\":1,\"page_number\":1,\"size\":");
        page.push_str(&self.offers.to_string());
        page.push_str(",\"first_page\":true,\"last_page\":true,\"empty\":");
        page.push_str(if self.offers == 0 { "true" } else { "false" });
        page.push_str(",\"raupe\":{\"feed_id\":\"example.raupe.sample\",\"region\":\"");
        page.push_str(REGION);
        page.push_str("\"},\"contents\":[");
        for at in 0..self.offers {
            if at > 0 {
                page.push(',');
            }
            page.push('\n');
            offer::write(&mut page, self, at);
        }
        page.push_str("\n]}\n");
        page.into_bytes()
    }
}

/// The last parts of compounds, such as "gruppe" in "Elterngruppe".
pub fn last_parts() -> impl Iterator<Item = &'static str> {
    words::TAILS.iter().map(|(_, part)| *part)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use raupe_core::feed::{Page, Reading, SNAPSHOT_BYTES};

    use super::*;

    fn read(bytes: &[u8]) -> Reading {
        Page::open(bytes).unwrap().read(Some(REGION))
    }

    #[test]
    fn the_same_numbers_give_the_same_bytes() {
        let sample = Sample::new(1_000, 7);
        let page = sample.page();
        assert!(page == sample.page());
        assert!(page != Sample::new(1_000, 8).page());
        assert!(page != sample.next().page());
    }

    #[test]
    fn every_offer_is_read_without_a_finding_and_says_that_it_is_an_example() {
        for offers in [0, 1, 3_000] {
            let reading = read(&Sample::new(offers, 1).page());
            assert_eq!(reading.findings, []);
            assert_eq!(reading.offers.len(), offers);
            assert!(reading.offers.iter().all(|offer| offer.example));
        }
    }

    #[test]
    fn offers_are_as_long_as_said_and_a_hundred_thousand_fit_into_a_page() {
        let bytes = Sample::new(3_000, 1).page().len();
        let each = bytes / 3_000;
        assert!(each.abs_diff(OFFER_BYTES) < 15, "{each} bytes an offer");
        let bytes = Sample::new(100_000, 1).page().len();
        assert!(bytes < SNAPSHOT_BYTES, "{bytes} bytes");
    }

    #[test]
    fn what_can_be_filtered_by_is_spread_as_in_a_county() {
        let reading = read(&Sample::new(10_000, 1).page());
        let share = |is: fn(&raupe_core::offer::Offer) -> bool| {
            reading.offers.iter().filter(|offer| is(offer)).count() / 100
        };
        assert!((5..20).contains(&share(|offer| offer.region_wide)));
        assert!((30..60).contains(&share(|offer| !offer.schedules.is_empty())));
        assert!((20..60).contains(&share(|offer| !offer.places.is_empty())));
        assert!((30..70).contains(&share(|offer| offer.organisation.is_some())));
        assert!((50..80).contains(&share(|offer| offer.languages.len() == 1)));
        let all = |each: fn(&raupe_core::offer::Offer) -> Vec<String>| {
            let all: BTreeSet<_> = reading.offers.iter().flat_map(each).collect();
            all.len()
        };
        let slugs = |offer: &raupe_core::offer::Offer| {
            let slugs = offer.neighbourhoods.iter().map(|it| it.slug().to_owned());
            slugs.collect()
        };
        assert_eq!(all(slugs), 30);
        assert_eq!(
            all(|offer| offer.topics.iter().map(|it| it.slug().to_owned()).collect()),
            20
        );
        assert_eq!(
            all(|offer| offer
                .languages
                .iter()
                .map(|it| it.code().to_owned())
                .collect()),
            15
        );
    }

    #[test]
    fn the_vocabulary_grows_with_the_offers() {
        let words = |offers| {
            let page = Sample::new(offers, 1).page();
            let text = String::from_utf8(page).unwrap();
            let words = text.split(|c: char| !c.is_alphabetic());
            words.map(str::to_owned).collect::<BTreeSet<_>>().len()
        };
        let (few, many) = (words(1_000), words(10_000));
        assert!(few > 2_000 && many > 3 * few, "{few} and {many} words");
    }

    #[test]
    fn one_offer_in_a_hundred_changes_from_one_edition_to_the_next() {
        let sample = Sample::new(10_000, 1);
        let (old, new) = (sample.page(), sample.next().page());
        let (old, new) = (Page::open(&old).unwrap(), Page::open(&new).unwrap());
        let pairs = old.records().iter().zip(new.records());
        let changed = pairs.filter(|(old, new)| old.get() != new.get()).count();
        assert!((60..140).contains(&changed), "{changed} of 10,000");
        assert_eq!(old.records().len(), new.records().len());
    }
}
