//! The rules at work: from a product's history, forecast and stock to what should be done. Pure.

use catalogue::ProductFacts;
use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::insight::{Evidence, Insight, InsightKind, order_severity};
use crate::watch::has_drifted;
use crate::{DemandSeries, Forecast, Rules, Step};

/// Weeks of the usual average.
const USUAL_WEEKS: usize = 26;
/// Demand below this many pieces a week is left to orders on request.
const TOO_RARE: f64 = 0.03;
/// The same of what shoppers can have on order: less than a piece in a month.
const RARE_ON_ORDER: f64 = 0.23;
/// Weeks ahead in which a season is prepared.
const SEASON_AHEAD: std::ops::Range<usize> = 4..12;
/// A season of a category that sells fewer pieces a week is noise.
const SEASON_PIECES: f64 = 4.0;

/// One product as the rules see it.
pub(crate) struct Known<'a> {
    pub(crate) facts: &'a ProductFacts,
    pub(crate) series: &'a DemandSeries,
    pub(crate) forecast: &'a Forecast,
    /// What was said of its last weeks, with what happened in each.
    pub(crate) said: &'a [(Step, f64)],
    /// The level of stock that delivers the share of demand that the rules ask for.
    pub(crate) level: f64,
}

/// What should be done about one product, as of `today`.
pub(crate) fn insights_of(
    known: &Known<'_>,
    rules: &Rules,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Vec<Insight> {
    let Known { facts, series, forecast, said, level } = known;
    let steps = &forecast.steps;
    if steps.is_empty() {
        return Vec::new();
    }
    let weekly = steps.iter().map(|step| step.mean).sum::<f64>() / steps.len() as f64;
    let recent = &series.quantity[series.quantity.len().saturating_sub(USUAL_WEEKS)..];
    let usual = recent.iter().sum::<f64>() / recent.len().max(1) as f64;
    let price = facts.price_minor.or(facts.cost_minor).unwrap_or(0);
    let cost = facts.cost_minor.unwrap_or(price * 7 / 10);
    let base =
        Evidence { stock: facts.stock, weekly: Some(weekly), usual: Some(usual), ..Evidence::default() };
    let make = |kind, severity, worth_minor, evidence| Insight {
        kind,
        subject: facts.number,
        severity,
        worth_minor,
        since: now,
        evidence,
    };
    let mut found = Vec::new();
    if let Some(stock) = facts.stock {
        // What is got on order and asked for now and then need not lie there.
        let rare = if facts.on_order && stock <= 0 { RARE_ON_ORDER } else { TOO_RARE };
        if let Some(order) = order_of(forecast, rules, *level, stock).filter(|_| weekly >= rare) {
            let days_left = ((stock as f64 / weekly * 7.0) as i64).min(999);
            let late = days_left - i64::from(rules.lead_time_days);
            let by = today + Days::new(late.max(0).unsigned_abs());
            let severity = order_severity(late, weekly);
            let lost = (weekly * f64::from(rules.lead_time_days) / 7.0 * price as f64) as i64;
            let evidence = Evidence {
                target: Some(stock + order),
                order: Some(order),
                by: Some(by),
                days_left: Some(days_left),
                empty_on: Some(today + Days::new(days_left.max(0).unsigned_abs())),
                rule: Some(rules.service_percent),
                ..base
            };
            found.push(make(InsightKind::Restock, severity, lost, evidence));
        }
        let idle = stock * cost;
        let last = series.quantity.iter().rposition(|sold| *sold > 0.0);
        let silent = series.quantity.len() - last.map_or(0, |at| at + 1);
        let last_sale = last.map(|at| series.period.after(series.first, at));
        let idle_evidence = Evidence {
            idle_minor: Some(idle),
            weeks: Some(silent as i64),
            last_sale,
            rule: Some(rules.dead_weeks),
            ..base
        };
        if stock > 0 && idle >= rules.idle_money_minor && !series.quantity.is_empty() {
            let lasts = stock as f64 / weekly.max(usual).max(1e-3);
            if silent >= rules.dead_weeks as usize {
                found.push(make(InsightKind::DeadStock, 1, idle, idle_evidence));
            } else if lasts > f64::from(rules.overstock_weeks) {
                let spare = stock - (weekly.max(usual) * f64::from(rules.overstock_weeks)).ceil() as i64;
                let evidence = Evidence {
                    weeks: Some((lasts as i64).min(9_999)),
                    idle_minor: Some(spare * cost),
                    rule: Some(rules.overstock_weeks),
                    ..idle_evidence
                };
                if spare * cost >= rules.idle_money_minor {
                    found.push(make(InsightKind::Overstock, 1, spare * cost, evidence));
                }
            }
        }
    }
    let share = |percent: u32| f64::from(percent) / 100.0;
    let ahead = steps.len() as f64;
    let known_long = series.quantity.len() >= USUAL_WEEKS;
    if known_long
        && usual > 0.0
        && weekly > usual * share(rules.spike_percent)
        && (weekly - usual) * ahead >= 2.0
    {
        let evidence = Evidence { rule: Some(rules.spike_percent), ..base };
        found.push(make(InsightKind::Spike, 2, ((weekly - usual) * ahead) as i64 * price, evidence));
    }
    if known_long && weekly < usual * share(rules.decline_percent) && (usual - weekly) * ahead >= 2.0 {
        let evidence = Evidence { rule: Some(rules.decline_percent), ..base };
        found.push(make(InsightKind::Decline, 1, ((usual - weekly) * ahead) as i64 * price, evidence));
    }
    if has_drifted(said) {
        let happened = said.iter().map(|(_, sold)| sold).sum::<f64>() / said.len() as f64;
        let evidence = Evidence { usual: Some(happened), weeks: Some(said.len() as i64), ..base };
        found.push(make(InsightKind::Drift, 2, (happened * price as f64) as i64, evidence));
    }
    found
}

/// Pieces that lift the stock to the level of the demand until the next delivery but one.
pub(crate) fn order_of(forecast: &Forecast, rules: &Rules, level: f64, stock: i64) -> Option<i64> {
    let cover = forecast.ahead.get(rules.weeks_to_cover() - 1).or(forecast.ahead.last())?;
    let wanted = cover.pieces_for(level) as i64;
    (wanted > stock).then(|| wanted - stock)
}

/// The season of a category that begins in the weeks ahead, by what they were a year and two years ago.
pub(crate) fn season_of(
    category: u32,
    weeks: &[f64],
    rules: &Rules,
    turnover_minor: i64,
    now: DateTime<Utc>,
) -> Option<Insight> {
    let years = [52_usize, 104];
    let mut lift = Vec::new();
    for back in years {
        let Some(year) = weeks.len().checked_sub(back).and_then(|at| weeks.get(at..at + 52)) else {
            continue;
        };
        let average = year.iter().sum::<f64>() / 52.0;
        let season = year.get(SEASON_AHEAD)?;
        let ahead = season.iter().sum::<f64>() / season.len() as f64;
        if average >= SEASON_PIECES {
            lift.push((ahead / average, average));
        }
    }
    let least = lift.iter().map(|one| one.0).fold(f64::INFINITY, f64::min);
    let average = lift.first()?.1;
    (least >= f64::from(rules.season_percent) / 100.0).then(|| Insight {
        kind: InsightKind::Season,
        subject: category,
        severity: 2,
        worth_minor: turnover_minor,
        since: now,
        evidence: Evidence {
            weekly: Some(average * least),
            usual: Some(average),
            rule: Some(rules.season_percent),
            ..Evidence::default()
        },
    })
}

#[cfg(test)]
mod tests {
    use catalogue::ProductId;
    use chrono::NaiveDate;

    use super::*;
    use crate::{DemandClass, Model, Period};

    fn forecast(mean: f64) -> Forecast {
        let step = |weeks: f64| Step::of_quantiles(mean * weeks, [mean * weeks * 1.5; 11]);
        Forecast {
            steps: vec![step(1.0); 4],
            ahead: (1..=4).map(|weeks| step(f64::from(weeks))).collect(),
            model: Model::Histogram,
            fallback: None,
            class: DemandClass::Smooth,
        }
    }

    fn kinds(sold: Vec<f64>, mean: f64, stock: Option<i64>) -> Vec<InsightKind> {
        let first: NaiveDate = "2025-01-06".parse().unwrap();
        let facts = ProductFacts {
            number: 7,
            id: ProductId(kernel::uuid::Uuid::nil()),
            sku: "A".to_owned(),
            category: None,
            price_minor: Some(20_000),
            cost_minor: Some(12_000),
            stock,
            on_order: false,
            published: true,
        };
        let series = DemandSeries::of_quantities(Period::Week, first, sold);
        let known =
            Known { facts: &facts, series: &series, forecast: &forecast(mean), said: &[], level: 0.9 };
        insights_of(&known, &Rules::default(), first, DateTime::UNIX_EPOCH)
            .iter()
            .map(|one| one.kind)
            .collect()
    }

    #[test]
    fn each_rule_tells_of_its_own_case_and_of_no_other() {
        assert_eq!(kinds(vec![3.0; 40], 3.0, Some(20)), []);
        assert_eq!(kinds(vec![3.0; 40], 3.0, Some(4)), [InsightKind::Restock]);
        assert_eq!(kinds(vec![3.0; 40], 3.0, None), [], "nobody counts its stock");
        assert_eq!(kinds(vec![3.0; 40], 7.0, Some(60)), [InsightKind::Spike]);
        assert_eq!(kinds(vec![3.0; 40], 1.0, Some(60)), [InsightKind::Decline]);
        assert_eq!(kinds(vec![1.0; 40], 1.0, Some(80)), [InsightKind::Overstock]);
        let dead = [vec![1.0; 10], vec![0.0; 30]].concat();
        assert_eq!(kinds(dead, 0.01, Some(8)), [InsightKind::DeadStock]);
    }

    #[test]
    fn an_order_lifts_the_stock_to_what_the_weeks_to_cover_need() {
        // Two weeks of lead time and one to the next order: 3 weeks of 3 pieces, half as much again to be safe.
        assert_eq!(order_of(&forecast(3.0), &Rules::default(), 0.9, 4), Some(10));
        assert_eq!(order_of(&forecast(3.0), &Rules::default(), 0.9, 14), None);
    }

    #[test]
    fn a_season_is_one_that_came_both_years() {
        let year = |high: f64| -> Vec<f64> {
            (0..52).map(|week| if (4..12).contains(&week) { high } else { 10.0 }).collect()
        };
        let of = |first, second| {
            season_of(1, &[year(first), year(second)].concat(), &Rules::default(), 0, DateTime::UNIX_EPOCH)
        };
        assert!(of(25.0, 25.0).is_some());
        assert!(of(25.0, 10.0).is_none());
        assert!(season_of(1, &[], &Rules::default(), 0, DateTime::UNIX_EPOCH).is_none());
    }
}
