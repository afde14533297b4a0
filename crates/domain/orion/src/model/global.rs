//! One count model over all products that sell now and then: what an engine mount's past teaches of a wiper's.
//!
//! Boosted models share their rows, one for each product, origin and step ahead: the mean (Tweedie) and the distribution
//! of a period (the chances to reach each quantity). [`Cover`] knows the periods that an order must protect.

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::cover::Cover;
use super::features::{Origin, Target};
use super::histogram::Pool;
use crate::boosting::{self, Boosted, Effort, Lessons};
use crate::counts::Counts;
use crate::series::{DemandSeries, Period, mean};

/// A product as the model reads it.
#[derive(Debug, Clone, Copy)]
pub struct Product<'a> {
    /// The series.
    pub series: &'a DemandSeries,
    /// Its demand, gaps filled.
    pub demand: &'a [f64],
    /// Its demand, NaN where that was not seen.
    pub seen: &'a [f64],
}

/// What the model says of one product.
#[derive(Debug, Clone)]
pub struct Outlook {
    /// The mean of each step.
    pub means: Vec<f64>,
    /// The distribution of each step.
    pub steps: Vec<Counts>,
    /// The distribution of the periods to protect, together.
    pub protect: Counts,
}

/// How it is learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Steps ahead.
    pub horizon: usize,
    /// As many periods together must an order protect: review and lead time.
    pub protect: usize,
    /// At most as many threads.
    pub threads: usize,
}

/// The learnt model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Global {
    /// What is said of each step; none of who was to learn the cover alone.
    of_steps: Option<OfSteps>,
    cover: Cover,
    plan: Plan,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct OfSteps {
    /// With what each must be multiplied to sum up to what was sold.
    means: Vec<(f64, Boosted)>,
    chances: Boosted,
    thresholds: Vec<usize>,
}

/// A product's earlier periods teach only the features.
pub(super) const SHORTEST: usize = 6;
/// More rows than this teach no more, and cost.
const MOST_ROWS: usize = 280_000;
/// Fewer teach nothing that the histogram does not know.
const FEWEST_ROWS: usize = 2_000;
/// The histogram's share in a period's distribution; chosen on origins inside the car parts' training months, as are
/// the others here.
const OF_HISTOGRAM: f64 = 0.2;
/// Variance grows with this power of the mean: a higher one errs less and lies lower (decision 010).
const POWER: f64 = 1.4;
/// Models of the mean, each from other rows and columns.
const MEANS: u64 = 2;

