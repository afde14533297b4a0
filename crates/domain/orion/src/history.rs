//! From days of sales to series of weeks and months: zeros filled in, empty shelves marked, returns taken off.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::{DemandSeries, Period, SaleDay};

/// A step counts as out of stock when nothing lay there on a third of its days.
const EMPTY_SHARE: u64 = 3;
/// Weeks of selling days that tell whether the shop rests on Sundays.
const SUNDAYS: usize = 10;
/// A flagged outlier is this many times the 90th percentile of the steps with demand, and at least so many pieces.
const OUTLIER_TIMES: f64 = 3.0;
const OUTLIER_PIECES: f64 = 6.0;

/// How much of the past the shop's history tells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first day on which something was sold, and the last.
    pub days: Option<RangeInclusive<NaiveDate>>,
    /// Whether nobody sells on Sundays: then a week is over before its last day is.
    pub rests_on_sunday: bool,
    /// Weeks (by their Mondays) in between without a single sale: the shop was closed, or nobody kept a history.
    pub silent_weeks: Vec<NaiveDate>,
}

impl Span {
    /// The span of a shop that sold something on these days, in their order.
    pub fn of(days: &[NaiveDate]) -> Self {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Self::default() };
        let mut silent_weeks = Vec::new();
        for pair in days.windows(2) {
            let (mut week, next) = (next_start(Period::Week, pair[0]), start(Period::Week, pair[1]));
            while week < next {
                silent_weeks.push(week);
                week = week + Days::new(7);
            }
        }
        let lately = &days[days.len().saturating_sub(SUNDAYS * 7)..];
        let rests_on_sunday = lately.iter().all(|day| day.weekday() != Weekday::Sun);
        Self { days: Some(*first..=*last), rests_on_sunday, silent_weeks }
    }

    /// The day after the last step that is over and known to its end, as of `today`.
    ///
    /// A shop rests on one day of the week and two at the end of a month: a step whose last
    /// sales are older than that was cut off by the end of the history.
    pub fn end(&self, period: Period, today: NaiveDate) -> Option<NaiveDate> {
        let last = *self.days.as_ref()?.end();
        let rest = if period == Period::Week { 1 } else { 2 };
        let known = last.min(today) + Days::new(rest + 1);
        let over = if self.rests_on_sunday { today + Days::new(1) } else { today };
        Some(start(period, known).min(start(period, over)))
    }

    fn is_silent(&self, period: Period, first: NaiveDate) -> bool {
        match period {
            Period::Week => self.silent_weeks.binary_search(&first).is_ok(),
            Period::Month => {
                let end = next_start(period, first);
                let silent = self.silent_weeks.iter().filter(|week| (first..end).contains(week)).count();
                silent >= 2
            }
        }
    }
}

/// The first day of the step that holds `day`.
pub fn start(period: Period, day: NaiveDate) -> NaiveDate {
    match period {
        Period::Week => day.week(Weekday::Mon).first_day(),
        Period::Month => day.with_day(1).unwrap_or(day),
    }
}

/// The first day of the step after the one that holds `day`.
pub fn next_start(period: Period, day: NaiveDate) -> NaiveDate {
    match period {
        Period::Week => start(period, day) + Days::new(7),
        Period::Month => start(period, day) + Months::new(1),
    }
}

/// The demand of one product from its first sale to `end` (the day after the last step), from its days in order.
///
/// `None` if nothing was sold before `end`.
pub fn series_of(
    days: &[SaleDay],
    period: Period,
    span: &Span,
    end: NaiveDate,
    category: Option<u32>,
) -> Option<DemandSeries> {
    let first = start(period, days.iter().find(|day| day.sold > 0)?.day);
    let mut series = DemandSeries {
        period,
        first,
        quantity: Vec::new(),
        in_stock: Vec::new(),
        price: Vec::new(),
        promotion: Vec::new(),
        category,
        regressors: Vec::new(),
        fleet_age: Vec::new(),
        weather: None,
    };
    let mut rest = &days[days.partition_point(|day| day.day < first)..];
    let mut shelf = Shelf::before(&days[..days.len() - rest.len()]);
    let (mut from, mut returned) = (first, Vec::new());
    while from < end {
        let until = next_start(period, from);
        let (step, later) = rest.split_at(rest.partition_point(|day| day.day < until));
        rest = later;
        let sold: i64 = step.iter().map(|day| day.sold).sum();
        series.quantity.push(sold as f64);
        returned.push(step.iter().map(|day| day.returned).sum::<i64>() as f64);
        let empty = shelf.empty_days(step, from, until);
        let length = (until - from).num_days().unsigned_abs();
        series.in_stock.push(empty * EMPTY_SHARE < length && !span.is_silent(period, from));
        series.price.push(mean_price(step));
        from = until;
    }
    take_off_returns(&mut series.quantity, &returned);
    series.price = prices_before(&series.price);
    (!series.quantity.is_empty()).then_some(series)
}

