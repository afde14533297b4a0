//! Fast movers: several models of one series, each weighed by how it did on the series' own past.

use crate::model::classical::{Classical, Path};
use crate::series::mean;

/// The models that are asked.
const ASKED: [Classical; 4] = [Classical::Ets, Classical::SeasonalTheta, Classical::Mstl, Classical::Arima];
/// At most as many origins of the past are forecast again.
const ORIGINS: usize = 2;
/// A model's weight falls with this power of its error; chosen on an origin before M4's last.
const SHARPNESS: i32 = 2;
/// Periods further back than this are left out: the models would spend their time on them.
const LONGEST: usize = 600;

/// What the models say together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Blend {
    /// The mean of each step.
    pub(crate) mean: Vec<f64>,
    /// The standard deviation of each step, as the models claim it.
    pub(crate) spread: Vec<f64>,
    /// How far past origins' outcomes lay from the mean, in claimed deviations.
    pub(crate) past: Vec<f64>,
    /// Each model's weight.
    pub(crate) weights: Vec<(Classical, f64)>,
}

/// Forecasts a series; None where no model can be fitted to it.
pub(crate) fn forecast(values: &[f64], season: usize, horizon: usize) -> Option<Blend> {
    let values = &values[values.len().saturating_sub(LONGEST)..];
    let shortest = (season / 2).max(12);
    let mut errors = [(0.0, 0.0); ASKED.len()];
    let mut past = Vec::new();
    for back in 1..=ORIGINS {
        let Some(origin) = values.len().checked_sub(back * horizon).filter(|origin| *origin >= shortest)
        else {
            break;
        };
        let actual = &values[origin..origin + horizon];
        let paths = ask(&values[..origin], season, horizon);
        let own = paths.each_ref().map(|path| path.as_ref().map(|path| miss(&path.mean, actual)));
        let usual = mean(&own.iter().flatten().copied().collect::<Vec<_>>());
        for (sum, own) in errors.iter_mut().zip(own) {
            if let Some(own) = own.filter(|_| usual > 0.0) {
                *sum = (sum.0 + own / usual, sum.1 + 1.0);
            }
        }
        let (blended, spread) = blend(&paths, &[1.0; ASKED.len()], horizon);
        for ((actual, mean), spread) in
            actual.iter().zip(blended).zip(spread).filter(|(_, spread)| *spread > 0.0)
        {
            past.push((actual - mean).abs() / spread);
        }
    }
    let paths = ask(values, season, horizon);
    let mut weights = [0.0; ASKED.len()];
    for (at, (sum, count)) in errors.iter().enumerate().filter(|(at, _)| paths[*at].is_some()) {
        let error = if *count > 0.0 { sum / count } else { 1.0 };
        weights[at] = (error + 0.05).powi(-SHARPNESS);
    }
    let all: f64 = weights.iter().sum();
    if all <= 0.0 {
        return None;
    }
    let (mean, spread) = blend(&paths, &weights, horizon);
    let weights =
        ASKED.into_iter().zip(weights.map(|weight| weight / all)).filter(|(_, weight)| *weight > 0.0);
    Some(Blend { mean, spread, past, weights: weights.collect() })
}

fn ask(values: &[f64], season: usize, horizon: usize) -> [Option<Path>; ASKED.len()] {
    ASKED.map(|model| model.forecast(values, season, horizon))
}

/// The weighed mean of the paths, and the mean deviation that ETS and ARIMA claim: the others' are known to be too small.
fn blend(
    paths: &[Option<Path>; ASKED.len()],
    weights: &[f64; ASKED.len()],
    horizon: usize,
) -> (Vec<f64>, Vec<f64>) {
    let known = || {
        ASKED
            .iter()
            .zip(paths)
            .zip(weights)
            .filter_map(|((model, path), weight)| Some((*model, path.as_ref()?, *weight)))
    };
    let all: f64 = known().map(|(_, _, weight)| weight).sum();
    let mean_of = |step: usize| known().map(|(_, path, weight)| weight * path.mean[step]).sum::<f64>() / all;
    let claimed = |step: usize| {
        let honest = known().filter(|(model, ..)| matches!(model, Classical::Ets | Classical::Arima));
        mean(&honest.map(|(_, path, _)| path.half_width[step] / 1.96).collect::<Vec<_>>())
    };
    ((0..horizon).map(mean_of).collect(), (0..horizon).map(claimed).collect())
}

fn miss(forecast: &[f64], actual: &[f64]) -> f64 {
    mean(&forecast.iter().zip(actual).map(|(forecast, actual)| (forecast - actual).abs()).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_seen_and_claimed_spread_is_finite() {
        let values: Vec<f64> = (0..180)
            .map(|week| {
                200.0
                    + 80.0 * (f64::from(week) * std::f64::consts::TAU / 52.0).sin()
                    + f64::from(week * 37 % 11)
            })
            .collect();
        let blend = forecast(&values[..172], 52, 8).unwrap();
        assert!(miss(&blend.mean, &values[172..]) < 20.0, "{blend:?}");
        assert!(blend.spread.iter().all(|spread| spread.is_finite() && *spread > 0.0), "{blend:?}");
    }

    #[test]
    fn what_no_model_can_be_fitted_to_is_refused() {
        assert_eq!(forecast(&[], 52, 4), None);
    }
}
