//! How near a word of the question is to a word of an offer. This is the rule, for searching and
//! for marking what was found alike. All words are folded (see [`crate::text::fold`]).
//!
//! A word of the question is found in a word of an offer if the two are the same, if it begins
//! it, or if it is a part of it: of three letters or more, since two are in everything; scripts
//! whose letters stand for syllables or words need only one. So "gruppe" finds "Stillgruppe".
//!
//! People also write as they hear: one typo is forgiven from four letters, two from eight. A typo
//! is a letter too many, too few, another, or two neighbours swapped. With typos a word is found
//! whole, or, from five letters and if the first one is right, as the beginning ("stilgr") or as
//! the last part of a compound of which at least three letters stand before it ("grupe" in
//! "Stillgruppe"): in German that part says what it is. Numbers have no typos.
//!
//! An `ae`, `oe` or `ue` that was typed may be the typo itself, and not meant for an umlaut: "Thetaer".
//! So with typos a word is also looked for in the letters in which it was written.

use crate::text;

/// Found how nearly, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::directory) enum Nearness {
    Exact,
    Beginning,
    Part,
    Synonym,
}

/// How a word was found: fewer typos come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::directory) struct Found {
    pub(in crate::directory) typos: u8,
    pub(in crate::directory) nearness: Nearness,
}

/// As many typos are forgiven at most.
pub(in crate::directory) const MOST_TYPOS: u8 = 2;

/// From so many letters on a word is also found as a part.
const PART_LETTERS: usize = 3;
/// From so many letters on a part may have typos.
const FREE_LETTERS: usize = 5;
/// As many letters of a compound stand before its last part.
const BEFORE_LAST: usize = 3;
/// Longer words have no typos.
const MOST_LETTERS: usize = 48;

/// So many letters at either end of a word are told apart in its signature.
const END_LETTERS: usize = 8;

/// What tells quickly that a word is not found in another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::directory) struct Signature {
    /// The letters at the beginning, five bits of each told apart. Latin letters differ in them, and
    /// so do Cyrillic ones.
    head: u32,
    /// The letters at the end.
    tail: u32,
    /// Which letters follow upon each other.
    pairs: u64,
    /// Eight bits of the first letter.
    first: u8,
    /// How many letters there are, up to 255.
    len: u8,
}

/// Bits for pairs of letters.
const PAIR_BITS: u32 = 48;

impl Signature {
    /// Bytes of a signature.
    pub(in crate::directory) const BYTES: usize = 16;

    pub(in crate::directory) fn of(word: &str) -> Self {
        Self::of_ends(word, END_LETTERS)
    }

    /// With so many letters at either end.
    fn of_ends(word: &str, ends: usize) -> Self {
        let bits = |letters: &mut dyn Iterator<Item = char>| {
            letters.fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 32))
        };
        let next = word.chars().skip(1);
        let pairs = word.chars().zip(next).map(|(one, next)| {
            let mixed = u32::from(one).wrapping_mul(37) ^ u32::from(next);
            1u64 << (mixed % PAIR_BITS)
        });
        let [first, ..] = word.chars().next().map_or(0, u32::from).to_le_bytes();
        Self {
            head: bits(&mut word.chars().take(ends)),
            tail: bits(&mut word.chars().rev().take(ends)),
            pairs: pairs.fold(0, |bits, pair| bits | pair),
            first,
            len: u8::try_from(word.chars().count()).unwrap_or(u8::MAX),
        }
    }

    pub(in crate::directory) fn to_bytes(self) -> [u8; Self::BYTES] {
        let rest = self.pairs << 16 | u64::from(self.len) << 8 | u64::from(self.first);
        let mut bytes = [0; Self::BYTES];
        bytes[..4].copy_from_slice(&self.head.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.tail.to_le_bytes());
        bytes[8..].copy_from_slice(&rest.to_le_bytes());
        bytes
    }

    pub(in crate::directory) fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let (ends, rest) = bytes.split_at(8);
        let end = |at: usize| u32::from_le_bytes(ends.as_chunks().0[at]);
        Self {
            head: end(0),
            tail: end(1),
            pairs: u64::from_le_bytes(rest.as_chunks().0[0]) >> 16,
            first: rest[0],
            len: rest[1],
        }
    }
}

/// A word of the question.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::directory) struct Wanted {
    word: String,
    letters: Vec<char>,
    /// Its ends are as many typos shorter than those of other words: then each of its letters there
    /// stands in their ends, too.
    signature: Signature,
    /// The letter with which it begins as the last part of a word, if that is among the letters at the
    /// end of the word.
    begins_last: u32,
    /// As many typos are forgiven.
    typos: u8,
    has_parts: bool,
    is_ascii: bool,
    is_synonym: bool,
}

