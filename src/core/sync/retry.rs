//! When to try again.

/// The first time that is waited after a failure, at the most: 30 seconds.
const FIRST_MS: u64 = 30_000;
/// The same where somebody looks at an empty page: 4 seconds.
const FIRST_OF_ALL_MS: u64 = 4_000;
/// The longest time that is waited between two tries: 6 hours.
const MOST_MS: u64 = 6 * 3_600_000;
/// The longest time that a server can ask for: a day.
const SERVER_MOST_MS: u64 = 24 * 3_600_000;
/// The shortest time, so that no chance makes a loop.
const LEAST_MS: u64 = 1_000;

/// How long to wait before the next try: anything between the two, chosen by chance, so that a
/// thousand phones that lost the same server do not come back at the same moment ("full jitter").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// In milliseconds.
    pub least_ms: u64,
    /// In milliseconds.
    pub most_ms: u64,
}

impl Wait {
    /// After so many failures in a row (from 1), and at what the server asked for, in seconds. Soon, if no
    /// directory is `shown` meanwhile.
    pub(super) fn after(failures: u32, server_asks_s: Option<u64>, shown: bool) -> Self {
        let first = if shown { FIRST_MS } else { FIRST_OF_ALL_MS };
        let doubled = first.checked_shl(failures.saturating_sub(1).min(20));
        let most_ms = doubled.unwrap_or(MOST_MS).min(MOST_MS);
        let asked_ms = server_asks_s.map(|asked| asked.saturating_mul(1_000).min(SERVER_MOST_MS));
        match asked_ms {
            Some(asked) => Self {
                least_ms: asked.max(LEAST_MS),
                most_ms: asked.max(most_ms),
            },
            None => Self {
                least_ms: LEAST_MS,
                most_ms,
            },
        }
    }

    /// The time that `chance` picks, from 0 to 1; in milliseconds.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a day in milliseconds is exact, and chance needs no precision"
    )]
    pub fn pick_ms(self, chance: f64) -> u32 {
        let span = self.most_ms.saturating_sub(self.least_ms) as f64;
        let picked = self.least_ms + (span * chance.clamp(0.0, 1.0)) as u64;
        u32::try_from(picked).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_are_capped() {
        let hour = 3_600_000;
        for (failures, asked, least, most) in [
            (1, None, 1_000, 30_000),
            (2, None, 1_000, 60_000),
            (5, None, 1_000, 480_000),
            (10, None, 1_000, 15_360_000),
            (11, None, 1_000, 6 * hour),
            (u32::MAX, None, 1_000, 6 * hour),
            (1, Some(0), 1_000, 30_000),
            (1, Some(10), 10_000, 30_000),
            (1, Some(3_600), hour, hour),
            (1, Some(1_000_000_000), 24 * hour, 24 * hour),
            (20, Some(u64::MAX), 24 * hour, 24 * hour),
        ] {
            let wait = Wait::after(failures, asked, true);
            assert_eq!(
                (wait.least_ms, wait.most_ms),
                (least, most),
                "{failures} {asked:?}"
            );
        }
    }

    #[test]
    fn an_empty_page_waits_less() {
        let most: Vec<_> = (1..=4)
            .map(|failures| Wait::after(failures, None, false).most_ms)
            .collect();
        assert_eq!(most, [4_000, 8_000, 16_000, 32_000]);
        assert_eq!(Wait::after(30, None, false), Wait::after(30, None, true));
    }

    #[test]
    fn chance_picks_within_the_bounds() {
        let wait = Wait::after(2, None, true);
        for (chance, picked) in [
            (0.0, 1_000),
            (0.5, 30_500),
            (1.0, 60_000),
            (-1.0, 1_000),
            (7.0, 60_000),
            (f64::NAN, 1_000),
        ] {
            assert_eq!(wait.pick_ms(chance), picked, "{chance}");
        }
    }
}
