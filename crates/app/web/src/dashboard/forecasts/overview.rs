//! The shop's demand: what to do this week, lists that print, rules, and how good the forecasts are.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use fluent_bundle::FluentArgs;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use kernel::Permission;
use kernel::text::guarded_cell;
use orion::{
    InsightKind, MOST_INSIGHTS, Method, OrionError, Overview, Rules, Total, find_overview, list_insights,
};
use serde::Serialize;

use super::chart::{self, Labels, Past, day, short};
use super::product::WEEKS;
use super::words::{InsightRow, Words, kind_key};
use super::{PATH, demand};
use crate::dashboard::failure::{self, DeskFailure, go};
use crate::dashboard::field::{Field, Wrong};
use crate::dashboard::reader::{AtDesk, Posted};
use crate::dashboard::sheet::Sheet;
use crate::dashboard::upload_form::{SentFile, SentFiles};
use crate::dashboard::{Dashboard, amount, moment};
use crate::storefront::texts::Texts;

/// Insights on the overview.
const FIRST: u64 = 12;

#[derive(Debug, Serialize)]
struct OverviewView {
    may_manage: bool,
    ran: Option<String>,
    history: Option<String>,
    gaps: Vec<String>,
    kinds: Vec<KindFigure>,
    sentence: String,
    chart: Option<String>,
    insights: Vec<InsightRow>,
    file: Field,
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

#[derive(Debug, Serialize)]
struct ListView {
    heading: String,
    lead: String,
    tabs: Vec<Tab>,
    restock: bool,
    rows: Vec<InsightRow>,
}

#[derive(Debug, Serialize)]
struct Tab {
    href: String,
    label: String,
    current: bool,
}

#[derive(Debug, Serialize)]
struct RulesView {
    may_edit: bool,
    fields: Vec<RuleField>,
}

#[derive(Debug, Serialize)]
struct RuleField {
    label: String,
    hint: String,
    field: Field,
}

#[derive(Debug, Serialize)]
struct AccuracyView {
    lead: String,
    calibration: Option<String>,
    live: Option<String>,
    groups: Vec<AccuracyGroup>,
    fallbacks: Vec<String>,
}

#[derive(Debug, Serialize)]
struct AccuracyGroup {
    heading: String,
    products: usize,
    rows: Vec<AccuracyRow>,
}

#[derive(Debug, Serialize)]
struct AccuracyRow {
    name: String,
    ours: bool,
    wmape: String,
    rmse: String,
    bias: String,
    within: String,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Response {
    let shown = overview_page(&desk, &at).await;
    shown.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

async fn overview_page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewForecasts)?;
    let shop = demand(desk, actor)?;
    let Overview { report, counts, span, .. } = find_overview(shop).await?;
    let (texts, snapshot) = (desk.texts(at.reader.locale), desk.app().snapshot());
    let currency = desk.app().desk()?.settings.currency;
    let words = Words { texts, snapshot: &snapshot, locale: at.reader.locale, currency };
    let insights = list_insights(shop, None, FIRST).await?;
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
        gaps: span.silent_weeks.iter().rev().take(6).map(|monday: &NaiveDate| day(*monday)).collect(),
        kinds,
        chart: total.map(|total| shop_chart(texts, &sentence, total)),
        sentence,
        insights: insights.iter().map(|one| words.row(one)).collect(),
        file: Field::empty("file"),
    };
    Ok(Sheet::new(desk, &at.reader, "forecasts", texts.get("forecasts"))
        .render("desk/forecasts/overview.html", view)?)
}

/// "The shop will sell about 1,240 pieces in 4 weeks, 6 % more than in the 4 before."
fn shop_sentence(texts: &Texts, total: &Total) -> String {
    let ahead: f64 = total.forecast.steps.iter().take(4).map(|step| step.mean).sum();
    let before: f64 = total.weeks[total.weeks.len().saturating_sub(4)..].iter().sum();
    let mut args = FluentArgs::new();
    args.set("pieces", short(ahead));
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
    let labels =
        Labels { title, past: texts.get("chart-sold"), ahead: texts.get("chart-ahead"), out_of_stock: "" };
    let steps = &total.forecast.steps;
    chart::fan(&past, monday(total.weeks.len()), &steps[..steps.len().min(8)], &labels)
}

