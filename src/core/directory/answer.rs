//! Matching, counting and ordering.

use super::image::{Section, offset};
use super::options::{Group, Labels};
use super::query::{Filter, Query, age_options};
use super::rows::{BitCounts, OptionRows, RowSet};
use super::words::Ranks;
use super::{Days, Directory};
use crate::calendar::When;
use crate::offer::{Channel, GoodToKnow, LifePhase, Months};
use crate::synonyms::Synonyms;

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Rows of the directory, the best first:
    ///
    /// 1. if there is a text, by how well it was found, as `words::rank` has it;
    /// 2. if there is none, offers in which more of the languages are spoken, unless only such are hits;
    /// 3. if a neighbourhood is asked for, offers that are there before those for the whole region;
    /// 4. if there is a text, offers in which more of the languages are spoken;
    /// 5. by folded title, numbers as people count them, then by id.
    pub hits: Vec<u32>,
    /// In how many of the hits one of the chosen languages is spoken.
    pub spoken: usize,
    /// How many offers each option would leave.
    pub facets: Facets,
}

/// What an answer depends on beside the offers and the question.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Words that mean the same.
    pub synonyms: &'a Synonyms,
    /// What takes place when, of this directory.
    pub days: &'a Days,
}

/// For every option of every filter, how many offers it would leave: the number of hits if it
/// were the only option chosen in its own filter and all other filters stayed as they are. Languages
/// that leave nothing out count the hits in which they are spoken.
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
    /// In the order of [`When::ALL`]. Days are the only ones of their kind, and so are parts of the
    /// day.
    pub when: Vec<u32>,
    /// In the order of [`Channel::ALL`].
    pub channels: Vec<u32>,
    /// In the order of [`GoodToKnow::ALL`].
    pub good_to_know: Vec<u32>,
}

impl Facets {
    /// How many offers this phase would leave.
    pub fn phase(&self, phase: LifePhase) -> u32 {
        self.phases[phase as usize]
    }

    /// How many offers this time would leave.
    pub fn when(&self, when: When) -> u32 {
        self.when[when as usize]
    }

    /// How many offers this way to take part would leave.
    pub fn channel(&self, channel: Channel) -> u32 {
        self.channels[channel as usize]
    }

    /// How many offers would be left if this had to be so as well.
    pub fn good_to_know(&self, value: GoodToKnow) -> u32 {
        self.good_to_know[value as usize]
    }
}

/// The rows that pass each filter; `None` where a filter asks nothing.
struct Passing {
    of: [Option<RowSet>; Filter::ALL.len()],
    rows: usize,
}

impl Passing {
    /// The rows that pass all filters, or all but one.
    fn all_but(&self, but: Option<Filter>) -> RowSet {
        let asked = Filter::ALL.into_iter().zip(&self.of);
        let mut others = asked
            .filter(|(filter, _)| Some(*filter) != but)
            .filter_map(|(_, set)| set.as_ref());
        let Some(first) = others.next() else {
            return RowSet::all(self.rows);
        };
        let mut left = first.clone();
        others.for_each(|set| left.keep(set));
        left
    }
}

impl Directory {
    /// Answers a query for which neither words that mean the same nor the day matter.
    pub fn answer(&self, query: &Query) -> Answer {
        let (synonyms, days) = (&Synonyms::default(), &Days::default());
        self.answer_in(query, Context { synonyms, days })
    }

