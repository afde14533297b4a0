//! Something that the owner should do: what it is, how urgent, on what evidence, and what it proposes.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What sells less than so many pieces a week is never ordered in a hurry.
const OFTEN: f64 = 0.5;

/// What kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsightKind {
    /// Order, or the shelf will be empty before the delivery.
    Restock,
    /// Far more will be asked for than usual.
    Spike,
    /// Far less.
    Decline,
    /// Nobody buys it.
    DeadStock,
    /// More lies there than will be sold in a long time.
    Overstock,
    /// A category's season begins.
    Season,
    /// Sales left the band of the forecasts.
    Drift,
}

impl InsightKind {
    /// All, the most pressing first.
    pub const ALL: [Self; 7] = [
        Self::Restock,
        Self::Season,
        Self::Spike,
        Self::Drift,
        Self::DeadStock,
        Self::Overstock,
        Self::Decline,
    ];

    /// Its word in rows and addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Restock => "restock",
            Self::Spike => "spike",
            Self::Decline => "decline",
            Self::DeadStock => "dead_stock",
            Self::Overstock => "overstock",
            Self::Season => "season",
            Self::Drift => "drift",
        }
    }

    /// The kind with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// The numbers that an insight rests on; which of them depends on its kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// Pieces that lie there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock: Option<i64>,
    /// Pieces forecast for a week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekly: Option<f64>,
    /// Pieces sold in a week on average, over the last half year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usual: Option<f64>,
    /// Pieces that stock shall reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<i64>,
    /// Pieces to order: the proposal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
    /// Order by this day, or run out before the delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<NaiveDate>,
    /// Days until the shelf is empty, from the day of the run on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i64>,
    /// The day on which it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty_on: Option<NaiveDate>,
    /// Weeks that stock lasts, or since the last sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weeks: Option<i64>,
    /// The last day on which it was sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_sale: Option<NaiveDate>,
    /// Money that lies in stock, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_minor: Option<i64>,
    /// The rule's own figure: percent, weeks, or the service level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<u32>,
}

/// One insight.
#[derive(Debug, Clone, PartialEq)]
pub struct Insight {
    /// What kind of thing.
    pub kind: InsightKind,
    /// The number of a product; of a category for [`InsightKind::Season`].
    pub subject: u32,
    /// 1 = can wait, 2 = this week, 3 = today; as of the run.
    pub severity: u8,
    /// What it is about in money, in minor units; the order within a severity.
    pub worth_minor: i64,
    /// Since when it holds.
    pub since: DateTime<Utc>,
    /// What it rests on and proposes.
    pub evidence: Evidence,
}

impl Insight {
    /// The order of what should be done as seen from a day: the most pressing first.
    pub(crate) fn place_on(&self, today: NaiveDate) -> impl Ord + use<> {
        (Reverse(self.severity_on(today)), Reverse(self.worth_minor), self.kind.as_str(), self.subject)
    }

    /// The severity on a later day: an order presses more as its day comes near.
    pub fn severity_on(&self, today: NaiveDate) -> u8 {
        let Evidence { by, weekly, .. } = self.evidence;
        by.map_or(self.severity, |by| order_severity((by - today).num_days(), weekly.unwrap_or(0.0)))
    }
}

/// How much an order presses that is due in so many days, of what sells so many pieces a week.
pub(crate) fn order_severity(days: i64, weekly: f64) -> u8 {
    if days <= 0 && weekly >= OFTEN { 3 } else { 1 + u8::from(days <= 7) }
}

/// Of lists by kind, each the most pressing first: `count` insights in all, the most pressing of `today` first, of each
/// kind at most its share; what other kinds leave free goes to the most pressing.
pub(crate) fn short_list(of_kinds: Vec<Vec<Insight>>, count: usize, today: NaiveDate) -> Vec<Insight> {
    let (mut chosen, mut rest) = (Vec::new(), Vec::new());
    for mut of_kind in of_kinds {
        let share = match of_kind.first().map(|one| one.kind) {
            Some(InsightKind::Restock) => count.div_ceil(3),
            _ => count.div_ceil(6),
        };
        rest.extend(of_kind.split_off(share.min(of_kind.len())));
        chosen.append(&mut of_kind);
    }
    rest.sort_by_key(|one| one.place_on(today));
    chosen.sort_by_key(|one| one.place_on(today));
    chosen.truncate(count);
    let free = count - chosen.len();
    chosen.extend(rest.into_iter().take(free));
    chosen.sort_by_key(|one| one.place_on(today));
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_presses_more_as_its_day_comes_near_unless_it_sells_seldom() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let order = |weekly| Insight {
            kind: InsightKind::Restock,
            subject: 1,
            severity: 1,
            worth_minor: 0,
            since: DateTime::UNIX_EPOCH,
            evidence: Evidence { by: Some(day("2026-12-01")), weekly: Some(weekly), ..Evidence::default() },
        };
        let days = ["2026-11-23", "2026-11-24", "2026-12-01", "2026-12-09"].map(day);
        assert_eq!(days.map(|today| order(3.0).severity_on(today)), [1, 2, 3, 3]);
        assert_eq!(days.map(|today| order(0.2).severity_on(today)), [1, 2, 2, 2]);
    }

    #[test]
    fn an_order_from_before_its_last_day_was_kept_is_read_without_it() {
        let kept = r#"{"stock":8,"weekly":5.0,"order":7,"by":"2026-11-18","days_left":11,"rule":95}"#;
        let evidence: Evidence = serde_json::from_str(kept).unwrap();
        assert_eq!((evidence.days_left, evidence.empty_on), (Some(11), None));
    }

    #[test]
    fn the_short_list_has_something_of_each_kind_and_the_most_pressing_first() {
        let of = |kind, severity, worths: &[i64]| -> Vec<Insight> {
            let one = |worth_minor: &i64| Insight {
                kind,
                subject: 1,
                severity,
                worth_minor: *worth_minor,
                since: DateTime::UNIX_EPOCH,
                evidence: Evidence::default(),
            };
            worths.iter().map(one).collect()
        };
        let restock = of(InsightKind::Restock, 3, &[90, 80, 70, 60, 50, 40, 30]);
        let dead = of(InsightKind::DeadStock, 1, &[500, 400, 300]);
        let today = NaiveDate::MIN;
        let list = short_list(vec![restock.clone(), dead], 6, today);
        let kinds: Vec<InsightKind> = list.iter().map(|one| one.kind).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == InsightKind::Restock).count(), 5);
        assert_eq!(kinds.last(), Some(&InsightKind::DeadStock));
        assert_eq!(short_list(vec![restock], 6, today).len(), 6);
    }
}
