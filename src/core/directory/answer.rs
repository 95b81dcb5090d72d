//! Matching, counting and ordering.

use super::query::{Filter, Query, age_options};
use super::words::Field;
use super::{Directory, Listing};
use crate::offer::{LifePhase, Months};

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Positions in [`Directory::listings`], the best first:
    ///
    /// 1. offers with every word of the text in their title before others;
    /// 2. if a neighbourhood is asked for, offers that are there before those for the whole region;
    /// 3. by folded title, then by id.
    pub hits: Vec<u32>,
    /// How many offers each option would leave.
    pub facets: Facets,
}

/// For every option of every filter, how many offers it would leave: the number of hits if it
/// were the only option chosen in its own filter and all other filters stayed as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facets {
    /// In the order of [`LifePhase::ALL`].
    pub phases: [u32; 7],
    /// For each of [`age_options`].
    pub months: Vec<(Months, u32)>,
    /// In the order of [`Directory::languages`].
    pub languages: Vec<u32>,
    /// In the order of [`Directory::neighbourhoods`].
    pub neighbourhoods: Vec<u32>,
    /// In the order of [`Directory::topics`].
    pub topics: Vec<u32>,
}

/// A query with its slugs and words looked up once.
struct Plan<'a> {
    query: &'a Query,
    asks: [bool; 5],
    languages: Vec<bool>,
    neighbourhoods: Vec<bool>,
    topics: Vec<bool>,
    text: Option<Vec<Option<Field>>>,
}

impl<'a> Plan<'a> {
    fn new(directory: &Directory, query: &'a Query) -> Self {
        Self {
            query,
            asks: Filter::ALL.map(|filter| query.asks(filter)),
            languages: chosen(directory.languages(), |it| query.languages.contains(it)),
            neighbourhoods: chosen(directory.neighbourhoods(), |it| {
                query.neighbourhoods.contains(it.slug())
            }),
            topics: chosen(directory.topics(), |it| query.topics.contains(it.slug())),
            text: directory.words.find(&query.text, directory.len()),
        }
    }

    fn passes(&self, filter: Filter, at: usize, listing: &Listing) -> bool {
        match filter {
            Filter::Age => {
                listing.audience.phases().intersects(self.query.phases)
                    || self
                        .query
                        .months
                        .iter()
                        .any(|months| listing.audience.includes(*months))
            }
            Filter::Language => any(&self.languages, &listing.languages),
            Filter::Neighbourhood => {
                listing.region_wide || any(&self.neighbourhoods, &listing.neighbourhoods)
            }
            Filter::Topic => any(&self.topics, &listing.topics),
            Filter::Text => self.text.as_ref().is_none_or(|found| found[at].is_some()),
        }
    }

    /// The filters that an offer fails, told apart as far as counting needs it.
    fn verdict(&self, at: usize, listing: &Listing) -> Verdict {
        let mut verdict = Verdict::Hit;
        for (filter, asks) in Filter::ALL.into_iter().zip(self.asks) {
            if asks && !self.passes(filter, at, listing) {
                if verdict != Verdict::Hit {
                    return Verdict::Out;
                }
                verdict = Verdict::FailsOnly(filter);
            }
        }
        verdict
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Hit,
    FailsOnly(Filter),
    Out,
}

/// Whether one of the positions `of` is chosen.
fn any(chosen: &[bool], of: &[u16]) -> bool {
    of.iter().any(|at| chosen[usize::from(*at)])
}

fn chosen<T>(options: &[T], is_chosen: impl Fn(&T) -> bool) -> Vec<bool> {
    options.iter().map(is_chosen).collect()
}

impl Directory {
    /// Answers a query in one pass over all offers.
    ///
    /// An offer counts for the options of a filter if it passes all other filters: so a hit
    /// counts everywhere, one that fails a single filter counts in that filter alone, and all
    /// others count nowhere.
    pub fn answer(&self, query: &Query) -> Answer {
        let plan = Plan::new(self, query);
        let mut facets = Facets {
            phases: [0; 7],
            months: age_options().map(|months| (months, 0)).collect(),
            languages: vec![0; self.languages.len()],
            neighbourhoods: vec![0; self.neighbourhoods.len()],
            topics: vec![0; self.topics.len()],
        };
        let mut hits = Vec::new();
        for (at, listing) in self.listings.iter().enumerate() {
            match plan.verdict(at, listing) {
                Verdict::Hit => {
                    hits.push(u32::try_from(at).unwrap_or(u32::MAX));
                    for filter in Filter::ALL {
                        facets.count(filter, listing);
                    }
                }
                Verdict::FailsOnly(filter) => facets.count(filter, listing),
                Verdict::Out => {}
            }
        }
        let by_place = query.asks(Filter::Neighbourhood);
        let rank = |hit: &u32| {
            let at = *hit as usize;
            let field = plan.text.as_ref().and_then(|found| found[at]);
            let there = any(&plan.neighbourhoods, &self.listings[at].neighbourhoods);
            (field, by_place && !there)
        };
        // Stable: within the same rank the listings keep their order.
        hits.sort_by_key(rank);
        Answer { hits, facets }
    }
}

impl Facets {
    /// Counts `listing` for each option of `filter` that it has.
    fn count(&mut self, filter: Filter, listing: &Listing) {
        let add = |counts: &mut [u32], options: &[u16]| {
            for option in options {
                counts[usize::from(*option)] += 1;
            }
        };
        match filter {
            Filter::Age => {
                for phase in listing.audience.phases().iter() {
                    self.phases[phase as usize] += 1;
                }
                for (months, count) in &mut self.months {
                    *count += u32::from(listing.audience.includes(*months));
                }
            }
            Filter::Language => add(&mut self.languages, &listing.languages),
            Filter::Neighbourhood if listing.region_wide => {
                self.neighbourhoods.iter_mut().for_each(|count| *count += 1);
            }
            Filter::Neighbourhood => add(&mut self.neighbourhoods, &listing.neighbourhoods),
            Filter::Topic => add(&mut self.topics, &listing.topics),
            Filter::Text => {}
        }
    }

    /// How many offers this phase would leave.
    pub fn phase(&self, phase: LifePhase) -> u32 {
        self.phases[phase as usize]
    }
}
