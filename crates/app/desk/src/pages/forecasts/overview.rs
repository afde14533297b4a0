//! The shop's demand as a whole: what is ahead, what to do first, sales to bring in.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use fluent_bundle::FluentArgs;
use kernel::Permission;
use orion::{InsightKind, Overview, Total, find_overview, list_first_insights};
use serde::Serialize;

use super::chart::{self, Labels, Past, day, short};
use super::product::WEEKS;
use super::words::{InsightRow, Words, kind_key};
use super::{PATH, demand};
use crate::pages::failure::{DeskFailure, go};
use crate::pages::field::{Field, Wrong};
use crate::pages::reader::{AtDesk, Posted};
use crate::pages::sheet::Sheet;
use crate::pages::{Dashboard, moment};
use web::storefront::texts::Texts;

/// Categories on the overview.
const LARGEST: usize = 12;
/// Insights on the overview.
const FIRST: usize = 12;

#[derive(Debug, Serialize)]
struct OverviewView {
    may_manage: bool,
    ran: Option<String>,
    history: Option<String>,
    /// Whether live sales had left the band of the tests.
    drifted: bool,
    gaps: Vec<String>,
    kinds: Vec<KindFigure>,
    sentence: String,
    chart: Option<String>,
    insights: Vec<InsightRow>,
    totals: Vec<TotalRow>,
    file: Field,
}

/// One category: what it sold in the last four weeks, and will in the next.
#[derive(Debug, Serialize)]
struct TotalRow {
    name: String,
    before: String,
    ahead: String,
    change: String,
}

/// How many insights of a kind; opens their list.
#[derive(Debug, Serialize)]
struct KindFigure {
    href: String,
    name: String,
    note: String,
    value: u64,
    kind: &'static str,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at, None).await
}

pub(super) async fn page(
    desk: &Dashboard,
    at: &AtDesk,
    wrong: Option<&Wrong>,
) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewForecasts)?;
    let shop = demand(desk, actor)?;
    let Overview { report, counts, span, .. } = find_overview(shop).await?;
    let (texts, snapshot) = (desk.texts(at.reader.locale), desk.app().snapshot());
    let words = Words::of(desk, &snapshot, at.reader.locale)?;
    let insights = list_first_insights(shop, FIRST, words.today).await?;
    let kinds = counts.into_iter().map(|(kind, value)| KindFigure {
        href: format!("{PATH}/list?kind={}", kind.as_str()),
        name: texts.get(kind_key(kind)).to_owned(),
        note: texts.get(&format!("{}-note", kind_key(kind))).to_owned(),
        value,
        kind: if kind == InsightKind::Restock && value > 0 { "warning" } else { "" },
    });
    let kinds = kinds.collect();
    let total =
        report.as_ref().and_then(|report| report.totals.iter().find(|total| total.category.is_none()));
    let sentence =
        total.map_or_else(|| texts.get("forecast-none").to_owned(), |total| shop_sentence(texts, total));
    let view = OverviewView {
        may_manage: actor.may(Permission::ManageForecasts),
        ran: report.as_ref().map(|report| {
            let mut args = FluentArgs::new();
            args.set("when", moment::full(report.ended, desk.zone()));
            args.set("products", report.products);
            args.set("fitted", report.fitted);
            texts.format("forecast-ran", &args)
        }),
        history: span.days.as_ref().map(|days| {
            let mut args = FluentArgs::new();
            args.set("first", day(*days.start()));
            args.set("last", day(*days.end()));
            texts.format("forecast-history", &args)
        }),
        drifted: report.as_ref().is_some_and(|report| report.drifted),
        gaps: span.silent_weeks.iter().rev().take(6).map(|monday: &NaiveDate| day(*monday)).collect(),
        kinds,
        chart: total.map(|total| shop_chart(texts, &sentence, total)),
        sentence,
        insights: insights.iter().map(|one| words.row(one)).collect(),
        totals: report.as_ref().map(|report| largest(&words, &report.totals)).unwrap_or_default(),
        file: Field::empty("file").wrong(wrong),
    };
    Ok(Sheet::new(desk, &at.reader, "forecasts", texts.get("forecasts"))
        .render("desk/forecasts/overview.html", view)?)
}

/// The categories that will sell most.
fn largest(words: &Words<'_>, totals: &[Total]) -> Vec<TotalRow> {
    let mut rows: Vec<(f64, f64, u32)> = totals
        .iter()
        .filter_map(|total| {
            let ahead = total.forecast.steps.iter().take(4).map(|step| step.mean).sum();
            let before = total.weeks[total.weeks.len().saturating_sub(4)..].iter().sum();
            Some((ahead, before, total.category?))
        })
        .collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    rows.into_iter()
        .take(LARGEST)
        .map(|(ahead, before, category)| TotalRow {
            name: words.category(category),
            before: short(before, words.locale),
            ahead: short(ahead, words.locale),
            change: if before > 0.0 {
                format!("{:+.0} %", (ahead / before - 1.0) * 100.0)
            } else {
                String::new()
            },
        })
        .collect()
}

/// "The shop will sell about 1,240 pieces in 4 weeks, 6 % more than in the 4 before."
fn shop_sentence(texts: &Texts, total: &Total) -> String {
    let ahead: f64 = total.forecast.steps.iter().take(4).map(|step| step.mean).sum();
    let before: f64 = total.weeks[total.weeks.len().saturating_sub(4)..].iter().sum();
    let mut args = FluentArgs::new();
    args.set("pieces", short(ahead, texts.locale()));
    let percent = if before > 0.0 { (ahead / before - 1.0) * 100.0 } else { 0.0 };
    args.set("percent", format!("{:.0}", percent.abs()));
    let key = if percent.abs() < 0.5 {
        "shop-sentence-same"
    } else if percent > 0.0 {
        "shop-sentence-more"
    } else {
        "shop-sentence-less"
    };
    texts.format(key, &args)
}

fn shop_chart(texts: &Texts, title: &str, total: &Total) -> String {
    let from = total.weeks.len().saturating_sub(WEEKS);
    let monday = |at: usize| orion::Period::Week.after(total.first, at);
    let past: Vec<Past> = (from..total.weeks.len())
        .map(|at| Past { monday: monday(at), sold: total.weeks[at], in_stock: true, outlier: false })
        .collect();
    let labels = Labels {
        title,
        past: texts.get("chart-sold"),
        ahead: texts.get("chart-ahead"),
        out_of_stock: "",
        locale: texts.locale(),
    };
    let steps = &total.forecast.steps;
    chart::fan(&past, monday(total.weeks.len()), &steps[..steps.len().min(8)], &labels)
}

pub(crate) async fn order_run(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let actor = at.require(Permission::ManageForecasts)?;
    orion::order_run(demand(&desk, actor)?).await?;
    Ok(go(&format!("{PATH}?done=forecasts-ordered")))
}
