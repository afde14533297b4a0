//! Demand with its causes: one boosted model over all products whose price, promotions or other columns are known.
//!
//! It learns the logarithm of demand against the product's own level, so that a shop's small and large sellers teach
//! each other what a price or a promotion does.

use serde::{Deserialize, Serialize};

use crate::boosting::{self, Boosted, Effort, Lessons};
use crate::series::{DemandSeries, mean, seen_mean};

/// A product's history in the form the model reads: logarithms, and gaps where demand was not seen.
#[derive(Debug)]
struct Known<'a> {
    series: &'a DemandSeries,
    log: Vec<f64>,
    price_log: Vec<f64>,
    season: usize,
}

/// Which steps ahead are learnt and forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// The nearest, from 1.
    pub from: usize,
    /// The farthest.
    pub to: usize,
}

/// What a forecast is to be good at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The middle of what may happen.
    Middle,
    /// The least percentage error, to which being too high costs more than being too low: where demand is uncertain it
    /// lies lower.
    Percentage,
}

/// A learnt model of demand and its causes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Regression {
    boosted: Boosted,
    width: usize,
    reach: Reach,
    /// What was seen against what had been said, as a ratio, of periods held back; rising.
    ratios: Vec<f64>,
}

/// Fewer periods before an origin teach nothing.
const SHORTEST: usize = 8;
/// Fewer rows teach nothing.
const FEWEST_ROWS: usize = 200;
/// The least percentage error lies about here; a factor from periods held back puts the rest right.
const LOW: f64 = 0.4;
/// A row counts half as much after as many years.
const HALF_LIFE_YEARS: f32 = 1.5;

impl Regression {
    /// Learns from every origin of every series whose target lies inside its history. The last `held_back` periods are
    /// forecast before they teach too, to see how far the model errs. None where there is too little.
    pub fn learn(
        series: &[DemandSeries],
        reach: Reach,
        aim: Aim,
        held_back: usize,
        threads: usize,
    ) -> Option<Self> {
        let known: Vec<Known<'_>> = series.iter().map(Known::read).collect();
        let columns = series.iter().map(|series| series.regressors.len()).max().unwrap_or(0);
        let (mut early, mut late) = (Lessons::default(), Lessons::default());
        let mut levels = Vec::new();
        for one in &known {
            let length = one.log.len();
            for target in SHORTEST..length {
                if one.log[target].is_nan() {
                    continue;
                }
                let is_late = target + held_back >= length;
                for ahead in reach.from..=reach.to {
                    let Some(origin) = (target + 1).checked_sub(ahead).filter(|at| *at >= SHORTEST) else {
                        break;
                    };
                    let Some(level) = one.level(origin) else { continue };
                    let lessons = if is_late { &mut late } else { &mut early };
                    one.write(origin, ahead, level, columns, &mut lessons.rows);
                    lessons.labels.push((one.log[target] - level) as f32);
                    let age = (length - target) as f32 / one.season as f32;
                    lessons.weights.push(0.5_f32.powf(age / HALF_LIFE_YEARS));
                    if is_late {
                        levels.push(level);
                    }
                }
            }
        }
        if early.labels.len() < FEWEST_ROWS {
            return None;
        }
        let width = early.rows.len() / early.labels.len();
        (early.width, late.width) = (width, width);
        let effort = Effort {
            rounds: 200,
            depth: 6,
            eta: 0.05,
            rows: 0.8,
            columns: 0.5,
            leaf: 20.0,
            threads,
            seed: 1,
        };
        let target = match aim {
            Aim::Middle => boosting::Target::Mean,
            Aim::Percentage => boosting::Target::Quantile(LOW),
        };
        let ratios = if late.labels.is_empty() {
            Vec::new()
        } else {
            let trial = boosting::learn(target, &effort, &early).ok()?;
            ratios(&trial.predict(&late.rows, width).ok()?, &late.labels, &levels)
        };
        early.rows.append(&mut late.rows);
        early.labels.append(&mut late.labels);
        early.weights.append(&mut late.weights);
        let boosted = boosting::learn(target, &effort, &early).ok()?;
        Some(Self { boosted, width, reach, ratios })
    }

    /// The pieces of each step within reach at the median; None where a series' history is too short.
    pub fn forecast(&self, series: &[DemandSeries]) -> Vec<Option<Vec<f64>>> {
        let columns = series.iter().map(|series| series.regressors.len()).max().unwrap_or(0);
        series
            .iter()
            .map(|series| {
                let known = Known::read(series);
                let origin = known.log.len();
                let level = known.level(origin)?;
                let mut rows = Vec::new();
                for ahead in self.reach.from..=self.reach.to {
                    known.write(origin, ahead, level, columns, &mut rows);
                }
                let answers = self.boosted.predict(&rows, self.width).ok()?;
                Some(
                    answers.into_iter().map(|answer| (f64::from(answer) + level).exp_m1().max(0.0)).collect(),
                )
            })
            .collect()
    }

    /// With what the median must be multiplied for the mean.
    pub fn mean_ratio(&self) -> f64 {
        let middle = &self.ratios[self.ratios.len() / 100..self.ratios.len() - self.ratios.len() / 100];
        if middle.is_empty() { 1.0 } else { mean(middle) }
    }

    /// With what the median must be multiplied so that the mean percentage error is least: being too high costs more
    /// there than being too low.
    pub fn percentage_ratio(&self) -> f64 {
        let error = |factor: f64| -> f64 {
            self.ratios.iter().filter(|ratio| **ratio > 0.0).map(|ratio| (factor / ratio - 1.0).abs()).sum()
        };
        let factors = (0..=80).map(|step| 0.5 + f64::from(step) * 0.01);
        factors.min_by(|a, b| error(*a).total_cmp(&error(*b))).unwrap_or(1.0)
    }
}

