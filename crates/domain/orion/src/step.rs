//! One step of a forecast: the mean and eleven quantiles, never negative, never crossing, in whole pieces.

use serde::{Deserialize, Serialize};

use crate::counts::Counts;

/// The probabilities of a step's quantiles.
pub const LEVELS: [f64; 11] = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.975, 0.99];

/// From more pieces on one more or less matters little.
const FEW: f64 = 60.0;

/// What one period, or several together, will want.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Expected pieces.
    pub mean: f64,
    /// The pieces that demand stays within, at each of [`LEVELS`].
    pub quantiles: [f64; 11],
}

impl Step {
    /// From a distribution over pieces.
    pub fn of_counts(counts: &Counts) -> Self {
        let mut quantiles = [0.0; 11];
        let mut within = 0.0;
        let mut level = 0;
        for (pieces, probability) in counts.probabilities().iter().enumerate() {
            within += probability;
            while level < LEVELS.len() && within >= LEVELS[level] - 1e-9 {
                quantiles[level] = pieces as f64;
                level += 1;
            }
        }
        quantiles[level..].fill((counts.probabilities().len() - 1) as f64);
        Self { mean: counts.mean(), quantiles }.whole()
    }

    /// From a mean and the quantiles as a model gave them.
    pub fn of_quantiles(mean: f64, quantiles: [f64; 11]) -> Self {
        Self { mean, quantiles }.whole()
    }

    /// The quantile at this probability, between two known ones on a straight line.
    pub fn quantile(&self, level: f64) -> f64 {
        let above = LEVELS.iter().position(|known| *known >= level);
        match above {
            Some(0) => self.quantiles[0],
            Some(i) => {
                let share = (level - LEVELS[i - 1]) / (LEVELS[i] - LEVELS[i - 1]);
                self.quantiles[i - 1] + share * (self.quantiles[i] - self.quantiles[i - 1])
            }
            None => self.quantiles[10],
        }
    }

    /// The fewest whole pieces within which demand stays at this probability.
    ///
    /// Of few pieces the quantiles say no more than between which two levels the chance of each number lies. Where in
    /// between, the mean tells, which is the sum of the chances to want more than none, one, two ... pieces.
    pub fn pieces_for(&self, level: f64) -> f64 {
        self.pieces_bent(level, self.bend())
    }

    /// [`Step::pieces_for`] with the step's own bend, for who asks at several levels.
    pub(crate) fn pieces_bent(&self, level: f64, bend: Option<f64>) -> f64 {
        match bend {
            None => self.quantile(level).ceil(),
            Some(bend) => {
                self.few().find(|pieces| self.bent(*pieces, bend) >= level).unwrap_or(self.quantiles[10])
            }
        }
    }

    /// The bend with which the chances of few pieces add up to the mean; none of many pieces.
    pub(crate) fn bend(&self) -> Option<f64> {
        if self.quantiles[10] > FEW {
            return None;
        }
        let mean = |bend: f64| -> f64 { self.few().map(|pieces| 1.0 - self.bent(pieces, bend)).sum() };
        let (mut low, mut high) = (0.2_f64, 5.0_f64);
        for _ in 0..12 {
            let middle = (low * high).sqrt();
            if mean(middle) < self.mean { low = middle } else { high = middle }
        }
        Some((low * high).sqrt())
    }

    fn few(&self) -> impl Iterator<Item = f64> {
        (0..=self.quantiles[10] as usize).map(|pieces| pieces as f64)
    }

    /// The chance that demand stays within so many whole pieces: the further up between two levels the smaller the bend.
    fn bent(&self, pieces: f64, bend: f64) -> f64 {
        let above = self.quantiles.partition_point(|quantile| *quantile <= pieces);
        let (low, from) = above.checked_sub(1).map_or((0.0, -1.0), |at| (LEVELS[at], self.quantiles[at]));
        let next = self.quantiles.get(above).zip(LEVELS.get(above));
        let (to, high) = next.map_or((pieces + 1.0, 1.0), |(quantile, level)| (*quantile, *level));
        low + ((pieces - from + 0.5) / (to - from)).clamp(0.0, 1.0).powf(bend) * (high - low)
    }

