//! Demand: what will sell, how sure that is, what to do about it.

use axum::extract::{Path, State};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;
use kernel::Permission::{ManageForecasts, ViewForecasts};
use orion::{
    DemandDesk, Errors, Evidence, Insight, InsightKind, KeptForecast, LEVELS, MethodErrors, Model, Step,
    find_overview, find_product_demand,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Refusals;
use crate::caller::Require;
use crate::json_body::{JsonBody, Private};
use crate::parameters::Parameters;
use crate::{AppState, Asked, Problem};

const DEFAULT_LIMIT: usize = 50;

/// One week ahead.
#[derive(Serialize, ToSchema)]
#[schema(as = ForecastStep)]
struct StepView {
    /// Expected pieces.
    mean: f64,
    /// Pieces that demand stays within at each of `levels`.
    quantiles: Vec<f64>,
}

impl From<&Step> for StepView {
    fn from(step: &Step) -> Self {
        Self { mean: step.mean, quantiles: step.quantiles.to_vec() }
    }
}

/// What one product will sell.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Forecast)]
pub(super) struct ForecastView {
    sku: String,
    /// The model that made it.
    model: &'static str,
    /// Why no better model could, where that is so.
    fallback: Option<&'static str>,
    /// `smooth`, `erratic`, `intermittent`, `lumpy` or `unknown`.
    class: &'static str,
    made_at: DateTime<Utc>,
    /// Whether its trials chose the model, against the one that its demand asks for.
    champion: bool,
    /// When the model was taught, where it learns from all products.
    taught_at: Option<DateTime<Utc>>,
    /// Of what it was taught from.
    lesson: Option<String>,
    /// Of the data that it was made from.
    fingerprint: String,
    /// The first day of the first week ahead.
    first: NaiveDate,
    /// The probabilities of the quantiles.
    levels: Vec<f64>,
    /// The next week first.
    steps: Vec<StepView>,
    /// The demand of the first one, two, three weeks together.
    ahead: Vec<StepView>,
    /// Absolute errors as a share of what was sold, on weeks held back.
    wmape: Option<f64>,
}

impl ForecastView {
    fn of(sku: String, kept: &KeptForecast) -> Self {
        let forecast = &kept.forecast;
        Self {
            sku,
            model: forecast.model.as_str(),
            fallback: forecast.fallback.map(orion::Fallback::as_str),
            class: forecast.class.as_str(),
            made_at: kept.made_at,
            champion: kept.champion.is_some(),
            taught_at: kept.lesson.as_ref().map(|lesson| lesson.at),
            lesson: kept.lesson.as_ref().map(|lesson| lesson.fingerprint.clone()),
            fingerprint: kept.fingerprint.clone(),
            first: kept.first,
            levels: LEVELS.to_vec(),
            steps: forecast.steps.iter().map(StepView::from).collect(),
            ahead: forecast.ahead.iter().map(StepView::from).collect(),
            wmape: kept.errors.and_then(|errors| errors.wmape),
        }
    }
}

/// Some forecasts.
#[derive(Serialize, ToSchema)]
#[schema(as = ForecastPage)]
pub(super) struct ForecastPageView {
    items: Vec<ForecastView>,
    /// For the parameter `after` of the next page; absent on the last.
    next: Option<u32>,
}

/// All about the demand of one product.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ProductDemand)]
pub(super) struct ProductDemandView {
    sku: String,
    stock: Option<i64>,
    /// The Monday of the first week of `weeks`.
    first: Option<NaiveDate>,
    /// Pieces sold in each week, what came back taken off.
    weeks: Vec<f64>,
    /// Whether it could be bought in each of them.
    in_stock: Vec<bool>,
    /// The places of weeks that stand out.
    outliers: Vec<usize>,
    forecast: Option<ForecastView>,
    /// The model that was chosen for it, whatever its trials say.
    pinned: Option<&'static str>,
    insights: Vec<InsightView>,
}

/// Something that should be done.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Insight)]
pub(super) struct InsightView {
    /// `restock`, `season`, `spike`, `drift`, `dead_stock`, `overstock` or `decline`.
    kind: &'static str,
    /// The product; absent for a season.
    sku: Option<String>,
    /// The number of the category of a season.
    category: Option<u32>,
    /// 1 = can wait, 2 = this week, 3 = today.
    severity: u8,
    worth_minor: i64,
    since: DateTime<Utc>,
    stock: Option<i64>,
    /// Pieces forecast for a week.
    weekly: Option<f64>,
    /// Pieces of a usual week.
    usual: Option<f64>,
    target: Option<i64>,
    /// Pieces to order: the proposal.
    order: Option<i64>,
    by: Option<NaiveDate>,
    days_left: Option<i64>,
    weeks: Option<i64>,
    last_sale: Option<NaiveDate>,
    idle_minor: Option<i64>,
    /// The figure of the rule: percent, weeks, or the service level.
    rule: Option<u32>,
}

impl InsightView {
    fn of(insight: &Insight, sku: Option<String>) -> Self {
        let Evidence {
            stock,
            weekly,
            usual,
            target,
            order,
            by,
            days_left,
            weeks,
            last_sale,
            idle_minor,
            rule,
        } = insight.evidence;
        Self {
            kind: insight.kind.as_str(),
            sku,
            category: (insight.kind == InsightKind::Season).then_some(insight.subject),
            severity: insight.severity,
            worth_minor: insight.worth_minor,
            since: insight.since,
            stock,
            weekly,
            usual,
            target,
            order,
            by,
            days_left,
            weeks,
            last_sale,
            idle_minor,
            rule,
        }
    }
}

/// Some insights, the most pressing first.
#[derive(Serialize, ToSchema)]
#[schema(as = Insights)]
pub(super) struct InsightsView {
    items: Vec<InsightView>,
}

/// How far one way of forecasting lay from what happened.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ForecastErrors)]
struct ErrorsView {
    /// `forecast`, `moving_average`, `seasonal_naive`, `naive` or `all_zero`.
    method: String,
    /// The class of demand; absent = all products.
    class: Option<&'static str>,
    series: usize,
    wmape: Option<f64>,
    /// Absent where a week without a sale would divide by zero.
    mape: Option<f64>,
    rmse: f64,
    rmsse: Option<f64>,
    mase: Option<f64>,
    bias: Option<f64>,
    quantile_loss: Option<f64>,
    within80: f64,
    within95: f64,
}

impl ErrorsView {
    fn of(method: String, class: Option<&'static str>, errors: &Errors) -> Self {
        Self {
            method,
            class,
            series: errors.series,
            wmape: errors.wmape,
            mape: errors.mape,
            rmse: errors.rmse,
            rmsse: errors.rmsse,
            mase: errors.mase,
            bias: errors.bias,
            quantile_loss: errors.quantile_loss,
            within80: errors.within_80,
            within95: errors.within_95,
        }
    }
}

/// How good the forecasts are.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ForecastAccuracy)]
pub(super) struct AccuracyView {
    /// When the last run ended; absent before the first.
    run_at: Option<DateTime<Utc>>,
    products: usize,
    /// Weeks that were held back.
    tested_weeks: usize,
    /// On those weeks, beside what is easy.
    tested: Vec<ErrorsView>,
    /// Of the forecasts of earlier runs, against what was sold since.
    live: Option<ErrorsView>,
}

/// Forecasts of all products, by the order in which the products came.
#[utoipa::path(get, path = "/api/admin/forecasts", tag = "forecasts",
    params(
        ("after" = Option<u32>, Query, description = "`next` of the page before"),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 200),
    ),
    responses((status = 200, body = ForecastPageView), Refusals), security(("bearer" = [])))]
