//! The price's history: one sentence, one small line, the figures beneath.

use std::fmt::Write as _;

use catalogue::{PricePoint, ProductRef};
use chrono::{DateTime, Datelike, Utc};
use fluent_bundle::FluentArgs;
use kernel::Money;
use serde::Serialize;

use crate::storefront::texts::Texts;
use crate::storefront::visit::Visit;

/// Width of the drawing.
const WIDTH: f64 = 320.0;
/// Height of the drawing.
const HEIGHT: f64 = 64.0;
/// What is left free above and below the line.
const MARGIN: f64 = 6.0;

/// The history as the page shows it.
#[derive(Debug, Serialize)]
pub(super) struct History {
    sentence: String,
    path: String,
    points: Vec<Point>,
}

#[derive(Debug, Serialize)]
struct Point {
    date: String,
    price: String,
}

/// The history of a product that had more than one price.
pub(super) fn of(visit: &Visit<'_>, product: ProductRef<'_>) -> Option<History> {
    let points: Vec<PricePoint> = product.price_points().collect();
    let priced: Vec<(DateTime<Utc>, i64)> =
        points.iter().filter_map(|point| Some((point.valid_from, point.price_minor?))).collect();
    let (first, last) = (priced.first()?, priced.last()?);
    if priced.len() < 2 {
        return None;
    }
    let texts = visit.texts;
    let currency = visit.snapshot.settings().currency;
    let percent = (last.1 - first.1) * 100 / first.1.max(1);
    let key = match percent {
        0 => "history-steady",
        1.. => "history-up",
        _ => "history-down",
    };
    let mut arguments = FluentArgs::new();
    arguments.set("percent", percent.abs());
    arguments.set("date", date(texts, first.0));
    let lines = priced.iter().rev().map(|(since, minor)| Point {
        date: date(texts, *since),
        price: Money::new(*minor, currency).format(visit.locale),
    });
    Some(History { sentence: texts.format(key, &arguments), path: path(&priced), points: lines.collect() })
}

/// A line of steps: a price holds until the next one.
fn path(points: &[(DateTime<Utc>, i64)]) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let span = (last.0 - first.0).num_seconds().max(1) as f64 * 1.08;
    let lowest = points.iter().map(|(_, minor)| *minor).min().unwrap_or(0);
    let highest = points.iter().map(|(_, minor)| *minor).max().unwrap_or(0);
    let range = (highest - lowest).max(1) as f64;
    let x = |since: DateTime<Utc>| (since - first.0).num_seconds() as f64 / span * WIDTH;
    let y = |minor: i64| {
        let part = if highest == lowest { 0.5 } else { (minor - lowest) as f64 / range };
        HEIGHT - MARGIN - part * (HEIGHT - 2.0 * MARGIN)
    };
    let mut path = format!("M0 {:.1}", y(first.1));
    for (since, minor) in points {
        // Writing to a String cannot fail.
        let _ = write!(path, "H{:.1}V{:.1}", x(*since), y(*minor));
    }
    let _ = write!(path, "H{WIDTH}");
    path
}

/// A date as the language writes it.
pub(super) fn date(texts: &Texts, moment: DateTime<Utc>) -> String {
    let month = format!("month-{}", moment.month());
    let mut arguments = FluentArgs::new();
    arguments.set("day", moment.day().to_string());
    arguments.set("month", texts.get(&month));
    arguments.set("year", moment.year().to_string());
    texts.format("date", &arguments)
}