    /// Answers a query.
    ///
    /// The counts of a filter are taken over the rows that pass all other filters. Filters that ask
    /// nothing share one such set: the hits.
    pub fn answer_in(&self, query: &Query, context: Context<'_>) -> Answer {
        let Context { synonyms, days } = context;
        let ranks = self.words().find(&query.text, synonyms, self.rows);
        let passing = Passing {
            of: Filter::ALL.map(|filter| match filter {
                Filter::Text => ranks.as_ref().map(Ranks::rows),
                Filter::When => query.asks(filter).then(|| days.rows(query.when, self.rows)),
                _ => query.asks(filter).then(|| self.rows_of(filter, query)),
            }),
            rows: self.rows,
        };
        let hits = passing.all_but(None);
        let mut counts = vec![0; self.labels.len()];
        let all = Filter::ALL.into_iter().zip(&passing.of);
        let (asked, silent): (Vec<_>, Vec<_>) = all.partition(|(_, rows)| rows.is_some());
        let filters = |some: Vec<(Filter, _)>| some.into_iter().map(|(filter, _)| filter);
        self.count(&hits, &filters(silent).collect::<Vec<_>>(), &mut counts);
        for filter in filters(asked) {
            match filter {
                Filter::Text | Filter::When => {}
                // Each is a filter of its own: one more is asked of the hits.
                Filter::GoodToKnow => self.count(&hits, &[filter], &mut counts),
                _ => self.count(&passing.all_but(Some(filter)), &[filter], &mut counts),
            }
        }
        let any_time = passing.all_but(Some(Filter::When));
        let when = days.count(&any_time, query.when, self.rows);
        Answer {
            hits: self.ordered(&hits, query, ranks.as_ref()),
            spoken: self.spoken(&hits, query),
            facets: self.facets(&counts, when),
        }
    }

    /// The rows that have one of the options that are chosen in a filter.
    fn rows_of(&self, filter: Filter, query: &Query) -> RowSet {
        let mut rows = RowSet::none(self.rows);
        match filter {
            Filter::Age => {
                for phase in query.phases.iter() {
                    rows.add(self.option(phase as usize));
                }
                for months in &query.months {
                    self.add_age(*months, &mut rows);
                }
            }
            Filter::Neighbourhood => {
                if !query.neighbourhoods.is_empty() {
                    rows.add(self.option(self.labels.numbers(Group::Wide).start));
                }
                for channel in query.channels.iter() {
                    let first = self.labels.numbers(Group::Channels).start;
                    rows.add(self.option(first + channel as usize));
                }
            }
            Filter::GoodToKnow => {
                rows = RowSet::all(self.rows);
                for value in query.good_to_know.iter() {
                    let first = self.labels.numbers(Group::GoodToKnow).start;
                    let mut with_it = RowSet::none(self.rows);
                    with_it.add(self.option(first + value as usize));
                    rows.keep(&with_it);
                }
            }
            Filter::Language | Filter::When | Filter::Topic | Filter::Text => {}
        }
        for number in self.numbers_chosen(filter, query) {
            rows.add(self.option(number));
        }
        rows
    }

    /// The numbers of the options that are chosen among those that the offers name.
    fn numbers_chosen(&self, filter: Filter, query: &Query) -> Vec<usize> {
        let Labels {
            languages,
            neighbourhoods,
            topics,
            ..
        } = &self.labels;
        match filter {
            Filter::Language => {
                let mut chosen = self.chosen(Group::Languages, languages, |it| {
                    query.languages.contains(it)
                });
                let held = self.held.iter();
                let held = held.filter(|held| query.languages.contains(&held.by));
                chosen.extend(held.flat_map(|held| &held.languages));
                chosen.sort_unstable();
                chosen.dedup();
                chosen
            }
            Filter::Neighbourhood => self.chosen(Group::Neighbourhoods, neighbourhoods, |it| {
                query.neighbourhoods.contains(it.slug())
            }),
            Filter::Topic => {
                self.chosen(Group::Topics, topics, |it| query.topics.contains(it.slug()))
            }
            Filter::Age | Filter::When | Filter::GoodToKnow | Filter::Text => Vec::new(),
        }
    }

    /// Adds the rows that include an exact age.
    fn add_age(&self, months: Months, rows: &mut RowSet) {
        let number = age_options().position(|option| option == months);
        if let Some(number) = number {
            return rows.add(self.option(self.labels.numbers(Group::Months).start + number));
        }
        // An age between the options, from a link. Phases begin with options, so who names nothing but
        // phases includes it like the option before.
        let ages = self.image.section(Section::RowAges).as_chunks::<4>().0;
        let ages = ages.iter().map(|[a, b, c, d]| {
            let [first, last] = [[*a, *b], [*c, *d]].map(u16::from_le_bytes);
            first..=last
        });
        let mut by_phase = RowSet::none(self.rows);
        if LifePhase::of_months(months).is_some() {
            let before = age_options().take_while(|option| *option < months).count();
            let first = self.labels.numbers(Group::Months).start;
            by_phase.add(self.option(first + before.saturating_sub(1)));
        }
        for (row, ages) in ages.enumerate() {
            if ages.contains(&months) || (ages.is_empty() && by_phase.contains(row)) {
                rows.insert(row);
            }
        }
    }

