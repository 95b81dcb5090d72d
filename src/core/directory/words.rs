//! The vocabulary for text search: every folded word of an offer, and which offers have it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::offer::Offer;
use crate::text;

/// Where a word occurs in an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// In the title: the better match.
    Title,
    /// Anywhere else.
    Rest,
}

/// Words in ascending order, and for each the offers that have it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Words {
    words: Vec<String>,
    /// For each word the positions of listings in ascending order, each doubled, plus one if the
    /// word is not in the title.
    postings: Vec<Vec<u32>>,
}

/// Collects words offer by offer.
#[derive(Default)]
pub(super) struct Builder {
    postings: BTreeMap<String, Vec<u32>>,
}

impl Builder {
    /// Adds the words of the offer at position `at`; positions must ascend.
    pub(super) fn add(&mut self, at: u32, offer: &Offer) {
        let title = [Some(&offer.title), offer.alternate_title.as_ref()];
        self.add_text(
            at,
            Field::Title,
            title.into_iter().flatten().map(String::as_str),
        );
        let names = offer
            .neighbourhoods
            .iter()
            .map(crate::offer::Neighbourhood::label);
        let names = names.chain(offer.topics.iter().map(crate::offer::Topic::label));
        let names = names.chain(
            offer
                .places
                .iter()
                .filter_map(|place| place.name.as_deref()),
        );
        let texts = [&offer.organisation, &offer.description, &offer.eligibility];
        let texts = texts.into_iter().flatten().map(String::as_str);
        let facts = offer.facts.iter().map(|(_, value)| value.as_str());
        self.add_text(at, Field::Rest, names.chain(texts).chain(facts));
    }

    fn add_text<'a>(&mut self, at: u32, field: Field, texts: impl Iterator<Item = &'a str>) {
        for text in texts {
            for word in text::fold(text).split(' ').filter(|word| !word.is_empty()) {
                let postings = match self.postings.get_mut(word) {
                    Some(postings) => postings,
                    None => self.postings.entry(word.to_owned()).or_default(),
                };
                // The title comes first, so a word that is there already has the better field.
                if postings.last().is_none_or(|last| last / 2 != at) {
                    postings.push(at * 2 + field as u32);
                }
            }
        }
    }

    pub(super) fn build(self) -> Words {
        let (words, postings) = self.postings.into_iter().unzip();
        Words { words, postings }
    }
}

impl Words {
    /// For each of `listings` offers, the worst field in which a word of `text` was found, or
    /// `None` if a word was not found at all. A word is found anywhere in a word of the offer, so
    /// that "gruppe" finds "Stillgruppe". `None` as a whole if there is nothing to look for.
    pub(super) fn find(&self, text: &str, listings: usize) -> Option<Vec<Option<Field>>> {
        let text = text::fold(text);
        if text.is_empty() {
            return None;
        }
        let mut found = vec![Some(Field::Title); listings];
        for wanted in text.split(' ') {
            let mut best = vec![None; listings];
            for (word, postings) in self.words.iter().zip(&self.postings) {
                if word.contains(wanted) {
                    for posting in postings {
                        let field = if posting % 2 == 0 {
                            Field::Title
                        } else {
                            Field::Rest
                        };
                        let best = &mut best[(posting / 2) as usize];
                        *best = Some(best.map_or(field, |best: Field| best.min(field)));
                    }
                }
            }
            for (all, this) in found.iter_mut().zip(best) {
                *all = all.zip(this).map(|(all, this)| all.max(this));
            }
        }
        Some(found)
    }

    /// Whether every posting names one of `listings` offers.
    pub(super) fn fits(&self, listings: usize) -> bool {
        self.words.len() == self.postings.len()
            && self
                .postings
                .iter()
                .flatten()
                .all(|posting| ((posting / 2) as usize) < listings)
    }
}
