//! The directory as bytes: written once when a feed arrives, stored as they are, used as they are.
//!
//! The head has the magic word (6 bytes), [`FORMAT`] (2), a checksum over all that follows it (8),
//! and where each section ends (4 each, counted from the end of the head). All numbers are little
//! endian and none is aligned: reading one compiles to a plain load.
//!
//! The checksum finds damage, not malice. Who reads a section must therefore live with any content:
//! no position in it is believed before it was looked up.

use std::fmt;
use std::ops::Range;

use xxhash_rust::xxh64::xxh64;

/// The version of the image. To be raised whenever the bytes of the same directory change; an
/// image of another version is compiled anew from the stored snapshot.
pub const FORMAT: u16 = 5;

const MAGIC: &[u8; 6] = b"raupe\0";

/// Why bytes are no image of a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageError {
    /// Written by another version of this code.
    OtherFormat,
    /// Damaged, or something else.
    Damaged,
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherFormat => "an image of another version",
            Self::Damaged => "not an image of a directory",
        })
    }
}

impl std::error::Error for ImageError {}

/// The parts of an image, in their order. `n` offers are rows `0..n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// What options are called, and tombstones: [`super::Labels`] in postcard.
    Labels,
    /// `u32` × options + 1: where the rows of an option begin in `OptionRows`.
    OptionStarts,
    /// For each option its rows, as a bitmap or as ascending `u32`, whichever is shorter.
    OptionRows,
    /// `u32` × n + 1: where the options of a row begin in `RowOptions`.
    RowStarts,
    /// `u16` positions of options, row by row.
    RowOptions,
    /// `u64` × n: which of [`super::age_options`] a row includes.
    RowMonths,
    /// `u16` × 2 × n: the first and the last month of a row. They are the wrong way round where only
    /// phases of life are given.
    RowAges,
    /// `u32` × 2 × n: where the record of a row stands in the snapshot, and its length.
    Records,
    /// `u32` × n + 1: where a listing begins in `Listings`.
    ListingStarts,
    /// [`super::Listing`] in postcard, row by row.
    Listings,
    /// `u32` × n + 1: where the schedules of a row begin in `Schedules`.
    ScheduleStarts,
    /// A list of [`crate::offer::Schedule`] in postcard, row by row; nothing for a row without.
    Schedules,
    /// 16 bytes × terms: which letters a term has, for words that are not in it.
    Signatures,
    /// `u32` × terms + 1: where a term begins in `Terms`.
    TermStarts,
    /// Folded words in ascending order.
    Terms,
    /// `u32` × terms + 1: where the postings of a term begin in `Postings`.
    PostingStarts,
    /// Rows in which a term occurs, and in which field.
    Postings,
}

const SECTIONS: usize = Section::Postings as usize + 1;
const SUM_AT: usize = MAGIC.len() + 2;
const ENDS_AT: usize = SUM_AT + 8;
const HEAD: usize = ENDS_AT + 4 * SECTIONS;

/// The bytes of a directory, and where their sections are.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Image {
    bytes: Vec<u8>,
    ends: [usize; SECTIONS],
}

impl Image {
    /// Checks that these are the bytes that [`Writer::finish`] made.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, ImageError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ImageError::Damaged)?;
        let format = rest.first_chunk().ok_or(ImageError::Damaged)?;
        if u16::from_le_bytes(*format) != FORMAT {
            return Err(ImageError::OtherFormat);
        }
        let ends = bytes.get(ENDS_AT..HEAD).ok_or(ImageError::Damaged)?;
        let sum = bytes[SUM_AT..].first_chunk().ok_or(ImageError::Damaged)?;
        if u64::from_le_bytes(*sum) != xxh64(&bytes[ENDS_AT..], 0) {
            return Err(ImageError::Damaged);
        }
        let ends: Vec<_> = U32s::new(ends).iter().map(|end| HEAD + end).collect();
        let ends: [usize; SECTIONS] = ends.try_into().map_err(|_| ImageError::Damaged)?;
        let fits = ends.is_sorted() && ends[SECTIONS - 1] == bytes.len();
        fits.then_some(Self { bytes, ends })
            .ok_or(ImageError::Damaged)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn section(&self, section: Section) -> &[u8] {
        let at = section as usize;
        let start = if at == 0 { HEAD } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }

    pub(super) fn numbers(&self, section: Section) -> U32s<'_> {
        U32s::new(self.section(section))
    }
}

/// Writes an image, section by section.
pub(super) struct Writer {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Writer {
    pub(super) fn new() -> Self {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(FORMAT.to_le_bytes());
        bytes.resize(HEAD, 0);
        Self {
            bytes,
            ends: Vec::new(),
        }
    }

    /// Writes the next section; they come in the order of [`Section`].
    pub(super) fn section(
        &mut self,
        section: Section,
        parts: impl IntoIterator<Item: AsRef<[u8]>>,
    ) {
        debug_assert_eq!(self.ends.len(), section as usize);
        for part in parts {
            self.bytes.extend_from_slice(part.as_ref());
        }
        self.ends.push(offset(self.bytes.len() - HEAD));
    }

    /// The sections `starts` and `parts`: where each part begins, and the parts.
    pub(super) fn parts<P: AsRef<[u8]>>(&mut self, starts: Section, parts: Section, all: &[P]) {
        let mut end = 0;
        let ends = all.iter().map(|part| {
            end += offset(part.as_ref().len());
            end.to_le_bytes()
        });
        self.section(starts, std::iter::once(0u32.to_le_bytes()).chain(ends));
        self.section(parts, all);
    }

    pub(super) fn finish(mut self) -> Image {
        for (place, end) in self.bytes[ENDS_AT..HEAD]
            .as_chunks_mut()
            .0
            .iter_mut()
            .zip(&self.ends)
        {
            *place = end.to_le_bytes();
        }
        let sum = xxh64(&self.bytes[ENDS_AT..], 0);
        self.bytes[SUM_AT..ENDS_AT].copy_from_slice(&sum.to_le_bytes());
        let mut ends = [HEAD; SECTIONS];
        for (place, end) in ends.iter_mut().zip(self.ends) {
            *place = HEAD + end as usize;
        }
        Image {
            bytes: self.bytes,
            ends,
        }
    }
}

/// A place in an image. It is made from a page of at most [`crate::feed::SNAPSHOT_BYTES`], which
/// leaves far less than 4 GiB.
pub(super) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Little-endian numbers in bytes.
#[derive(Clone, Copy)]
pub(super) struct U32s<'a>(&'a [[u8; 4]]);

impl<'a> U32s<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.as_chunks().0)
    }

    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    pub(super) fn get(self, at: usize) -> Option<usize> {
        Some(u32::from_le_bytes(*self.0.get(at)?) as usize)
    }

    pub(super) fn iter(self) -> impl Iterator<Item = usize> + use<'a> {
        self.0
            .iter()
            .map(|bytes| u32::from_le_bytes(*bytes) as usize)
    }

    /// Where the part `at` is, if these are the starts of parts.
    pub(super) fn range(self, at: usize) -> Option<Range<usize>> {
        Some(self.get(at)?..self.get(at + 1)?)
    }

    /// The part `at` of `parts`; nothing, if it is not there.
    pub(super) fn part<T>(self, parts: &'a [T], at: usize) -> &'a [T] {
        let range = self.range(at).unwrap_or_default();
        parts.get(range).unwrap_or_default()
    }
}
