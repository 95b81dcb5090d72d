//! What was found, in texts as they are written.

use std::ops::Range;

use super::near::Wanted;
use super::rank;
use crate::synonyms::Synonyms;
use crate::text;

/// Marks what a search text finds, by the rule of the search itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    wanted: Vec<Wanted>,
}

impl Marker {
    /// A marker for what this text finds.
    pub fn new(text: &str, synonyms: &Synonyms) -> Self {
        let wanted = rank::wanted(text, synonyms);
        Self {
            wanted: wanted.into_iter().flatten().collect(),
        }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Whether something in a text was found.
    pub fn finds(&self, text: &str) -> bool {
        !self.marks(text).is_empty()
    }

    /// The parts of a text that were found: ranges of bytes, ascending, apart from each other.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        if self.wanted.is_empty() {
            return Vec::new();
        }
        let mut marks: Vec<Range<usize>> = Vec::new();
        for word in text::words(text) {
            let written = &text[word.clone()];
            let found = self
                .wanted
                .iter()
                .filter_map(|wanted| wanted.marks(written));
            let mut found: Vec<_> = found.collect();
            found.sort_unstable_by_key(|mark| (mark.start, mark.end));
            for mark in found {
                let mark = word.start + mark.start..word.start + mark.end;
                match marks.last_mut() {
                    Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
                    _ => marks.push(mark),
                }
            }
        }
        marks
    }
}
