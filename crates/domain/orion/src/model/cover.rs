//! The demand of the periods that an order must protect, review and lead time together, as one distribution: periods
//! that follow each other are not independent, so that their own distributions do not add up to it.

use serde::{Deserialize, Serialize};

use super::features::Origin;
use super::global::{Product, SHORTEST, Shop, blend, effort, lessons, thresholds};
use super::histogram::Pool;
use crate::boosting::{self, Boosted, Effort};
use crate::counts::Counts;

/// The learnt model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cover {
    chances: Boosted,
    thresholds: Vec<usize>,
    protect: usize,
}

/// The histogram's share; chosen on origins inside the car parts' training months.
const OF_HISTOGRAM: f64 = 0.25;

impl Cover {
    /// Learns from all products what `protect` periods together want; None where they are too few or too young to teach.
    pub fn learn(products: &[Product<'_>], protect: usize, threads: usize) -> Option<Self> {
        let lessons = lessons(products, &Shop::read(products), 1, protect, 0)?;
        let thresholds = thresholds(&lessons.labels);
        let effort = Effort { rounds: 100, depth: 5, ..effort(threads) };
        let chances = boosting::learn(boosting::Target::Exceedances(&thresholds), &effort, &lessons).ok()?;
        Some(Self { chances, thresholds, protect })
    }

    /// The distribution of each product that is `wanted` from the end of its history; None for one too young.
    pub fn forecast(
        &self,
        products: &[Product<'_>],
        wanted: impl Fn(usize) -> bool,
        pool: &Pool,
    ) -> Option<Vec<Option<Counts>>> {
        let shop = Shop::read(products);
        let is_old = |at: &usize| products[*at].demand.len() >= SHORTEST;
        let old: Vec<usize> = (0..products.len()).filter(|at| wanted(*at) && is_old(at)).collect();
        let mut covers = vec![None; products.len()];
        for some in old.chunks(10_000) {
            let mut rows = Vec::new();
            for at in some {
                let product = &products[*at];
                let read = Origin::read(product.seen, product.series.period.season());
                read.write(&shop.target(product, product.demand.len(), 1), &mut rows);
            }
            let chances = self.chances.predict(&rows, Origin::width()).ok()?;
            for (at, chances) in some.iter().zip(chances.chunks(self.thresholds.len())) {
                let product = &products[*at];
                let one = pool.of_history(product.seen, product.series.category);
                let histogram = (1..self.protect).fold(one.clone(), |sum, _| sum.and(&one));
                covers[*at] = Some(blend(&self.thresholds, chances, OF_HISTOGRAM, &histogram));
            }
        }
        Some(covers)
    }
}
