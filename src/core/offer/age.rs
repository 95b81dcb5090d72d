//! Ages in months, and whom an offer is for.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::{LifePhase, PhaseSet};

/// An age in completed months.
pub type Months = u16;

/// The oldest age that is told apart: 120 years, in months.
pub const MAX_MONTHS: Months = 120 * 12;

/// An age range in months, both ends included. Its beginning is never after its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "(Months, Option<Months>)",
    into = "(Months, Option<Months>)"
)]
pub struct AgeRange {
    min: Months,
    max: Option<Months>,
}

impl AgeRange {
    /// A range from `min` to `max` months; no `max` means an open end.
    ///
    /// `None` if it would end before it begins, or begin after [`MAX_MONTHS`].
    pub const fn new(min: Months, max: Option<Months>) -> Option<Self> {
        if min > MAX_MONTHS {
            return None;
        }
        match max {
            Some(max) if max < min => None,
            Some(max) if max >= MAX_MONTHS => Some(Self { min, max: None }),
            _ => Some(Self { min, max }),
        }
    }

    /// A range from ages in years as people write them.
    ///
    /// A whole number at the end counts completed years, as in speech: "1 to 2 years" includes a
    /// child of two until its third birthday (35 months). A fraction is exact: 0.5 is 6 months.
    /// Ages that are not finite or below zero, and ranges that end before they begin, give `None`.
    pub fn from_years(min: Option<f64>, max: Option<f64>) -> Option<Self> {
        let first = min.map_or(Some(0), to_months)?;
        let last = match max {
            None => None,
            // Past the oldest age there is no month to take away: the end is open.
            Some(years) if years.fract() == 0.0 && years < f64::from(MAX_MONTHS / 12) => {
                Some(to_months(years + 1.0)?.saturating_sub(1))
            }
            Some(years) => Some(to_months(years)?),
        };
        Self::new(first, last)
    }

    /// The first month.
    pub const fn min(self) -> Months {
        self.min
    }

    /// The last month, or `None` for an open end.
    pub const fn max(self) -> Option<Months> {
        self.max
    }

    /// Both ends; an open end is [`MAX_MONTHS`].
    pub fn months(self) -> RangeInclusive<Months> {
        self.min..=self.max.unwrap_or(MAX_MONTHS)
    }

    /// Whether somebody of this age is meant.
    pub fn contains(self, months: Months) -> bool {
        self.months().contains(&months)
    }
}

/// Years to the nearest month, `None` for what is no age. More than 120 years count as 120.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped before"
)]
fn to_months(years: f64) -> Option<Months> {
    (years.is_finite() && years >= 0.0)
        .then(|| (years * 12.0).round().min(f64::from(MAX_MONTHS)) as Months)
}

impl TryFrom<(Months, Option<Months>)> for AgeRange {
    type Error = &'static str;

    fn try_from((min, max): (Months, Option<Months>)) -> Result<Self, Self::Error> {
        Self::new(min, max).ok_or("an age range must not end before it begins")
    }
}

impl From<AgeRange> for (Months, Option<Months>) {
    fn from(range: AgeRange) -> Self {
        (range.min, range.max)
    }
}

/// Whom an offer is for: ages, phases of life, or everybody.
///
/// There is always at least one phase, so that no offer drops out of the directory because its
/// feed says nothing about ages: such an offer is for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    ages: Option<AgeRange>,
    phases: PhaseSet,
    stated: bool,
}

impl Audience {
    /// The audience of an offer whose feed gives `ages` and names the phases `named`.
    ///
    /// Phases are those named and those that the ages reach into. Adults-only ranges past the
    /// last phase count as its last phase, youth.
    pub fn new(ages: Option<AgeRange>, named: PhaseSet) -> Self {
        let reached = ages.map_or(PhaseSet::EMPTY, |ages| {
            let reached = PhaseSet::overlapping(&ages.months());
            if reached.is_empty() {
                reached.with(LifePhase::Youth)
            } else {
                reached
            }
        });
        let phases = named.union(reached);
        let stated = !phases.is_empty();
        Self {
            ages,
            phases: if stated { phases } else { PhaseSet::ALL },
            stated,
        }
    }

    /// Everybody: nothing is known about ages.
    pub fn everybody() -> Self {
        Self::new(None, PhaseSet::EMPTY)
    }

    /// The ages in months, if the feed gives them.
    pub const fn ages(self) -> Option<AgeRange> {
        self.ages
    }

    /// The phases it is for; never empty.
    pub const fn phases(self) -> PhaseSet {
        self.phases
    }

    /// Whether the feed says whom it is for.
    pub const fn is_stated(self) -> bool {
        self.stated
    }

    /// Whether it is meant for somebody of this age. Without ages, the phase of the age decides.
    pub fn includes(self, months: Months) -> bool {
        match self.ages {
            Some(ages) => ages.contains(months),
            None => LifePhase::of_months(months)
                .map_or(!self.stated, |phase| self.phases.contains(phase)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_become_months_as_people_mean_them() {
        for (min, max, expected) in [
            (Some(0.0), Some(0.0), Some((0, Some(11)))),
            (Some(1.0), Some(2.0), Some((12, Some(35)))),
            (Some(0.5), Some(1.5), Some((6, Some(18)))),
            (Some(0.67), None, Some((8, None))),
            (None, Some(3.0), Some((0, Some(47)))),
            (None, None, Some((0, None))),
            (Some(12.0), Some(100.0), Some((144, Some(1211)))),
            (Some(18.0), Some(999.0), Some((216, None))),
            (Some(6.0), Some(3.0), None),
            (Some(-1.0), None, None),
            (Some(f64::NAN), None, None),
            (None, Some(f64::INFINITY), None),
        ] {
            let range = AgeRange::from_years(min, max).map(|range| (range.min(), range.max()));
            assert_eq!(range, expected, "{min:?} to {max:?}");
        }
    }

    #[test]
    fn a_range_that_ends_before_it_begins_cannot_be_made_or_read() {
        assert_eq!(AgeRange::new(5, Some(4)), None);
        assert!(serde_json::from_str::<AgeRange>("[5,4]").is_err());
        assert!(serde_json::from_str::<AgeRange>("[4,5]").is_ok());
    }

    #[test]
    fn an_offer_without_ages_is_for_everybody() {
        let everybody = Audience::everybody();
        assert_eq!(everybody.phases(), PhaseSet::ALL);
        assert!(!everybody.is_stated());
        assert!(everybody.includes(7) && everybody.includes(500));
    }

    #[test]
    fn ages_and_named_phases_add_up() {
        let pregnancy = PhaseSet::EMPTY.with(LifePhase::Pregnancy);
        let both = Audience::new(AgeRange::new(0, Some(12)), pregnancy);
        assert!(both.phases().contains(LifePhase::Pregnancy));
        assert!(both.phases().contains(LifePhase::Toddler));
        assert!(both.includes(12) && !both.includes(13));
        let expecting = Audience::new(None, pregnancy);
        assert!(!expecting.includes(0), "pregnancy is not age 0");
        let adults = Audience::new(AgeRange::new(600, None), PhaseSet::EMPTY);
        assert_eq!(
            adults.phases().iter().collect::<Vec<_>>(),
            [LifePhase::Youth]
        );
    }
}
