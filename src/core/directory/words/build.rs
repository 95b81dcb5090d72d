//! The vocabulary of a new directory: from offers, or from the one before and what has changed.

use std::collections::{BTreeMap, HashMap};

use super::near::Signature;
use super::{Field, Words, push_posting};
use crate::directory::image::{Section, Writer};
use crate::offer::Offer;
use crate::text;

/// Collects the words of offers, row by row.
#[derive(Default)]
pub(in crate::directory) struct Builder {
    terms: HashMap<Box<str>, Term>,
}

/// The postings of a term so far.
#[derive(Default)]
struct Term {
    /// The row after the last one.
    next: u32,
    postings: Vec<u8>,
}

impl Builder {
    /// Adds the words of an offer; rows must ascend.
    pub(in crate::directory) fn add(&mut self, row: u32, offer: &Offer) {
        each_word(offer, |word, field| {
            let term = match self.terms.get_mut(word) {
                Some(term) => term,
                None => self.terms.entry(word.into()).or_default(),
            };
            if term.next <= row {
                push_posting(&mut term.postings, term.next, row, field);
                term.next = row + 1;
            }
        });
    }

    /// Writes the sections of the vocabulary.
    pub(in crate::directory) fn write(self, writer: &mut Writer) {
        let mut terms: Vec<_> = self.terms.into_iter().collect();
        terms.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let (terms, postings): (Vec<_>, Vec<_>) = terms
            .into_iter()
            .map(|(term, it)| (term.into_boxed_bytes(), it.postings))
            .unzip();
        write(&terms, &postings, writer);
    }
}

/// The folded words of an offer. Better fields come first, so a word that came before had the best one.
fn each_word(offer: &Offer, mut each: impl FnMut(&str, Field)) {
    for field in Field::ALL {
        for text in field.texts(offer) {
            for word in text::fold(text).split_ascii_whitespace() {
                each(word, field);
            }
        }
    }
}

fn write<T: AsRef<[u8]>, P: AsRef<[u8]>>(terms: &[T], postings: &[P], writer: &mut Writer) {
    // Every term was a text.
    let texts = terms.iter().map(|term| std::str::from_utf8(term.as_ref()));
    let signatures = texts.map(|term| Signature::of(term.unwrap_or_default()).to_bytes());
    writer.section(Section::Signatures, signatures);
    writer.parts(Section::TermStarts, Section::Terms, terms);
    writer.parts(Section::PostingStarts, Section::Postings, postings);
}

/// Writes the vocabulary of a directory that differs from an older one in a few offers.
///
/// `moved` says for each row of the older one which row it is now; kept rows keep their order.
/// `fresh` are the new rows, ascending.
pub(in crate::directory) fn renew(
    before: Words<'_>,
    moved: &[Option<u32>],
    fresh: &[(u32, &Offer)],
    writer: &mut Writer,
) {
    let mut more: BTreeMap<Vec<u8>, Vec<(u32, Field)>> = BTreeMap::new();
    for (row, offer) in fresh {
        each_word(offer, |word, field| {
            let rows = more.entry(word.into()).or_default();
            if rows.last().is_none_or(|(last, _)| last < row) {
                rows.push((*row, field));
            }
        });
    }
    let mut terms: Vec<(Vec<u8>, Vec<u8>)> = Vec::with_capacity(before.len());
    for at in 0..before.len() {
        let term = before.term(at);
        let kept = before
            .postings(at)
            .filter_map(|(row, field)| Some(((*moved.get(row)?)?, field)));
        let mut rows: Vec<_> = kept.collect();
        rows.extend(more.remove(term).into_iter().flatten());
        // They ascend already but for the new ones, or for an image that only looks like one.
        rows.sort_unstable();
        rows.dedup_by_key(|(row, _)| *row);
        if !rows.is_empty() {
            terms.push((term.to_owned(), encode(&rows)));
        }
    }
    terms.extend(more.into_iter().map(|(term, rows)| (term, encode(&rows))));
    terms.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let (terms, postings): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
    write(&terms, &postings, writer);
}

fn encode(rows: &[(u32, Field)]) -> Vec<u8> {
    let (mut bytes, mut next) = (Vec::new(), 0);
    for (row, field) in rows {
        push_posting(&mut bytes, next, *row, *field);
        next = row + 1;
    }
    bytes
}
