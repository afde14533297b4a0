//! Demand whose causes are known ahead (promotions, opening days, weather, feasts, the fleet's age): whether they
//! matter to a series, and what they make of it.
//!
//! A series heeds its causes as far as they made its own past easier to forecast; one that they do not move is forecast
//! as if they were not known, so that a column too many costs nothing. Each kind of cause must do so beside those before
//! it.

mod cause;
#[cfg(test)]
mod tests;

use crate::class::DemandClass;
use crate::forecast::{Forecast, Options, in_parallel, is_counted};
use crate::model::prophet::History;
use crate::model::regression::{Aim, Reach, Regression};
use crate::series::DemandSeries;
use crate::source::Model;
use crate::step::{LEVELS, Step};
use cause::{Cause, heeding};

/// What its causes make of one series.
#[derive(Debug, Clone)]
pub(crate) struct Explained {
    forecast: Forecast,
    /// How much it counts beside a forecast that knows no causes, from 0 to 1.
    pub(crate) heed: f64,
}

/// At most as many origins of the past are forecast again.
const ORIGINS: usize = 4;
/// Fewer periods before an origin teach no cause.
const SHORTEST: usize = 26;
/// Causes are not heeded at all when they cut the past's error by no more than this share, and wholly from the other on.
const HEEDED: (f64, f64) = (0.03, 0.10);
/// A model's weight falls with this power of its error; chosen on Rossmann's origins 9 to 16.
const SHARPNESS: i32 = 2;
/// The whole shop counts as many origins of one series' own.
const OF_SHOP: f64 = 4.0;
/// Misses of fewer past periods say nothing of a 95 % interval.
const FEWEST: usize = 100;
/// The deviation, in what is said, where the past does not tell.
const UNTOLD: f64 = 0.3;

/// One series whose causes are asked about.
struct Case<'a> {
    place: usize,
    series: &'a DemandSeries,
    /// NaN where demand was not seen.
    seen: Vec<f64>,
    /// The causes that it heeds, and how much.
    causes: Vec<Cause>,
    heed: f64,
    with: Option<Vec<f64>>,
    /// What Prophet with causes said at each past origin, the latest first.
    past: Vec<Option<Vec<f64>>>,
}

/// Reads the causes of all regular series that have some known as far as the horizon, and says what they make of those
/// that are `wanted`; None for each other.
pub(crate) fn explain(
    series: &[DemandSeries],
    seen: &[Vec<f64>],
    wanted: &[bool],
    horizon: usize,
    options: &Options,
) -> Vec<Option<Explained>> {
    let mut explained: Vec<Option<Explained>> = vec![None; series.len()];
    let asked: Vec<usize> = (0..series.len())
        .filter(|at| {
            let known = Cause::ALL.iter().any(|cause| cause.is_known(&series[*at], horizon));
            known && seen[*at].len() > SHORTEST && DemandClass::of(&seen[*at]).is_regular()
        })
        .collect();
    if !asked.iter().any(|at| wanted[*at]) {
        return explained;
    }
    let cases = in_parallel(asked.len(), options.threads, |index| {
        Case::read(asked[index], &series[asked[index]], horizon)
    });
    let (counted, large): (Vec<Case<'_>>, Vec<Case<'_>>) =
        cases.into_iter().filter(|case| case.heed > 0.0).partition(|case| is_counted(&seen[case.place]));
    // Small counts lie wider around what is said of them: each kind has its own spread.
    for cases in [counted, large] {
        let said = forecast_cases(&cases, seen, horizon, options);
        for (place, heed, forecast) in said.into_iter().filter(|(place, ..)| wanted[*place]) {
            explained[place] = Some(Explained { forecast, heed });
        }
    }
    explained
}

/// The forecast of a series as far as it heeds its causes.
pub(crate) fn heed(base: &Forecast, explained: &Explained) -> Forecast {
    let (own, share) = (&explained.forecast, explained.heed);
    let mixed = |own: f64, base: f64| share * own + (1.0 - share) * base;
    let blend = |own: &[Step], base: &[Step]| -> Vec<Step> {
        let both = own.iter().zip(base).map(|(own, base)| {
            let quantiles = std::array::from_fn(|at| mixed(own.quantiles[at], base.quantiles[at]));
            Step::of_quantiles(mixed(own.mean, base.mean), quantiles)
        });
        both.collect()
    };
    let named = if share >= 0.5 { own } else { base };
    Forecast { steps: blend(&own.steps, &base.steps), ahead: blend(&own.ahead, &base.ahead), ..named.clone() }
}

