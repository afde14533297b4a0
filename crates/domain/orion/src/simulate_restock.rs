//! What stock a service level would have held over past weeks and what it would have delivered; and so the level that an
//! owner must be given who asks for a share of demand.

use db::Db;
use serde::{Deserialize, Serialize};

use crate::shop_series::load;
use crate::{
    Asked, DemandSeries, Learnt, Options, OrionError, OrionSettings, Policy, Replay, Rules, Step,
    forecast_some, replay_part, store,
};

/// Targets are set anew after so many weeks.
const WEEKS: usize = 4;
/// So often.
const ORIGINS: usize = 6;
/// Asked service levels, in percent.
const ASKED: [u32; 5] = [75, 80, 90, 95, 99];
/// The levels that are tried, in percent.
const TRIED: [u32; 15] = [30, 40, 50, 60, 70, 75, 80, 85, 88, 91, 93, 95, 97, 98, 99];
/// Fewer pieces wanted in the weeks that are replayed say nothing of a shop.
const FEWEST_PIECES: f64 = 200.0;

/// What one asked level came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulated {
    /// The share of demand that was asked for, in percent.
    pub asked_percent: u32,
    /// The level that was expected to deliver it, from the half year before.
    pub level: f64,
    /// What it held and filled; `held` is pieces a product.
    pub replay: Replay,
}

/// What each level delivered in a shop's past.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Delivered {
    /// How stock was ordered in the replay; `None` if there was none.
    policy: Option<Policy>,
    /// A level and the share of demand that it filled, rising.
    levels: Vec<(f64, f64)>,
}

impl Delivered {
    /// Replays the last half year of `series` with models that were learnt before it; nothing of a shop too young.
    pub(crate) fn learn(series: &[DemandSeries], rules: &Rules, options: &Options) -> Self {
        let past = HalfYear::read(series, options);
        let tried = TRIED.map(|percent| f64::from(percent) / 100.0);
        let policy = policy_of(rules);
        let replays = tried.map(|level| past.replay(level, policy));
        let told = replays[0].wanted >= FEWEST_PIECES;
        let levels = tried.into_iter().zip(replays.map(|replay| replay.fill_rate())).filter(|_| told);
        Self { policy: Some(policy), levels: levels.collect() }
    }

    /// Whether stock is still ordered as it was in the replay.
    pub(crate) fn holds_under(&self, rules: &Rules) -> bool {
        self.policy == Some(policy_of(rules))
    }

    /// The level that delivered this share; the share itself where the past does not tell.
    pub(crate) fn level_for(&self, share: f64) -> f64 {
        let above = self.levels.partition_point(|(_, delivered)| *delivered < share);
        match (above.checked_sub(1).and_then(|at| self.levels.get(at)), self.levels.get(above)) {
            (Some((low, less)), Some((high, more))) => low + (high - low) * (share - less) / (more - less),
            (None, Some((level, _))) | (Some((level, _)), None) => *level,
            (None, None) => share,
        }
    }
}

/// Replays the last half year with the lead time and review of the rules, at the levels that the half year before it
/// says will deliver what is asked.
///
/// # Errors
/// [`OrionError::NoHistory`], [`OrionError::Database`].
pub async fn simulate_restock(db: &Db, settings: &OrionSettings) -> Result<Vec<Simulated>, OrionError> {
    let rules = store::insight::find_rules(db.reader()).await?;
    let shop = load(db, settings, rules.weeks_to_cover()).await?.ok_or(OrionError::NoHistory)?;
    let options = settings.options(rules.weeks_to_cover());
    let simulating = tokio::task::spawn_blocking(move || {
        let series: Vec<DemandSeries> = shop.products.into_iter().map(|one| one.series).collect();
        let before: Vec<DemandSeries> = series
            .iter()
            .map(|one| one.until_unplanned(one.quantity.len().saturating_sub(WEEKS * ORIGINS)))
            .collect();
        let delivered = Delivered::learn(&before, &rules, &options);
        let past = HalfYear::read(&series, &options);
        let simulated = ASKED.map(|asked_percent| {
            let level = delivered.level_for(f64::from(asked_percent) / 100.0);
            Simulated { asked_percent, level, replay: past.replay(level, policy_of(&rules)) }
        });
        simulated.to_vec()
    });
    simulating.await.map_err(|error| OrionError::Fit(error.to_string()))
}

fn policy_of(rules: &Rules) -> Policy {
    let review = (rules.review_days.div_ceil(7) as usize).max(1);
    // Together they last as long as an order must cover, however their days fall into weeks.
    Policy { lead_time: rules.weeks_to_cover().saturating_sub(review), review }
}

/// The last half year of the products that are older: what each wanted, and what was said each month of the weeks that an
/// order must cover, with its bend, which is the same at every level.
struct HalfYear<'a> {
    wanted: Vec<&'a [f64]>,
    covers: Vec<Vec<(Step, Option<f64>)>>,
}

impl<'a> HalfYear<'a> {
    fn read(series: &'a [DemandSeries], options: &Options) -> Self {
        let (tested, horizon) = (WEEKS * ORIGINS, options.protect.get());
        let old: Vec<&DemandSeries> = series.iter().filter(|one| one.quantity.len() > tested).collect();
        let known = |origin: usize| -> Vec<DemandSeries> {
            old.iter().map(|one| one.until_unplanned(one.quantity.len() - WEEKS * origin)).collect()
        };
        // Learnt from what was known before the first of the weeks that are replayed.
        let learnt = Learnt::learn(&known(ORIGINS), horizon, options);
        let asked: Vec<Asked> = (0..old.len()).map(|at| Asked { at, model: None }).collect();
        let mut covers = vec![Vec::with_capacity(ORIGINS); old.len()];
        for origin in (1..=ORIGINS).rev() {
            let said = forecast_some(&learnt, &known(origin), &asked, horizon, options, &|_| ());
            for (covers, said) in covers.iter_mut().zip(said) {
                covers.extend(said.ahead.last().map(|cover| (*cover, cover.bend())));
            }
        }
        Self { wanted: old.iter().map(|one| &one.quantity[one.quantity.len() - tested..]).collect(), covers }
    }

    fn replay(&self, level: f64, policy: Policy) -> Replay {
        let mut replay = Replay::default();
        for (wanted, covers) in self.wanted.iter().zip(&self.covers) {
            let targets: Vec<f64> =
                covers.iter().map(|(cover, bend)| cover.pieces_bent(level, *bend)).collect();
            let target = |at: usize| targets.get(at / WEEKS).copied().unwrap_or(0.0);
            replay_part(wanted, target, policy, &mut replay);
        }
        replay.held /= (self.wanted.len() * WEEKS * ORIGINS).max(1) as f64;
        replay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replay_lasts_as_long_as_an_order_must_cover() {
        for (lead_time_days, review_days, lead_time, review) in
            [(14, 7, 2, 1), (3, 3, 0, 1), (10, 3, 1, 1), (0, 1, 0, 1), (30, 28, 5, 4)]
        {
            let rules = Rules { lead_time_days, review_days, ..Rules::default() };
            assert_eq!(policy_of(&rules), Policy { lead_time, review });
            assert_eq!(lead_time + review, rules.weeks_to_cover());
        }
    }
}
