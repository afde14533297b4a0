//! A product's demand per week or month: what was sold, when it could be sold, and what may explain it.
//! It holds no rule of any model.

use std::sync::Arc;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::Weather;

/// The step of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// ISO weeks, beginning on Monday.
    Week,
    /// Calendar months.
    Month,
}

impl Period {
    /// How many periods a year has.
    pub fn season(self) -> usize {
        match self {
            Self::Week => 52,
            Self::Month => 12,
        }
    }

    /// The first day of the period that is `steps` before the one beginning on `first`.
    pub fn before(self, first: NaiveDate, steps: usize) -> NaiveDate {
        let earlier = match self {
            Self::Week => first.checked_sub_days(Days::new(7 * steps as u64)),
            Self::Month => first.checked_sub_months(Months::new(steps as u32)),
        };
        earlier.unwrap_or(NaiveDate::MIN)
    }

    /// The first day of the period that is `steps` after the one beginning on `first`.
    pub fn after(self, first: NaiveDate, steps: usize) -> NaiveDate {
        let later = match self {
            Self::Week => first.checked_add_days(Days::new(7 * steps as u64)),
            Self::Month => first.checked_add_months(Months::new(steps as u32)),
        };
        later.unwrap_or(NaiveDate::MAX)
    }
}

/// What one product sold, period by period.
///
/// `price`, `promotion` and every regressor may run on beyond `quantity`: what is known of the future. Each may be
/// empty: then it is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandSeries {
    /// The step.
    pub period: Period,
    /// The first period's first day: a Monday, or the first of a month.
    pub first: NaiveDate,
    /// Pieces sold in each period, returns subtracted.
    pub quantity: Vec<f64>,
    /// Whether the product could be bought; a period without stock is not read as "no demand". Empty: always.
    pub in_stock: Vec<bool>,
    /// The price asked in each period.
    pub price: Vec<Option<f64>>,
    /// The share of each period that was a promotion, 0 to 1.
    pub promotion: Vec<f64>,
    /// The dense number of the product's category.
    pub category: Option<u32>,
    /// Known columns that may explain demand: school terms, feasts. One column each.
    pub regressors: Vec<Vec<f64>>,
    /// The mean age of the cars that the product fits, in years.
    pub fleet_age: Vec<f64>,
    /// The weather at the shop, of which nothing is known beyond `quantity` but what is foretold today, or usual.
    pub weather: Option<Arc<Weather>>,
}

impl DemandSeries {
    /// A series of quantities alone.
    pub fn of_quantities(period: Period, first: NaiveDate, quantity: Vec<f64>) -> Self {
        Self {
            period,
            first,
            quantity,
            in_stock: Vec::new(),
            price: Vec::new(),
            promotion: Vec::new(),
            category: None,
            regressors: Vec::new(),
            fleet_age: Vec::new(),
            weather: None,
        }
    }

    /// The day after its last period.
    pub(crate) fn end(&self) -> NaiveDate {
        self.period.after(self.first, self.quantity.len())
    }

    /// The series as it was known after its first `length` periods; what is known of the future stays.
    #[must_use]
    pub fn until(&self, length: usize) -> Self {
        let mut known = self.clone();
        known.quantity.truncate(length);
        known.in_stock.truncate(length);
        known
    }

    /// [`DemandSeries::until`] where nobody had planned ahead: the last share of a promotion is taken to hold, as the last
    /// price is by whoever forecasts.
    #[must_use]
    pub fn until_unplanned(&self, length: usize) -> Self {
        let mut known = self.until(length);
        let last = length.checked_sub(1).and_then(|at| known.promotion.get(at)).copied();
        if let Some(ahead) = known.promotion.get_mut(length..) {
            ahead.fill(last.unwrap_or(0.0));
        }
        known
    }

    /// Whether the quantity of this period says how much was wanted.
    pub fn is_observed(&self, index: usize) -> bool {
        self.in_stock.get(index).copied().unwrap_or(true)
            && self.quantity.get(index).is_some_and(|sold| sold.is_finite())
    }

