//! Use case: forecasts for the whole shop, as far as its data changed, and the insights that follow from them.
//!
//! What is written carries the fingerprint of its data and of its models' lessons: a run that was killed finds what it
//! wrote unchanged and does the rest, so that no forecast is double or missing. It begins with the trials as they stood
//! before the week, so that what it had written already does not change what it makes of the rest.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use db::Db;
use kernel::uuid::Uuid;
use kernel::{Currency, boxed};

use crate::backtest::{Tested, backtest, known_before_tests};
use crate::causes::country_of;
use crate::champion::{add_week, choose};
use crate::find_insights::{Known, insights_of, season_of};
use crate::insight::Insight;
use crate::kept_forecast::{KeptForecast, Lesson, RunReport, Stand, Standing, Total};
use crate::shop_series::{EDITION, ProductSeries, ShopSeries, load};
use crate::totals::reconcile;
use crate::watch::{self, Heard};
use crate::{
    Asked, Country, Delivered, DemandSeries, Errors, Forecast, Learnt, Model, Options, OrionError, Rules,
    Trial, WeatherPlace, forecast_some, store,
};

/// Weeks ahead that pages show.
pub(crate) const WEEKS_SHOWN: usize = 4;
/// Forecasts a transaction.
const BATCH: usize = 100;
/// Weeks in which sales are held against what was said of them.
const WATCHED: i64 = 8;
/// What was learnt is used so long, should the monthly training not come.
const LONGEST_USE: TimeDelta = TimeDelta::days(62);

/// What a run must know of the shop.
#[derive(Debug, Clone)]
pub struct OrionSettings {
    /// The shop's days.
    pub zone: Tz,
    /// The shop's money.
    pub currency: Currency,
    /// At most as many threads.
    pub threads: NonZeroUsize,
    /// Where the shop lies, until that is set at the desk.
    pub weather: WeatherPlace,
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

/// Whether the models that learn from all products are taught anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Training {
    /// If what they were taught does not serve any more.
    WhenDue,
    /// In any case.
    Now,
}

/// How far a run is: in pieces of work of all.
pub type Progress = Arc<dyn Fn(usize, usize) + Send + Sync>;

/// Forecasts the shop; `id` names the run, and the same run again goes on where it broke off.
///
/// # Errors
/// [`OrionError::NoHistory`] for a shop that has sold nothing yet, [`OrionError::Database`].
#[boxed]
pub async fn run_forecasts(
    db: &Db,
    id: Uuid,
    training: Training,
    settings: &OrionSettings,
    progress: Progress,
) -> Result<RunReport, OrionError> {
    let begun = db.clock().now();
    let rules = store::insight::find_rules(db.reader()).await?;
    let horizon = WEEKS_SHOWN.max(rules.weeks_to_cover());
    let options = settings.options(rules.weeks_to_cover());
    let shop = Arc::new(load(db, settings, horizon).await?.ok_or(OrionError::NoHistory)?);
    let standing = store::forecast::list_standing(db.reader(), shop.end).await?;
    let earlier = store::forecast::list_runs(db.reader(), 1).await?.pop();
    let said = store::forecast::list_said(db.reader(), shop.end - TimeDelta::weeks(WATCHED)).await?;
    let heard = watch::hear(&shop, &said);
    let live = watch::live_errors(&shop, &heard);
    let tested = earlier.as_ref().map_or(&[][..], |earlier| &earlier.accuracy);
    let drifted = watch::left_the_band(live.as_ref(), tested);
    let again = training == Training::Now || drifted;
    let (lesson, learnt) = match find_learnt(db, &shop, horizon, &rules, &options).await? {
        Some(found) if !again || found.0.run == id => found,
        _ => learn(db, id, &shop, horizon, &rules, &options).await?,
    };
    let changed: Vec<usize> = (0..shop.products.len())
        .filter(|at| {
            let one = &shop.products[*at];
            let known = standing.get(&one.facts.number);
            known.is_none_or(|known| {
                known.fingerprint != one.fingerprint || known.lesson.is_some_and(|run| run != lesson.run)
            })
        })
        .collect();
    let whole = earlier.as_ref().is_none_or(|earlier| {
        earlier.first != shop.end || earlier.lesson.as_ref().is_none_or(|known| known.run != lesson.run)
    });
    let work = Work {
        places: if whole { (0..shop.products.len()).collect() } else { changed.clone() },
        drifted: heard.iter().map(|heard| watch::has_drifted(heard)).collect(),
        standing,
        whole,
        horizon,
        country: country_of(settings.currency),
        options,
    };
    let level = learnt.delivered.level_for(f64::from(rules.service_percent) / 100.0);
    let (of_shop, told) = (Arc::clone(&shop), Arc::clone(&progress));
    let fitting = tokio::task::spawn_blocking(move || {
        let made = make(&of_shop, &learnt, &work, &*told);
        (made, work)
    });
    let (made, work) = fitting.await.map_err(|error| OrionError::Fit(error.to_string()))?;
    let numbers: HashSet<u32> = shop.products.iter().map(|one| one.facts.number).collect();
    let gone: Vec<u32> = work.standing.keys().copied().filter(|number| !numbers.contains(number)).collect();
    write(db, &shop, &changed, &made, &lesson, &*progress).await?;
    let (accuracy, tested_weeks, totals) = match earlier {
        Some(earlier) if !whole => (earlier.accuracy, earlier.tested_weeks, earlier.totals),
        _ => (made.tested.accuracy, made.tested.weeks, made.totals),
    };
    let looked = look_at(db, &shop, &heard, (&rules, level), &totals, settings).await?;
    let report = RunReport {
        id,
        begun,
        ended: db.clock().now(),
        first: shop.end,
        span: shop.span.clone(),
        products: shop.products.len(),
        fitted: changed.len(),
        fallbacks: looked.fallbacks,
        tested_weeks,
        accuracy,
        live,
        totals,
        lesson: Some(lesson),
        champions: looked.champions,
        drifted,
    };
    let tx = db.begin_write().await?;
    store::forecast::delete(&tx, &gone).await?;
    store::insight::replace_all(&tx, &looked.insights).await?;
    store::forecast::insert_run(&tx, &report).await?;
    tx.commit().await?;
    Ok(report)
}

