//! Use case: how good the shop's forecasts would have been on its last weeks, beside what is easy.

use db::Db;
use kernel::boxed;

use crate::backtest::{backtest, known_before_tests};
use crate::kept_forecast::MethodErrors;
use crate::learnt::Learnt;
use crate::run_forecasts::{WEEKS_SHOWN, find_learnt};
use crate::shop_series::load;
use crate::{DemandSeries, Model, OrionError, OrionSettings, Progress, store};

/// Tests the shop's forecasts on its last weeks and writes nothing.
///
/// # Errors
/// [`OrionError::NoHistory`], [`OrionError::Database`].
#[boxed]
pub async fn backtest_shop(
    db: &Db,
    settings: &OrionSettings,
    progress: Progress,
) -> Result<Vec<MethodErrors>, OrionError> {
    let rules = store::insight::find_rules(db.reader()).await?;
    let horizon = WEEKS_SHOWN.max(rules.weeks_to_cover());
    let shop = load(db, settings, horizon).await?.ok_or(OrionError::NoHistory)?;
    let options = settings.options(rules.weeks_to_cover());
    let stored = find_learnt(db, &shop, horizon, &rules, &options).await?;
    let standing = store::forecast::list_standing(db.reader(), shop.end).await?;
    let models: Vec<Option<Model>> =
        shop.products.iter().map(|one| one.model(standing.get(&one.facts.number))).collect();
    let testing = tokio::task::spawn_blocking(move || {
        let series: Vec<DemandSeries> = shop.products.into_iter().map(|one| one.series).collect();
        let learnt = stored.map_or_else(
            || Learnt::learn(&known_before_tests(&series), horizon, &options),
            |(_, learnt)| learnt,
        );
        let places: Vec<usize> = (0..series.len()).collect();
        let total = series.len();
        backtest(&learnt, &series, &places, &models, &options, &|done| progress(done, total)).accuracy
    });
    testing.await.map_err(|error| OrionError::Fit(error.to_string()))
}
