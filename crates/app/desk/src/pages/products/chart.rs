//! The price's history as one drawing with one message, and the figures beneath.

use std::fmt::Write as _;

use catalogue::PriceChange;
use chrono::{DateTime, Utc};
use fluent_bundle::FluentArgs;
use kernel::{Currency, Locale, Money};
use serde::Serialize;

use crate::pages::story::Teller;
use crate::pages::{Dashboard, moment};
use web::storefront::texts::Texts;

/// Width of the drawing.
const WIDTH: f64 = 300.0;
/// Height of the drawing.
const HEIGHT: f64 = 130.0;
/// Left free above and below the line, for the figures at its ends.
const MARGIN: f64 = 30.0;
/// Points that are marked; more would touch each other.
const DOTS: usize = 40;

/// The history as the page shows it.
#[derive(Debug, Serialize)]
pub(super) struct History {
    heading: String,
    chart: Option<Chart>,
    rows: Vec<Row>,
}

/// The drawing.
#[derive(Debug, Serialize)]
struct Chart {
    path: String,
    dots: Vec<Dot>,
    from: String,
    until: String,
    first: Label,
    last: Label,
}

/// A price that began, with its exact value on hover.
#[derive(Debug, Serialize)]
struct Dot {
    x: String,
    y: String,
    title: String,
}

/// A price written beside the line.
#[derive(Debug, Serialize)]
struct Label {
    /// Above the line.
    y: String,
    /// At its end.
    beside: String,
    price: String,
}

#[derive(Debug, Serialize)]
struct Row {
    at: String,
    since: String,
    price: String,
    who: String,
    why: String,
}

/// What pages need to write it.
pub(super) struct Writer<'a> {
    pub(super) desk: &'a Dashboard,
    pub(super) texts: &'a Texts,
    pub(super) locale: Locale,
    pub(super) currency: Currency,
    pub(super) teller: &'a Teller<'a>,
}

impl Writer<'_> {
    /// The history of a product that ever had a price.
    pub(super) fn history(&self, changes: &[PriceChange], now: DateTime<Utc>) -> Option<History> {
        let priced: Vec<(DateTime<Utc>, i64)> =
            changes.iter().filter_map(|change| Some((change.valid_from, change.price_minor?))).collect();
        let (first, last) = (*priced.first()?, *priced.last()?);
        Some(History {
            heading: self.heading(first, last),
            chart: (priced.len() > 1).then(|| self.chart(&priced, now)),
            rows: changes.iter().rev().map(|change| self.row(change)).collect(),
        })
    }

    fn money(&self, minor: i64) -> String {
        Money::new(minor, self.currency).format(self.locale)
    }

    fn date(&self, at: DateTime<Utc>) -> String {
        moment::date(at, self.desk.zone())
    }

    fn heading(&self, first: (DateTime<Utc>, i64), last: (DateTime<Utc>, i64)) -> String {
        let tenths = (last.1 - first.1) * 1_000 / first.1.max(1);
        let key = match tenths {
            0 => "price-same",
            1.. => "price-rose",
            _ => "price-fell",
        };
        let (whole, tenth) = (tenths.abs() / 10, tenths.abs() % 10);
        let point = if self.locale == Locale::Fr { "," } else { "." };
        let mut words = FluentArgs::new();
        words.set("percent", if tenth == 0 { whole.to_string() } else { format!("{whole}{point}{tenth}") });
        words.set("price", self.money(last.1));
        words.set("date", self.date(first.0));
        self.texts.format(key, &words)
    }

    fn chart(&self, priced: &[(DateTime<Utc>, i64)], now: DateTime<Utc>) -> Chart {
        let begin = priced[0].0;
        let span = (now - begin).num_seconds().max(1) as f64;
        let lowest = priced.iter().map(|(_, minor)| *minor).min().unwrap_or(0);
        let highest = priced.iter().map(|(_, minor)| *minor).max().unwrap_or(0);
        let range = (highest - lowest).max(1) as f64;
        let x = |at: DateTime<Utc>| format!("{:.1}", (at - begin).num_seconds() as f64 / span * WIDTH);
        let y = |minor: i64| {
            let part = if highest == lowest { 0.5 } else { (minor - lowest) as f64 / range };
            HEIGHT - MARGIN - part * (HEIGHT - 2.0 * MARGIN)
        };
        let mut path = format!("M0 {:.1}", y(priced[0].1));
        for (at, minor) in priced {
            // Writing to a String cannot fail: a price holds until the next one.
            let _ = write!(path, "H{}V{:.1}", x(*at), y(*minor));
        }
        let _ = write!(path, "H{WIDTH}");
        let dots = priced.iter().rev().take(DOTS).map(|(at, minor)| Dot {
            x: x(*at),
            y: format!("{:.1}", y(*minor)),
            title: format!("{}: {}", self.date(*at), self.money(*minor)),
        });
        let label = |minor: i64| Label {
            y: format!("{:.1}", y(minor) - 9.0),
            beside: format!("{:.1}", y(minor) + 4.0),
            price: self.money(minor),
        };
        Chart {
            path,
            dots: dots.collect(),
            from: self.date(begin),
            until: self.date(now),
            first: label(priced[0].1),
            last: label(priced[priced.len() - 1].1),
        }
    }

    fn row(&self, change: &PriceChange) -> Row {
        let (kind, id) = change.who.split_once(' ').unwrap_or((change.who.as_str(), ""));
        let price = change.price_minor.map(|minor| self.money(minor));
        Row {
            at: change.valid_from.to_rfc3339(),
            since: self.date(change.valid_from),
            price: price.unwrap_or_else(|| self.texts.get("on-request").to_owned()),
            who: match id.parse() {
                Ok(id) => self.teller.who(kind, Some(id)),
                Err(_) => change.who.clone(),
            },
            why: why(self.texts, &change.why),
        }
    }
}

/// Why a price changed, in the reader's language where the reason is one of ours.
fn why(texts: &Texts, why: &str) -> String {
    if why == "edited at the desk" {
        return texts.get("why-edited").to_owned();
    }
    if why.starts_with("bulk edit ") {
        let key = if why.ends_with(" undone") { "why-bulk-undone" } else { "why-bulk" };
        return texts.get(key).to_owned();
    }
    match why.strip_prefix("import of ") {
        Some(file) => texts.with("why-import", "file", file),
        None => why.to_owned(),
    }
}
