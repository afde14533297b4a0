//! Use case: what stock a service level would have held over the last half year, and what it would have delivered.

use db::Db;

use crate::shop_series::load;
use crate::{
    Asked, DemandSeries, Learnt, Options, OrionError, OrionSettings, Replay, Step, forecast_some,
    replay_part, store,
};

/// Targets are set anew after so many weeks.
const WEEKS: usize = 4;
/// So often.
const ORIGINS: usize = 6;
/// Asked service levels, in percent.
const ASKED: [u32; 5] = [75, 80, 90, 95, 99];

/// What one asked level came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulated {
    /// The level that was asked for, in percent.
    pub asked_percent: u32,
    /// What it held and filled; `held` is pieces a product.
    pub replay: Replay,
}

/// Replays the last half year with the lead time and review of the rules.
///
/// # Errors
/// [`OrionError::NoHistory`], [`OrionError::Database`].
pub async fn simulate_restock(db: &Db, settings: &OrionSettings) -> Result<Vec<Simulated>, OrionError> {
    let rules = store::insight::find_rules(db.reader()).await?;
    let horizon = rules.weeks_to_cover();
    let lead_time = rules.lead_time_days.div_ceil(7) as usize;
    let shop = load(db, settings.today(db), horizon).await?.ok_or(OrionError::NoHistory)?;
    let options = settings.options(horizon);
    let simulating = tokio::task::spawn_blocking(move || {
        let series: Vec<DemandSeries> = shop.products.into_iter().map(|one| one.series).collect();
        simulate(&series, horizon, lead_time, &options)
    });
    simulating.await.map_err(|error| OrionError::Fit(error.to_string()))
}

fn simulate(series: &[DemandSeries], horizon: usize, lead_time: usize, options: &Options) -> Vec<Simulated> {
    let tested = WEEKS * ORIGINS;
    let old: Vec<&DemandSeries> = series.iter().filter(|one| one.quantity.len() > tested).collect();
    let known = |origin: usize| -> Vec<DemandSeries> {
        old.iter().map(|one| one.until(one.quantity.len() - WEEKS * origin)).collect()
    };
    // Learnt from what was known before the first of the weeks that are replayed.
    let learnt = Learnt::learn(&known(ORIGINS), horizon, options);
    let asked: Vec<Asked> = (0..old.len()).map(|at| Asked { at, model: None }).collect();
    let mut covers: Vec<Vec<Step>> = vec![Vec::with_capacity(ORIGINS); old.len()];
    for origin in (1..=ORIGINS).rev() {
        let said = forecast_some(&learnt, &known(origin), &asked, horizon, options, &|_| ());
        for (covers, said) in covers.iter_mut().zip(said) {
            covers.extend(said.ahead.last());
        }
    }
    let mut all = Vec::new();
    for asked_percent in ASKED {
        let mut replay = Replay::default();
        for (one, covers) in old.iter().zip(&covers) {
            let wanted = &one.quantity[one.quantity.len() - tested..];
            let target = |at: usize| {
                covers
                    .get(at / WEEKS)
                    .map_or(0.0, |cover| cover.quantile(f64::from(asked_percent) / 100.0).ceil())
            };
            replay_part(wanted, target, lead_time, &mut replay);
        }
        replay.held /= (old.len() * tested).max(1) as f64;
        all.push(Simulated { asked_percent, replay });
    }
    all
}
