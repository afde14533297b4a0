//! Weeks in which a product cost less than usual, from its price history.

use catalogue::PricePoint;
use chrono::{NaiveDate, TimeDelta};

/// A price this far below the usual one is a promotion: less is a correction.
const BELOW: f64 = 0.95;
/// The usual price is the one in the middle of so many days before; what holds for longer than half of them is usual.
const DAYS: i64 = 182;

/// The share of each week's days on which the product cost less than usual, `weeks` weeks from the Monday `first` on;
/// the last price is taken to hold. Empty where it never did: then there is nothing to heed.
pub(crate) fn promotions(points: &[PricePoint], first: NaiveDate, weeks: usize) -> Vec<f64> {
    if points.len() < 2 {
        return Vec::new();
    }
    let share = |week: usize| {
        let days = (0..7).map(|day| first + TimeDelta::days(7 * week as i64 + day));
        days.filter(|day| is_promotion(points, *day)).count() as f64 / 7.0
    };
    let shares: Vec<f64> = (0..weeks).map(share).collect();
    if shares.iter().any(|share| *share > 0.0) { shares } else { Vec::new() }
}

fn is_promotion(points: &[PricePoint], day: NaiveDate) -> bool {
    let began = points.partition_point(|point| point.valid_from.date_naive() <= day);
    let asked = began.checked_sub(1).and_then(|at| points[at].price_minor);
    let usual = usual_before(&points[..began], day);
    asked.zip(usual).is_some_and(|(asked, usual)| (asked as f64) < BELOW * usual as f64)
}

/// The price in the middle of the days before, each price counting as long as it held.
fn usual_before(points: &[PricePoint], day: NaiveDate) -> Option<i64> {
    let since = day - TimeDelta::days(DAYS);
    // The price that held when those days began, and those after it.
    let from = points.partition_point(|point| point.valid_from.date_naive() <= since).saturating_sub(1);
    let points = &points[from..];
    let mut held: Vec<(i64, i64)> = Vec::with_capacity(points.len());
    for (at, point) in points.iter().enumerate() {
        let until = points.get(at + 1).map_or(day, |next| next.valid_from.date_naive().min(day));
        let days = (until - point.valid_from.date_naive().max(since)).num_days();
        held.extend(point.price_minor.filter(|_| days > 0).map(|price| (price, days)));
    }
    held.sort_unstable();
    let half = held.iter().map(|(_, days)| days).sum::<i64>() / 2;
    let mut counted = 0;
    held.iter().find_map(|(price, days)| {
        counted += days;
        (counted > half).then_some(*price)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(prices: &[(&str, i64)]) -> Vec<PricePoint> {
        let point = |(day, price): &(&str, i64)| PricePoint {
            valid_from: format!("{day}T08:00:00Z").parse().unwrap(),
            price_minor: Some(*price),
        };
        prices.iter().map(point).collect()
    }

    #[test]
    fn weeks_below_the_usual_price_are_promotions_and_a_lasting_price_becomes_usual() {
        let first: NaiveDate = "2025-01-06".parse().unwrap();
        let one_week = points(&[("2024-06-01", 10_000), ("2025-01-13", 8_000), ("2025-01-20", 10_000)]);
        assert_eq!(promotions(&one_week, first, 4), [0.0, 1.0, 0.0, 0.0]);
        let lasting = promotions(&points(&[("2024-06-01", 10_000), ("2025-01-13", 8_000)]), first, 30);
        assert!(lasting[1] > 0.9 && lasting[8] > 0.9 && lasting[29] < 0.1, "{lasting:?}");
    }

    #[test]
    fn a_price_that_rises_or_hardly_falls_is_none() {
        let first: NaiveDate = "2025-01-06".parse().unwrap();
        let dear = points(&[("2024-06-01", 10_000), ("2025-01-13", 9_700), ("2025-01-20", 12_000)]);
        assert!(promotions(&dear, first, 8).is_empty() && promotions(&[], first, 8).is_empty());
    }
}
