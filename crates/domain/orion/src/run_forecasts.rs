//! Use case: forecasts for the whole shop, as far as its data changed, and the insights that follow from them.
//!
//! What is written carries the fingerprint of its data: a run that was killed finds what it wrote
//! unchanged and does the rest, so that no forecast is double or missing.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use db::Db;
use kernel::Currency;
use kernel::uuid::Uuid;

use crate::backtest_shop::{Tested, test_shop};
use crate::find_insights::{Known, insights_of, season_of};
use crate::insight::Insight;
use crate::kept_forecast::{KeptForecast, RunReport, Total};
use crate::shop_series::{ProductSeries, ShopSeries, load};
use crate::{
    DemandSeries, Errors, Forecast, Options, OrionError, Outcome, Period, Rules, Step, forecast_shop,
    measure, store,
};

/// Weeks ahead that pages show.
const HORIZON: usize = 4;
/// Forecasts a transaction.
const BATCH: usize = 500;
/// Unchanged products from which few changed ones learn what products like them sell.
const TEACHERS: usize = 2_000;
/// Weeks in which sales are held against what was said of them.
const WATCHED: i64 = 8;
/// Weeks of a total that are kept.
const TOTAL_WEEKS: usize = 156;

/// What a run must know of the shop.
#[derive(Debug, Clone)]
pub struct OrionSettings {
    /// The shop's days.
    pub zone: Tz,
    /// The shop's money.
    pub currency: Currency,
    /// At most as many threads.
    pub threads: NonZeroUsize,
}

impl OrionSettings {
    /// The shop's day at the moment of the database's clock.
    pub fn today(&self, db: &Db) -> NaiveDate {
        db.clock().now().with_timezone(&self.zone).date_naive()
    }

    /// How the models run.
    pub(crate) fn options(&self, weeks_to_cover: usize) -> Options {
        let protect = NonZeroUsize::new(weeks_to_cover).unwrap_or(NonZeroUsize::MIN);
        Options { threads: self.threads, protect, thorough: true }
    }
}

/// How far a run is: in pieces of work of all.
pub type Progress = Arc<dyn Fn(usize, usize) + Send + Sync>;

/// Forecasts the shop; `id` names the run, and the same run again goes on where it broke off.
///
/// # Errors
/// [`OrionError::NoHistory`] for a shop that has sold nothing yet, [`OrionError::Database`].
pub async fn run_forecasts(
    db: &Db,
    id: Uuid,
    settings: &OrionSettings,
    progress: Progress,
) -> Result<RunReport, OrionError> {
    let begun = db.clock().now();
    let rules = store::insight::find_rules(db.reader()).await?;
    let horizon = HORIZON.max(rules.weeks_to_cover());
    let shop = load(db, settings.today(db), horizon).await?.ok_or(OrionError::NoHistory)?;
    let known = store::forecast::list_fingerprints(db.reader()).await?;
    let earlier = store::forecast::list_runs(db.reader(), 1).await?.pop();
    let changed: Vec<usize> = (0..shop.products.len())
        .filter(|at| {
            let one = &shop.products[*at];
            known.get(&one.facts.number).is_none_or(|print| *print != one.fingerprint)
        })
        .collect();
    let options = settings.options(rules.weeks_to_cover());
    let whole = earlier.is_none() || changed.len() * 2 >= shop.products.len();
    let told = Arc::clone(&progress);
    let fitting = tokio::task::spawn_blocking(move || {
        let fitted = fit(&shop, &changed, whole, horizon, &options, &*told);
        (shop, changed, fitted)
    });
    let (shop, changed, fitted) = fitting.await.map_err(|error| OrionError::Fit(error.to_string()))?;
    let numbers: HashSet<u32> = shop.products.iter().map(|one| one.facts.number).collect();
    let gone: Vec<u32> = known.keys().copied().filter(|number| !numbers.contains(number)).collect();
    write(db, &shop, &changed, &fitted, &*progress).await?;
    let (accuracy, tested_weeks, totals) = match earlier {
        Some(earlier) if !whole => (earlier.accuracy, earlier.tested_weeks, earlier.totals),
        _ => (fitted.tested.accuracy, fitted.tested.weeks, fitted.totals),
    };
    let (insights, live, fallbacks) = look_at(db, &shop, &rules, &totals, settings).await?;
    let report = RunReport {
        id,
        begun,
        ended: db.clock().now(),
        first: shop.end,
        span: shop.span,
        products: shop.products.len(),
        fitted: changed.len(),
        fallbacks,
        tested_weeks,
        accuracy,
        live,
        totals,
    };
    let tx = db.begin_write().await?;
    store::forecast::delete(&tx, &gone).await?;
    store::insight::replace_all(&tx, &insights).await?;
    store::forecast::insert_run(&tx, &report).await?;
    tx.commit().await?;
    Ok(report)
}

