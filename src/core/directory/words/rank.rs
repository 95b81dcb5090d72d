//! What a text finds, and how well.
//!
//! Every word of the text must be found, each anywhere in the offer. For each word the best of its
//! places counts: without typos before with one before with two; then in the title before in a name
//! (who, where, about what) before in a text; then the word itself before its beginning before a part
//! before a synonym. Offers are compared by the sums over all words, in the same order: by typos,
//! then by places, then by nearness.

use super::near::{Found, MOST_TYPOS, Nearness, Signature, Wanted};
use super::{Field, Words};
use crate::directory::rows::RowSet;
use crate::synonyms::Synonyms;
use crate::text;

/// As many words of a text are looked for; who writes more has said enough.
pub(super) const MOST_WORDS: usize = 8;

/// How well each row was found; the least is the best.
pub(in crate::directory) struct Ranks(Vec<u16>);

/// The rank of a row that was not found.
const MISSED: u16 = u16::MAX;

/// Bits of a rank for each of its three sums, of which none can reach 32.
const SUM_BITS: u16 = 5;
const _: () = assert!(MOST_WORDS * (Nearness::Synonym as usize) < 1 << SUM_BITS);
const _: () = assert!(MOST_WORDS * (Field::Text as usize) < 1 << SUM_BITS);
const _: () = assert!(MOST_WORDS * (MOST_TYPOS as usize) < 1 << SUM_BITS);

impl Ranks {
    /// The rank of a row.
    pub(in crate::directory) fn get(&self, row: usize) -> u16 {
        self.0.get(row).copied().unwrap_or(MISSED)
    }

    /// The rows that were found.
    pub(in crate::directory) fn rows(&self) -> RowSet {
        RowSet::of(self.0.iter().map(|rank| *rank != MISSED))
    }
}

/// The words of a text that are looked for, each with those that mean the same.
pub(super) fn wanted(text: &str, synonyms: &Synonyms) -> Vec<Vec<Wanted>> {
    let words = text::words(text).take(MOST_WORDS);
    words
        .map(|word| {
            let written = &text[word];
            let word = text::fold(written);
            let mut wanted = vec![Wanted::new(&word)];
            wanted.extend(Wanted::as_written(written, &word));
            wanted.extend(synonyms.of(&word).map(Wanted::synonym));
            wanted
        })
        .collect()
}

impl Words<'_> {
    /// How well the text is found in each of `rows` offers; `None` if there is nothing to look for.
    pub(in crate::directory) fn find(
        self,
        text: &str,
        synonyms: &Synonyms,
        rows: usize,
    ) -> Option<Ranks> {
        let mut wanted = wanted(text, synonyms).into_iter();
        let mut sums = self.find_word(&wanted.next()?, rows);
        for word in wanted {
            let more = self.find_word(&word, rows);
            for (sum, more) in sums.iter_mut().zip(more) {
                *sum = match (*sum, more) {
                    (MISSED, _) | (_, MISSED) => MISSED,
                    (sum, more) => sum + more,
                };
            }
        }
        Some(Ranks(sums))
    }

    /// The best rank of a word in each row.
    fn find_word(self, wanted: &[Wanted], rows: usize) -> Vec<u16> {
        let mut best = vec![MISSED; rows];
        for wanted in wanted {
            for (at, signature) in self.signatures.iter().enumerate() {
                let Some(ways) = wanted.ways(Signature::from_bytes(signature)) else {
                    continue;
                };
                let Some(found) = wanted.find_in(self.term(at), ways) else {
                    continue;
                };
                let ranks = Field::ALL.map(|field| rank(found, field));
                for (row, field) in self.postings(at) {
                    if let Some(best) = best.get_mut(row) {
                        *best = (*best).min(ranks[field as usize]);
                    }
                }
            }
        }
        best
    }
}

fn rank(found: Found, field: Field) -> u16 {
    (u16::from(found.typos) << (2 * SUM_BITS))
        | ((field as u16) << SUM_BITS)
        | found.nearness as u16
}
