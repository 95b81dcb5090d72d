//! What is computed from measurements.

use serde::{Deserialize, Serialize};

/// The value below which `percent` of the values lie: the nearest rank, so that it is one of them.
/// `None` without values.
pub fn percentile(values: &[f64], percent: usize) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

/// The middle value, or the lower of the two in the middle.
pub fn median(values: &[f64]) -> Option<f64> {
    percentile(values, 50)
}

/// The answer to one query, held against the oracle. All numbers are numbers of offers.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Judged {
    /// That should be found.
    pub relevant: u32,
    /// That were found.
    pub found: u32,
    /// That were found and should be.
    pub right: u32,
    /// Among the first twenty.
    pub first: u32,
    /// Among the first twenty that should be found.
    pub first_right: u32,
}

/// How good answers are, from 0 to 1, as the mean over all queries.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Quality {
    /// Of what should be found, the share that was.
    pub recall: f64,
    /// Of what was found, the share that should be; 1 if nothing was.
    pub precision: f64,
    /// The same for the first twenty, which a person sees.
    pub first: f64,
}

impl Quality {
    /// `None` without answers.
    pub fn of(judged: &[Judged]) -> Option<Self> {
        let mean = |part: fn(&Judged) -> (u32, u32)| {
            let shares = judged.iter().map(part).map(|(part, whole)| {
                if whole == 0 {
                    1.0
                } else {
                    f64::from(part) / f64::from(whole)
                }
            });
            let count = u32::try_from(judged.len()).unwrap_or(u32::MAX);
            shares.sum::<f64>() / f64::from(count)
        };
        (!judged.is_empty()).then(|| Self {
            recall: mean(|it| (it.right, it.relevant)),
            precision: mean(|it| (it.right, it.found)),
            first: mean(|it| (it.first_right, it.first)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        for (percent, expected) in [(0, 1.0), (1, 1.0), (50, 50.0), (99, 99.0), (100, 100.0)] {
            assert_eq!(percentile(&values, percent), Some(expected), "p{percent}");
        }
        assert_eq!(percentile(&[3.0, 1.0, 2.0], 50), Some(2.0));
        assert_eq!(percentile(&[3.0, 1.0, 2.0], 99), Some(3.0));
        assert_eq!(median(&[4.0, 1.0]), Some(1.0));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn quality_is_the_mean_over_queries_and_not_over_offers() {
        let judged = |relevant, found, right, first, first_right| Judged {
            relevant,
            found,
            right,
            first,
            first_right,
        };
        let all = [judged(100, 200, 100, 20, 5), judged(1, 0, 0, 0, 0)];
        let expected = Quality {
            recall: 0.5,
            precision: 0.75,
            first: 0.625,
        };
        assert_eq!(Quality::of(&all), Some(expected));
        assert_eq!(Quality::of(&[]), None);
    }
}