pub(super) async fn list_forecasts(
    State(state): State<AppState>,
    caller: Require<{ ViewForecasts as u8 }>,
    asked: Asked,
) -> Result<Private<ForecastPageView>, Problem> {
    let mut parameters = Parameters::read(asked.raw_query())?;
    let after = parameters.take_parsed::<u32>("after", "is no number")?;
    let limit = parameters.take_count("limit", 1..=200)?.unwrap_or(DEFAULT_LIMIT);
    parameters.refuse_rest(&["after", "limit"])?;
    let found = orion::list_forecasts(desk(&state, &caller)?, after, limit as u64).await?;
    let next = found.last().filter(|_| found.len() == limit).map(|(facts, _)| facts.number);
    let items = found.iter().map(|(facts, kept)| ForecastView::of(facts.sku.clone(), kept)).collect();
    Ok(Private(ForecastPageView { items, next }))
}

/// History, forecast and insights of one product.
#[utoipa::path(get, path = "/api/admin/forecasts/{sku}", tag = "forecasts", params(("sku" = String, Path)),
    responses((status = 200, body = ProductDemandView), Refusals), security(("bearer" = [])))]
pub(super) async fn get_forecast(
    State(state): State<AppState>,
    caller: Require<{ ViewForecasts as u8 }>,
    Path(sku): Path<String>,
) -> Result<Private<ProductDemandView>, Problem> {
    let demand = find_product_demand(desk(&state, &caller)?, &sku).await?;
    let sku = demand.facts.sku;
    let insights = demand.insights.iter().map(|one| InsightView::of(one, Some(sku.clone()))).collect();
    let (first, weeks, in_stock) = match demand.series {
        Some(series) => (Some(series.first), series.quantity, series.in_stock),
        None => (None, Vec::new(), Vec::new()),
    };
    let forecast = demand.kept.as_ref().map(|kept| ForecastView::of(sku.clone(), kept));
    let (stock, outliers) = (demand.facts.stock, demand.outliers);
    let pinned = demand.pinned.map(Model::as_str);
    Ok(Private(ProductDemandView {
        sku,
        stock,
        first,
        weeks,
        in_stock,
        outliers,
        forecast,
        pinned,
        insights,
    }))
}