pub(crate) async fn order_run(State(desk): State<Dashboard>, posted: Posted<AtDesk>) -> Response {
    let at = posted.by;
    let ordered = async {
        let actor = at.require(Permission::ManageForecasts)?;
        orion::order_run(demand(&desk, actor)?).await?;
        Ok(go(&format!("{PATH}?done=forecasts-ordered")))
    };
    ordered.await.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

pub(crate) async fn receive(State(desk): State<Dashboard>, sent: SentFiles) -> Response {
    let SentFiles { by: at, files, .. } = sent;
    let received = async {
        let actor = at.require(Permission::ManageForecasts)?;
        let SentFile { name, bytes } = files.into_iter().next().unwrap_or_default();
        let store = &desk.app().desk()?.files;
        orion::receive_sales(demand(&desk, actor)?, store, &name, bytes).await?;
        Ok(go(&format!("{PATH}?done=sales-received")))
    };
    received.await.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

pub(crate) async fn show_list(State(desk): State<Dashboard>, at: AtDesk) -> Response {
    let shown = list_page(&desk, &at).await;
    shown.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

async fn list_page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewForecasts)?;
    let kind = at.reader.query.get("kind").and_then(InsightKind::parse).unwrap_or(InsightKind::Restock);
    let (texts, snapshot) = (desk.texts(at.reader.locale), desk.app().snapshot());
    let currency = desk.app().desk()?.settings.currency;
    let words = Words { texts, snapshot: &snapshot, locale: at.reader.locale, currency };
    let found = list_insights(demand(desk, actor)?, Some(kind), MOST_INSIGHTS).await?;
    let view = ListView {
        heading: texts.get(kind_key(kind)).to_owned(),
        lead: texts.get(&format!("{}-note", kind_key(kind))).to_owned(),
        tabs: InsightKind::ALL
            .into_iter()
            .map(|one| Tab {
                href: format!("{PATH}/list?kind={}", one.as_str()),
                label: texts.get(kind_key(one)).to_owned(),
                current: one == kind,
            })
            .collect(),
        restock: kind == InsightKind::Restock,
        rows: found.iter().map(|one| words.row(one)).collect(),
    };
    let title = view.heading.clone();
    Ok(Sheet::new(desk, &at.reader, "forecasts", &title).render("desk/forecasts/list.html", view)?)
}

pub(crate) async fn export_orders(State(desk): State<Dashboard>, at: AtDesk) -> Response {
    match order_list(&desk, &at).await {
        Ok(answer) => answer,
        Err(failure) => failure::answer(&desk, &at.reader, failure),
    }
}

/// The order list as CSV, with a mark of its encoding for spreadsheets.
async fn order_list(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewForecasts)?;
    let snapshot = desk.app().snapshot();
    let words = Words {
        texts: desk.texts(at.reader.locale),
        snapshot: &snapshot,
        locale: at.reader.locale,
        currency: desk.app().desk()?.settings.currency,
    };
    let found = list_insights(demand(desk, actor)?, Some(InsightKind::Restock), MOST_INSIGHTS).await?;
    let mut csv = "\u{feff}sku,name,order,stock,by,weekly\r\n".to_owned();
    for row in found.iter().map(|one| words.row(one)) {
        let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
        let cells = [
            row.sku.unwrap_or_default(),
            row.name,
            number(row.order),
            number(row.stock),
            row.by.unwrap_or_default(),
            row.weekly,
        ];
        let cells: Vec<String> =
            cells.iter().map(|cell| format!("\"{}\"", guarded_cell(cell).replace('"', "\"\""))).collect();
        csv.push_str(&cells.join(","));
        csv.push_str("\r\n");
    }
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"order-list.csv\"")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, csv).into_response())
}

/// The rules by name; the last one is money.
const RULES: [&str; 9] = [
    "service_percent",
    "lead_time_days",
    "review_days",
    "spike_percent",
    "decline_percent",
    "dead_weeks",
    "overstock_weeks",
    "season_percent",
    "idle_money_minor",
];