/// What was learnt before, if it serves for this shop: not too long ago, from as many products, and from none of the
/// weeks on which it is tested. A shop too small for the model over all products learns again once its data changed: that
/// costs it seconds.
pub(crate) async fn find_learnt(
    db: &Db,
    shop: &ShopSeries,
    horizon: usize,
    rules: &Rules,
    options: &Options,
) -> Result<Option<(Lesson, Learnt)>, OrionError> {
    let found = store::model::find_learnt(db.reader()).await?;
    let now = db.clock().now();
    Ok(found.filter(|(lesson, learnt)| {
        lesson.edition == EDITION
            && now - lesson.at <= LONGEST_USE
            && lesson.until <= shop.known_until()
            && shop.products.len() <= 2 * lesson.products
            && learnt.reaches(horizon, options)
            && (learnt.global.is_some() || lesson.fingerprint == shop.fingerprint())
            && learnt.delivered.holds_under(rules.policy())
    }))
}

/// Learns from all products what the tests' weeks are held back from, and keeps it.
async fn learn(
    db: &Db,
    run: Uuid,
    shop: &Arc<ShopSeries>,
    horizon: usize,
    rules: &Rules,
    options: &Options,
) -> Result<(Lesson, Learnt), OrionError> {
    let (of_shop, policy, options) = (Arc::clone(shop), rules.policy(), *options);
    let learning = tokio::task::spawn_blocking(move || {
        let series: Vec<DemandSeries> = of_shop.products.iter().map(|one| one.series.clone()).collect();
        let delivered = Delivered::learn(&series, policy, &options);
        Learnt { delivered, ..Learnt::learn(&known_before_tests(&series), horizon, &options) }
    });
    let learnt = learning.await.map_err(|error| OrionError::Fit(error.to_string()))?;
    let lesson = Lesson {
        run,
        at: db.clock().now(),
        fingerprint: shop.fingerprint(),
        until: shop.known_until(),
        products: shop.products.len(),
        edition: EDITION,
    };
    let tx = db.begin_write().await?;
    store::model::save_learnt(&tx, &lesson, &learnt).await?;
    tx.commit().await?;
    Ok((lesson, learnt))
}

/// What a run has to make.
struct Work {
    /// The places of the products that are tested and forecast.
    places: Vec<usize>,
    /// Whether sales left the band, of each product.
    drifted: Vec<bool>,
    standing: HashMap<u32, Standing>,
    /// Whether it is about the whole shop.
    whole: bool,
    horizon: usize,
    country: Option<Country>,
    options: Options,
}

/// What the models made.
struct Made {
    /// By the places of products.
    forecasts: HashMap<usize, OfProduct>,
    tested: Tested,
    totals: Vec<Total>,
}

struct OfProduct {
    forecast: Forecast,
    errors: Option<Errors>,
    champion: Option<Model>,
    trials: Vec<Trial>,
    before: Option<Stand>,
}

