//! Live forecasts against what happened since: whether they still err as little as the tests promised.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::kept_forecast::{Method, MethodErrors};
use crate::shop_series::{ProductSeries, ShopSeries};
use crate::{Errors, Outcome, Step, measure};

/// Live losses of so much more than the tests' are outside of their band.
const BAND: f64 = 1.3;
/// Fewer products say nothing of a shop.
const FEWEST: usize = 100;
/// Weeks of a product that are looked at.
const LATELY: usize = 6;

/// What was said of a product's weeks, with what happened in each.
pub(crate) type Heard = Vec<(Step, f64)>;

/// What was said of each product's weeks in which it could be bought; in the order of the shop's products.
pub(crate) fn hear(shop: &ShopSeries, said: &HashMap<u32, Vec<(NaiveDate, Step)>>) -> Vec<Heard> {
    let of_product = |one: &ProductSeries| {
        let known = said.get(&one.facts.number).into_iter().flatten().filter_map(|(week, step)| {
            let at = usize::try_from((*week - one.series.first).num_days() / 7).ok()?;
            one.series.is_observed(at).then(|| (*step, one.series.quantity[at]))
        });
        known.collect()
    };
    shop.products.iter().map(of_product).collect()
}

/// The errors of what was said; `None` of nothing.
pub(crate) fn live_errors(shop: &ShopSeries, heard: &[Heard]) -> Option<Errors> {
    let outcomes: Vec<(&[f64], Vec<Step>, Vec<f64>)> = shop
        .products
        .iter()
        .zip(heard)
        .filter(|(_, heard)| !heard.is_empty())
        .map(|(one, heard)| {
            let (steps, sold): (Vec<Step>, Vec<f64>) = heard.iter().copied().unzip();
            (one.series.quantity.as_slice(), steps, sold)
        })
        .collect();
    (!outcomes.is_empty()).then(|| {
        measure(outcomes.iter().map(|(history, steps, actual)| Outcome {
            history,
            actual,
            steps,
            season: 52,
        }))
    })
}

/// Whether the shop's live losses left the band of the tests.
pub(crate) fn left_the_band(live: Option<&Errors>, tested: &[MethodErrors]) -> bool {
    let promised = tested.iter().find(|row| row.method == Method::Forecast && row.class.is_none());
    let (Some(live), Some(promised)) = (live, promised) else { return false };
    let losses = live.quantile_loss.zip(promised.errors.quantile_loss);
    live.series >= FEWEST && losses.is_some_and(|(live, promised)| live > BAND * promised)
}

/// Whether a product's sales fell out of the 95 % interval in three of the last six weeks: by chance that is one
/// product in 500.
pub(crate) fn has_drifted(heard: &[(Step, f64)]) -> bool {
    let last = &heard[heard.len().saturating_sub(LATELY)..];
    let out = last.iter().filter(|(step, sold)| *sold < step.quantiles[0] || *sold > step.quantiles[9]);
    last.len() >= 4 && out.count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sales_that_leave_the_band_again_and_again_are_told() {
        let step = Step::of_quantiles(2.0, [0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        assert!(!has_drifted(&[(step, 9.0), (step, 1.0), (step, 2.0), (step, 9.0)]));
        assert!(has_drifted(&[(step, 9.0), (step, 9.0), (step, 2.0), (step, 9.0)]));
    }

    #[test]
    fn a_shop_whose_live_losses_are_far_above_the_tests_has_left_the_band() {
        let errors = |loss| Errors { series: 500, quantile_loss: Some(loss), ..Errors::default() };
        let tested = [MethodErrors { method: Method::Forecast, class: None, errors: errors(0.6) }];
        assert!(!left_the_band(Some(&errors(0.7)), &tested));
        assert!(left_the_band(Some(&errors(0.9)), &tested));
        assert!(!left_the_band(Some(&Errors { series: 20, ..errors(0.9) }), &tested), "too few products");
        assert!(!left_the_band(None, &tested));
    }
}
