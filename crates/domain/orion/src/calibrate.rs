//! Intervals put right on what happened at past origins, pooled over the series: one alone has too short a past.
//!
//! Each level has its own conformal quantile, since errors have longer tails than the normal distribution, and each series
//! its own scale, since models claim too much of some and too little of others (Lei and others 2018). Measured in
//! decision 010.

use crate::model::moving_average::NORMAL;
use crate::step::LEVELS;

/// Fewer past outcomes say nothing of a 95 % interval.
const FEWEST: usize = 100;
/// The mean of several models errs less than each claims; used where the past is too short to tell. Seen on M4's weekly
/// series before their last origin.
const USUAL: f64 = 0.85;
/// The pool counts as many past periods of a series' own.
const OF_POOL: f64 = 40.0;
/// A claimed deviation may be next to nothing: no single outcome counts for more.
const FARTHEST: f64 = 6.0;

/// The distances of outcomes from one forecast, in claimed deviations.
pub(crate) type Distances = Vec<f64>;

/// What past outcomes say of the deviations that models claim.
#[derive(Debug, Clone)]
pub(crate) struct Calibration {
    /// The usual distance; None where the past is too short to tell.
    usual: Option<f64>,
    /// Where the quantile at each of [`LEVELS`] lies, in claimed deviations of a series whose distances are usual.
    widths: [f64; LEVELS.len()],
}

impl Calibration {
    /// Reads the distances at the past origins of each series.
    pub(crate) fn read(series: &[&[Distances]]) -> Self {
        let sums = series.iter().copied().flatten().map(|distances| sum(distances));
        let (total, count) = sums.fold((0.0, 0.0), |all, own| (all.0 + own.0, all.1 + own.1));
        if count < FEWEST as f64 || total <= 0.0 {
            return Self { usual: None, widths: NORMAL.map(|normal| USUAL * normal) };
        }
        let usual = total / count;
        let mut scaled: Vec<f64> = Vec::new();
        for origins in series {
            for (at, distances) in origins.iter().enumerate() {
                // Scaled by the other origins alone: an outcome must not widen the interval that it is held against.
                let others = origins.iter().enumerate().filter(|(other, _)| *other != at);
                let scale = scale(usual, others.map(|(_, distances)| distances));
                let finite = distances.iter().filter(|distance| distance.is_finite());
                scaled.extend(finite.map(|distance| distance.min(FARTHEST) / scale));
            }
        }
        scaled.sort_unstable_by(f64::total_cmp);
        let widths = LEVELS.map(|level| {
            // The conformal quantile of an interval that leaves as much out on each side.
            let within = (2.0 * level - 1.0).abs();
            let place = ((scaled.len() + 1) as f64 * within).ceil() as usize;
            let width = place.min(scaled.len()).checked_sub(1).map_or(0.0, |at| scaled[at]);
            width.copysign(level - 0.5)
        });
        Self { usual: Some(usual), widths }
    }

    /// Where the quantile at each of [`LEVELS`] lies around a series' mean, in its claimed deviations.
    pub(crate) fn widths(&self, own: &[Distances]) -> [f64; LEVELS.len()] {
        let scale = self.usual.map_or(1.0, |usual| scale(usual, own.iter()));
        self.widths.map(|width| width * scale)
    }
}

/// The usual distance of one series, as far as its own past tells.
fn scale<'a>(usual: f64, own: impl Iterator<Item = &'a Distances>) -> f64 {
    let (total, count) = own
        .map(|distances| sum(distances))
        .fold((usual * OF_POOL, OF_POOL), |all, own| (all.0 + own.0, all.1 + own.1));
    total / count
}

fn sum(distances: &[f64]) -> (f64, f64) {
    let finite = distances.iter().filter(|distance| distance.is_finite());
    finite.fold((0.0, 0.0), |(total, count), distance| (total + distance.min(FARTHEST), count + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two origins of twenty periods each whose distances are spread evenly up to `farthest`.
    fn origins(farthest: f64) -> Vec<Distances> {
        let origin = |from: u32| (0..20).map(|at| farthest * f64::from(2 * at + from) / 40.0).collect();
        vec![origin(1), origin(2)]
    }

    #[test]
    fn each_level_holds_what_it_says_of_the_past() {
        let series = vec![origins(2.0); 10];
        let calibration = Calibration::read(&series.iter().map(Vec::as_slice).collect::<Vec<_>>());
        for (level, width) in LEVELS.into_iter().zip(calibration.widths(&series[0])) {
            assert!((width - 2.0 * (2.0 * level - 1.0)).abs() < 0.11, "{level} {width}");
        }
    }

    #[test]
    fn a_series_of_which_models_claimed_too_little_has_wider_intervals() {
        let mut series = vec![origins(1.0); 10];
        series.push(origins(3.0));
        let calibration = Calibration::read(&series.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let (usual, wide) = (calibration.widths(&series[0])[9], calibration.widths(&series[10])[9]);
        assert!(wide > 1.5 * usual && wide < 3.0 * usual, "{usual} {wide}");
    }

    #[test]
    fn a_series_that_jumped_without_bound_leaves_the_others_their_intervals() {
        let mut series = vec![origins(1.0); 2];
        series.push(vec![vec![1e6; 20], vec![1e6; 20]]);
        let calibration = Calibration::read(&series.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let widths = calibration.widths(&series[0]);
        assert!(widths.iter().all(|width| width.abs() < 2.0 * FARTHEST), "{widths:?}");
    }

    #[test]
    fn too_short_a_past_leaves_what_is_usual() {
        let own = vec![vec![9.0; 10]];
        let widths = Calibration::read(&[&own]).widths(&own);
        assert!((widths[9] - USUAL * 1.96).abs() < 1e-12 && widths[4].abs() < 1e-12);
    }
}
