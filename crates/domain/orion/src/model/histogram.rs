//! The discounted histogram: what a product sold lately, filled up with what products like it sold.
//!
//! An empirical Bayes estimate: recent periods count more, and the pool of products at the same level counts as
//! `WEIGHT_OF_POOL` periods, so that it speaks from the first sale on and yields as history grows.

use rustc_hash::FxHashMap;

use crate::counts::Counts;

/// How much a period counts against the one after it.
const KEEP: f64 = 0.9;
/// As many periods does the pool count.
const WEIGHT_OF_POOL: f64 = 6.0;
/// As many periods of a whole shop does a category's own histogram need to be half believed.
const WEIGHT_OF_SHOP: f64 = 50.0;
/// Larger quantities are not counted apart.
const LARGEST: usize = 512;
const BANDS: usize = 40;

/// What products at each level of demand, and in each category, sold in their next period.
#[derive(Debug, Clone)]
pub struct Pool {
    bands: Vec<Counts>,
    categories: FxHashMap<u32, Counts>,
    shop: Counts,
}

/// The discounted sum of a history: its level and how many periods it is worth.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    sum: f64,
    weight: f64,
}

impl Level {
    fn then(self, sold: f64) -> Self {
        let (sum, weight) = (self.sum * KEEP, self.weight * KEEP);
        if sold.is_nan() { Self { sum, weight } } else { Self { sum: sum + sold, weight: weight + 1.0 } }
    }

    fn of(demand: &[f64]) -> Self {
        demand.iter().fold(Self::default(), |level, sold| level.then(*sold))
    }

    /// Bands rise by a quarter of an octave, from 1 piece in 128 periods on.
    fn band(self) -> usize {
        if self.sum <= 0.0 || self.weight <= 0.0 {
            return 0;
        }
        let octaves = (self.sum / self.weight * 128.0).log2().max(0.0);
        ((octaves * 3.0) as usize + 1).min(BANDS - 1)
    }
}

impl Pool {
    /// Learns from the demand and category of every product of the shop; what is no number was not seen.
    pub fn learn<'a>(products: impl IntoIterator<Item = (&'a [f64], Option<u32>)>) -> Self {
        let mut bands = vec![vec![0.0; 1]; BANDS];
        let mut categories: FxHashMap<u32, Vec<f64>> = FxHashMap::default();
        let mut shop = vec![0.0; 1];
        for (demand, category) in products {
            let mut level = Level::default();
            for (index, sold) in demand.iter().enumerate() {
                count(&mut shop, *sold, 1.0);
                if let Some(category) = category {
                    count(categories.entry(category).or_default(), *sold, 1.0);
                }
                if index > 2 {
                    count(&mut bands[level.band()], *sold, 1.0);
                }
                level = level.then(*sold);
            }
        }
        let shop = Counts::of_weights(shop);
        let bands = smoothed(&bands, &shop);
        let categories = categories
            .into_iter()
            .map(|(category, own)| (category, shrunk(own, &shop, WEIGHT_OF_SHOP)))
            .collect();
        Self { bands, categories, shop }
    }

    /// What a product without history may sell in a period, for all that is known of its category.
    pub fn prior(&self, category: Option<u32>) -> &Counts {
        category.and_then(|number| self.categories.get(&number)).unwrap_or(&self.shop)
    }

    /// What a product with this history will sell in a period.
    pub fn of_history(&self, demand: &[f64], category: Option<u32>) -> Counts {
        let level = Level::of(demand);
        let mut own = vec![0.0; 1];
        let mut weight = 1.0;
        for sold in demand.iter().rev().take(64) {
            count(&mut own, *sold, weight);
            weight *= KEEP;
        }
        // A young history says little of its level: the category's prior speaks beside the band's.
        let young = 1.0 / (1.0 + level.weight);
        let prior = Counts::pool(&[(1.0 - young, &self.bands[level.band()]), (young, self.prior(category))]);
        shrunk(own, &prior, WEIGHT_OF_POOL)
    }
}

/// Counts what was seen.
fn count(weights: &mut Vec<f64>, sold: f64, weight: f64) {
    if sold.is_nan() {
        return;
    }
    let pieces = (sold.max(0.0).round() as usize).min(LARGEST);
    if weights.len() <= pieces {
        weights.resize(pieces + 1, 0.0);
    }
    weights[pieces] += weight;
}

fn shrunk(mut own: Vec<f64>, prior: &Counts, weight: f64) -> Counts {
    own.resize(own.len().max(prior.probabilities().len()), 0.0);
    for (into, p) in own.iter_mut().zip(prior.probabilities()) {
        *into += weight * p;
    }
    Counts::of_weights(own)
}

/// Each band with a part of its neighbours, so that thin ones hold.
fn smoothed(bands: &[Vec<f64>], shop: &Counts) -> Vec<Counts> {
    (0..bands.len())
        .map(|band| {
            let mut own = bands[band].clone();
            for (distance, share) in [(1, 0.4), (2, 0.1)] {
                for near in [band.checked_sub(distance), Some(band + distance)].into_iter().flatten() {
                    let Some(neighbour) = bands.get(near).filter(|_| band > 0 && near > 0) else { continue };
                    own.resize(own.len().max(neighbour.len()), 0.0);
                    own.iter_mut().zip(neighbour).for_each(|(into, n)| *into += share * n);
                }
            }
            let seen: f64 = own.iter().sum();
            if seen < 1.0 { shop.clone() } else { Counts::of_weights(own) }
        })
        .collect()
}