/// What the models made.
struct Fitted {
    /// One for each of the changed.
    forecasts: Vec<Forecast>,
    tested: Tested,
    totals: Vec<Total>,
}

fn fit(
    shop: &ShopSeries,
    changed: &[usize],
    whole: bool,
    horizon: usize,
    options: &Options,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Fitted {
    let wanted: HashSet<usize> = changed.iter().copied().collect();
    let mut chosen = changed.to_vec();
    if whole {
        chosen = (0..shop.products.len()).collect();
    } else if !changed.is_empty() {
        let others: Vec<usize> = (0..shop.products.len()).filter(|at| !wanted.contains(at)).collect();
        chosen.extend(others.iter().step_by((others.len() / TEACHERS).max(1)));
    }
    let series: Vec<DemandSeries> = chosen.iter().map(|at| shop.products[*at].series.clone()).collect();
    let total = series.len();
    // Fitting, testing and writing take about as long.
    let forecasts = forecast_shop(&series, horizon, options, &|done| progress(done, total * 3));
    let tested = test_shop(&series, &forecasts, options, &|done| progress(total + done, total * 3));
    let places: HashMap<usize, usize> = chosen.iter().enumerate().map(|(place, at)| (*at, place)).collect();
    let totals = if whole { totals_of(shop, &forecasts, horizon, options) } else { Vec::new() };
    let of_changed = |at: &usize| forecasts[places[at]].clone();
    let errors = changed.iter().map(|at| tested.errors[places[at]]).collect();
    Fitted {
        forecasts: changed.iter().map(of_changed).collect(),
        tested: Tested { errors, ..tested },
        totals,
    }
}

/// Demand of the shop and of each category, summed, with what is ahead of each: the sum of what its products
/// are expected to sell, spread as the sum's own past is. `forecasts` are those of all products.
fn totals_of(shop: &ShopSeries, forecasts: &[Forecast], horizon: usize, options: &Options) -> Vec<Total> {
    let Some(first) = shop.products.iter().map(|one| one.series.first).min() else { return Vec::new() };
    let weeks = usize::try_from((shop.end - first).num_days() / 7).unwrap_or(0);
    let mut sums: HashMap<Option<u32>, (Vec<f64>, Vec<f64>)> = HashMap::new();
    for (ProductSeries { series, .. }, forecast) in shop.products.iter().zip(forecasts) {
        let offset = usize::try_from((series.first - first).num_days() / 7).unwrap_or(0);
        for key in std::iter::once(None).chain(series.category.map(Some)) {
            let (past, ahead) = sums.entry(key).or_insert_with(|| (vec![0.0; weeks], vec![0.0; horizon]));
            past.iter_mut().skip(offset).zip(&series.quantity).for_each(|(total, sold)| *total += sold);
            ahead.iter_mut().zip(&forecast.steps).for_each(|(total, step)| *total += step.mean);
        }
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|sum| sum.0);
    let series: Vec<DemandSeries> = sums
        .iter()
        .map(|(_, (past, _))| DemandSeries::of_quantities(Period::Week, first, past.clone()))
        .collect();
    let quick = Options { thorough: false, ..*options };
    let spread = forecast_shop(&series, horizon, &quick, &|_| ());
    let kept = sums.into_iter().zip(spread).map(|((category, (mut weeks, ahead)), mut forecast)| {
        for (step, mean) in forecast.steps.iter_mut().zip(ahead) {
            let share = if step.mean > 0.0 { mean / step.mean } else { 1.0 };
            *step = Step::of_quantiles(mean, step.quantiles.map(|pieces| pieces * share));
        }
        let dropped = weeks.len().saturating_sub(TOTAL_WEEKS);
        weeks.drain(..dropped);
        Total { category, first: Period::Week.after(first, dropped), weeks, forecast }
    });
    kept.collect()
}

async fn write(
    db: &Db,
    shop: &ShopSeries,
    changed: &[usize],
    fitted: &Fitted,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<(), OrionError> {
    let made_at = db.clock().now();
    let mut written = 0;
    let all: Vec<(usize, &Forecast, Option<Errors>)> = changed
        .iter()
        .zip(&fitted.forecasts)
        .zip(&fitted.tested.errors)
        .map(|((at, forecast), errors)| (*at, forecast, *errors))
        .collect();
    for part in all.chunks(BATCH) {
        let kept: Vec<KeptForecast> = part
            .iter()
            .map(|(at, forecast, errors)| KeptForecast {
                number: shop.products[*at].facts.number,
                fingerprint: shop.products[*at].fingerprint.clone(),
                made_at,
                first: shop.end,
                forecast: (*forecast).clone(),
                errors: *errors,
            })
            .collect();
        let tx = db.begin_write().await?;
        store::forecast::upsert(&tx, &kept).await?;
        tx.commit().await?;
        written += part.len();
        progress(all.len() * 2 + written, all.len() * 3);
    }
    Ok(())
}

type Looked = (Vec<Insight>, Option<Errors>, Vec<(String, usize)>);

/// Holds the forecasts against stock and sales: what should be done, how live forecasts fared, who stood in.
async fn look_at(
    db: &Db,
    shop: &ShopSeries,
    rules: &Rules,
    totals: &[Total],
    settings: &OrionSettings,
) -> Result<Looked, OrionError> {
    let (now, today) = (db.clock().now(), settings.today(db));
    let said = store::forecast::list_said(db.reader(), shop.end - TimeDelta::weeks(WATCHED)).await?;
    let mut insights = Vec::new();
    let mut fallbacks: HashMap<&str, usize> = HashMap::new();
    let mut happened: Vec<(usize, Vec<(Step, f64)>)> = Vec::new();
    let mut turnover: HashMap<u32, i64> = HashMap::new();
    let places: HashMap<u32, usize> =
        shop.products.iter().enumerate().map(|(at, one)| (one.facts.number, at)).collect();
    let mut after = None;
    loop {
        let page = store::forecast::list(db.reader(), after, BATCH as u64).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.number);
        for kept in &page {
            let Some(&at) = places.get(&kept.number) else { continue };
            let ProductSeries { facts, series, .. } = &shop.products[at];
            let known: Vec<(Step, f64)> = said
                .get(&kept.number)
                .into_iter()
                .flatten()
                .filter_map(|(week, step)| {
                    let at = usize::try_from((*week - series.first).num_days() / 7).ok()?;
                    series.is_observed(at).then(|| (*step, series.quantity[at]))
                })
                .collect();
            let of_product = Known { facts, series, forecast: &kept.forecast, said: &known };
            insights.extend(insights_of(&of_product, rules, today, now));
            if let Some(fallback) = kept.forecast.fallback {
                *fallbacks.entry(fallback.as_str()).or_default() += 1;
            }
            if let (Some(category), Some(price)) = (series.category, facts.price_minor) {
                let weekly: f64 = kept.forecast.steps.iter().map(|step| step.mean).sum();
                *turnover.entry(category).or_default() += (weekly * price as f64) as i64;
            }
            if !known.is_empty() {
                happened.push((at, known));
            }
        }
    }
    for total in totals {
        let Some(category) = total.category else { continue };
        let worth = turnover.get(&category).copied().unwrap_or(0);
        insights.extend(season_of(category, &total.weeks, rules, worth, now));
    }
    let outcomes: Vec<(&[f64], Vec<Step>, Vec<f64>)> = happened
        .iter()
        .map(|(at, known)| {
            let (steps, sold): (Vec<Step>, Vec<f64>) = known.iter().copied().unzip();
            (shop.products[*at].series.quantity.as_slice(), steps, sold)
        })
        .collect();
    let live = (!outcomes.is_empty()).then(|| {
        measure(outcomes.iter().map(|(history, steps, actual)| Outcome {
            history,
            actual,
            steps,
            season: 52,
        }))
    });
    let mut fallbacks: Vec<(String, usize)> =
        fallbacks.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
    fallbacks.sort();
    Ok((insights, live, fallbacks))
}
