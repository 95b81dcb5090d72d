//! Sets of rows: which offers pass a filter.

/// A set of the rows `0..n`, a bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RowSet {
    words: Vec<u64>,
    rows: usize,
}

/// The rows of an option as the image has them.
#[derive(Clone, Copy)]
pub(super) enum OptionRows<'a> {
    /// A bit for each row.
    Bits(&'a [[u8; 8]]),
    /// Rows in ascending order.
    List(&'a [[u8; 4]]),
}

/// Bytes of a bitmap over so many rows.
pub(super) fn bitmap_bytes(rows: usize) -> usize {
    rows.div_ceil(64) * 8
}

impl<'a> OptionRows<'a> {
    /// A list is only written where it is shorter than the bitmap, so its length tells.
    pub(super) fn read(bytes: &'a [u8], rows: usize) -> Self {
        if bytes.len() == bitmap_bytes(rows) {
            Self::Bits(bytes.as_chunks().0)
        } else {
            Self::List(bytes.as_chunks().0)
        }
    }

    /// Writes ascending rows in the shorter form.
    pub(super) fn write(option: &[u32], rows: usize) -> Vec<u8> {
        if option.len() * 4 < bitmap_bytes(rows) {
            return option.iter().flat_map(|row| row.to_le_bytes()).collect();
        }
        let mut set = RowSet::none(rows);
        for row in option {
            set.insert(*row as usize);
        }
        set.words
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect()
    }
}

impl RowSet {
    /// No row.
    pub(super) fn none(rows: usize) -> Self {
        Self {
            words: vec![0; rows.div_ceil(64)],
            rows,
        }
    }

    /// Every row.
    pub(super) fn all(rows: usize) -> Self {
        let mut set = Self {
            words: vec![u64::MAX; rows.div_ceil(64)],
            rows,
        };
        set.trim();
        set
    }

    /// The rows that are told to be in it, one after the other.
    pub(super) fn of(rows: impl ExactSizeIterator<Item = bool>) -> Self {
        let mut set = Self::none(rows.len());
        for (row, is_in) in rows.enumerate() {
            set.words[row / 64] |= u64::from(is_in) << (row % 64);
        }
        set
    }

    /// Clears the bits past the last row.
    fn trim(&mut self) {
        if let Some(last) = self.words.last_mut()
            && !self.rows.is_multiple_of(64)
        {
            *last &= (1 << (self.rows % 64)) - 1;
        }
    }

    /// Adds a row; one that does not exist is left out.
    pub(super) fn insert(&mut self, row: usize) {
        if row < self.rows {
            self.words[row / 64] |= 1 << (row % 64);
        }
    }

    pub(super) fn contains(&self, row: usize) -> bool {
        self.words
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Adds the rows of an option.
    pub(super) fn add(&mut self, option: OptionRows<'_>) {
        match option {
            OptionRows::Bits(bits) => {
                for (word, bits) in self.words.iter_mut().zip(bits) {
                    *word |= u64::from_le_bytes(*bits);
                }
                self.trim();
            }
            OptionRows::List(list) => list
                .iter()
                .for_each(|row| self.insert(u32::from_le_bytes(*row) as usize)),
        }
    }

    /// Keeps only what is also in `other`, a set of as many rows.
    pub(super) fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds what is in `other`; rows that do not exist here are left out.
    pub(super) fn add_set(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
        self.trim();
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// How many of these rows an option has.
    pub(super) fn count(&self, option: OptionRows<'_>) -> u32 {
        match option {
            OptionRows::Bits(bits) => count_both(&self.words, bits),
            OptionRows::List(list) => {
                let rows = list.iter().map(|row| u32::from_le_bytes(*row) as usize);
                rows.map(|row| u32::from(self.contains(row))).sum()
            }
        }
    }

    /// The rows in ascending order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest.wrapping_sub(1);
                (bit < 64).then_some(at * 64 + bit)
            })
        })
    }
}

/// How many bits two bitmaps have in common: where most of the time of counting goes.
fn count_both(one: &[u64], other: &[[u8; 8]]) -> u32 {
    let pairs = one.iter().zip(other);
    pairs
        .map(|(one, other)| (one & u64::from_le_bytes(*other)).count_ones())
        .sum()
}

/// For each bit position, in how many masks it is set.
///
/// The counts stand upright: `planes[k]` holds bit `k` of all 64 counts, so that a mask is added to
/// all of them at once.
#[derive(Default)]
pub(super) struct BitCounts {
    planes: [u64; 32],
}

impl BitCounts {
    /// Adds a mask.
    pub(super) fn add(&mut self, mask: u64) {
        let mut carry = mask;
        for plane in &mut self.planes {
            if carry == 0 {
                return;
            }
            let both = *plane & carry;
            *plane ^= carry;
            carry = both;
        }
    }

    /// The count of a bit.
    pub(super) fn get(&self, bit: usize) -> u32 {
        let planes = self.planes.iter().enumerate();
        planes.fold(0, |count, (at, plane)| {
            count | (u32::from(plane >> bit & 1 == 1) << at)
        })
    }
}
