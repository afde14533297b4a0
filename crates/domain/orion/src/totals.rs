//! Demand of the shop and of its categories: forecast from their own past, and reconciled with their products, so that
//! a total is the sum of what it is made of.
//!
//! What products say together, what a total's own past says, and what feasts and school holidays did to all totals are
//! weighed by how each did on the last weeks; the products then share what the total gains or loses. Seldom sold ones
//! keep their quantiles: those are calibrated on counts.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::causes;
use crate::kept_forecast::Total;
use crate::model::regression::{Aim, Reach, Regression};
use crate::shop_series::ShopSeries;
use crate::{Asked, Country, DemandSeries, Forecast, Learnt, Model, Options, Period, Step, forecast_some};

/// Weeks on which it is seen by how much the mean lies above the regression's median.
const TRIED_WEEKS: usize = 8;
/// Weeks of a total that are kept.
const WEEKS_KEPT: usize = 156;
/// A total moves its products by no more than this, up or down.
const FARTHEST: f64 = 1.25;
/// Weeks of history in which each feast was seen about twice.
const YEARS_OF_FEASTS: usize = 96;
/// A total that sells fewer pieces a week has no past of its own that one could read.
const FEWEST_PIECES: f64 = 8.0;

/// One total: which, its past, what its products say is ahead, what they said of the last weeks.
struct Sum {
    category: Option<u32>,
    past: Vec<f64>,
    ahead: Vec<f64>,
    before: Vec<f64>,
}

/// The totals of all products, and their forecasts brought in line with them. `before` is what was said of each
/// product's last weeks from what was known before those.
pub(crate) fn reconcile(
    shop: &ShopSeries,
    forecasts: &mut [Forecast],
    before: &[Vec<f64>],
    horizon: usize,
    country: Option<Country>,
    options: &Options,
) -> Vec<Total> {
    let sums = sum_up(shop, forecasts, before, horizon);
    let Some(length) = sums.first().map(|sum| sum.past.len()).filter(|length| *length > 0) else {
        return Vec::new();
    };
    let held_back = before.iter().map(Vec::len).max().unwrap_or(0).min(length);
    let first = Period::Week.before(shop.end, length);
    let ask = |without: usize, horizon: usize| ask_pasts(&sums, without, horizon, first, country, options);
    let (own, caused) = ask(0, horizon);
    let (tested, tested_causes) = ask(held_back, held_back.max(1));
    let trust = trust_in(&sums, &tested, &tested_causes, held_back);
    // From the categories up to the shop, and down again.
    let wanted: Vec<Vec<f64>> = sums
        .iter()
        .enumerate()
        .map(|(at, sum)| {
            let opinion = |step: usize| {
                let sum_of_products = sum.ahead[step];
                let said = opinions(sum, step, sum_of_products, &own[at], caused[at].as_deref());
                let weights = trust.iter().zip(said).filter_map(|(weight, said)| Some((weight, said?)));
                let (sum, of) =
                    weights.fold((0.0, 0.0), |(sum, of), (weight, said)| (sum + weight * said, of + weight));
                // In a small shop no total tells who is to be believed.
                if of > 0.0 { sum / of } else { sum_of_products }
            };
            (0..horizon).map(opinion).collect()
        })
        .collect();
    let factor = |wanted: f64, said: f64| {
        if said > 0.0 { (wanted / said).clamp(1.0 / FARTHEST, FARTHEST) } else { 1.0 }
    };
    let of_shop: Vec<f64> = (0..horizon)
        .map(|step| {
            let below: f64 = sums
                .iter()
                .zip(&wanted)
                .filter(|(sum, _)| sum.category.is_some())
                .map(|(_, wanted)| wanted[step])
                .sum();
            let of_categories: f64 =
                sums.iter().filter(|sum| sum.category.is_some()).map(|sum| sum.ahead[step]).sum();
            let whole = sums.iter().position(|sum| sum.category.is_none());
            whole.map_or(1.0, |at| factor(wanted[at][step], below + sums[at].ahead[step] - of_categories))
        })
        .collect();
    let factors: BTreeMap<Option<u32>, Vec<f64>> = sums
        .iter()
        .zip(&wanted)
        .map(|(sum, wanted)| {
            let own = (0..horizon).map(|step| {
                let own = if sum.category.is_some() { factor(wanted[step], sum.ahead[step]) } else { 1.0 };
                (own * of_shop[step]).clamp(1.0 / FARTHEST, FARTHEST)
            });
            (sum.category, own.collect())
        })
        .collect();
    for (one, forecast) in shop.products.iter().zip(forecasts.iter_mut()) {
        if let Some(factors) = factors.get(&one.series.category) {
            scale(forecast, factors);
        }
    }
    let sums = sum_up(shop, forecasts, before, horizon);
    let kept = sums.into_iter().zip(own).map(|(sum, mut forecast)| {
        forecast.steps.truncate(horizon);
        let factors: Vec<f64> = sum
            .ahead
            .iter()
            .zip(&forecast.steps)
            .map(|(mean, step)| if step.mean > 0.0 { mean / step.mean } else { 1.0 })
            .collect();
        forecast.ahead = together(&forecast.ahead, &forecast.steps, &factors);
        for ((step, mean), factor) in forecast.steps.iter_mut().zip(&sum.ahead).zip(&factors) {
            *step = Step::of_quantiles(*mean, step.quantiles.map(|pieces| pieces * factor));
        }
        let dropped = sum.past.len().saturating_sub(WEEKS_KEPT);
        let weeks = sum.past[dropped..].to_vec();
        Total { category: sum.category, first: Period::Week.after(first, dropped), weeks, forecast }
    });
    kept.collect()
}