/// Which ways to find a word are worth trying.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::directory) struct Ways {
    plainly: bool,
    /// As a whole or as the beginning, with typos.
    beginning: bool,
    /// As the last part, with typos.
    last: bool,
}

/// Letters that stand for syllables or words: from the CJK radicals on.
fn is_dense(letter: char) -> bool {
    letter >= '\u{2E80}'
}

impl Wanted {
    /// A folded word as somebody typed it.
    pub(in crate::directory) fn new(word: &str) -> Self {
        let letters: Vec<_> = word.chars().collect();
        let typos = match letters.len() {
            _ if word.bytes().any(|byte| byte.is_ascii_digit()) => 0,
            0..4 => 0,
            4..8 => 1,
            8..=MOST_LETTERS => MOST_TYPOS,
            _ => 0,
        };
        let is_short = letters.len() + usize::from(typos) <= END_LETTERS;
        let first = letters.first().filter(|_| is_short);
        Self {
            word: word.to_owned(),
            signature: Signature::of_ends(word, END_LETTERS - usize::from(typos)),
            begins_last: first.map_or(0, |letter| 1 << (u32::from(*letter) % 32)),
            typos,
            has_parts: letters.len() >= PART_LETTERS || letters.iter().copied().any(is_dense),
            letters,
            is_ascii: word.is_ascii(),
            is_synonym: false,
        }
    }

    /// A word with typos in the letters in which it was written, if folding takes any of them together.
    pub(in crate::directory) fn as_written(written: &str, folded: &str) -> Option<Self> {
        let letters: String = written
            .chars()
            .map(|letter| text::fold(letter.encode_utf8(&mut [0; 4])))
            .collect();
        let wanted = (letters != folded).then(|| Self::new(&letters));
        // Words of offers are folded: without typos it is in none of them.
        wanted.filter(|wanted| wanted.typos > 0)
    }

    /// A folded word that means the same as one that was typed.
    pub(in crate::directory) fn synonym(word: &str) -> Self {
        Self {
            typos: 0,
            is_synonym: true,
            ..Self::new(word)
        }
    }

    /// The ways in which this may be found in a word with this signature; most words allow none.
    pub(in crate::directory) fn ways(&self, term: Signature) -> Option<Ways> {
        let mine = self.signature;
        let typos = u32::from(self.typos);
        let missing = (mine.pairs & !term.pairs).count_ones();
        let may = |wanted: u32, term: u32| (wanted & !term).count_ones() <= typos;
        // A typo hides one letter, and three pairs at most.
        let is_near = typos > 0 && missing <= 3 * typos;
        let is_free = usize::from(mine.len) >= FREE_LETTERS;
        let is_as_long = mine.len.abs_diff(term.len) <= self.typos;
        let begins = is_free && mine.first == term.first;
        let is_longer =
            usize::from(term.len) + usize::from(self.typos) >= usize::from(mine.len) + BEFORE_LAST;
        let ways = Ways {
            plainly: missing == 0,
            beginning: is_near && (is_as_long || begins) && may(mine.head, term.head),
            last: is_near
                && is_free
                && is_longer
                && self.begins_last & !term.tail == 0
                && may(mine.tail, term.tail),
        };
        (ways.plainly || ways.beginning || ways.last).then_some(ways)
    }

    /// How this is found in a folded word of an offer.
    pub(in crate::directory) fn find_in(&self, term: &[u8], ways: Ways) -> Option<Found> {
        let plainly = ways.plainly.then(|| self.find_plainly(term)).flatten();
        let found = plainly.map(|nearness| Found { typos: 0, nearness });
        let found = found.or_else(|| self.find_with_typos(term, ways))?;
        let nearness = if self.is_synonym {
            Nearness::Synonym
        } else {
            found.nearness
        };
        Some(Found { nearness, ..found })
    }

    fn find_plainly(&self, term: &[u8]) -> Option<Nearness> {
        let wanted = self.word.as_bytes();
        if term.first() == wanted.first() && term.starts_with(wanted) {
            let is_all = term.len() == wanted.len();
            return Some(if is_all {
                Nearness::Exact
            } else {
                Nearness::Beginning
            });
        }
        (self.has_parts && contains(term, wanted)).then_some(Nearness::Part)
    }

    fn find_with_typos(&self, term: &[u8], ways: Ways) -> Option<Found> {
        if !(ways.beginning || ways.last) {
            return None;
        }
        if self.is_ascii && term.is_ascii() {
            return self.nearest(self.word.as_bytes(), term, ways);
        }
        let term: Vec<_> = std::str::from_utf8(term).ok()?.chars().collect();
        self.nearest(&self.letters, &term, ways)
    }

