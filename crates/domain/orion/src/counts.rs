//! A distribution over whole pieces: probabilities of 0, 1, 2, ... The largest holds all that is above it.

/// Probabilities of 0, 1, 2, ... pieces; they sum to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts(Vec<f64>);

/// Beyond this many pieces a distribution is cut: no shelf of parts is ordered by such a tail.
const LONGEST: usize = 4_096;

impl Counts {
    /// Certainly zero.
    pub fn none() -> Self {
        Self(vec![1.0])
    }

    /// From weights of 0, 1, 2, ...; of nothing usable, certainly zero.
    pub fn of_weights(mut weights: Vec<f64>) -> Self {
        weights.truncate(LONGEST);
        for weight in &mut weights {
            if !(weight.is_finite() && *weight > 0.0) {
                *weight = 0.0;
            }
        }
        let sum: f64 = weights.iter().sum();
        if sum <= 0.0 {
            return Self::none();
        }
        for weight in &mut weights {
            *weight /= sum;
        }
        Self(weights)
    }

    /// From `P(y >= 1), P(y >= 2), ...`, at rising thresholds; a gap between two thresholds is shared out geometrically.
    pub fn of_exceedances(thresholds: &[usize], exceedances: &[f64]) -> Self {
        let mut weights = Vec::with_capacity(thresholds.last().map_or(1, |last| last * 3 / 2 + 2));
        let mut above = 1.0_f64;
        let mut from = 0;
        for (&threshold, &exceedance) in thresholds.iter().zip(exceedances) {
            let next = exceedance.clamp(0.0, above);
            share_out(&mut weights, above - next, threshold - from, 0.9);
            above = next;
            from = threshold;
        }
        share_out(&mut weights, above, from / 2 + 2, 0.7);
        Self::of_weights(weights)
    }

    /// Negative binomial of this mean and variance; Poisson where the variance is not above the mean.
    pub fn negative_binomial(mean: f64, variance: f64) -> Self {
        if !(mean.is_finite() && mean > 0.0) {
            return Self::none();
        }
        let longest = (mean + 12.0 * variance.max(mean).sqrt()).ceil().min(LONGEST as f64) as usize + 2;
        let mut log = Vec::with_capacity(longest);
        if variance <= mean * 1.000_1 {
            let mut term = -mean;
            for k in 0..longest {
                log.push(term);
                term += mean.ln() - ((k + 1) as f64).ln();
            }
        } else {
            let size = mean * mean / (variance - mean);
            let success = mean / variance;
            let mut term = size * success.ln();
            for k in 0..longest {
                log.push(term);
                term += ((size + k as f64) / (k + 1) as f64).ln() + (1.0 - success).ln();
            }
        }
        let top = log.iter().copied().fold(f64::MIN, f64::max);
        Self::of_weights(log.into_iter().map(|term| (term - top).exp()).collect())
    }

    /// The probabilities.
    pub fn probabilities(&self) -> &[f64] {
        &self.0
    }

    /// The expected pieces.
    pub fn mean(&self) -> f64 {
        self.0.iter().enumerate().map(|(k, p)| k as f64 * p).sum()
    }

    /// The smallest number of pieces that demand stays within at this probability.
    pub fn quantile(&self, level: f64) -> usize {
        let mut within = 0.0;
        for (k, p) in self.0.iter().enumerate() {
            within += p;
            if within >= level - 1e-9 {
                return k;
            }
        }
        self.0.len() - 1
    }

    /// `P(y <= pieces)`.
    pub fn within(&self, pieces: usize) -> f64 {
        self.0.iter().take(pieces + 1).sum::<f64>().min(1.0)
    }

    /// The demand of two periods that do not depend on each other.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let length = (self.0.len() + other.0.len() - 1).min(LONGEST);
        let mut both = vec![0.0; length];
        for (i, p) in self.0.iter().enumerate().filter(|(_, p)| **p > 1e-12) {
            for (into, q) in both[i.min(length - 1)..].iter_mut().zip(&other.0) {
                *into += p * q;
            }
        }
        while both.len() > 1 && both.last().is_some_and(|p| *p < 1e-12) {
            both.pop();
        }
        Self::of_weights(both)
    }

    /// Several opinions on the same demand, weighed.
    pub fn pool(opinions: &[(f64, &Self)]) -> Self {
        let length = opinions.iter().map(|(_, counts)| counts.0.len()).max().unwrap_or(1);
        let mut pooled = vec![0.0; length];
        for (weight, counts) in opinions {
            for (into, p) in pooled.iter_mut().zip(&counts.0) {
                *into += weight * p;
            }
        }
        Self::of_weights(pooled)
    }
}

/// Spreads `mass` over the next `width` counts, each `ratio` of the one before.
fn share_out(weights: &mut Vec<f64>, mass: f64, width: usize, ratio: f64) {
    let whole: f64 = (0..width).map(|i| ratio.powi(i as i32)).sum();
    weights.extend((0..width).map(|i| mass * ratio.powi(i as i32) / whole));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_the_smallest_that_hold() {
        let counts = Counts::of_weights(vec![5.0, 3.0, 2.0]);
        assert_eq!([counts.quantile(0.5), counts.quantile(0.8), counts.quantile(0.81)], [0, 1, 2]);
    }

    #[test]
    fn negative_binomial_keeps_mean_and_variance() {
        let counts = Counts::negative_binomial(2.0, 5.0);
        let mean = counts.mean();
        let variance: f64 =
            counts.probabilities().iter().enumerate().map(|(k, p)| p * (k as f64 - mean).powi(2)).sum();
        assert!((mean - 2.0).abs() < 1e-3 && (variance - 5.0).abs() < 1e-2, "{mean} {variance}");
    }

    #[test]
    fn two_periods_add_up() {
        let one = Counts::of_weights(vec![1.0, 1.0]);
        assert_eq!(one.and(&one).probabilities(), [0.25, 0.5, 0.25]);
    }

    #[test]
    fn exceedances_become_probabilities() {
        let counts = Counts::of_exceedances(&[1, 2, 4], &[0.5, 0.2, 0.1]);
        assert!((counts.within(0) - 0.5).abs() < 1e-12 && (counts.within(1) - 0.8).abs() < 1e-12);
        assert!((counts.within(3) - 0.9).abs() < 1e-12);
    }

    #[test]
    fn nothing_usable_is_certainly_zero() {
        for weights in [vec![], vec![f64::NAN], vec![0.0, -1.0]] {
            assert_eq!(Counts::of_weights(weights).quantile(0.99), 0);
        }
        assert_eq!(Counts::negative_binomial(f64::NAN, 1.0).quantile(0.5), 0);
    }
}
