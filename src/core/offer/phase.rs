//! The seven phases of life that a Präventionskette follows, from pregnancy to work.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::Months;

/// A phase of life. The order is the order of life.
///
/// The bounds follow the Präventionskette of Landkreis Peine: school begins at six, secondary
/// school at ten, and help on the way into work ends at 27, as in § 7 SGB VIII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LifePhase {
    /// Before birth. Not an age.
    Pregnancy,
    /// 0 to 11 months.
    Baby,
    /// 12 to 35 months.
    Toddler,
    /// 3 to 5 years.
    Preschool,
    /// 6 to 9 years.
    Primary,
    /// 10 to 15 years.
    Secondary,
    /// 16 to 27 years.
    Youth,
}

impl LifePhase {
    /// All phases in the order of life.
    pub const ALL: [Self; 7] = [
        Self::Pregnancy,
        Self::Baby,
        Self::Toddler,
        Self::Preschool,
        Self::Primary,
        Self::Secondary,
        Self::Youth,
    ];

    /// The ages of the phase in months, or `None` for pregnancy.
    pub const fn months(self) -> Option<RangeInclusive<Months>> {
        let (first, last) = match self {
            Self::Pregnancy => return None,
            Self::Baby => (0, 11),
            Self::Toddler => (12, 35),
            Self::Preschool => (36, 71),
            Self::Primary => (72, 119),
            Self::Secondary => (120, 191),
            Self::Youth => (192, 335),
        };
        Some(first..=last)
    }

    /// The phase somebody of this age is in, or `None` past the last one.
    pub fn of_months(months: Months) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|phase| phase.months().is_some_and(|range| range.contains(&months)))
    }

    /// Its name in links: ASCII, stable for ever.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Pregnancy => "pregnancy",
            Self::Baby => "baby",
            Self::Toddler => "toddler",
            Self::Preschool => "preschool",
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Youth => "youth",
        }
    }

    /// The phase with this [`slug`](Self::slug).
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.slug() == slug)
    }
}

/// A set of life phases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PhaseSet(u8);

impl PhaseSet {
    /// No phase.
    pub const EMPTY: Self = Self(0);
    /// All seven.
    pub const ALL: Self = Self(0b0111_1111);

    /// The phases that share at least one month with `range`.
    pub fn overlapping(range: &RangeInclusive<Months>) -> Self {
        LifePhase::ALL
            .into_iter()
            .filter(|phase| {
                phase.months().is_some_and(|months| {
                    months.start() <= range.end() && range.start() <= months.end()
                })
            })
            .collect()
    }

    /// Whether nothing is in it.
    pub const fn is_empty(self) -> bool {
        self.0 & Self::ALL.0 == 0
    }

    /// Whether `phase` is in it.
    pub const fn contains(self, phase: LifePhase) -> bool {
        self.0 & (1 << phase as u8) != 0
    }

    /// This set with `phase` in it.
    #[must_use]
    pub const fn with(self, phase: LifePhase) -> Self {
        Self(self.0 | 1 << phase as u8)
    }

    /// This set with `phase` put in, or taken out if it was there.
    #[must_use]
    pub const fn toggled(self, phase: LifePhase) -> Self {
        Self(self.0 ^ 1 << phase as u8)
    }

    /// Everything that is in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The phases in the order of life.
    pub fn iter(self) -> impl Iterator<Item = LifePhase> {
        LifePhase::ALL
            .into_iter()
            .filter(move |phase| self.contains(*phase))
    }

    /// How many phases are in it.
    pub const fn len(self) -> usize {
        (self.0 & Self::ALL.0).count_ones() as usize
    }
}

impl FromIterator<LifePhase> for PhaseSet {
    fn from_iter<I: IntoIterator<Item = LifePhase>>(phases: I) -> Self {
        phases.into_iter().fold(Self::EMPTY, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phases_follow_each_other_without_a_gap() {
        let ranges: Vec<_> = LifePhase::ALL
            .into_iter()
            .filter_map(LifePhase::months)
            .collect();
        assert_eq!(*ranges[0].start(), 0);
        for pair in ranges.windows(2) {
            assert_eq!(pair[0].end() + 1, *pair[1].start());
        }
        assert_eq!(
            *ranges[5].end(),
            28 * 12 - 1,
            "27 years means up to the 28th birthday"
        );
    }

    #[test]
    fn an_age_belongs_to_one_phase() {
        for (months, phase) in [
            (0, Some(LifePhase::Baby)),
            (11, Some(LifePhase::Baby)),
            (12, Some(LifePhase::Toddler)),
            (36, Some(LifePhase::Preschool)),
            (335, Some(LifePhase::Youth)),
            (336, None),
        ] {
            assert_eq!(LifePhase::of_months(months), phase, "{months} months");
        }
    }

    #[test]
    fn a_set_gives_back_what_was_put_in() {
        let set: PhaseSet = [LifePhase::Youth, LifePhase::Pregnancy]
            .into_iter()
            .collect();
        assert_eq!(
            set.iter().collect::<Vec<_>>(),
            [LifePhase::Pregnancy, LifePhase::Youth]
        );
        assert_eq!(set.toggled(LifePhase::Youth).len(), 1);
        assert_eq!(PhaseSet::overlapping(&(6..=14)).len(), 2);
    }

    #[test]
    fn a_slug_names_its_phase() {
        for phase in LifePhase::ALL {
            assert_eq!(LifePhase::from_slug(phase.slug()), Some(phase));
        }
        assert_eq!(LifePhase::from_slug("larva"), None);
    }
}