impl Global {
    /// Learns from all products; None where they are too few or too young to teach.
    pub fn learn(products: &[Product<'_>], plan: Plan) -> Option<Self> {
        let shop = Shop::read(products);
        let effort = effort(plan.threads);
        let cover = Cover::learn(products, plan.protect, plan.threads)?;
        let mut single = lessons(products, &shop, plan.horizon, 1, 1)?;
        let thresholds = thresholds(&single.labels);
        let chances = boosting::learn(boosting::Target::Exceedances(&thresholds), &effort, &single).ok()?;
        let mut means = Vec::new();
        for seed in 1..=MEANS {
            if seed > 1 {
                single = lessons(products, &shop, plan.horizon, 1, seed)?;
            }
            let effort = Effort { seed, ..effort };
            let model = boosting::learn(boosting::Target::CountMean(POWER), &effort, &single).ok()?;
            means.push((balance(&model, &single)?, model));
        }
        Some(Self { of_steps: Some(OfSteps { means, chances, thresholds }), cover, plan })
    }

    /// Learns the cover alone: of single steps it says nothing.
    pub(crate) fn learn_cover(products: &[Product<'_>], plan: Plan) -> Option<Self> {
        let cover = Cover::learn(products, plan.protect, plan.threads)?;
        Some(Self { of_steps: None, cover, plan })
    }

    /// Whether it says anything of single steps.
    pub(crate) fn says_steps(&self) -> bool {
        self.of_steps.is_some()
    }

    /// Forecasts those of the products that are `wanted` from the end of their histories; None for one too young. The
    /// others tell how the shop as a whole sells.
    pub fn forecast(
        &self,
        products: &[Product<'_>],
        wanted: impl Fn(usize) -> bool,
        pool: &Pool,
    ) -> Option<Vec<Option<Outlook>>> {
        let shop = Shop::read(products);
        let is_old = |at: &usize| products[*at].demand.len() >= SHORTEST;
        let old: Vec<usize> = (0..products.len()).filter(|at| wanted(*at) && is_old(at)).collect();
        let covers = self.cover.forecast(products, &wanted, pool)?;
        let mut outlooks = vec![None; products.len()];
        for some in old.chunks(2_000) {
            let said = match &self.of_steps {
                Some(of_steps) => Some(of_steps.ask(products, &shop, some, self.plan.horizon)?),
                None => None,
            };
            for (place, at) in some.iter().enumerate() {
                let Some(protect) = covers[*at].clone() else { continue };
                let product = &products[*at];
                let horizon = self.plan.horizon;
                let (means, steps) = match (&said, &self.of_steps) {
                    (Some(said), Some(of_steps)) => {
                        let histogram = pool.of_history(product.seen, product.series.category);
                        said.of_product(place, horizon, of_steps, &histogram)
                    }
                    _ => (vec![0.0; horizon], vec![Counts::none(); horizon]),
                };
                outlooks[*at] = Some(Outlook { means, steps, protect });
            }
        }
        Some(outlooks)
    }
}

/// The answers about some products, a step's beside each other.
struct Answers {
    means: Vec<f64>,
    chances: Vec<f32>,
}

impl OfSteps {
    fn ask(&self, products: &[Product<'_>], shop: &Shop, some: &[usize], horizon: usize) -> Option<Answers> {
        let mut rows = Vec::new();
        for at in some {
            let product = &products[*at];
            let read = Origin::read(product.seen, product.series.period.season());
            for ahead in 1..=horizon {
                read.write(&shop.target(product, product.demand.len(), ahead), &mut rows);
            }
        }
        let width = Origin::width();
        let mut means = vec![0.0; some.len() * horizon];
        for (balance, model) in &self.means {
            let answers = model.predict(&rows, width).ok()?;
            let share = balance / MEANS as f64;
            means.iter_mut().zip(answers).for_each(|(sum, answer)| *sum += share * f64::from(answer));
        }
        Some(Answers { means, chances: self.chances.predict(&rows, width).ok()? })
    }
}

impl Answers {
    fn of_product(
        &self,
        place: usize,
        horizon: usize,
        of_steps: &OfSteps,
        histogram: &Counts,
    ) -> (Vec<f64>, Vec<Counts>) {
        let OfSteps { thresholds, .. } = of_steps;
        let of_product = horizon * thresholds.len();
        let steps = self.chances[place * of_product..][..of_product].chunks(thresholds.len());
        let steps = steps.map(|step| blend(thresholds, step, OF_HISTOGRAM, histogram)).collect();
        (self.means[place * horizon..][..horizon].to_vec(), steps)
    }
}

/// How hard the models of one period are learnt.
pub(super) fn effort(threads: usize) -> Effort {
    Effort { rounds: 150, depth: 6, eta: 0.05, rows: 0.7, columns: 0.5, leaf: 20.0, threads, seed: 1 }
}

/// The chances that a model gives, with the histogram's own view.
pub(super) fn blend(thresholds: &[usize], chances: &[f32], share: f64, histogram: &Counts) -> Counts {
    let chances: Vec<f64> = chances.iter().copied().map(f64::from).collect();
    let learnt = Counts::of_exceedances(thresholds, &chances);
    Counts::pool(&[(1.0 - share, &learnt), (share, histogram)])
}

/// A Tweedie model of a power above 1 heeds small means more than large ones, and its sum falls short: what was sold in
/// the rows that it learnt from, in what it says of them.
fn balance(model: &Boosted, lessons: &Lessons) -> Option<f64> {
    let said: f64 = model.predict(&lessons.rows, lessons.width).ok()?.into_iter().map(f64::from).sum();
    let sold: f64 = lessons.labels.iter().copied().map(f64::from).sum();
    Some(if said > 0.0 { (sold / said).clamp(0.8, 1.25) } else { 1.0 })
}

/// Rows of all products, origins and steps ahead inside their histories; the label is the sum of `window` periods.
pub(super) fn lessons(
    products: &[Product<'_>],
    shop: &Shop,
    horizon: usize,
    window: usize,
    seed: u64,
) -> Option<Lessons> {
    let places = |length: usize| -> usize {
        (SHORTEST..length).map(|origin| (length - origin).saturating_sub(window - 1).min(horizon)).sum()
    };
    let all: usize = products.iter().map(|product| places(product.demand.len())).sum();
    let share = MOST_ROWS as f64 / all.max(1) as f64;
    let mut lessons = Lessons { width: Origin::width(), ..Lessons::default() };
    for (at, product) in products.iter().enumerate() {
        let length = product.demand.len();
        for origin in SHORTEST..length {
            let kept: Vec<usize> = (1..=horizon)
                .take_while(|ahead| origin + ahead - 1 + window <= length)
                .filter(|ahead| drawn(seed, at, origin, *ahead) < share)
                .filter(|ahead| {
                    product.seen[origin + ahead - 1..][..window].iter().all(|sold| !sold.is_nan())
                })
                .collect();
            if kept.is_empty() {
                continue;
            }
            let read = Origin::read(&product.seen[..origin], product.series.period.season());
            for ahead in kept {
                read.write(&shop.target(product, origin, ahead), &mut lessons.rows);
                let sold = &product.seen[origin + ahead - 1..][..window];
                lessons.labels.push(sold.iter().sum::<f64>() as f32);
            }
        }
    }
    (lessons.labels.len() >= FEWEST_ROWS).then_some(lessons)
}

/// A number from 0 to 1 that hangs on the row alone.
fn drawn(seed: u64, product: usize, origin: usize, ahead: usize) -> f64 {
    let mut x = seed
        ^ ((product as u64) << 32 | (origin as u64) << 12 | ahead as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    ((x ^ (x >> 33)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Each small count apart, then steps of a quarter, up to what one in two thousand rows reaches.
pub(super) fn thresholds(labels: &[f32]) -> Vec<usize> {
    let mut sorted: Vec<f32> = labels.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let largest =
        sorted.get(sorted.len() - 1 - sorted.len() / 2_000).copied().unwrap_or(1.0).round() as usize;
    let mut thresholds = vec![1];
    while let Some(last) = thresholds.last().copied().filter(|last| *last < largest.min(400)) {
        thresholds.push((last + 1).max((last as f64 * 1.27).round() as usize));
    }
    thresholds
}

/// The whole shop's sales, read backwards from the last period, which all series share.
#[derive(Debug)]
pub(super) struct Shop {
    totals: Vec<f64>,
}

impl Shop {
    pub(super) fn read(products: &[Product<'_>]) -> Self {
        let longest = products.iter().map(|product| product.demand.len()).max().unwrap_or(0);
        let mut totals = vec![0.0; longest];
        for product in products {
            for (total, sold) in totals[longest - product.demand.len()..].iter_mut().zip(product.demand) {
                *total += sold;
            }
        }
        Self { totals }
    }

    pub(super) fn target(&self, product: &Product<'_>, origin: usize, ahead: usize) -> Target {
        let series = product.series;
        let season = series.period.season();
        let at = origin + ahead - 1;
        // The same moments in the shop's own count of periods.
        let now = self.totals.len().min(self.totals.len() - product.demand.len() + origin);
        let year = mean(&self.totals[now.saturating_sub(season)..now]);
        let quarter = mean(&self.totals[now.saturating_sub(season / 4)..now]);
        let same = (now + ahead - 1).checked_sub(season).filter(|same| *same < now);
        let known: Vec<f64> = (origin.saturating_sub(season)..origin)
            .filter_map(|past| series.price.get(past).copied().flatten())
            .collect();
        let usual = mean(&known);
        let price = series.price.get(at).copied().flatten();
        Target {
            ahead,
            in_season: in_season(series, at),
            shop_trend: (quarter / year) as f32,
            shop_season: same.map_or(f32::NAN, |same| (self.totals[same] / year) as f32),
            category: series.category.map_or(f32::NAN, |category| category as f32),
            price_ratio: price.filter(|_| usual > 0.0).map_or(f32::NAN, |price| (price / usual) as f32),
            promotion: series.promotion.get(at).map_or(f32::NAN, |share| *share as f32),
            price_log: if usual > 0.0 { usual.ln() as f32 } else { f32::NAN },
        }
    }
}

/// The place of a period in its year, from 0.
fn in_season(series: &DemandSeries, at: usize) -> usize {
    match series.period {
        Period::Month => (series.first.month0() as usize + at) % 12,
        Period::Week => (series.first.ordinal0() as usize / 7 + at) % 52,
    }
}