    /// The rows of an option.
    fn option(&self, number: usize) -> OptionRows<'_> {
        let starts = self.image.numbers(Section::OptionStarts);
        let rows = starts.part(self.image.section(Section::OptionRows), number);
        OptionRows::read(rows, self.rows)
    }

    /// Counts the options of some filters over `rows`.
    ///
    /// Either option by option, with the bits that the sets have in common, or row by row: that is
    /// faster where few rows are left. Both come to the same.
    fn count(&self, rows: &RowSet, filters: &[Filter], counts: &mut [u32]) {
        let groups: Vec<_> = filters
            .iter()
            .flat_map(|filter| groups(*filter))
            .copied()
            .collect();
        let options: usize = groups.iter().map(|it| self.labels.numbers(*it).len()).sum();
        if rows.len() * ROW_COST < options * self.rows.div_ceil(64) {
            self.count_rows(rows, &groups, counts);
        } else {
            for group in &groups {
                for number in self.labels.numbers(*group) {
                    counts[number] = rows.count(self.option(number));
                }
            }
        }
        if groups.contains(&Group::Languages) {
            self.count_held(rows, counts);
        }
    }

    /// A macrolanguage counts where it or any of those that it holds is spoken.
    fn count_held(&self, rows: &RowSet, counts: &mut [u32]) {
        for held in &self.held {
            let Some(number) = held.number else { continue };
            let mut spoken = RowSet::none(self.rows);
            for number in held.languages.iter().chain([&number]) {
                spoken.add(self.option(*number));
            }
            spoken.keep(rows);
            counts[number] = offset(spoken.len());
        }
    }

    fn count_rows(&self, rows: &RowSet, groups: &[Group], counts: &mut [u32]) {
        let mut all = vec![0; counts.len()];
        let mut months = BitCounts::default();
        let masks = self.image.section(Section::RowMonths).as_chunks().0;
        let wide = self.labels.numbers(Group::Wide).start;
        let places = self.labels.numbers(Group::Neighbourhoods);
        for row in rows.iter() {
            let is_wide = self.is_wide(row);
            for number in self.row_options(row).map(usize::from) {
                // It counts for all places alike.
                if number <= wide && !(is_wide && places.contains(&number)) {
                    all[number] += 1;
                }
            }
            months.add(masks.get(row).map_or(0, |mask| u64::from_le_bytes(*mask)));
        }
        for (bit, number) in self.labels.numbers(Group::Months).enumerate() {
            all[number] = months.get(bit);
        }
        for numbers in groups.iter().map(|group| self.labels.numbers(*group)) {
            counts[numbers.clone()].copy_from_slice(&all[numbers]);
        }
    }

    /// Whether a row is for the whole region: that option stands first.
    fn is_wide(&self, row: usize) -> bool {
        let wide = self.labels.numbers(Group::Wide).start;
        self.row_options(row).next().map(usize::from) == Some(wide)
    }

    fn facets(&self, counts: &[u32], when: Vec<u32>) -> Facets {
        let of = |group| &counts[self.labels.numbers(group)];
        let wide = of(Group::Wide)[0];
        let mut phases = [0; LifePhase::ALL.len()];
        phases.copy_from_slice(of(Group::Phases));
        Facets {
            phases,
            months: age_options()
                .zip(of(Group::Months).iter().copied())
                .collect(),
            languages: of(Group::Languages).to_vec(),
            neighbourhoods: of(Group::Neighbourhoods)
                .iter()
                .map(|count| count + wide)
                .collect(),
            topics: of(Group::Topics).to_vec(),
            when,
            channels: of(Group::Channels).to_vec(),
            good_to_know: of(Group::GoodToKnow).to_vec(),
        }
    }

    /// In how many of the hits one of the chosen languages is spoken.
    fn spoken(&self, hits: &RowSet, query: &Query) -> usize {
        let mut rows = RowSet::none(self.rows);
        for number in self.numbers_chosen(Filter::Language, query) {
            rows.add(self.option(number));
        }
        rows.keep(hits);
        rows.len()
    }

    /// The hits in their order.
    fn ordered(&self, hits: &RowSet, query: &Query, ranks: Option<&Ranks>) -> Vec<u32> {
        let rows: Vec<_> = hits.iter().map(offset).collect();
        let places = self.numbers_chosen(Filter::Neighbourhood, query);
        let languages = self.numbers_chosen(Filter::Language, query);
        let by_place = !query.neighbourhoods.is_empty();
        // Where all hits have the only one that is chosen, it decides nothing.
        let by_language = if query.asks(Filter::Language) {
            ranks.is_some() && languages.len() > 1
        } else {
            !languages.is_empty()
        };
        if ranks.is_none() && !by_place && !by_language {
            return rows;
        }
        let how_many = |row: u32, chosen: &[usize]| {
            let options = self.row_options(row as usize);
            options
                .filter(|it| chosen.contains(&usize::from(*it)))
                .count()
        };
        sorted_by_key(rows, |row| {
            let elsewhere = u32::from(by_place && how_many(row, &places) == 0);
            let silent = if by_language {
                offset(MOST_SPOKEN.saturating_sub(how_many(row, &languages)))
            } else {
                0
            };
            match ranks {
                Some(ranks) => {
                    (u32::from(ranks.get(row as usize)) << 5) | (elsewhere << 4) | silent
                }
                None => (silent << 1) | elsewhere,
            }
        })
    }

    /// The numbers of the options that are chosen.
    fn chosen<T>(&self, group: Group, all: &[T], is_chosen: impl Fn(&T) -> bool) -> Vec<usize> {
        let options = self.labels.numbers(group).zip(all);
        let chosen = options.filter(|(_, option)| is_chosen(option));
        chosen.map(|(number, _)| number).collect()
    }
}