    /// The best way to find the letters `wanted` in those of a term with typos.
    fn nearest<L: Copy + PartialEq>(&self, wanted: &[L], term: &[L], ways: Ways) -> Option<Found> {
        let (most, reach) = (self.typos, usize::from(self.typos));
        let (first, is_free) = (*wanted.first()?, wanted.len() >= FREE_LETTERS);
        let found = |nearness| move |typos| Found { typos, nearness };
        let whole = (ways.beginning && term.len().abs_diff(wanted.len()) <= reach)
            .then(|| typos(wanted, term, most, false))
            .flatten();
        let beginning = (ways.beginning && is_free && term.first() == Some(&first))
            .then(|| typos(wanted, term, most, true))
            .flatten();
        let lengths = wanted.len() - reach.min(wanted.len())..=wanted.len() + reach;
        let last = lengths
            .filter_map(|len| {
                term.len()
                    .checked_sub(len)
                    .filter(|before| *before >= BEFORE_LAST)
            })
            .filter(|before| ways.last && is_free && term.get(*before) == Some(&first))
            .filter_map(|before| typos(wanted, &term[before..], most, false))
            .min();
        let ways = [
            whole.map(found(Nearness::Exact)),
            beginning.map(found(Nearness::Beginning)),
            last.map(found(Nearness::Part)),
        ];
        ways.into_iter().flatten().min()
    }

    /// Which bytes of a word of an offer, as it is written there, are what was found.
    pub(in crate::directory) fn marks(&self, written: &str) -> Option<std::ops::Range<usize>> {
        let term = text::fold(written);
        let ways = self.ways(Signature::of(&term))?;
        let found = self.find_in(term.as_bytes(), ways)?;
        if found.typos > 0 {
            return Some(0..written.len());
        }
        let start = term.find(&self.word)?;
        let end = start + self.word.len();
        // The beginning of a word folds to the beginning of its folding. A mark of its own, such as an
        // accent, belongs to the letter before.
        let cuts = written.char_indices().map(|(at, _)| at);
        let cuts = cuts.chain([written.len()]);
        let folded: Vec<_> = cuts
            .map(|cut| (cut, text::fold(&written[..cut]).len()))
            .collect();
        let last_within = |len: usize| {
            let mut within = folded.iter().rev().filter(|(_, folded)| *folded <= len);
            within.next().map(|(cut, _)| *cut)
        };
        let reached = folded.iter().find(|(_, len)| *len >= end)?.1;
        Some(last_within(start)?..last_within(reached)?)
    }
}

/// Whether `part` occurs in `whole`. The standard library's search prepares for long texts.
fn contains(whole: &[u8], part: &[u8]) -> bool {
    let Some((first, rest)) = part.split_first() else {
        return true;
    };
    let last_start = whole.len().saturating_sub(rest.len());
    (0..last_start).any(|at| whole[at] == *first && whole[at + 1..].starts_with(rest))
}

/// The fewest typos that lead from `wanted` to `term`, or to any beginning of it, if that is no more
/// than `most`: the optimal string alignment distance, in which two neighbours that are swapped count
/// as one and nothing is changed twice.
///
/// Where both go on alike nothing is gained by a change, so there are few ways to try.
fn typos<L: Copy + PartialEq>(
    wanted: &[L],
    term: &[L],
    most: u8,
    is_beginning: bool,
) -> Option<u8> {
    let alike = wanted
        .iter()
        .zip(term)
        .take_while(|(one, other)| one == other);
    let alike = alike.count();
    let (wanted, term) = (&wanted[alike..], &term[alike..]);
    let left = match (wanted, term) {
        ([], _) if is_beginning => 0,
        ([], rest) | (rest, []) => rest.len(),
        ([_, wanted_rest @ ..], [_, term_rest @ ..]) => {
            let fewer = most.checked_sub(1)?;
            let swapped = match (wanted, term) {
                ([a, b, wanted @ ..], [c, d, term @ ..]) if (a, b) == (d, c) => {
                    typos(wanted, term, fewer, is_beginning)
                }
                _ => None,
            };
            let ways = [
                swapped,
                typos(wanted_rest, term_rest, fewer, is_beginning),
                typos(wanted_rest, term, fewer, is_beginning),
                typos(wanted, term_rest, fewer, is_beginning),
            ];
            return ways.into_iter().flatten().min().map(|typos| typos + 1);
        }
    };
    u8::try_from(left).ok().filter(|left| *left <= most)
}
