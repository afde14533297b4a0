//! What the global model sees of a history: recent demand at several speeds, rhythm, calendar, price.

use crate::series::{mean, seen_mean};

/// The history of one product up to an origin, read once for all steps ahead. What was not seen is NaN, and no feature
/// takes it for a sale or for none.
#[derive(Debug, Clone)]
pub(crate) struct Origin<'a> {
    past: &'a [f64],
    season: usize,
    base: Vec<f32>,
}

/// What is known of the period that is forecast and of the shop around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    /// Steps ahead, from 1.
    pub(crate) ahead: usize,
    /// The period's place in the year, from 0.
    pub(crate) in_season: usize,
    /// The shop's recent sales against its year: above 1 where it grows.
    pub(crate) shop_trend: f32,
    /// The shop's index of this place in the year.
    pub(crate) shop_season: f32,
    /// The product's category.
    pub(crate) category: f32,
    /// The price, in what the product usually costs; and the promotion's share.
    pub(crate) price_ratio: f32,
    pub(crate) promotion: f32,
    /// The price band.
    pub(crate) price_log: f32,
}

impl<'a> Origin<'a> {
    pub(crate) fn read(past: &'a [f64], season: usize) -> Self {
        let mut base = Vec::with_capacity(48);
        let n = past.len();
        for lag in 1..=6 {
            base.push(if lag <= n { past[n - lag] as f32 } else { f32::NAN });
        }
        for window in [2, 3, 6, 9, season, 2 * season, n] {
            base.push(seen_mean(&past[n.saturating_sub(window)..]) as f32);
        }
        for speed in [0.03, 0.08, 0.15, 0.3] {
            base.push(discounted(past, 1.0 - speed, |sold| sold) as f32);
        }
        for speed in [0.05, 0.15] {
            base.push(discounted(past, 1.0 - speed, |sold| f64::from(sold > 0.0)) as f32);
            base.push(discounted(past, 1.0 - speed, |sold| f64::from(sold > 1.0)) as f32);
            base.push(discounted(past, 1.0 - speed, |sold| sold * sold).sqrt() as f32);
        }
        rhythm(past, season, &mut base);
        Self { past, season, base }
    }

    pub(crate) fn width() -> usize {
        Self::read(&[], 12).base.len() + 12
    }

    /// Appends one row.
    pub(crate) fn write(&self, target: &Target, into: &mut Vec<f32>) {
        into.extend_from_slice(&self.base);
        let n = self.past.len();
        let year_ago = |around: usize| -> f32 {
            let Some(same) = (n + target.ahead - 1).checked_sub(self.season) else { return f32::NAN };
            if same >= n {
                return f32::NAN;
            }
            let window = &self.past[same.saturating_sub(around)..(same + around + 1).min(n)];
            seen_mean(window) as f32
        };
        into.extend([
            target.ahead as f32,
            target.in_season as f32,
            year_ago(0),
            year_ago(1),
            year_ago(3),
            target.shop_trend,
            target.shop_season,
            target.category,
            target.price_ratio,
            target.promotion,
            target.price_log,
            n as f32,
        ]);
    }
}

/// How long since a sale, how often, how many at once.
fn rhythm(past: &[f64], season: usize, base: &mut Vec<f32>) {
    let n = past.len();
    let sales: Vec<usize> = (0..n).filter(|i| past[*i] > 0.0).collect();
    let since = |index: Option<&usize>| index.map_or(f32::NAN, |i| (n - i) as f32);
    base.push(since(sales.last()));
    base.push(since(sales.first()));
    base.push(since(sales.len().checked_sub(2).and_then(|i| sales.get(i))));
    base.push(times_sold(past));
    let recent = &past[n.saturating_sub(season)..];
    base.push(times_sold(recent));
    base.push(times_sold(&past[n.saturating_sub(6)..]));
    base.push(recent.iter().copied().fold(0.0, f64::max) as f32);
    base.push(past.iter().copied().fold(0.0, f64::max) as f32);
    let sizes: Vec<f64> = sales.iter().map(|i| past[*i]).collect();
    base.push(mean(&sizes) as f32);
    base.push(mean(&sizes[sizes.len().saturating_sub(3)..]) as f32);
    let level = seen_mean(recent);
    let squares: Vec<f64> = recent.iter().map(|sold| (sold - level).powi(2)).collect();
    base.push(seen_mean(&squares).sqrt() as f32);
    let before = &past[n.saturating_sub(2 * season)..n.saturating_sub(season)];
    base.push((level - seen_mean(before)) as f32);
    base.push((seen_mean(&past[n.saturating_sub(3)..]) - level) as f32);
}

/// In how many periods something was sold; where not all were seen, in how many it would have been at the same rate.
fn times_sold(past: &[f64]) -> f32 {
    let sold: Vec<f64> =
        past.iter().map(|sold| if sold.is_nan() { *sold } else { f64::from(*sold > 0.0) }).collect();
    (seen_mean(&sold) * past.len() as f64) as f32
}

/// The mean of something over the periods that were seen, each period counting `keep` times the one after it.
fn discounted(past: &[f64], keep: f64, of: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for sold in past {
        sum *= keep;
        weight *= keep;
        if !sold.is_nan() {
            sum += of(*sold);
            weight += 1.0;
        }
    }
    if weight > 0.0 { sum / weight } else { 0.0 }
}
