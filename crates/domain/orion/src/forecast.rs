//! One entry for all products of a shop: each series gets a finite forecast with a named source, whatever it holds.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};

use crate::calibrate::Calibration;
use crate::class::DemandClass;
use crate::counts::Counts;
use crate::ensemble::{self, Blend, Past};
use crate::explain::{explain, heed};
use crate::learnt::Learnt;
use crate::model::global::{Outlook, Product};
use crate::model::histogram::Pool;
use crate::model::moving_average;
use crate::series::DemandSeries;
use crate::source::{Fallback, Model};
use crate::step::Step;

/// What one product will sell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The periods ahead, the next one first.
    pub steps: Vec<Step>,
    /// The demand of the first one, two, three ... periods ahead together: what a lead time asks for.
    pub ahead: Vec<Step>,
    /// The source.
    pub model: Model,
    /// Why it is no better source.
    pub fallback: Option<Fallback>,
    /// The kind of demand.
    pub class: DemandClass,
}

/// How a shop is forecast.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// At most as many threads.
    pub threads: NonZeroUsize,
    /// As many periods together must an order protect: the time between orders and the lead time.
    pub protect: NonZeroUsize,
    /// Whether models that take seconds are learnt; without, a shop of thousands is forecast in a fraction of one.
    pub thorough: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { threads: NonZeroUsize::MIN, protect: NonZeroUsize::MIN.saturating_add(1), thorough: true }
    }
}

/// Fewer periods than this are a short history.
const SHORT: usize = 8;
/// From this mean on a product sells too much for a count of each piece.
const LARGE: f64 = 100.0;

/// One series of a shop that is to be forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Its place among the shop's series.
    pub at: usize,
    /// The model that shall do it; where that cannot, or none is named, the one that its demand asks for.
    pub model: Option<Model>,
}

/// Forecasts every series `horizon` periods ahead; in the order of `series`, one for each. Never fails: where a
/// model cannot be used, the forecast names what stands in for it. `on_progress` hears how many are done.
pub fn forecast_shop(
    series: &[DemandSeries],
    horizon: usize,
    options: &Options,
    on_progress: &(dyn Fn(usize) + Sync),
) -> Vec<Forecast> {
    let learnt = if options.thorough { Learnt::learn(series, horizon, options) } else { Learnt::default() };
    let all: Vec<Asked> = (0..series.len()).map(|at| Asked { at, model: None }).collect();
    forecast_some(&learnt, series, &all, horizon, options, on_progress)
}

/// Forecasts some of a shop's series with what was learnt before; one for each that is `asked`. The others tell how the
/// shop as a whole sells.
pub fn forecast_some(
    learnt: &Learnt,
    series: &[DemandSeries],
    asked: &[Asked],
    horizon: usize,
    options: &Options,
    on_progress: &(dyn Fn(usize) + Sync),
) -> Vec<Forecast> {
    let demand: Vec<Vec<f64>> = series.iter().map(DemandSeries::demand).collect();
    let seen: Vec<Vec<f64>> = series.iter().map(DemandSeries::seen).collect();
    let pool = Pool::learn(seen.iter().zip(series).map(|(seen, of)| (seen.as_slice(), of.category)));
    let wanted = |model: Model| -> Vec<bool> {
        let mut wanted = vec![false; series.len()];
        for one in asked.iter().filter(|one| one.model.is_none_or(|named| named == model)) {
            wanted[one.at] = true;
        }
        wanted
    };
    let outlooks = ask_global(learnt, series, [&demand, &seen], &wanted(Model::Global), horizon, &pool);
    let explained = if options.thorough {
        explain(series, &seen, &wanted(Model::Regression), horizon, options)
    } else {
        vec![None; series.len()]
    };
    let done = AtomicUsize::new(0);
    let blends = in_parallel(asked.len(), options.threads, |index| {
        let Asked { at, model } = asked[index];
        let is_explained = explained[at].as_ref().is_some_and(|explained| explained.heed >= 1.0);
        let known = outlooks[at].is_some() || is_explained;
        let due = options.thorough && (model == Some(Model::Ensemble) || model.is_none() && !known);
        let blend = (due && is_fast(&seen[at]))
            .then(|| {
                let DemandSeries { period, first, .. } = series[at];
                ensemble::forecast(Past { period, first, demand: &demand[at] }, horizon)
            })
            .flatten();
        on_progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        blend
    });
    let past: Vec<_> = blends.iter().flatten().map(|blend| blend.past.as_slice()).collect();
    let calibration = Calibration::read(&past);
    in_parallel(asked.len(), options.threads, |index| {
        let Asked { at, model } = asked[index];
        let base = match (&outlooks[at], &blends[index], model) {
            (Some(outlook), ..) => of_outlook(outlook, &seen[at], options.protect.get()),
            (None, Some(blend), _) => of_blend(blend, &calibration, &seen[at]),
            (None, None, Some(Model::MovingAverage)) if !demand[at].is_empty() => {
                moving_average::forecast(&demand[at], horizon, DemandClass::of(&seen[at]), None)
            }
            (None, None, _) => forecast_one(&demand[at], &seen[at], series[at].category, horizon, &pool),
        };
        match &explained[at] {
            Some(explained) => heed(&base, explained),
            None => base,
        }
    })
}

