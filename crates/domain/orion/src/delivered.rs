//! The level that an owner must be given who asks for a share of demand: looked up on what each level delivered in the
//! shop's past, for no formula's level is the share that it delivers.

use serde::{Deserialize, Serialize};

use crate::past_orders::{PastOrders, Stretch};
use crate::{DemandSeries, Options, Policy};

/// The lowest level that is tried.
const LOWEST: f64 = 0.3;
/// So many levels are tried, each nearer to certainty by the same share.
const TRIED: i32 = 56;
const NEARER: f64 = 0.92;
/// Fewer pieces wanted in the periods that are replayed say nothing of a shop.
const FEWEST_PIECES: f64 = 200.0;

/// What each level delivered in a shop's past.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Delivered {
    /// How stock was ordered in the replay; `None` if there was none.
    policy: Option<Policy>,
    /// A level and the share of demand that it filled, rising.
    levels: Vec<(f64, f64)>,
}

impl Delivered {
    /// Replays the last year of `series`; says nothing of a shop that is too young or sold too little.
    pub fn learn(series: &[DemandSeries], policy: Policy, options: &Options) -> Self {
        let past = PastOrders::by_others(series, Stretch::year(series), options);
        let mut levels = Vec::new();
        for tried in 0..TRIED {
            let level = 1.0 - (1.0 - LOWEST) * NEARER.powi(tried);
            let replay = past.replay(level, policy);
            if replay.wanted < FEWEST_PIECES {
                break;
            }
            levels.push((level, replay.fill_rate()));
        }
        Self { policy: Some(policy), levels }
    }

    /// Whether stock is still ordered as it was in the replay.
    pub(crate) fn holds_under(&self, policy: Policy) -> bool {
        self.policy == Some(policy)
    }

    /// The level that delivered this share; the share itself where the past does not tell.
    pub fn level_for(&self, share: f64) -> f64 {
        let above = self.levels.partition_point(|(_, delivered)| *delivered < share);
        match (above.checked_sub(1).and_then(|at| self.levels.get(at)), self.levels.get(above)) {
            (Some((low, less)), Some((high, more))) => low + (high - low) * (share - less) / (more - less),
            (None, Some((level, _))) | (Some((level, _)), None) => *level,
            (None, None) => share,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_lies_between_the_two_that_delivered_less_and_more() {
        let levels = vec![(0.5, 0.6), (0.7, 0.8), (0.9, 0.9)];
        let delivered = Delivered { policy: None, levels };
        let asked = [0.5, 0.7, 0.8, 0.85, 0.95];
        let given = asked.map(|share| (delivered.level_for(share) * 100.0).round() as u32);
        assert_eq!(given, [50, 60, 70, 80, 90]);
        assert!((Delivered::default().level_for(0.93) - 0.93).abs() < f64::EPSILON);
    }
}
