//! The mean of the last year, and how far single periods lay from it.

use crate::class::DemandClass;
use crate::forecast::Forecast;
use crate::series::mean;
use crate::source::{Fallback, Model};
use crate::step::Step;

/// As many periods are averaged.
const WINDOW: usize = 12;

/// The forecast of a history of any length.
pub fn forecast(demand: &[f64], horizon: usize, class: DemandClass, fallback: Option<Fallback>) -> Forecast {
    let (level, spread) = level(demand);
    Forecast {
        steps: steps(demand, horizon),
        ahead: (1..=horizon).map(|n| around(level * n as f64, spread * (n as f64).sqrt())).collect(),
        model: Model::MovingAverage,
        fallback,
        class,
    }
}

/// The same normal step for each period ahead.
pub fn steps(demand: &[f64], horizon: usize) -> Vec<Step> {
    let (level, spread) = level(demand);
    vec![around(level, spread); horizon]
}

/// The mean of the last year's periods and their standard deviation.
fn level(demand: &[f64]) -> (f64, f64) {
    let recent = &demand[demand.len().saturating_sub(WINDOW)..];
    let level = mean(recent);
    (
        level,
        (recent.iter().map(|sold| (sold - level).powi(2)).sum::<f64>() / recent.len().max(2) as f64).sqrt(),
    )
}

/// The standard normal's quantiles at the levels of a [`Step`].
pub(crate) const NORMAL: [f64; 11] =
    [-1.960, -1.645, -1.282, -0.674, 0.0, 0.674, 0.842, 1.282, 1.645, 1.960, 2.326];

/// A normal step around a mean.
pub fn around(mean: f64, spread: f64) -> Step {
    Step::of_quantiles(mean, NORMAL.map(|normal| (mean + spread * normal).max(0.0)))
}
