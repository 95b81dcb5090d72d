//! Numbers that look like chance and are the same every time.

/// `SplitMix64`: a few lines, good enough for examples, the same on every machine.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A stream of its own for each combination of `parts`.
    pub fn new(parts: &[u64]) -> Self {
        let mut random = Self(0);
        for part in parts {
            random.0 = random.next() ^ part;
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, or 0 if `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let scaled = (u128::from(self.next()) * end as u128) >> 64;
        usize::try_from(scaled).unwrap_or(0)
    }

    /// True `percent` times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `options`, each as likely as any other.
    pub fn any<'a, T: ?Sized>(&mut self, options: &[&'a T]) -> &'a T {
        options[self.below(options.len())]
    }

    /// A rank below `end`, the first ones far more often, as words are used: rank `r` about as often
    /// as `1 / (r + 1)` says.
    ///
    /// With whole numbers only, since the logarithm differs between machines in the last digit: the
    /// ranks fall into classes 0, 1–2, 3–6, 7–14, …, each as likely as any other.
    pub fn zipf(&mut self, end: usize) -> usize {
        let classes = usize::BITS - end.leading_zeros();
        let class = self.below(classes as usize);
        let first = (1 << class) - 1;
        let last = ((1 << (class + 1)) - 1).min(end);
        first + self.below(last - first)
    }

    /// One of `options`, the first ones far more often.
    pub fn often<'a, T: ?Sized>(&mut self, options: &[&'a T]) -> &'a T {
        options[self.zipf(options.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_stay_in_range_and_fall_off_as_words_do() {
        let mut random = Random::new(&[1]);
        for end in 1..70 {
            assert!((0..200).all(|_| random.zipf(end) < end), "below {end}");
        }
        let mut counts = [0u32; 127];
        for _ in 0..70_000 {
            counts[random.zipf(127)] += 1;
        }
        assert!(counts[0] > 9_000 && counts[0] < 11_000, "{}", counts[0]);
        assert!(counts[0] > 12 * counts[20], "{} {}", counts[0], counts[20]);
        assert!(counts.iter().all(|count| *count > 50));
    }

    #[test]
    fn streams_of_neighbouring_numbers_are_different() {
        let first = |parts: &[u64]| Random::new(parts).next();
        assert_eq!(first(&[7, 1]), first(&[7, 1]));
        assert_ne!(first(&[7, 1]), first(&[7, 2]));
        assert_ne!(first(&[7, 1]), first(&[1, 7]));
        assert_eq!(Random::new(&[1]).below(0), 0);
    }
}
