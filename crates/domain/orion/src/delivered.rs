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
        let stretch = Stretch::year(series);
        if stretch.periods == 0 {
            return Self { policy: Some(policy), levels: Vec::new() };
        }
        let past = PastOrders::by_others(series, stretch, options);
        let told = past.replay(LOWEST, policy).wanted >= FEWEST_PIECES;
        let tried = (0..TRIED).filter(|_| told).map(|tried| 1.0 - (1.0 - LOWEST) * NEARER.powi(tried));
        let levels = tried.map(|level| (level, past.replay(level, policy).fill_rate())).collect();
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
    use chrono::NaiveDate;

    use super::*;
    use crate::Period;

    /// Parts that sell a piece in every third week or so, each in others.
    fn shop(parts: usize, weeks: usize) -> Vec<DemandSeries> {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let sold = |part: usize, week: usize| f64::from(u8::from((part * 7 + week * 5) % 11 < 4));
        let part = |part: usize| (0..weeks).map(|week| sold(part, week)).collect();
        (0..parts).map(|at| DemandSeries::of_quantities(Period::Week, first, part(at))).collect()
    }

    #[test]
    fn a_year_tells_what_each_level_delivers_and_a_few_weeks_or_pieces_tell_nothing() {
        let policy = Policy { lead_time: 2, review: 1 };
        let learn = |parts, weeks| Delivered::learn(&shop(parts, weeks), policy, &Options::default());
        let told = learn(40, 104);
        assert_eq!(told.levels.len(), TRIED as usize);
        let filled: Vec<f64> = told.levels.iter().map(|(_, filled)| *filled).collect();
        assert!(filled.is_sorted() && filled[0] < filled[filled.len() - 1], "{filled:?}");
        for (parts, weeks) in [(40, 12), (40, 47), (1, 104), (3, 60), (0, 0)] {
            let untold = learn(parts, weeks);
            assert!(untold.levels.is_empty(), "{parts} parts, {weeks} weeks");
            assert!((untold.level_for(0.9) - 0.9).abs() < f64::EPSILON);
        }
    }

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
