//! Insights in the reader's words: one line that says what, and one that says why.

use std::cmp::Ordering;

use catalogue::Snapshot;
use chrono::NaiveDate;
use fluent_bundle::FluentArgs;
use kernel::{Currency, Locale, Money};
use orion::{Insight, InsightKind, InsightOfProduct, Lesson};
use serde::Serialize;

use super::PATH;
use super::chart::{day, short};
use crate::pages::failure::DeskFailure;
use crate::pages::{Dashboard, moment};
use web::storefront::texts::Texts;

/// One insight as a row.
#[derive(Debug, Serialize)]
pub(super) struct InsightRow {
    pub(super) kind: String,
    /// "danger", "warning" or nothing.
    pub(super) state: &'static str,
    pub(super) urgency: String,
    pub(super) name: String,
    pub(super) sku: Option<String>,
    pub(super) href: Option<String>,
    /// What is proposed: "Order 12 by 28/11/2026".
    pub(super) proposal: String,
    /// On what evidence.
    pub(super) why: String,
    pub(super) stock: Option<i64>,
    pub(super) order: Option<i64>,
    pub(super) by: Option<String>,
    pub(super) weekly: String,
    pub(super) worth: String,
}

/// In whose language and money insights are told.
pub(super) struct Words<'a> {
    pub(super) texts: &'a Texts,
    pub(super) snapshot: &'a Snapshot,
    pub(super) locale: Locale,
    pub(super) currency: Currency,
    /// The day on which they are read.
    pub(super) today: NaiveDate,
}

impl<'a> Words<'a> {
    /// As somebody reads them now in their language.
    pub(super) fn of(
        desk: &'a Dashboard,
        snapshot: &'a Snapshot,
        locale: Locale,
    ) -> Result<Self, DeskFailure> {
        let currency = desk.app().desk()?.settings.currency;
        let today = desk.app().clock.now().with_timezone(&desk.zone()).date_naive();
        Ok(Self { texts: desk.texts(locale), snapshot, locale, currency, today })
    }

    /// A product's name, or its SKU where it is not on sale.
    pub(super) fn name(&self, number: u32, sku: &str) -> String {
        let product = self.snapshot.product_by_number(number);
        product.map_or_else(|| sku.to_owned(), |product| product.name(self.locale).to_owned())
    }

    /// The name of a category.
    pub(super) fn category(&self, number: u32) -> String {
        let category = self.snapshot.categories().iter().find(|one| one.number == number);
        category.map_or_else(|| number.to_string(), |one| one.names.best(self.locale).to_owned())
    }

    pub(super) fn money(&self, minor: i64) -> String {
        Money::new(minor, self.currency).format(self.locale)
    }

    /// One insight as a row.
    pub(super) fn row(&self, (insight, facts): &InsightOfProduct) -> InsightRow {
        let (name, sku) = match facts {
            Some(facts) => (self.name(facts.number, &facts.sku), Some(facts.sku.clone())),
            None => (self.category(insight.subject), None),
        };
        let evidence = &insight.evidence;
        let (state, urgency) = match insight.severity_on(self.today) {
            3 => ("danger", "urgency-today"),
            2 => ("warning", "urgency-week"),
            _ => ("", "urgency-later"),
        };
        InsightRow {
            kind: self.texts.get(kind_key(insight.kind)).to_owned(),
            state,
            urgency: self.texts.get(urgency).to_owned(),
            href: sku.as_ref().map(|sku| product_href(sku)),
            name,
            sku,
            proposal: self.told(insight, proposal_key(insight, self.today)),
            why: self.told(insight, why_key(insight)),
            stock: evidence.stock,
            order: evidence.order,
            by: evidence.by.map(day),
            weekly: evidence.weekly.map(|pieces| short(pieces, self.locale)).unwrap_or_default(),
            worth: self.money(insight.worth_minor),
        }
    }