/// A return belongs to a sale before it: what a step cannot bear is taken off the steps before.
fn take_off_returns(quantity: &mut [f64], returned: &[f64]) {
    for (at, back) in returned.iter().enumerate() {
        let mut left = *back;
        for sold in quantity[..=at].iter_mut().rev() {
            if left <= 0.0 {
                break;
            }
            let taken = left.min(*sold);
            *sold -= taken;
            left -= taken;
        }
    }
}

fn mean_price(step: &[SaleDay]) -> Option<f64> {
    let priced = step.iter().filter_map(|day| Some((day.price_minor? as f64, day.sold as f64)));
    let (turnover, pieces) =
        priced.fold((0.0, 0.0), |(sum, n), (price, sold)| (sum + price * sold, n + sold));
    (pieces > 0.0).then(|| turnover / pieces)
}

/// What was known of the price before each step. A step's own price is seen only where somebody bought: it would
/// tell a model what it is to foretell.
fn prices_before(prices: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut last = None;
    let before = prices.iter().map(|own| {
        let known = last;
        last = own.or(last);
        known
    });
    before.collect()
}

/// Steps that stand far above the others of their series: shown to the owner, left in the series.
pub fn outliers(quantity: &[f64]) -> Vec<usize> {
    let mut sold: Vec<f64> = quantity.iter().copied().filter(|pieces| *pieces > 0.0).collect();
    sold.sort_by(f64::total_cmp);
    let Some(high) = sold.get(sold.len() * 9 / 10).filter(|_| sold.len() >= 8) else { return Vec::new() };
    // The peak itself may be the 90th percentile of a short list.
    let high = sold[..sold.len() - 1].last().map_or(*high, |second| high.min(*second));
    let limit = (high * OUTLIER_TIMES).max(OUTLIER_PIECES);
    quantity.iter().enumerate().filter(|(_, pieces)| **pieces > limit).map(|(at, _)| at).collect()
}

/// What lies on the shelf, as far as the history tells.
struct Shelf {
    empty: bool,
}

impl Shelf {
    fn before(days: &[SaleDay]) -> Self {
        let mut shelf = Self { empty: false };
        for day in days {
            shelf.see(day);
        }
        shelf
    }

    fn see(&mut self, day: &SaleDay) {
        match day.stock {
            Some(left) => self.empty = left == 0,
            None if day.sold > 0 => self.empty = false,
            None => {}
        }
    }

