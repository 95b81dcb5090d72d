//! Text search: every folded word of the offers, and which offers have it.
//!
//! - `near`: when a word is found in another.
//! - `rank`: what a text finds, and how well.
//! - `marks`: what was found, in texts as they are written.
//! - `build`: the vocabulary of a new directory.

mod build;
mod marks;
mod near;
mod rank;

pub(super) use build::{Builder, renew};
pub use marks::Marker;
pub(super) use rank::Ranks;

use super::image::{Image, Section, U32s};
use crate::offer::{Neighbourhood, Offer, Topic};
use near::Signature;

/// Where a word occurs in an offer, the better place first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// What the offer is called, in any language.
    Title,
    /// Who offers it, where, and what it is about, in names.
    Names,
    /// Anywhere else.
    Text,
}

impl Field {
    const ALL: [Self; 3] = [Self::Title, Self::Names, Self::Text];

    /// The texts of an offer in this field.
    fn texts(self, offer: &Offer) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        match self {
            Self::Title => {
                texts.push(&offer.title);
                texts.extend(offer.alternate_title.as_deref());
                texts.extend(
                    offer
                        .translations
                        .iter()
                        .filter_map(|it| it.title.as_deref()),
                );
            }
            Self::Names => {
                texts.extend(offer.organisation.as_deref());
                texts.extend(
                    offer
                        .places
                        .iter()
                        .filter_map(|place| place.name.as_deref()),
                );
                texts.extend(offer.neighbourhoods.iter().map(Neighbourhood::label));
                texts.extend(offer.topics.iter().map(Topic::label));
            }
            Self::Text => {
                texts.extend(offer.description.as_deref());
                texts.extend(offer.eligibility.as_deref());
                texts.extend(offer.facts.iter().map(|(_, value)| value.as_str()));
                let translations = offer.translations.iter();
                texts.extend(translations.filter_map(|it| it.description.as_deref()));
            }
        }
        texts
    }
}

/// The vocabulary of a directory: terms in ascending order, and the postings of each.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    signatures: &'a [[u8; Signature::BYTES]],
    term_starts: U32s<'a>,
    terms: &'a [u8],
    posting_starts: U32s<'a>,
    postings: &'a [u8],
}

impl<'a> Words<'a> {
    pub(super) fn of(image: &'a Image) -> Self {
        Self {
            signatures: image.section(Section::Signatures).as_chunks().0,
            term_starts: image.numbers(Section::TermStarts),
            terms: image.section(Section::Terms),
            posting_starts: image.numbers(Section::PostingStarts),
            postings: image.section(Section::Postings),
        }
    }

    /// How many terms there are.
    fn len(self) -> usize {
        self.signatures.len()
    }

    fn term(self, at: usize) -> &'a [u8] {
        self.term_starts.part(self.terms, at)
    }

    /// The rows in which a term occurs, in ascending order, with the best field of each.
    fn postings(self, at: usize) -> Postings<'a> {
        let range = self.posting_starts.range(at).unwrap_or_default();
        Postings {
            bytes: self.postings.get(range).unwrap_or_default(),
            next: 0,
        }
    }
}

/// Postings are written as numbers of seven bits a byte, the lowest first: how many rows lie between
/// this row and the one before, times four, plus the field.
struct Postings<'a> {
    bytes: &'a [u8],
    next: usize,
}

impl Iterator for Postings<'_> {
    type Item = (usize, Field);

    fn next(&mut self) -> Option<Self::Item> {
        let (mut number, mut shift) = (0usize, 0);
        loop {
            let (byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
            shift += 7;
            // No row has more digits.
            if shift > 28 {
                return None;
            }
        }
        let row = self.next + (number >> 2);
        self.next = row + 1;
        // Three fields in two bits.
        let field = Field::ALL[(number & 3).min(Field::Text as usize)];
        Some((row, field))
    }
}

/// Writes the next posting of a term whose last row was one before `next`.
fn push_posting(bytes: &mut Vec<u8>, next: u32, row: u32, field: Field) {
    let mut number = u64::from(row - next) << 2 | field as u64;
    loop {
        let [digit, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            bytes.push(digit & 0x7F);
            return;
        }
        bytes.push(digit | 0x80);
    }
}