pub(crate) async fn show_rules(State(desk): State<Dashboard>, at: AtDesk) -> Response {
    let shown = async {
        let actor = at.require(Permission::ViewForecasts)?;
        let rules = find_overview(demand(&desk, actor)?).await?.rules;
        let currency = desk.app().desk()?.settings.currency;
        let money = amount::typed(rules.idle_money_minor, currency, at.reader.locale);
        let values = values_of(&rules).map(|value| value.to_string()).into_iter().chain([money]);
        rules_page(&desk, &at, values.collect(), None)
    };
    shown.await.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

fn values_of(rules: &Rules) -> [u32; 8] {
    [
        rules.service_percent,
        rules.lead_time_days,
        rules.review_days,
        rules.spike_percent,
        rules.decline_percent,
        rules.dead_weeks,
        rules.overstock_weeks,
        rules.season_percent,
    ]
}

fn rules_page(
    desk: &Dashboard,
    at: &AtDesk,
    values: Vec<String>,
    wrong: Option<&Wrong>,
) -> Result<Response, DeskFailure> {
    let texts = desk.texts(at.reader.locale);
    let fields = RULES.into_iter().zip(values).map(|(name, value)| {
        let key = format!("rule-{}", name.replace('_', "-"));
        RuleField {
            label: texts.get(&key).to_owned(),
            hint: texts.get(&format!("{key}-hint")).to_owned(),
            field: Field::of(name, value).wrong(wrong),
        }
    });
    let may_edit = at.actor()?.may(Permission::ManageForecasts);
    let view = RulesView { may_edit, fields: fields.collect() };
    Ok(Sheet::new(desk, &at.reader, "forecasts", texts.get("forecast-rules"))
        .render("desk/forecasts/rules.html", view)?)
}

pub(crate) async fn edit_rules(State(desk): State<Dashboard>, posted: Posted<AtDesk>) -> Response {
    let (at, form) = (posted.by, posted.form);
    let edited = async {
        let actor = at.require(Permission::ManageForecasts)?;
        let texts = desk.texts(at.reader.locale);
        let typed: Vec<String> =
            RULES.iter().map(|name| form.get(name).unwrap_or_default().to_owned()).collect();
        let currency = desk.app().desk()?.settings.currency;
        let wrong = |field: &'static str, reason: String| Wrong { field, reason };
        let mut numbers = [0_u32; 8];
        for ((number, text), name) in numbers.iter_mut().zip(&typed).zip(RULES) {
            let Some(value) = amount::whole(text) else {
                let wrong = wrong(name, texts.get("wrong-number").to_owned());
                return rules_page(&desk, &at, typed, Some(&wrong));
            };
            *number = value;
        }
        let Some(idle_money_minor) = amount::minor_units(&typed[8], currency) else {
            let wrong = wrong("idle_money_minor", texts.get("wrong-number").to_owned());
            return rules_page(&desk, &at, typed, Some(&wrong));
        };
        let [
            service_percent,
            lead_time_days,
            review_days,
            spike_percent,
            decline_percent,
            dead_weeks,
            overstock_weeks,
            season_percent,
        ] = numbers;
        let rules = Rules {
            service_percent,
            lead_time_days,
            review_days,
            spike_percent,
            decline_percent,
            dead_weeks,
            idle_money_minor,
            overstock_weeks,
            season_percent,
        };
        match orion::edit_rules(demand(&desk, actor)?, rules).await {
            Ok(()) => Ok(go(&format!("{PATH}/rules?done=saved"))),
            Err(OrionError::WrongRule { rule, least, most }) => {
                let mut args = FluentArgs::new();
                args.set("least", least);
                args.set("most", most);
                let wrong = wrong(rule, texts.format("wrong-rule", &args));
                rules_page(&desk, &at, typed, Some(&wrong))
            }
            Err(error) => Err(error.into()),
        }
    };
    edited.await.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

pub(crate) async fn show_accuracy(State(desk): State<Dashboard>, at: AtDesk) -> Response {
    let shown = accuracy_page(&desk, &at).await;
    shown.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

async fn accuracy_page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewForecasts)?;
    let report = find_overview(demand(desk, actor)?).await?.report;
    let texts = desk.texts(at.reader.locale);
    let percent =
        |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| format!("{:.0} %", share * 100.0));
    let mut view = AccuracyView {
        lead: texts.get("forecast-none").to_owned(),
        calibration: None,
        live: None,
        groups: Vec::new(),
        fallbacks: Vec::new(),
    };
    if let Some(report) = report {
        let mut args = FluentArgs::new();
        args.set("weeks", report.tested_weeks);
        view.lead = texts.format("accuracy-lead", &args);
        for row in &report.accuracy {
            let class = row.class.map_or("class-all", |class| match class.as_str() {
                "smooth" => "class-smooth",
                "erratic" => "class-erratic",
                "intermittent" => "class-intermittent",
                "lumpy" => "class-lumpy",
                _ => "class-unknown",
            });
            let heading = texts.get(class).to_owned();
            if view.groups.last().is_none_or(|group| group.heading != heading) {
                view.groups.push(AccuracyGroup { heading, products: row.errors.series, rows: Vec::new() });
            }
            let (name, ours) = match row.method {
                Method::Forecast => ("method-forecast", true),
                Method::AllZero => ("method-zero", false),
                Method::Naive => ("method-naive", false),
                Method::SeasonalNaive => ("method-seasonal", false),
                Method::MovingAverage => ("method-average", false),
            };
            if ours && row.class.is_none() {
                let mut args = FluentArgs::new();
                args.set("percent", format!("{:.0}", row.errors.within_80 * 100.0));
                view.calibration = Some(texts.format("accuracy-calibration", &args));
            }
            if let Some(group) = view.groups.last_mut() {
                group.rows.push(AccuracyRow {
                    name: texts.get(name).to_owned(),
                    ours,
                    wmape: percent(row.errors.wmape),
                    rmse: format!("{:.2}", row.errors.rmse),
                    bias: row
                        .errors
                        .bias
                        .map_or_else(|| "–".to_owned(), |bias| format!("{:+.0} %", bias * 100.0)),
                    within: if ours { percent(Some(row.errors.within_80)) } else { "–".to_owned() },
                });
            }
        }
        view.live = report.live.map(|live| {
            let mut args = FluentArgs::new();
            args.set("products", live.series);
            args.set("error", percent(live.wmape));
            args.set("within", percent(Some(live.within_80)));
            texts.format("accuracy-live", &args)
        });
        view.fallbacks = report
            .fallbacks
            .iter()
            .map(|(word, count)| {
                let key = format!("fallback-{}", word.replace('_', "-"));
                let name = if texts.knows(&key) { texts.get(&key) } else { word.as_str() };
                format!("{name}: {count}")
            })
            .collect();
    }
    Ok(Sheet::new(desk, &at.reader, "forecasts", texts.get("forecast-accuracy"))
        .render("desk/forecasts/accuracy.html", view)?)
}