fn sum_up(shop: &ShopSeries, forecasts: &[Forecast], before: &[Vec<f64>], horizon: usize) -> Vec<Sum> {
    let longest = shop.products.iter().map(|one| one.series.quantity.len()).max().unwrap_or(0);
    let held_back = before.iter().map(Vec::len).max().unwrap_or(0);
    let mut sums: BTreeMap<Option<u32>, Sum> = BTreeMap::new();
    for ((one, forecast), before) in shop.products.iter().zip(forecasts).zip(before) {
        for category in std::iter::once(None).chain(one.series.category.map(Some)) {
            let sum = sums.entry(category).or_insert_with(|| Sum {
                category,
                past: vec![0.0; longest],
                ahead: vec![0.0; horizon],
                before: vec![0.0; held_back],
            });
            let offset = longest - one.series.quantity.len();
            sum.past[offset..].iter_mut().zip(&one.series.quantity).for_each(|(sum, sold)| *sum += sold);
            sum.ahead.iter_mut().zip(&forecast.steps).for_each(|(sum, step)| *sum += step.mean);
            sum.before.iter_mut().zip(before).for_each(|(sum, said)| *sum += said);
        }
    }
    sums.into_values().collect()
}

/// What each total's own past says, without its last weeks; and what the calendar's feasts did to all of them.
fn ask_pasts(
    sums: &[Sum],
    without: usize,
    horizon: usize,
    first: NaiveDate,
    country: Option<Country>,
    options: &Options,
) -> (Vec<Forecast>, Vec<Option<Vec<f64>>>) {
    let length = sums.first().map_or(0, |sum| sum.past.len()) - without;
    let regressors = country.map(|country| causes::columns(country, first, length + horizon));
    let series: Vec<DemandSeries> = sums
        .iter()
        .map(|sum| DemandSeries {
            regressors: regressors.clone().unwrap_or_default(),
            ..DemandSeries::of_quantities(Period::Week, first, sum.past[..length].to_vec())
        })
        .collect();
    let ask = |(at, sum): (usize, &Sum)| {
        let model = if has_own_past(sum) { Model::Ensemble } else { Model::MovingAverage };
        Asked { at, model: Some(model) }
    };
    let asked: Vec<Asked> = sums.iter().enumerate().map(ask).collect();
    let own = forecast_some(&Learnt::default(), &series, &asked, horizon, options, &|_| ());
    let mut caused = vec![None; sums.len()];
    if country.is_some() && length >= YEARS_OF_FEASTS {
        let places: Vec<usize> = (0..sums.len()).filter(|at| has_own_past(&sums[*at])).collect();
        let some: Vec<DemandSeries> = places.iter().map(|at| series[*at].clone()).collect();
        let reach = Reach { from: 1, to: horizon };
        if let Some(model) = Regression::learn(&some, reach, Aim::Middle, TRIED_WEEKS, options.threads.get())
        {
            let ratio = model.mean_ratio();
            for (at, medians) in places.into_iter().zip(model.forecast(&some)) {
                caused[at] = medians.map(|steps| steps.into_iter().map(|step| step * ratio).collect());
            }
        }
    }
    (own, caused)
}