impl<'a> Case<'a> {
    fn read(place: usize, series: &'a DemandSeries, horizon: usize) -> Self {
        let seen: Vec<f64> = (0..series.quantity.len())
            .map(|at| if series.is_observed(at) { series.quantity[at].max(0.0) } else { f64::NAN })
            .collect();
        let mut case =
            Self { place, series, seen, causes: Vec::new(), heed: 0.0, with: None, past: Vec::new() };
        let blind = case.said_before(&[], horizon);
        let mut best = blind.clone();
        for cause in Cause::ALL.into_iter().filter(|cause| cause.is_known(series, horizon)) {
            let tried: Vec<Cause> = case.causes.iter().copied().chain([cause]).collect();
            let said = case.said_before(&tried, horizon);
            // The first may help little, for it is heeded by as much; what stands beside others must be worth it.
            let least = if case.causes.is_empty() { 0.0 } else { HEEDED.0 };
            if case.cut(&best, &said, horizon) > least {
                (case.causes, best) = (tried, said);
            }
        }
        let (none, whole) = HEEDED;
        case.heed = ((case.cut(&blind, &best, horizon) - none) / (whole - none)).clamp(0.0, 1.0);
        if case.heed > 0.0 {
            case.with = case.said(case.seen.len(), horizon, &case.causes);
        }
        case.past = best;
        case
    }

    /// What is said at each past origin.
    fn said_before(&self, causes: &[Cause], horizon: usize) -> Vec<Option<Vec<f64>>> {
        self.origins(horizon).into_iter().map(|origin| self.said(origin, horizon, causes)).collect()
    }

    /// By which share the misses of what was said at past origins are fewer than those of something else.
    fn cut(&self, before: &[Option<Vec<f64>>], after: &[Option<Vec<f64>>], horizon: usize) -> f64 {
        let (mut missed, mut left) = (0.0, 0.0);
        for (origin, both) in self.origins(horizon).into_iter().zip(before.iter().zip(after)) {
            if let (Some(before), Some(after)) = both {
                missed += self.missed(origin, before);
                left += self.missed(origin, after);
            }
        }
        if missed > 0.0 { 1.0 - left / missed } else { 0.0 }
    }

    fn origins(&self, horizon: usize) -> Vec<usize> {
        let back = (1..=ORIGINS).map_while(|back| self.seen.len().checked_sub(back * horizon));
        back.take_while(|origin| *origin >= SHORTEST).collect()
    }

    /// What Prophet says at an origin, of logarithms: a cause multiplies demand.
    fn said(&self, origin: usize, horizon: usize, causes: &[Cause]) -> Option<Vec<f64>> {
        let known = heeding(&self.series.until(origin), causes, horizon);
        let causes = History::causes_of(&known);
        let (period, first) = (self.series.period, self.series.first);
        let logs: Vec<f64> = self.seen[..origin].iter().map(|sold| sold.ln_1p()).collect();
        let largest = logs.iter().copied().filter(|log| log.is_finite()).fold(0.0, f64::max);
        let path = History { period, first, values: &logs, causes: &causes }.forecast(horizon)?;
        // Nothing is said that lies far beyond what was ever seen.
        Some(path.mean.iter().map(|log| log.min(largest + 1.0).exp_m1().max(0.0)).collect())
    }

    /// The sum of misses where demand was seen.
    fn missed(&self, origin: usize, said: &[f64]) -> f64 {
        let misses = said.iter().zip(&self.seen[origin..]).map(|(said, seen)| (said - seen).abs());
        misses.filter(|miss| miss.is_finite()).sum()
    }
}

