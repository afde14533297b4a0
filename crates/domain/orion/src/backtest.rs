//! Forecasts as they would have been made in the past, beside what happened then.

use crate::forecast::{Forecast, Options, forecast_shop};
use crate::measure::{Errors, Outcome, measure};
use crate::series::DemandSeries;
use crate::step::Step;

/// What was forecast at past origins, and how far it lay off.
#[derive(Debug, Clone)]
pub struct Backtest {
    /// For each origin, the latest first, a forecast of each series.
    pub origins: Vec<Vec<Forecast>>,
    /// The errors of each series over all origins.
    pub each: Vec<Errors>,
    /// The errors of all together.
    pub all: Errors,
}

/// Forecasts every series again from `origins` past moments, each `horizon` periods before the one after it, from what
/// was known at each: what is known of the future (prices, promotions, regressors) is known then too. A period in which
/// the product could not be bought measures nothing.
pub fn backtest(series: &[DemandSeries], horizon: usize, origins: usize, options: &Options) -> Backtest {
    let known_at = |back: usize| -> Vec<DemandSeries> {
        series.iter().map(|one| one.until(one.quantity.len().saturating_sub(back * horizon))).collect()
    };
    let known: Vec<Vec<DemandSeries>> = (1..=origins).map(known_at).collect();
    let forecasts: Vec<Vec<Forecast>> =
        known.iter().map(|known| forecast_shop(known, horizon, options, &|_| ())).collect();
    let seen: Vec<Vec<Seen>> = (0..series.len())
        .map(|at| {
            let pairs = known.iter().zip(&forecasts);
            pairs.map(|(known, forecasts)| Seen::of(&series[at], &known[at], &forecasts[at])).collect()
        })
        .collect();
    Backtest {
        each: seen.iter().map(|of_series| measure(of_series.iter().map(Seen::outcome))).collect(),
        all: measure(seen.iter().flatten().map(Seen::outcome)),
        origins: forecasts,
    }
}

/// One series at one origin: the periods that measure something.
struct Seen {
    history: Vec<f64>,
    actual: Vec<f64>,
    steps: Vec<Step>,
    season: usize,
}

impl Seen {
    fn of(series: &DemandSeries, known: &DemandSeries, forecast: &Forecast) -> Self {
        let from = known.quantity.len();
        let measured: Vec<usize> =
            (0..forecast.steps.len()).filter(|step| series.is_observed(from + step)).collect();
        Self {
            history: known.demand(),
            actual: measured.iter().map(|step| series.quantity[from + step].max(0.0)).collect(),
            steps: measured.iter().map(|step| forecast.steps[*step]).collect(),
            season: series.period.season(),
        }
    }

    fn outcome(&self) -> Outcome<'_> {
        Outcome { history: &self.history, actual: &self.actual, steps: &self.steps, season: self.season }
    }
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

    /// Sales of parts that sell now and then, drawn from a small generator.
    fn shop(parts: u64, weeks: u64) -> Vec<DemandSeries> {
        let drawn = |part: u64, week: u64| {
            let mut x = (part * 1_000 + week).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            x = (x ^ (x >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            ((x ^ (x >> 29)) % 100) as f64 / 100.0
        };
        let sold = |part, week| {
            let often = 0.1 + 0.02 * (part % 20) as f64;
            if drawn(part, week) < often { (1.0 + 3.0 * drawn(part, week + 500)).round() } else { 0.0 }
        };
        (0..parts).map(|part| series((0..weeks).map(|week| sold(part, week)).collect())).collect()
    }

    fn assert_future_is_unseen(mut shop: Vec<DemandSeries>, options: &Options) {
        let before = backtest(&shop, 4, 1, options);
        for one in &mut shop {
            let from = one.quantity.len().saturating_sub(4);
            for sold in &mut one.quantity[from..] {
                *sold = 3.0 * *sold + 7.0;
            }
        }
        assert_eq!(before.origins, backtest(&shop, 4, 1, options).origins);
    }

    #[test]
    fn the_models_that_learn_do_not_see_the_future_that_they_are_measured_on() {
        assert_future_is_unseen(shop(40, 60), &Options::default());
    }

    #[test]
    fn stock_outs_that_are_known_cost_little_of_the_level() {
        let whole = shop(60, 104);
        let mut masked = whole.clone();
        for (part, one) in masked.iter_mut().enumerate() {
            one.in_stock = (0..one.quantity.len()).map(|week| (part * 31 + week * 17) % 10 != 0).collect();
            for week in 0..one.quantity.len() {
                one.quantity[week] *= f64::from(one.in_stock[week]);
            }
        }
        let mut unmasked = masked.clone();
        for one in &mut unmasked {
            one.in_stock.clear();
        }
        let quick = Options { thorough: false, ..Options::default() };
        let total = |shop: &[DemandSeries]| -> f64 {
            forecast_shop(shop, 4, &quick, &|_| ())
                .iter()
                .flat_map(|one| &one.steps)
                .map(|step| step.mean)
                .sum()
        };
        let (truth, seen, naive) = (total(&whole), total(&masked), total(&unmasked));
        assert!((seen - truth).abs() <= 0.25 * (naive - truth).abs(), "{truth} {seen} {naive}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(30))]
        #[test]
        fn no_forecast_hangs_on_the_future(quantities in prop::collection::vec(prop::collection::vec(0.0..9.0, 0..40), 1..6)) {
            let quick = Options { thorough: false, ..Options::default() };
            assert_future_is_unseen(quantities.into_iter().map(series).collect(), &quick);
        }
    }
}