    /// Days from `from` to before `until` on which nothing could be had.
    fn empty_days(&mut self, step: &[SaleDay], from: NaiveDate, until: NaiveDate) -> u64 {
        let (mut empty, mut at) = (0, from);
        for day in step {
            empty += u64::from(self.empty) * (day.day - at).num_days().unsigned_abs();
            self.see(day);
            empty += u64::from(self.empty && day.sold == 0);
            at = day.day + Days::new(1);
        }
        empty + u64::from(self.empty) * (until - at).num_days().max(0).unsigned_abs()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sale(text: &str, sold: i64) -> SaleDay {
        SaleDay { day: day(text), sold, returned: 0, price_minor: None, stock: None }
    }

    fn weeks(days: &[SaleDay], end: &str) -> DemandSeries {
        series_of(days, Period::Week, &Span::default(), day(end), None).unwrap()
    }

    #[test]
    fn weeks_without_a_sale_are_zeros_from_the_first_sale_on() {
        // 2026-01-05 is a Monday.
        let series =
            weeks(&[sale("2026-01-07", 2), sale("2026-01-11", 1), sale("2026-01-26", 4)], "2026-02-02");
        assert_eq!(series.first, day("2026-01-05"));
        assert_eq!(series.quantity, [3.0, 0.0, 0.0, 4.0]);
        assert_eq!(series.in_stock, [true; 4]);
    }

    #[test]
    fn a_week_with_an_empty_shelf_is_no_week_without_demand() {
        let empty = SaleDay { stock: Some(0), ..sale("2026-01-08", 1) };
        let filled = SaleDay { stock: Some(5), ..sale("2026-01-20", 0) };
        let series = weeks(&[sale("2026-01-05", 1), empty, filled], "2026-02-02");
        // From Friday 9 to Monday 19: three days of the first week, the whole second, one of the third.
        assert_eq!(series.in_stock, [false, false, true, true]);
    }

    #[test]
    fn what_comes_back_is_taken_off_the_sales_before_it() {
        let back = SaleDay { returned: 3, ..sale("2026-01-13", 1) };
        assert_eq!(weeks(&[sale("2026-01-05", 4), back], "2026-01-19").quantity, [2.0, 0.0]);
    }

    #[test]
    fn whether_a_price_is_known_says_nothing_of_whether_the_week_sold() {
        let priced = |text, price| SaleDay { price_minor: Some(price), ..sale(text, 1) };
        let series = weeks(&[priced("2026-01-05", 100), priced("2026-01-19", 80)], "2026-02-02");
        assert_eq!(series.price, [None, Some(100.0), Some(100.0), Some(80.0)]);
    }

    #[test]
    fn the_history_ends_with_the_last_step_that_is_whole() {
        let span = |last| Span { days: Some(day("2025-01-01")..=day(last)), ..Span::default() };
        let end = |last, today| span(last).end(Period::Week, day(today)).unwrap();
        assert_eq!(end("2026-01-10", "2026-01-12"), day("2026-01-12"), "closed on Sunday");
        assert_eq!(end("2026-01-08", "2026-01-12"), day("2026-01-05"), "cut off on Thursday");
        assert_eq!(end("2026-01-13", "2026-01-13"), day("2026-01-12"), "the week still runs");
        let resting = Span { rests_on_sunday: true, ..span("2026-01-10") };
        assert_eq!(resting.end(Period::Week, day("2026-01-11")), Some(day("2026-01-12")), "on Sunday itself");
        assert_eq!(span("2026-01-30").end(Period::Month, day("2026-02-03")), Some(day("2026-02-01")));
        assert_eq!(span("2026-01-20").end(Period::Month, day("2026-02-03")), Some(day("2026-01-01")));
    }

    #[test]
    fn weeks_in_which_the_whole_shop_sold_nothing_are_gaps() {
        let span = Span::of(&[day("2026-01-05"), day("2026-01-28")]);
        assert_eq!(span.silent_weeks, [day("2026-01-12"), day("2026-01-19")]);
        let days = [sale("2026-01-05", 1), sale("2026-01-28", 1)];
        let series = series_of(&days, Period::Week, &span, day("2026-02-02"), None).unwrap();
        assert_eq!(series.in_stock, [true, false, false, true]);
    }

    #[test]
    fn a_spike_is_flagged_and_a_busy_week_is_not() {
        let mut quantity = vec![2.0, 3.0, 0.0, 2.0, 4.0, 3.0, 2.0, 0.0, 3.0, 4.0, 2.0];
        assert_eq!(outliers(&quantity), Vec::<usize>::new());
        quantity.push(60.0);
        assert_eq!(outliers(&quantity), [11]);
    }

    proptest! {
        #[test]
        fn no_piece_is_lost_and_no_step_is_negative(
            sales in proptest::collection::vec((0_i64..1_000, 0_i64..20, 0_i64..5), 1..60)
        ) {
            let mut days: Vec<SaleDay> = sales
                .iter()
                .map(|(at, sold, returned)| SaleDay {
                    day: day("2024-01-01") + Days::new(at.unsigned_abs()),
                    sold: *sold, returned: *returned, price_minor: None, stock: None,
                })
                .collect();
            days.sort_by_key(|day| day.day);
            days.dedup_by_key(|day| day.day);
            for period in [Period::Week, Period::Month] {
                let Some(series) = series_of(&days, period, &Span::default(), day("2027-01-01"), None) else { continue };
                let sold: i64 = days.iter().map(|day| day.sold).sum();
                let returned: i64 = days.iter().map(|day| day.returned).sum();
                let kept: f64 = series.quantity.iter().sum();
                prop_assert!(series.quantity.iter().all(|pieces| *pieces >= 0.0));
                prop_assert!(kept <= sold as f64 && kept >= (sold - returned) as f64);
            }
        }
    }
}
