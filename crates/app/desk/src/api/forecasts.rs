//! Demand: what will sell, how sure that is, what to do about it.

use axum::Extension;
use axum::extract::State;
use chrono::NaiveDate;
use chrono_tz::Tz;
use http::StatusCode;
use kernel::Permission::{ManageForecasts, ViewForecasts};
use orion::{DemandDesk, InsightKind, MethodErrors, Model, find_overview, find_product_demand};
use serde::Deserialize;
use utoipa::ToSchema;
use web::routing::Path;

use super::Refusals;
use super::forecast_views::{
    AccuracyView, ErrorsView, ForecastPageView, ForecastView, InsightView, InsightsView, ProductDemandView,
};
use super::imports::Queued;
use web::caller::Require;
use web::json_body::{JsonBody, Private};
use web::parameters::Parameters;
use web::{AppState, Asked, Problem};

const DEFAULT_LIMIT: usize = 50;

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
    Extension(zone): Extension<Tz>,
    caller: Require<{ ViewForecasts as u8 }>,
    Path(sku): Path<String>,
) -> Result<Private<ProductDemandView>, Problem> {
    let demand = find_product_demand(desk(&state, &caller)?, &sku).await?;
    let sku = demand.facts.sku;
    let of_product = |one| InsightView::of(one, Some(sku.clone()), today(&state, zone));
    let insights = demand.insights.iter().map(of_product).collect();
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
    Extension(zone): Extension<Tz>,
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
    let found = orion::list_insights(desk(&state, &caller)?, kind, limit as u64, today(&state, zone)).await?;
    let items = found
        .iter()
        .map(|(insight, facts)| {
            InsightView::of(insight, facts.as_ref().map(|facts| facts.sku.clone()), today(&state, zone))
        })
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

/// Queues a run over the shop: every product is forecast from what is known now.
#[utoipa::path(post, path = "/api/admin/forecast-runs", tag = "forecasts",
    responses((status = 202, body = Queued), Refusals), security(("bearer" = [])))]
pub(super) async fn order_forecast_run(
    State(state): State<AppState>,
    caller: Require<{ ManageForecasts as u8 }>,
) -> Result<(StatusCode, Private<Queued>), Problem> {
    let job = orion::order_run(desk(&state, &caller)?).await?;
    Ok((StatusCode::ACCEPTED, Private(Queued { id: job.0 })))
}

/// The shop's day.
fn today(state: &AppState, zone: Tz) -> NaiveDate {
    state.clock.now().with_timezone(&zone).date_naive()
}

pub(super) fn desk<'a, const PERMISSION: u8>(
    state: &'a AppState,
    caller: &'a Require<PERMISSION>,
) -> Result<DemandDesk<'a>, Problem> {
    Ok(DemandDesk { db: &state.desk()?.identity.db, actor: caller.actor() })
}