/// As many languages are told apart when offers are compared.
const MOST_SPOKEN: usize = 15;

/// Rows sorted by a key of 20 bits; equal ones keep their order. Many rows share few keys, so they are
/// dealt out twice, by ten bits each, rather than compared.
fn sorted_by_key(mut rows: Vec<u32>, key: impl Fn(u32) -> u32) -> Vec<u32> {
    const BITS: u32 = 10;
    let keys: Vec<_> = rows.iter().map(|row| key(*row)).collect();
    let mut keyed: Vec<_> = keys.into_iter().zip(rows.iter().copied()).collect();
    let mut dealt = keyed.clone();
    for shift in [0, BITS] {
        let digit = |key: u32| (key >> shift) as usize % (1 << BITS);
        let mut places = [0; 1 << BITS];
        for (key, _) in &keyed {
            places[digit(*key)] += 1;
        }
        let mut start = 0;
        for place in &mut places {
            start += std::mem::replace(place, start);
        }
        for (key, row) in &keyed {
            let place = &mut places[digit(*key)];
            dealt[*place] = (*key, *row);
            *place += 1;
        }
        std::mem::swap(&mut keyed, &mut dealt);
    }
    for (row, (_, sorted)) in rows.iter_mut().zip(keyed) {
        *row = sorted;
    }
    rows
}

/// What counting a row costs, in words of a bitmap.
const ROW_COST: usize = 16;

/// The options that belong to a filter.
fn groups(filter: Filter) -> &'static [Group] {
    match filter {
        Filter::Age => &[Group::Phases, Group::Months],
        Filter::Language => &[Group::Languages],
        Filter::Neighbourhood => &[Group::Neighbourhoods, Group::Channels, Group::Wide],
        Filter::Topic => &[Group::Topics],
        Filter::GoodToKnow => &[Group::GoodToKnow],
        Filter::When | Filter::Text => &[],
    }
}