/// What the products, the total's own past and the calendar say of a step; nothing where they cannot.
fn opinions(
    sum: &Sum,
    step: usize,
    products: f64,
    own: &Forecast,
    caused: Option<&[f64]>,
) -> [Option<f64>; 3] {
    let past = own.steps.get(step).filter(|_| has_own_past(sum)).map(|step| step.mean);
    [Some(products), past, caused.and_then(|steps| steps.get(step)).copied()]
}

fn has_own_past(sum: &Sum) -> bool {
    let year = &sum.past[sum.past.len().saturating_sub(52)..];
    year.iter().sum::<f64>() >= FEWEST_PIECES * year.len().max(1) as f64
}

/// How much each opinion is believed: the inverse of its squared errors on the last weeks, over all totals.
fn trust_in(sums: &[Sum], tested: &[Forecast], caused: &[Option<Vec<f64>>], weeks: usize) -> [f64; 3] {
    let mut errors = [(0.0, 0.0); 3];
    for (at, sum) in sums.iter().enumerate().filter(|(_, sum)| has_own_past(sum)) {
        let seen = &sum.past[sum.past.len() - weeks..];
        let level = seen.iter().sum::<f64>() / weeks.max(1) as f64;
        for (step, (seen, said)) in seen.iter().zip(&sum.before).enumerate() {
            let said = opinions(sum, step, *said, &tested[at], caused[at].as_deref());
            for ((sum, count), said) in errors.iter_mut().zip(said) {
                // Poisson's deviation is the yardstick, so that small totals speak too.
                *sum += said.map_or(0.0, |said| (seen - said).powi(2) / level.max(1.0));
                *count += f64::from(u8::from(said.is_some()));
            }
        }
    }
    errors.map(|(sum, count)| if count > 0.0 { count / sum.max(1e-9) } else { 0.0 })
}

/// Moves a forecast's means; its quantiles too where it sells too much to be counted.
fn scale(forecast: &mut Forecast, factors: &[f64]) {
    let counted = matches!(forecast.model, Model::Global | Model::Histogram | Model::PooledPrior);
    let move_one = |step: &Step, factor: f64| {
        let quantiles = if counted { step.quantiles } else { step.quantiles.map(|pieces| pieces * factor) };
        Step::of_quantiles(step.mean * factor, quantiles)
    };
    let shares = shares(&forecast.steps, factors);
    for (step, factor) in forecast.ahead.iter_mut().zip(&shares) {
        *step = move_one(step, *factor);
    }
    for (step, factor) in forecast.steps.iter_mut().zip(factors) {
        *step = move_one(step, *factor);
    }
}

fn together(ahead: &[Step], steps: &[Step], factors: &[f64]) -> Vec<Step> {
    let moved = ahead.iter().zip(shares(steps, factors));
    moved
        .map(|(step, factor)| {
            Step::of_quantiles(step.mean * factor, step.quantiles.map(|pieces| pieces * factor))
        })
        .collect()
}

/// By what the first one, two, three ... steps together are moved.
fn shares(steps: &[Step], factors: &[f64]) -> Vec<f64> {
    let (mut before, mut after) = (0.0, 0.0);
    let pairs = steps.iter().zip(factors);
    pairs
        .map(|(step, factor)| {
            before += step.mean;
            after += step.mean * factor;
            if before > 0.0 { after / before } else { 1.0 }
        })
        .collect()
}