    /// What each period tells of demand: what was sold; NaN where stock was out and no more was sold than usual. A period
    /// in which the shelf ran empty for once after more than usual tells at least that much.
    pub fn seen(&self) -> Vec<f64> {
        let demand = self.demand().into_iter().enumerate();
        demand.map(|(at, demand)| if self.tells(at, demand) { demand } else { f64::NAN }).collect()
    }

    fn tells(&self, index: usize, demand: f64) -> bool {
        self.is_observed(index) || self.quantity[index] >= demand.max(1.0)
    }

    /// Demand of each period: what was sold; where stock was out, what the year before it makes likely, and never
    /// less than what was sold. Finite and not negative, whatever came in.
    pub fn demand(&self) -> Vec<f64> {
        let season = self.period.season();
        let mut demand: Vec<f64> = Vec::with_capacity(self.quantity.len());
        let mut observed: Vec<f64> = Vec::with_capacity(self.quantity.len());
        for (index, sold) in self.quantity.iter().enumerate() {
            let sold = if sold.is_finite() { sold.clamp(0.0, LARGEST) } else { 0.0 };
            if self.is_observed(index) {
                observed.push(sold);
                demand.push(sold);
            } else {
                let recent = &observed[observed.len().saturating_sub(season)..];
                demand.push(mean(recent).max(sold));
            }
        }
        demand
    }
}

/// More than this in one period is a broken number, and makes sums lose their precision.
const LARGEST: f64 = 1e9;

/// The mean; 0 of nothing.
pub(crate) fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// The mean of what is a number; NaN of nothing.
pub(crate) fn seen_mean(values: &[f64]) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values.iter().filter(|value| !value.is_nan()) {
        sum += value;
        count += 1.0;
    }
    sum / count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(quantity: Vec<f64>) -> DemandSeries {
        DemandSeries::of_quantities(Period::Week, NaiveDate::from_ymd_opt(2025, 1, 6).unwrap(), quantity)
    }

    #[test]
    fn a_period_without_stock_is_not_read_as_no_demand() {
        let mut sold = series(vec![4.0, 2.0, 0.0, 3.0]);
        sold.in_stock = vec![true, true, false, true];
        assert_eq!(sold.demand(), [4.0, 2.0, 3.0, 3.0]);
        assert!(sold.seen()[2].is_nan());
    }

    #[test]
    fn a_shelf_that_ran_empty_after_more_than_usual_tells_at_least_that_much() {
        let mut sold = series(vec![1.0, 2.0, 7.0, 1.0]);
        sold.in_stock = vec![true, true, false, false];
        let seen = sold.seen();
        assert!((seen[2] - 7.0).abs() < 1e-12 && seen[3].is_nan(), "{seen:?}");
    }

    #[test]
    fn an_unplanned_promotion_is_not_known_before_it_begins() {
        let sold = DemandSeries { promotion: vec![0.0, 0.0, 1.0, 1.0, 0.0], ..series(vec![1.0; 4]) };
        assert_eq!(sold.until_unplanned(2).promotion, [0.0; 5]);
        assert_eq!(sold.until_unplanned(3).promotion, [0.0, 0.0, 1.0, 1.0, 1.0]);
        assert_eq!(sold.until(2).promotion, sold.promotion);
        assert_eq!(series(vec![1.0; 4]).until_unplanned(2), series(vec![1.0; 2]));
    }

    #[test]
    fn broken_numbers_become_finite_demand() {
        let demand = series(vec![f64::NAN, f64::INFINITY, -3.0, 1e300, 2.0]).demand();
        assert!(demand.iter().all(|d| d.is_finite() && *d >= 0.0), "{demand:?}");
    }

    #[test]
    fn a_month_later_is_the_first_of_the_next_month() {
        let first = NaiveDate::from_ymd_opt(2025, 11, 1).unwrap();
        assert_eq!(Period::Month.after(first, 2), NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
    }
}