    /// The probability that demand stays within so many whole pieces, read between the quantiles.
    pub fn within(&self, pieces: f64) -> f64 {
        let below = self.quantiles.partition_point(|quantile| *quantile <= pieces);
        let (Some(from), to) = (below.checked_sub(1), self.quantiles.get(below)) else {
            return if pieces < 0.0 { 0.0 } else { LEVELS[0] / 2.0 };
        };
        let Some(to) = to else { return f64::midpoint(LEVELS[from], 1.0) };
        let share = (pieces - self.quantiles[from] + 0.5) / (to - self.quantiles[from]);
        LEVELS[from] + share * (LEVELS[below] - LEVELS[from])
    }

    /// How much of an outcome lies between two probabilities, 0 to 1. Pieces are whole: an outcome holds a stretch of
    /// probability, from what is likely to stay below it to what is likely to stay within it, and its part between the two
    /// counts. Of a forecast that is right the mean is `high - low`, however few pieces are sold (Czado, Gneiting and Held
    /// 2009); an interval of whole pieces that merely contains the outcome holds too often.
    pub fn share_between(&self, actual: f64, low: f64, high: f64) -> f64 {
        let (from, to) = (self.within(actual.round() - 1.0), self.within(actual.round()));
        if to - from < 1e-9 {
            return f64::from(low <= to && to <= high);
        }
        ((to.min(high) - from.max(low)) / (to - from)).max(0.0)
    }

    fn whole(mut self) -> Self {
        self.mean = if self.mean.is_finite() { self.mean.max(0.0) } else { 0.0 };
        let mut least = 0.0_f64;
        for quantile in &mut self.quantiles {
            let pieces = if quantile.is_finite() { quantile.round() } else { self.mean.round() };
            least = least.max(pieces);
            *quantile = least;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_whole_and_rising_whatever_came_in() {
        let step = Step::of_quantiles(
            f64::NAN,
            [-3.0, 2.4, 1.0, f64::NAN, 5.0, 4.0, f64::INFINITY, 9.6, 9.0, 11.0, 12.0],
        );
        assert!(step.quantiles.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(step.quantiles.iter().all(|q| q.is_finite() && *q >= 0.0 && q.fract() == 0.0));
        assert!(step.mean.abs() < f64::EPSILON);
    }

    #[test]
    fn a_step_of_counts_has_their_quantiles() {
        let step = Step::of_counts(&Counts::of_weights(vec![6.0, 3.0, 1.0]));
        assert_eq!(step.quantiles.map(|pieces| pieces as usize), [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2]);
    }

    #[test]
    fn of_few_pieces_the_mean_tells_from_which_level_on_one_more_is_wanted() {
        let pieces = |mean: f64, level: f64| {
            let quantiles = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0];
            Step::of_quantiles(mean, quantiles).pieces_for(level) as usize
        };
        let levels = |mean| [0.75, 0.8, 0.84, 0.88, 0.9, 0.95, 0.99].map(|level| pieces(mean, level));
        assert_eq!(levels(0.7), [1, 1, 1, 1, 2, 2, 3]);
        assert_eq!(levels(0.9), [1, 1, 2, 2, 2, 2, 3]);
        assert_eq!(Step::of_quantiles(300.0, [300.4; 11]).pieces_for(0.83) as usize, 300);
    }

    #[test]
    fn of_a_forecast_that_is_right_the_interval_holds_what_it_says_however_few_are_sold() {
        for weights in [vec![92.0, 6.0, 2.0], vec![60.0, 25.0, 10.0, 5.0], vec![1.0; 60]] {
            let counts = Counts::of_weights(weights);
            let step = Step::of_counts(&counts);
            let probabilities = counts.probabilities().iter().enumerate();
            let held: f64 =
                probabilities.map(|(pieces, p)| p * step.share_between(pieces as f64, 0.1, 0.9)).sum();
            assert!((held - 0.8).abs() < 0.02, "{held}: {step:?}");
        }
    }
}