    fn told(&self, insight: &Insight, what: &str) -> String {
        let evidence = &insight.evidence;
        let mut words = FluentArgs::new();
        words.set("stock", evidence.stock.unwrap_or(0));
        words.set("order", evidence.order.unwrap_or(0));
        words.set("until", evidence.empty_on.map_or_else(|| "–".to_owned(), day));
        words.set("weeks", evidence.weeks.unwrap_or(0));
        words.set("rule", evidence.rule.unwrap_or(0));
        let short = |pieces| short(pieces, self.locale);
        words.set("weekly", evidence.weekly.map(short).unwrap_or_default());
        words.set("usual", evidence.usual.map(short).unwrap_or_default());
        words.set("by", evidence.by.map(day).unwrap_or_default());
        words.set("last", evidence.last_sale.map_or_else(|| "–".to_owned(), day));
        words.set("money", self.money(evidence.idle_minor.unwrap_or(0)));
        self.texts.format(&format!("{what}-{}", insight.kind.as_str().replace('_', "-")), &words)
    }
}

/// Only of what presses today it is said that it is due.
fn proposal_key(insight: &Insight, today: NaiveDate) -> &'static str {
    match (insight.severity_on(today), insight.evidence.by.map(|by| by.cmp(&today))) {
        (3, Some(Ordering::Less)) => "proposal-late",
        (3, Some(Ordering::Equal)) => "proposal-today",
        _ => "proposal",
    }
}

/// Orders that an older version kept do not tell the day on which the shelf will be empty.
fn why_key(insight: &Insight) -> &'static str {
    let undated = insight.kind == InsightKind::Restock && insight.evidence.empty_on.is_none();
    if undated && insight.evidence.stock != Some(0) { "why-undated" } else { "why" }
}

/// When the models were taught, and from what: "On 22/11/2026, from 10,000 products' sales before 28/09/2026."
pub(super) fn taught(desk: &Dashboard, texts: &Texts, lesson: &Lesson) -> String {
    let mut words = FluentArgs::new();
    words.set("when", moment::full(lesson.at, desk.zone()));
    words.set("products", lesson.products);
    words.set("until", day(lesson.until));
    words.set("data", lesson.fingerprint.chars().take(12).collect::<String>());
    texts.format("taught", &words)
}

pub(super) fn product_href(sku: &str) -> String {
    let sku = percent_encoding::utf8_percent_encode(sku, percent_encoding::NON_ALPHANUMERIC);
    format!("{PATH}/products/{sku}")
}

/// The text that names a kind.
pub(in crate::pages) fn kind_key(kind: InsightKind) -> &'static str {
    match kind {
        InsightKind::Restock => "insight-restock",
        InsightKind::Spike => "insight-spike",
        InsightKind::Decline => "insight-decline",
        InsightKind::DeadStock => "insight-dead-stock",
        InsightKind::Overstock => "insight-overstock",
        InsightKind::Season => "insight-season",
        InsightKind::Drift => "insight-drift",
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use orion::Evidence;

    use super::*;

    fn order(weekly: f64) -> Insight {
        Insight {
            kind: InsightKind::Restock,
            subject: 1,
            severity: 1,
            worth_minor: 0,
            since: DateTime::UNIX_EPOCH,
            evidence: Evidence {
                stock: Some(4),
                by: "2026-11-22".parse().ok(),
                weekly: Some(weekly),
                ..Evidence::default()
            },
        }
    }

    #[test]
    fn an_order_is_called_due_only_where_its_badge_says_today() {
        let days = ["2026-11-21", "2026-11-22", "2026-11-23"].map(|day| day.parse().unwrap());
        let keys = |weekly| days.map(|today| proposal_key(&order(weekly), today));
        assert_eq!(keys(3.0), ["proposal", "proposal-today", "proposal-late"]);
        assert_eq!(keys(0.2), ["proposal"; 3]);
    }
}
