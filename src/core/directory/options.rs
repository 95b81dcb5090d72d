//! The options of the filters, numbered: phases of life, exact ages, then what the offers name.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::query::age_options;
use crate::feed::Tombstone;
use crate::offer::{
    Audience, Channel, GoodToKnow, Language, LifePhase, Months, Neighbourhood, Topic,
};

/// How many exact ages one can choose: [`age_options`].
pub(super) const MONTHS: usize = 61;
const PHASES: usize = LifePhase::ALL.len();
/// The most options that one filter can have. Past them they fall away: no screen could show them.
/// All filters together then stay within what a `u16` numbers.
const MOST: usize = 20_000;

/// What the options of a directory are called, and what is known about offers that have ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Labels {
    /// By code: those that are spoken, and those that families ask for instead (see [`Held`]).
    pub(super) languages: Vec<Language>,
    /// By slug.
    pub(super) neighbourhoods: Vec<Neighbourhood>,
    /// By slug.
    pub(super) topics: Vec<Topic>,
    /// By id.
    pub(super) tombstones: Vec<Tombstone>,
    /// Whether offers spell the same option differently: the first one's spelling is kept.
    pub(super) disputed: bool,
}

/// Which options belong to which filter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Phases,
    Months,
    Languages,
    Neighbourhoods,
    Topics,
    Channels,
    GoodToKnow,
    /// One option that nobody chooses: offers for the whole region.
    Wide,
}

/// A macrolanguage and those of its languages that are spoken somewhere.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Held {
    pub(super) by: Language,
    /// The number of its own option, if it is one.
    pub(super) number: Option<usize>,
    /// The numbers of the languages that it holds.
    pub(super) languages: Vec<usize>,
}

impl Labels {
    /// Which languages are found under others as well.
    pub(super) fn held(&self) -> Vec<Held> {
        let mut held = BTreeMap::<_, Vec<_>>::new();
        for (number, language) in self.numbers(Group::Languages).zip(&self.languages) {
            if let Some(by) = language.macrolanguage() {
                held.entry(by).or_default().push(number);
            }
        }
        let held = held.into_iter().map(|(by, languages)| Held {
            by,
            number: self.language(by).map(usize::from),
            languages,
        });
        held.collect()
    }

    /// Leaves out what is too much.
    pub(super) fn cap(&mut self) {
        self.languages.truncate(MOST);
        self.neighbourhoods.truncate(MOST);
        self.topics.truncate(MOST);
    }

    /// The numbers of a group of options.
    pub(super) fn numbers(&self, group: Group) -> Range<usize> {
        let sizes = [
            PHASES,
            MONTHS,
            self.languages.len(),
            self.neighbourhoods.len(),
            self.topics.len(),
            Channel::ALL.len(),
            GoodToKnow::ALL.len(),
            1,
        ];
        let start = sizes[..group as usize].iter().sum();
        start..start + sizes[group as usize]
    }

    /// How many options there are.
    pub(super) fn len(&self) -> usize {
        self.numbers(Group::Wide).end
    }

    /// The number of an option by its place in its group.
    pub(super) fn number(&self, group: Group, place: Option<usize>) -> Option<u16> {
        u16::try_from(self.numbers(group).start + place?).ok()
    }

    pub(super) fn language(&self, language: Language) -> Option<u16> {
        self.number(
            Group::Languages,
            self.languages.binary_search(&language).ok(),
        )
    }

    pub(super) fn neighbourhood(&self, neighbourhood: &Neighbourhood) -> Option<u16> {
        let place = self.neighbourhoods.binary_search(neighbourhood);
        self.number(Group::Neighbourhoods, place.ok())
    }

    pub(super) fn topic(&self, topic: &Topic) -> Option<u16> {
        self.number(Group::Topics, self.topics.binary_search(topic).ok())
    }

    /// What an option of a group is called, among `all` options of the group.
    pub(super) fn label<'a, T>(&self, group: Group, all: &'a [T], number: u16) -> Option<&'a T> {
        let place = usize::from(number).checked_sub(self.numbers(group).start)?;
        all.get(place)
    }
}

/// Which of [`age_options`] somebody may have, a bit each.
pub(super) fn months_of(audience: Audience) -> u64 {
    let ages = (0..).zip(age_options());
    ages.fold(0, |bits, (at, months): (u32, Months)| {
        bits | u64::from(audience.includes(months)) << at
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_fit_into_a_mask() {
        assert_eq!(age_options().count(), MONTHS);
        const { assert!(MONTHS <= 64) }
    }
}