fn make(
    shop: &ShopSeries,
    learnt: &Learnt,
    work: &Work,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Made {
    let series: Vec<DemandSeries> = shop.products.iter().map(|one| one.series.clone()).collect();
    let standing = |at: usize| work.standing.get(&shop.products[at].facts.number);
    let models: Vec<Option<Model>> =
        (0..series.len()).map(|at| shop.products[at].model(standing(at))).collect();
    let total = work.places.len();
    // Testing, forecasting and writing take about as long.
    let tested =
        backtest(learnt, &series, &work.places, &models, &work.options, &|done| progress(done, total * 3));
    let mut judged: Vec<(Option<Model>, Vec<Trial>)> = Vec::with_capacity(total);
    for (place, at) in work.places.iter().enumerate() {
        let known = standing(*at).and_then(|known| known.before.as_ref());
        let mut trials = known.map(|known| known.trials.clone()).unwrap_or_default();
        for (week, losses) in &tested.losses[place] {
            // A week that was held back before has been counted then.
            let monday = series[*at].period.after(series[*at].first, *week);
            if known.is_none_or(|known| monday >= known.first) {
                add_week(&mut trials, losses, series[*at].quantity[*week] > 0.0);
            }
        }
        let before = known.and_then(|known| known.champion);
        let champion = tested.routed[place].and_then(|routed| {
            let champion = choose(before, routed, &trials, work.drifted[*at]);
            (champion != routed).then_some(champion)
        });
        judged.push((champion, trials));
    }
    let asked: Vec<Asked> = work
        .places
        .iter()
        .zip(&judged)
        .map(|(at, (champion, _))| Asked { at: *at, model: shop.products[*at].pinned.or(*champion) })
        .collect();
    let hear = |done| progress(total + done, total * 3);
    let mut forecasts = forecast_some(learnt, &series, &asked, work.horizon, &work.options, &hear);
    let totals = if work.whole {
        reconcile(shop, &mut forecasts, &tested.said, work.horizon, work.country, &work.options)
    } else {
        Vec::new()
    };
    let made = work.places.iter().zip(forecasts).zip(judged).zip(&tested.errors);
    let forecasts = made.map(|(((at, forecast), (champion, trials)), errors)| {
        let before = standing(*at).and_then(|known| known.before.clone());
        (*at, OfProduct { forecast, errors: *errors, champion, trials, before })
    });
    Made { forecasts: forecasts.collect(), tested, totals }
}

async fn write(
    db: &Db,
    shop: &ShopSeries,
    changed: &[usize],
    made: &Made,
    lesson: &Lesson,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<(), OrionError> {
    let made_at = db.clock().now();
    let mut written = 0;
    for part in changed.chunks(BATCH) {
        let kept: Vec<KeptForecast> = part
            .iter()
            .filter_map(|at| {
                let one = made.forecasts.get(at)?;
                let taught = matches!(one.forecast.model, Model::Global | Model::Regression);
                Some(KeptForecast {
                    number: shop.products[*at].facts.number,
                    fingerprint: shop.products[*at].fingerprint.clone(),
                    made_at,
                    first: shop.end,
                    forecast: one.forecast.clone(),
                    errors: one.errors,
                    champion: one.champion,
                    trials: one.trials.clone(),
                    before: one.before.clone(),
                    lesson: taught.then(|| lesson.clone()),
                })
            })
            .collect();
        let tx = db.begin_write().await?;
        store::forecast::upsert(&tx, &kept).await?;
        tx.commit().await?;
        written += part.len();
        progress(changed.len() * 2 + written, changed.len() * 3);
    }
    Ok(())
}

/// What was found in looking over all forecasts.
struct Looked {
    insights: Vec<Insight>,
    /// How many products each fallback stands in for.
    fallbacks: Vec<(String, usize)>,
    champions: usize,
}

/// Holds the forecasts against stock and sales: what should be done, and who stood in.
async fn look_at(
    db: &Db,
    shop: &ShopSeries,
    heard: &[Heard],
    (rules, level): (&Rules, f64),
    totals: &[Total],
    settings: &OrionSettings,
) -> Result<Looked, OrionError> {
    let (now, today) = (db.clock().now(), settings.today(db));
    let mut insights = Vec::new();
    let mut champions = 0;
    let mut fallbacks: HashMap<&str, usize> = HashMap::new();
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
            let of_product = Known { facts, series, forecast: &kept.forecast, said: &heard[at], level };
            insights.extend(insights_of(&of_product, rules, today, now));
            champions += usize::from(kept.champion.is_some());
            if let Some(fallback) = kept.forecast.fallback {
                *fallbacks.entry(fallback.as_str()).or_default() += 1;
            }
            if let (Some(category), Some(price)) = (series.category, facts.price_minor) {
                let weekly: f64 = kept.forecast.steps.iter().map(|step| step.mean).sum();
                *turnover.entry(category).or_default() += (weekly * price as f64) as i64;
            }
        }
    }
    for total in totals {
        let Some(category) = total.category else { continue };
        let worth = turnover.get(&category).copied().unwrap_or(0);
        insights.extend(season_of(category, &total.weeks, rules, worth, now));
    }
    let mut fallbacks: Vec<(String, usize)> =
        fallbacks.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
    fallbacks.sort();
    Ok(Looked { insights, fallbacks, champions })
}
