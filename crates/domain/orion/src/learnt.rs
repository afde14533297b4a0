//! What is learnt over all products of a shop, once: kept, and asked again and again.

use serde::{Deserialize, Serialize};

use crate::forecast::is_counted;
use crate::model::global::{Global, Plan, Product};
use crate::{Delivered, DemandSeries, Options};

/// The model that learns from all products; none where there is too little to learn from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Learnt {
    /// Steps ahead that it can be asked about.
    pub(crate) horizon: usize,
    /// Periods together that an order must protect.
    pub(crate) protect: usize,
    pub(crate) global: Option<Global>,
    /// What each level of stock delivered in the shop's past, if that was replayed.
    #[serde(default)]
    pub(crate) delivered: Delivered,
}

impl Learnt {
    /// Learns from every product. Whoever measures it must ask it of periods that are not in `series`.
    pub fn learn(series: &[DemandSeries], horizon: usize, options: &Options) -> Self {
        Self::learn_by(Global::learn, series, horizon, options)
    }

    /// Learns no more than what an order must cover, in a fraction of the time.
    pub(crate) fn learn_cover(series: &[DemandSeries], options: &Options) -> Self {
        Self::learn_by(Global::learn_cover, series, options.protect.get(), options)
    }

    fn learn_by(
        learn: impl Fn(&[Product<'_>], Plan) -> Option<Global>,
        series: &[DemandSeries],
        horizon: usize,
        options: &Options,
    ) -> Self {
        let demand: Vec<Vec<f64>> = series.iter().map(DemandSeries::demand).collect();
        let seen: Vec<Vec<f64>> = series.iter().map(DemandSeries::seen).collect();
        let counted = (0..series.len()).filter(|at| is_counted(&demand[*at]));
        let products: Vec<Product<'_>> =
            counted.map(|at| Product { series: &series[at], demand: &demand[at], seen: &seen[at] }).collect();
        let plan = Plan { horizon, protect: options.protect.get(), threads: options.threads.get() };
        let global = learn(&products, plan);
        Self { horizon, protect: plan.protect, global, delivered: Delivered::default() }
    }

    /// Whether it can be asked so far ahead, with so many periods to protect.
    pub fn reaches(&self, horizon: usize, options: &Options) -> bool {
        let says_steps = self.global.as_ref().is_none_or(Global::says_steps);
        self.horizon >= horizon && self.protect == options.protect.get() && says_steps
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::{Asked, Period, forecast_some};

    #[test]
    fn what_was_learnt_says_the_same_after_it_was_kept() {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let shop: Vec<DemandSeries> = (0..60_u32)
            .map(|part| {
                let sold = (0..80).map(|week| f64::from((part * 7 + week * 5) % 11 / 8 * (1 + part % 3)));
                DemandSeries::of_quantities(Period::Week, first, sold.collect())
            })
            .collect();
        let options = Options::default();
        let learnt = Learnt::learn(&shop, 4, &options);
        assert!(learnt.reaches(4, &options) && !learnt.reaches(5, &options));
        let cover_alone = Learnt::learn_cover(&shop, &options);
        let cover = |learnt: &Learnt| serde_json::to_value(learnt).unwrap()["global"]["cover"].clone();
        assert!(cover(&learnt).is_object() && cover(&learnt) == cover(&cover_alone));
        assert!(!cover_alone.reaches(1, &options));
        let kept: Learnt = serde_json::from_str(&serde_json::to_string(&learnt).unwrap()).unwrap();
        let asked: Vec<Asked> = (0..60).map(|at| Asked { at, model: None }).collect();
        let say = |learnt: &Learnt| forecast_some(learnt, &shop, &asked, 4, &options, &|_| ());
        assert_eq!(say(&learnt), say(&kept));
        assert_eq!(say(&learnt)[7], forecast_some(&kept, &shop, &asked[7..8], 4, &options, &|_| ())[0]);
    }
}
