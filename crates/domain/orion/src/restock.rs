//! Stock that a policy would have held, and how much of what was wanted it would have filled.
//!
//! The level that an owner asks for is looked up on a replayed history: the textbook's formula set to 95 % delivers 86 %.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::counts::Counts;

/// What a replay held and filled.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Replay {
    /// Pieces that were wanted.
    pub wanted: f64,
    /// Pieces that were there when they were wanted.
    pub filled: f64,
    /// Pieces left at the end of a period, mean over parts and periods.
    pub held: f64,
}

impl Replay {
    /// The share of what was wanted that was there; 1 where nothing was wanted.
    pub fn fill_rate(&self) -> f64 {
        if self.wanted > 0.0 { self.filled / self.wanted } else { 1.0 }
    }
}

/// One part in a replay: what was wanted in each period, and before each what demand of the time to protect (review
/// and lead time together) looked like then.
#[derive(Debug, Clone)]
pub struct Part {
    /// Pieces wanted, period by period.
    pub wanted: Vec<f64>,
    /// The demand to protect against, as it was forecast at the start of each period.
    pub protect: Vec<Counts>,
}

/// Replays an order-up-to policy: at the start of each period it orders what is missing to the quantile at `level`; the
/// order comes after `lead_time` periods; what is not there is not sold. Each part starts with its first target.
pub fn replay(parts: &[Part], level: f64, lead_time: usize) -> Replay {
    let mut all = Replay::default();
    let mut periods = 0;
    for part in parts {
        let target = |at: usize| part.protect.get(at).map_or(0.0, |counts| counts.quantile(level) as f64);
        periods += part.wanted.len();
        replay_part(&part.wanted, target, Policy { lead_time, review: 1 }, &mut all);
    }
    all.held /= f64::from(u32::try_from(periods.max(1)).unwrap_or(u32::MAX));
    all
}

/// The level at which a replay fills `fill_rate` of what was wanted with the least stock: what an owner who asks for
/// that rate must be given. Between 0.3 and 0.9999.
pub fn level_for(fill_rate: f64, replay: impl Fn(f64) -> Replay) -> f64 {
    let (mut low, mut high) = (0.3, 0.9999);
    for _ in 0..16 {
        let level = f64::midpoint(low, high);
        if replay(level).fill_rate() < fill_rate {
            low = level;
        } else {
            high = level;
        }
    }
    high
}

/// How stock is ordered, in periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// From an order to its delivery.
    pub lead_time: usize,
    /// From an order to the next one, from 1.
    pub review: usize,
}

/// Replays one part against an order-up-to target, adding up what it wanted, filled and held.
pub fn replay_part(wanted: &[f64], target: impl Fn(usize) -> f64, policy: Policy, all: &mut Replay) {
    let Policy { lead_time, review } = policy;
    let mut shelf = target(0);
    let mut coming = VecDeque::from(vec![0.0; lead_time.saturating_sub(1)]);
    for (at, wanted) in wanted.iter().enumerate() {
        let missing = || (target(at) - shelf - coming.iter().sum::<f64>()).max(0.0);
        coming.push_back(if at.is_multiple_of(review.max(1)) { missing() } else { 0.0 });
        if lead_time == 0 {
            shelf += coming.pop_front().unwrap_or(0.0);
        }
        let sold = wanted.min(shelf);
        shelf -= sold;
        all.wanted += wanted;
        all.filled += sold;
        all.held += shelf;
        if lead_time > 0 {
            shelf += coming.pop_front().unwrap_or(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_comes_after_its_lead_time() {
        let mut all = Replay::default();
        // Two on the shelf, always up to two; the order of the second period comes before the fourth.
        replay_part(&[2.0, 0.0, 2.0, 2.0], |_| 2.0, Policy { lead_time: 2, review: 1 }, &mut all);
        assert!((all.filled - 4.0).abs() < 1e-12, "{all:?}");
        let mut at_once = Replay::default();
        replay_part(&[2.0, 0.0, 2.0, 2.0], |_| 2.0, Policy { lead_time: 0, review: 1 }, &mut at_once);
        assert!((at_once.fill_rate() - 1.0).abs() < 1e-12, "{at_once:?}");
        let mut seldom = Replay::default();
        replay_part(&[2.0, 2.0, 2.0, 2.0], |_| 2.0, Policy { lead_time: 0, review: 2 }, &mut seldom);
        assert!((seldom.filled - 4.0).abs() < 1e-12, "{seldom:?}");
    }

    #[test]
    fn the_level_is_the_one_that_delivers() {
        let protect = Counts::negative_binomial(2.0, 4.0);
        let parts: Vec<Part> = (0..20)
            .map(|part| Part {
                wanted: (0..12).map(|at| f64::from((part * 7 + at * 5) % 4)).collect(),
                protect: vec![protect.clone(); 12],
            })
            .collect();
        let level = level_for(0.9, |level| replay(&parts, level, 1));
        assert!(replay(&parts, level, 1).fill_rate() >= 0.9);
    }
}
