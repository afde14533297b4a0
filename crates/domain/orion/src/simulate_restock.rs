//! What stock a service level would have held over past weeks and what it would have delivered.

use db::Db;
use kernel::boxed;

use crate::past_orders::{PastOrders, Stretch};
use crate::shop_series::load;
use crate::{Delivered, DemandSeries, OrionError, OrionSettings, Replay, store};

/// The weeks that are replayed, and after how many targets are set anew.
const LATELY: Stretch = Stretch { periods: 24, every: 4 };
/// Asked service levels, in percent.
const ASKED: [u32; 5] = [75, 80, 90, 95, 99];

/// What one asked level came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulated {
    /// The share of demand that was asked for, in percent.
    pub asked_percent: u32,
    /// The level that was expected to deliver it, from the year before.
    pub level: f64,
    /// What it held and filled; `held` is pieces a product.
    pub replay: Replay,
}

/// Replays the last half year with the lead time and review of the rules, at the levels that the year before it says will
/// deliver what is asked.
///
/// # Errors
/// [`OrionError::NoHistory`], [`OrionError::Database`].
#[boxed]
pub async fn simulate_restock(db: &Db, settings: &OrionSettings) -> Result<Vec<Simulated>, OrionError> {
    let rules = store::insight::find_rules(db.reader()).await?;
    let shop = load(db, settings, rules.weeks_to_cover()).await?.ok_or(OrionError::NoHistory)?;
    let (options, policy) = (settings.options(rules.weeks_to_cover()), rules.policy());
    let simulating = tokio::task::spawn_blocking(move || {
        let series: Vec<DemandSeries> = shop.products.into_iter().map(|one| one.series).collect();
        let before: Vec<DemandSeries> = series
            .iter()
            .map(|one| one.until_unplanned(one.quantity.len().saturating_sub(LATELY.periods)))
            .collect();
        let delivered = Delivered::learn(&before, policy, &options);
        let lately = PastOrders::by_earlier(&series, LATELY, &options);
        let simulated = ASKED.map(|asked_percent| {
            let level = delivered.level_for(f64::from(asked_percent) / 100.0);
            Simulated { asked_percent, level, replay: lately.replay(level, policy) }
        });
        simulated.to_vec()
    });
    simulating.await.map_err(|error| OrionError::Fit(error.to_string()))
}