/// Whether it sells often enough, for long enough, to be forecast from its own past.
pub(crate) fn is_fast(seen: &[f64]) -> bool {
    seen.len() >= 12 && DemandClass::of(seen).is_regular()
}

fn of_blend(blend: &Blend, calibration: &Calibration, seen: &[f64]) -> Forecast {
    let widths = calibration.widths(&blend.past);
    let around = |mean: f64, spread: f64| Step::of_quantiles(mean, widths.map(|width| mean + width * spread));
    let (mut mean, mut deviation) = (0.0, 0.0);
    let mut ahead = Vec::with_capacity(blend.mean.len());
    for (own, spread) in blend.mean.iter().zip(&blend.spread) {
        mean += own.max(0.0);
        // Errors of one forecast's steps go together: their deviations add up rather than their variances.
        deviation += spread;
        ahead.push(around(mean, deviation));
    }
    let steps = blend.mean.iter().zip(&blend.spread);
    Forecast {
        steps: steps.map(|(mean, spread)| around(mean.max(0.0), *spread)).collect(),
        ahead,
        model: Model::Ensemble,
        fallback: None,
        class: DemandClass::of(seen),
    }
}

/// What the global model says of each wanted series that it can be asked about.
fn ask_global(
    learnt: &Learnt,
    series: &[DemandSeries],
    [demand, seen]: [&[Vec<f64>]; 2],
    wanted: &[bool],
    horizon: usize,
    pool: &Pool,
) -> Vec<Option<Outlook>> {
    let mut outlooks = vec![None; series.len()];
    let Some(global) = &learnt.global else { return outlooks };
    let counted: Vec<usize> = (0..series.len()).filter(|at| is_counted(&demand[*at])).collect();
    let products: Vec<Product<'_>> = counted
        .iter()
        .map(|at| Product { series: &series[*at], demand: &demand[*at], seen: &seen[*at] })
        .collect();
    let said = global.forecast(&products, |place| wanted[counted[place]], pool);
    for (at, mut outlook) in counted.into_iter().zip(said.unwrap_or_default()) {
        if let Some(outlook) = &mut outlook {
            outlook.means.truncate(horizon);
            outlook.steps.truncate(horizon);
        }
        outlooks[at] = outlook;
    }
    outlooks
}

/// Whether pieces are few enough to be counted one by one, for long enough. What never sold counts too: it teaches how
/// seldom such a product begins to.
pub(crate) fn is_counted(demand: &[f64]) -> bool {
    let largest = demand.iter().copied().fold(0.0, f64::max);
    largest <= LARGE && demand.len() >= SHORT
}

fn of_outlook(outlook: &Outlook, seen: &[f64], protect: usize) -> Forecast {
    let steps = outlook.steps.iter().zip(&outlook.means);
    let steps: Vec<Step> =
        steps.map(|(counts, mean)| Step { mean: *mean, ..Step::of_counts(counts) }).collect();
    let mut ahead = lead_times(&outlook.steps);
    let mut mean = 0.0;
    for (step, own) in ahead.iter_mut().zip(&outlook.means) {
        mean += own;
        step.mean = mean;
    }
    if let Some(step) = ahead.get_mut(protect - 1) {
        // With its own mean: that tells where between two quantiles the chance of each piece lies.
        *step = Step::of_counts(&outlook.protect);
        let own = step.mean;
        ahead[..protect - 1].iter_mut().for_each(|shorter| shorter.mean = shorter.mean.min(own));
        ahead[protect..].iter_mut().for_each(|longer| longer.mean = longer.mean.max(own));
    }
    for at in 1..ahead.len() {
        let shorter = ahead[at - 1].quantiles;
        ahead[at].quantiles.iter_mut().zip(shorter).for_each(|(own, least)| *own = own.max(least));
    }
    Forecast { steps, ahead, model: Model::Global, fallback: None, class: DemandClass::of(seen) }
}

