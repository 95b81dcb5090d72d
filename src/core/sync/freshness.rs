//! How old the data is, and how loudly that is said.

/// From this age on, in days, the data is shown as ageing.
const AGEING: u32 = 7;
/// From this age on, in days, the data is shown as old.
const OLD: u32 = 30;

const DAY_MS: i64 = 86_400_000;
/// A clock may be that far behind before it is said that something is wrong with the date.
const AHEAD_MS: i64 = DAY_MS;

/// The age of the data, for showing alone: what is accepted never depends on a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// From a time that is yet to come, by more than a day: the date of the device or that of the data is
    /// wrong, and how old the data is, nobody knows.
    Ahead,
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
    /// that is a little behind gives no negative age.
    pub fn at(issued: i64, now: i64) -> Self {
        if issued.saturating_sub(now) > AHEAD_MS {
            return Self::Ahead;
        }
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
            (-20_000, Freshness::Ahead),
            (-2, Freshness::Ahead),
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
        let ahead = issued - DAY_MS - 1;
        assert_eq!(Freshness::at(issued, ahead), Freshness::Ahead);
        assert_eq!(Freshness::at(i64::MAX, i64::MIN), Freshness::Ahead);
        assert!(matches!(
            Freshness::at(i64::MIN, i64::MAX),
            Freshness::Old { .. }
        ));
    }
}