/// Prophet and one regression over all of the series, weighed by their past errors, with intervals that their past misses
/// leave.
fn forecast_cases(
    cases: &[Case<'_>],
    seen: &[Vec<f64>],
    horizon: usize,
    options: &Options,
) -> Vec<(usize, f64, Forecast)> {
    let regressed = |back: usize| -> Vec<Option<Vec<f64>>> {
        let known: Vec<DemandSeries> = cases
            .iter()
            .map(|case| {
                let known = case.series.until(case.seen.len().saturating_sub(back * horizon));
                heeding(&known, &case.causes, horizon)
            })
            .collect();
        let reach = Reach { from: 1, to: horizon };
        Regression::learn(&known, reach, Aim::Middle, 0, options.threads.get())
            .map_or_else(|| vec![None; cases.len()], |model| model.forecast(&known))
    };
    let past: Vec<Vec<Option<Vec<f64>>>> = (1..=ORIGINS).map(regressed).collect();
    // Of each case: both models' errors at each past origin, in what is usual there.
    let mut errors: Vec<[(f64, f64); 2]> = vec![[(0.0, 0.0); 2]; cases.len()];
    for (at, (case, errors)) in cases.iter().zip(&mut errors).enumerate() {
        for (back, origin) in case.origins(horizon).into_iter().enumerate() {
            let (Some(prophet), Some(regression)) = (&case.past[back], &past[back][at]) else { continue };
            let own = [case.missed(origin, prophet), case.missed(origin, regression)];
            let usual = f64::midpoint(own[0], own[1]);
            for (sum, own) in errors.iter_mut().zip(own).filter(|_| usual > 0.0) {
                *sum = (sum.0 + own / usual, sum.1 + 1.0);
            }
        }
    }
    let of_shop = [0, 1].map(|model| {
        let (sum, count) =
            errors.iter().fold((0.0, 0.0), |all, own| (all.0 + own[model].0, all.1 + own[model].1));
        if count > 0.0 { sum / count } else { 1.0 }
    });
    let shares = |at: usize| {
        let weights = [0, 1].map(|model| {
            let (sum, count) = errors[at][model];
            let error: f64 = (sum + OF_SHOP * of_shop[model]) / (count + OF_SHOP);
            (error + 0.05).powi(-SHARPNESS)
        });
        weights[0] / (weights[0] + weights[1])
    };
    let blend = |at: usize, prophet: &Option<Vec<f64>>, regression: &Option<Vec<f64>>| -> Option<Vec<f64>> {
        match (prophet, regression) {
            (Some(prophet), Some(regression)) => {
                let share = shares(at);
                let both = prophet.iter().zip(regression);
                Some(both.map(|(prophet, other)| share * prophet + (1.0 - share) * other).collect())
            }
            (Some(prophet), None) => Some(prophet.clone()),
            (None, regression) => regression.clone(),
        }
    };
    let mut past_pairs = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        for (back, origin) in case.origins(horizon).into_iter().enumerate() {
            let said = blend(at, &case.past[back], &past[back][at]).unwrap_or_default();
            let pairs = said.into_iter().zip(case.seen[origin..].iter().copied());
            past_pairs.extend(pairs.filter(|(said, seen)| *said > 0.0 && seen.is_finite()));
        }
    }
    let spread = Spread::of(&past_pairs);
    let ahead = regressed(0);
    let forecasts = cases.iter().enumerate().filter_map(|(at, case)| {
        let said = blend(at, &case.with, &ahead[at])?;
        let steps: Vec<Step> = said.iter().map(|pieces| spread.around(*pieces)).collect();
        let mut sum = 0.0;
        let together = steps.iter().map(|own| {
            sum += own.mean;
            let share = if own.mean > 0.0 { sum / own.mean } else { 1.0 };
            Step::of_quantiles(sum, own.quantiles.map(|pieces| pieces * share))
        });
        let forecast = Forecast {
            ahead: together.collect(),
            steps,
            model: Model::Regression,
            fallback: None,
            class: DemandClass::of(&seen[case.place]),
        };
        Some((case.place, case.heed, forecast))
    });
    forecasts.collect()
}

/// How far demand lay from what was said of it in the past.
///
/// A cause known badly spreads demand by a share of what is said, chance alone by its root: an interval in shares of what
/// was said of few pieces would be far too wide around many.
struct Spread {
    /// At each of [`LEVELS`], in deviations; None where the past is too short to tell.
    distances: Option<[f64; LEVELS.len()]>,
    /// The square of the share of what is said by which demand would lie off without chance.
    share: f64,
}

impl Spread {
    /// From what was said and what was seen then.
    fn of(past: &[(f64, f64)]) -> Self {
        let (beyond, squares) = past.iter().fold((0.0, 0.0), |(beyond, squares), (said, seen)| {
            (beyond + (seen - said).powi(2) - said, squares + said * said)
        });
        let share = if squares > 0.0 { f64::max(beyond / squares, 0.0) } else { 0.0 };
        let mut spread = Self { distances: None, share };
        let mut distances: Vec<f64> =
            past.iter().map(|(said, seen)| (seen - said) / spread.deviation(*said)).collect();
        distances.sort_unstable_by(f64::total_cmp);
        let n = distances.len();
        let at = |level: f64| distances[(((n + 1) as f64 * level).ceil() as usize).clamp(1, n) - 1];
        spread.distances = (n >= FEWEST).then(|| LEVELS.map(at));
        spread
    }

    fn deviation(&self, said: f64) -> f64 {
        (said + self.share * said * said).sqrt()
    }

    fn around(&self, pieces: f64) -> Step {
        let usual = || crate::model::moving_average::around(pieces, UNTOLD * pieces);
        self.distances.map_or_else(usual, |distances| {
            let deviation = self.deviation(pieces);
            Step::of_quantiles(pieces, distances.map(|distance| pieces + distance * deviation))
        })
    }
}