fn forecast_one(
    demand: &[f64],
    seen: &[f64],
    category: Option<u32>,
    horizon: usize,
    pool: &Pool,
) -> Forecast {
    let class = DemandClass::of(seen);
    let of_counts = |counts: &Counts, model, fallback| Forecast {
        steps: vec![Step::of_counts(counts); horizon],
        ahead: lead_times(&vec![counts.clone(); horizon]),
        model,
        fallback,
        class,
    };
    let sold = demand.iter().any(|sold| *sold > 0.0);
    if demand.is_empty() {
        return of_counts(pool.prior(category), Model::PooledPrior, Some(Fallback::NoHistory));
    }
    let largest = demand.iter().copied().fold(0.0, f64::max);
    if largest > LARGE {
        let fallback = if class.is_regular() { Fallback::NotFitted } else { Fallback::TooLarge };
        return moving_average::forecast(demand, horizon, class, Some(fallback));
    }
    let fallback = match (sold, demand.len() < SHORT) {
        (false, _) => Some(Fallback::NoSales),
        (true, true) => Some(Fallback::ShortHistory),
        (true, false) => None,
    };
    of_counts(&pool.of_history(seen, category), Model::Histogram, fallback)
}

/// The demand of the first one, two, three ... steps together.
pub(crate) fn lead_times(steps: &[Counts]) -> Vec<Step> {
    let mut together: Option<Counts> = None;
    steps
        .iter()
        .map(|step| {
            let sum = together.take().map_or_else(|| step.clone(), |sum| sum.and(step));
            let ahead = Step::of_counts(&sum);
            together = Some(sum);
            ahead
        })
        .collect()
}

/// `work` of 0 to `count`, on at most `threads` threads, in order.
pub(crate) fn in_parallel<T: Send>(
    count: usize,
    threads: NonZeroUsize,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let take_turns = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            done.push((index, work(index)));
        }
    };
    let mut all = std::thread::scope(|scope| {
        let helpers: Vec<_> = (1..threads.get()).map(|_| scope.spawn(take_turns)).collect();
        let mut all = take_turns();
        for helper in helpers {
            match helper.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_unstable_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::series::Period;

    fn series(quantity: Vec<f64>) -> DemandSeries {
        DemandSeries::of_quantities(Period::Week, NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(), quantity)
    }

    fn assert_sound(forecasts: &[Forecast], horizon: usize) {
        for forecast in forecasts {
            assert_eq!((forecast.steps.len(), forecast.ahead.len()), (horizon, horizon));
            for step in forecast.steps.iter().chain(&forecast.ahead) {
                assert!(step.mean.is_finite() && step.mean >= 0.0, "{forecast:?}");
                assert!(
                    step.quantiles.iter().all(|q| q.is_finite() && *q >= 0.0 && q.fract() == 0.0),
                    "{forecast:?}"
                );
                assert!(step.quantiles.windows(2).all(|pair| pair[0] <= pair[1]), "{forecast:?}");
            }
        }
    }

    #[test]
    fn every_series_gets_a_forecast_with_a_named_source() {
        let mut shop: Vec<DemandSeries> =
            (0..=12).map(|length| series((0..length).map(|at| f64::from(at % 3)).collect())).collect();
        let mut spike = vec![1.0; 60];
        spike[55] = 1e12;
        let mut one_sale = vec![0.0; 40];
        one_sale[3] = 1.0;
        let mut gap = vec![5.0; 60];
        gap[20..40].fill(f64::NAN);
        shop.extend([vec![0.0; 60], one_sale, vec![7.0; 120], spike, gap, vec![f64::NAN; 30]].map(series));
        let forecasts = forecast_shop(&shop, 4, &Options::default(), &|_| ());
        assert_eq!(forecasts.len(), shop.len());
        assert_sound(&forecasts, 4);
        assert_eq!(forecasts[0].fallback, Some(Fallback::NoHistory));
        assert_eq!(forecasts[5].fallback, Some(Fallback::ShortHistory));
        assert_eq!(forecasts[13].fallback, Some(Fallback::NoSales));
    }

    #[test]
    fn an_empty_shop_has_no_forecasts() {
        assert_eq!(forecast_shop(&[], 4, &Options::default(), &|_| ()), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn any_history_is_survived(quantities in prop::collection::vec(prop::collection::vec(
            prop_oneof![4 => Just(0.0), 4 => 0.0..20.0, 1 => any::<f64>()], 0..30), 0..6)) {
            let shop: Vec<DemandSeries> = quantities.into_iter().map(series).collect();
            assert_sound(&forecast_shop(&shop, 3, &Options::default(), &|_| ()), 3);
        }
    }
}