impl<'a> Known<'a> {
    fn read(series: &'a DemandSeries) -> Self {
        let log = (0..series.quantity.len())
            .map(|at| if series.is_observed(at) { series.quantity[at].max(0.0).ln_1p() } else { f64::NAN })
            .collect();
        let price_log = series
            .price
            .iter()
            .map(|price| price.filter(|price| *price > 0.0).map_or(f64::NAN, f64::ln))
            .collect();
        Self { series, log, price_log, season: series.period.season() }
    }

    /// The mean of the year before an origin.
    fn level(&self, origin: usize) -> Option<f64> {
        let level = seen_mean(&self.log[origin.saturating_sub(self.season)..origin.min(self.log.len())]);
        (!level.is_nan()).then_some(level)
    }

    fn write(&self, origin: usize, ahead: usize, level: f64, columns: usize, rows: &mut Vec<f32>) {
        let target = origin + ahead - 1;
        let at = |values: &[f64], index: usize| values.get(index).copied().unwrap_or(f64::NAN);
        let usual = seen_mean(
            &self.price_log[origin.saturating_sub(self.season).min(self.price_log.len())
                ..origin.min(self.price_log.len())],
        );
        let price = at(&self.price_log, target) - usual;
        let promotion = at(&self.series.promotion, target);
        let past = &self.log[..origin];
        rows.push(ahead as f32);
        rows.push(level as f32);
        rows.push((target % self.season) as f32);
        rows.push(self.series.category.map_or(f32::NAN, |category| category as f32));
        for window in [1, 2, 4, 8, 13, 26] {
            rows.push((seen_mean(&past[origin.saturating_sub(window)..]) - level) as f32);
        }
        let year_ago = target.checked_sub(self.season).filter(|at| *at < origin);
        rows.push(year_ago.map_or(f32::NAN, |same| (at(&self.log, same) - level) as f32));
        rows.push(year_ago.map_or(f32::NAN, |same| {
            (seen_mean(&past[same.saturating_sub(1)..(same + 2).min(origin)]) - level) as f32
        }));
        rows.push(price as f32);
        rows.push(usual as f32);
        rows.push((at(&self.price_log, target) - at(&self.price_log, target.wrapping_sub(1))) as f32);
        rows.push((at(&self.price_log, target) - at(&self.price_log, target.wrapping_sub(2))) as f32);
        rows.push(promotion as f32);
        for lag in 1..=3 {
            let before = target.wrapping_sub(lag);
            rows.push(at(&self.series.promotion, before) as f32);
        }
        for lag in 1..=3 {
            let before = origin.wrapping_sub(lag);
            rows.push((at(&self.log, before) - level) as f32);
            rows.push((at(&self.price_log, before) - usual) as f32);
            rows.push(at(&self.series.promotion, before) as f32);
        }
        let (like, seen) = self.at_like_causes(origin, target, price, usual, promotion, level);
        rows.push(like as f32);
        rows.push(seen as f32);
        rows.push(self.quiet_level(origin, 13, level) as f32);
        rows.push(self.quiet_level(origin, 6, level) as f32);
        for column in 0..columns {
            let values = self.series.regressors.get(column).map_or(&[][..], Vec::as_slice);
            let here = at(values, target);
            let from = origin.saturating_sub(26).min(values.len());
            rows.push(here as f32);
            rows.push((here - seen_mean(&values[from..origin.min(values.len())])) as f32);
        }
    }

    /// Demand in past periods with a like price and promotion, and how many such there were.
    fn at_like_causes(
        &self,
        origin: usize,
        target: usize,
        price: f64,
        usual: f64,
        promotion: f64,
        level: f64,
    ) -> (f64, f64) {
        let (mut sum, mut weights) = (0.0, 0.0);
        for past in origin.saturating_sub(2 * self.season)..origin {
            let log = self.log[past];
            if log.is_nan() {
                continue;
            }
            let mut distance = 0.0;
            let was = self.price_log.get(past).copied().unwrap_or(f64::NAN) - usual;
            if !price.is_nan() && !was.is_nan() {
                distance += ((price - was) / 0.06).powi(2);
            }
            let promoted = self.series.promotion.get(past).copied().unwrap_or(f64::NAN);
            if !promotion.is_nan() && !promoted.is_nan() {
                distance += ((promotion - promoted) / 0.3).powi(2);
            }
            let weight = (-0.5 * distance).exp() * 0.985_f64.powi((target - past) as i32);
            sum += weight * (log - level);
            weights += weight;
        }
        (sum / (weights + 0.05), weights)
    }

    /// The mean of the last periods without a promotion, against the level.
    fn quiet_level(&self, origin: usize, periods: usize, level: f64) -> f64 {
        let quiet: Vec<f64> = (origin.saturating_sub(self.season)..origin)
            .rev()
            .filter(|past| self.series.promotion.get(*past).is_none_or(|share| *share < 0.5))
            .map(|past| self.log[past])
            .filter(|log| !log.is_nan())
            .take(periods)
            .collect();
        if quiet.is_empty() { f64::NAN } else { mean(&quiet) - level }
    }
}

/// What was seen against what had been said of it, rising.
fn ratios(said: &[f32], seen: &[f32], levels: &[f64]) -> Vec<f64> {
    let pieces = |log: f64| log.exp_m1().max(0.0);
    let pairs = said.iter().zip(seen).zip(levels);
    let ratios = pairs.filter_map(|((said, seen), level)| {
        let said = pieces(f64::from(*said) + level);
        (said > 0.0).then(|| pieces(f64::from(*seen) + level) / said)
    });
    let mut ratios: Vec<f64> = ratios.collect();
    ratios.sort_unstable_by(f64::total_cmp);
    ratios
}
