//! How old the data is, and how loudly that is said.

/// From this age on, in days, the data is shown as ageing.
const AGEING: u32 = 7;
/// From this age on, in days, the data is shown as old.
const OLD: u32 = 30;

const DAY_MS: i64 = 86_400_000;

/// The age of the data, for showing alone: what is accepted never depends on a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Younger than a week.
    Fresh,
    /// A week or more.
    Ageing {
        /// In whole days.
        days: u32,
    },
    /// Thirty days or more.
    Old {
        /// In whole days.
        days: u32,
    },
}

impl Freshness {
    /// The age at `now` of what was issued at `issued`, both in milliseconds since 1970. A clock
    /// that is behind gives no negative age.
    pub fn at(issued: i64, now: i64) -> Self {
        let days = now.saturating_sub(issued).max(0) / DAY_MS;
        let days = u32::try_from(days).unwrap_or(u32::MAX);
        match days {
            OLD.. => Self::Old { days },
            AGEING.. => Self::Ageing { days },
            _ => Self::Fresh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages() {
        let issued = 1_800_000_000_000;
        for (days, shown) in [
            (-20_000, Freshness::Fresh),
            (-1, Freshness::Fresh),
            (0, Freshness::Fresh),
            (6, Freshness::Fresh),
            (7, Freshness::Ageing { days: 7 }),
            (29, Freshness::Ageing { days: 29 }),
            (30, Freshness::Old { days: 30 }),
            (5_000, Freshness::Old { days: 5_000 }),
        ] {
            assert_eq!(
                Freshness::at(issued, issued + days * DAY_MS),
                shown,
                "{days}"
            );
        }
        assert_eq!(
            Freshness::at(issued, issued + 7 * DAY_MS - 1),
            Freshness::Fresh
        );
        assert_eq!(Freshness::at(i64::MAX, i64::MIN), Freshness::Fresh);
        assert!(matches!(
            Freshness::at(i64::MIN, i64::MAX),
            Freshness::Old { .. }
        ));
    }
}
