//! Fast movers: several models of one series, each weighed by how it did on the series' own past.

use chrono::NaiveDate;

use crate::calibrate::Distances;
use crate::model::classical::{Classical, Path};
use crate::model::prophet::History;
use crate::series::{Period, mean};

/// The models that are asked.
const ASKED: [Member; 7] = [
    Member::Classical(Classical::Ets),
    Member::Classical(Classical::SeasonalTheta),
    Member::Classical(Classical::Mstl),
    Member::Classical(Classical::Arima),
    Member::Classical(Classical::SeasonalNaive),
    Member::Classical(Classical::SeasonalLevel),
    Member::Prophet,
];
/// At most as many origins of the past are forecast again.
const ORIGINS: usize = 2;
/// A model's weight falls with this power of its error; chosen, as its models are, on an origin before M4's last. There,
/// weights that lean on the errors of a shop's other series were worse: what fits one series does not fit another.
const SHARPNESS: i32 = 2;
/// Periods further back than this are left out: the models would spend their time on them.
const LONGEST: usize = 600;

/// One model among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Member {
    Classical(Classical),
    Prophet,
}

/// One series as the models read it: its demand, gaps filled, and when it began.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Past<'a> {
    pub(crate) period: Period,
    pub(crate) first: NaiveDate,
    pub(crate) demand: &'a [f64],
}

/// What the models say together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Blend {
    /// The mean of each step.
    pub(crate) mean: Vec<f64>,
    /// The standard deviation of each step, as the models claim it.
    pub(crate) spread: Vec<f64>,
    /// How far the outcomes of each past origin lay from the mean, in claimed deviations.
    pub(crate) past: Vec<Distances>,
    /// Each model's weight.
    pub(crate) weights: Vec<(Member, f64)>,
}

/// Forecasts a series; None where no model can be fitted to it.
pub(crate) fn forecast(past: Past<'_>, horizon: usize) -> Option<Blend> {
    let dropped = past.demand.len().saturating_sub(LONGEST);
    let first = past.period.after(past.first, dropped);
    let series = Past { first, demand: &past.demand[dropped..], ..past };
    let (values, season) = (series.demand, series.period.season());
    let shortest = (season / 2).max(12);
    let mut origins = Vec::new();
    for back in 1..=ORIGINS {
        let Some(origin) = values.len().checked_sub(back * horizon).filter(|origin| *origin >= shortest)
        else {
            break;
        };
        let actual = &values[origin..origin + horizon];
        let paths = ask(Past { demand: &values[..origin], ..series }, horizon);
        let own = paths.each_ref().map(|path| path.as_ref().map(|path| miss(&path.mean, actual)));
        let usual = mean(&own.iter().flatten().copied().collect::<Vec<_>>());
        let errors = own.map(|own| own.filter(|_| usual > 0.0).map(|own| own / usual));
        origins.push(Origin { paths, actual, errors });
    }
    let mut past = Vec::new();
    for at in 0..origins.len() {
        // Weighed by the other origins alone: an outcome must not choose the forecast that it is held against.
        let others: Vec<&Origin<'_>> =
            origins.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, origin)| origin).collect();
        let Origin { paths, actual, .. } = &origins[at];
        let (blended, spread) = blend(paths, &weigh(paths, &others), horizon);
        let steps = actual.iter().zip(blended).zip(spread).filter(|(_, spread)| *spread > 0.0);
        past.push(steps.map(|((actual, mean), spread)| (actual - mean).abs() / spread).collect());
    }
    let paths = ask(series, horizon);
    let weights = weigh(&paths, &origins.iter().collect::<Vec<_>>());
    let all: f64 = weights.iter().sum();
    if all <= 0.0 {
        return None;
    }
    let (mean, spread) = blend(&paths, &weights, horizon);
    let weights =
        ASKED.into_iter().zip(weights.map(|weight| weight / all)).filter(|(_, weight)| *weight > 0.0);
    Some(Blend { mean, spread, past, weights: weights.collect() })
}

/// What was said at a past moment, what happened, and each model's error in what is usual there.
struct Origin<'a> {
    paths: [Option<Path>; ASKED.len()],
    actual: &'a [f64],
    errors: [Option<f64>; ASKED.len()],
}

/// What each model that could be fitted now counts, after its errors at these origins.
fn weigh(paths: &[Option<Path>; ASKED.len()], origins: &[&Origin<'_>]) -> [f64; ASKED.len()] {
    std::array::from_fn(|at| {
        let errors: Vec<f64> = origins.iter().filter_map(|origin| origin.errors[at]).collect();
        let error = if errors.is_empty() { 1.0 } else { mean(&errors) };
        if paths[at].is_some() { (error + 0.05).powi(-SHARPNESS) } else { 0.0 }
    })
}

fn ask(past: Past<'_>, horizon: usize) -> [Option<Path>; ASKED.len()] {
    let Past { period, first, demand } = past;
    ASKED.map(|member| match member {
        Member::Classical(model) => model.forecast(demand, period.season(), horizon),
        Member::Prophet => History { period, first, values: demand, causes: &[] }.forecast(horizon),
    })
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
        let honest = known()
            .filter(|(model, ..)| matches!(model, Member::Classical(Classical::Ets | Classical::Arima)));
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

    fn past(demand: &[f64]) -> Past<'_> {
        Past { period: Period::Week, first: NaiveDate::from_ymd_opt(2022, 1, 3).unwrap(), demand }
    }

    #[test]
    fn a_season_is_seen_and_claimed_spread_is_finite() {
        let values: Vec<f64> = (0..180)
            .map(|week| {
                200.0
                    + 80.0 * (f64::from(week) * std::f64::consts::TAU / 52.0).sin()
                    + f64::from(week * 37 % 11)
            })
            .collect();
        let blend = forecast(past(&values[..172]), 8).unwrap();
        assert!(miss(&blend.mean, &values[172..]) < 20.0, "{blend:?}");
        assert!(blend.spread.iter().all(|spread| spread.is_finite() && *spread > 0.0), "{blend:?}");
    }

    #[test]
    fn what_no_model_can_be_fitted_to_is_refused() {
        assert_eq!(forecast(past(&[]), 4), None);
    }
}