/// The model that shall forecast a product.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ForecastModel)]
pub(super) struct PinnedModel {
    /// `global`, `histogram`, `moving_average`, `ensemble` or `regression`; absent or null = the champion of its trials.
    model: Option<String>,
}

/// Chooses the model that forecasts a product from the next run on, which is queued.
#[utoipa::path(put, path = "/api/admin/forecasts/{sku}/model", tag = "forecasts", params(("sku" = String, Path)),
    request_body = inline(PinnedModel),
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn pin_forecast_model(
    State(state): State<AppState>,
    caller: Require<{ ManageForecasts as u8 }>,
    Path(sku): Path<String>,
    JsonBody(body): JsonBody<PinnedModel>,
) -> Result<StatusCode, Problem> {
    let known = |word: &String| Model::parse(word).filter(|model| *model != Model::PooledPrior);
    let model = match &body.model {
        None => None,
        Some(word) => Some(known(word).ok_or_else(|| {
            let words = "is none of global, histogram, moving_average, ensemble, regression";
            Problem::invalid_field("model", Some(word), words.to_owned())
        })?),
    };
    orion::pin_model(desk(&state, &caller)?, &sku, model).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What should be done, the most pressing first.
#[utoipa::path(get, path = "/api/admin/insights", tag = "forecasts",
    params(
        ("kind" = Option<String>, Query, description = "restock, season, spike, drift, dead_stock, overstock or decline"),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 2000),
    ),
    responses((status = 200, body = InsightsView), Refusals), security(("bearer" = [])))]
pub(super) async fn list_insights(
    State(state): State<AppState>,
    caller: Require<{ ViewForecasts as u8 }>,
    asked: Asked,
) -> Result<Private<InsightsView>, Problem> {
    let mut parameters = Parameters::read(asked.raw_query())?;
    let kind = match parameters.take("kind")? {
        None => None,
        Some(word) => Some(InsightKind::parse(&word).ok_or_else(|| {
            let words = InsightKind::ALL.map(InsightKind::as_str).join(", ");
            Problem::invalid_field("kind", Some(&word), format!("is none of {words}"))
        })?),
    };
    let limit = parameters.take_count("limit", 1..=orion::MOST_INSIGHTS as usize)?.unwrap_or(DEFAULT_LIMIT);
    parameters.refuse_rest(&["kind", "limit"])?;
    let found = orion::list_insights(desk(&state, &caller)?, kind, limit as u64).await?;
    let items = found
        .iter()
        .map(|(insight, facts)| InsightView::of(insight, facts.as_ref().map(|facts| facts.sku.clone())))
        .collect();
    Ok(Private(InsightsView { items }))
}

/// How good the forecasts are: on weeks held back, beside what is easy, and since they were made.
#[utoipa::path(get, path = "/api/admin/forecasts/accuracy", tag = "forecasts",
    responses((status = 200, body = AccuracyView), Refusals), security(("bearer" = [])))]
pub(super) async fn get_forecast_accuracy(
    State(state): State<AppState>,
    caller: Require<{ ViewForecasts as u8 }>,
) -> Result<Private<AccuracyView>, Problem> {
    let report = find_overview(desk(&state, &caller)?).await?.report;
    let word = |method| serde_json::to_value(method).ok().and_then(|word| word.as_str().map(str::to_owned));
    let tested = |row: &MethodErrors| {
        let class = row.class.map(orion::DemandClass::as_str);
        ErrorsView::of(word(row.method).unwrap_or_default(), class, &row.errors)
    };
    Ok(Private(match report {
        None => AccuracyView { run_at: None, products: 0, tested_weeks: 0, tested: Vec::new(), live: None },
        Some(report) => AccuracyView {
            run_at: Some(report.ended),
            products: report.products,
            tested_weeks: report.tested_weeks,
            tested: report.accuracy.iter().map(tested).collect(),
            live: report.live.map(|errors| ErrorsView::of("forecast".to_owned(), None, &errors)),
        },
    }))
}

fn desk<'a, const PERMISSION: u8>(
    state: &'a AppState,
    caller: &'a Require<PERMISSION>,
) -> Result<DemandDesk<'a>, Problem> {
    Ok(DemandDesk { db: &state.desk()?.identity.db, actor: caller.actor() })
}
