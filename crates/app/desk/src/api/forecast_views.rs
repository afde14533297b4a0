//! Demand as the API shows it: forecasts, insights, how good they are.

use chrono::{DateTime, NaiveDate, Utc};
use orion::{Errors, Evidence, Insight, InsightKind, KeptForecast, LEVELS, Step};
use serde::Serialize;
use utoipa::ToSchema;

/// One week ahead.
#[derive(Serialize, ToSchema)]
#[schema(as = ForecastStep)]
pub(super) struct StepView {
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
    pub(super) fn of(sku: String, kept: &KeptForecast) -> Self {
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
    pub(super) items: Vec<ForecastView>,
    /// For the parameter `after` of the next page; absent on the last.
    pub(super) next: Option<u32>,
}

/// All about the demand of one product.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ProductDemand)]
pub(super) struct ProductDemandView {
    pub(super) sku: String,
    pub(super) stock: Option<i64>,
    /// The Monday of the first week of `weeks`.
    pub(super) first: Option<NaiveDate>,
    /// Pieces sold in each week, what came back taken off.
    pub(super) weeks: Vec<f64>,
    /// Whether it could be bought in each of them.
    pub(super) in_stock: Vec<bool>,
    /// The places of weeks that stand out.
    pub(super) outliers: Vec<usize>,
    pub(super) forecast: Option<ForecastView>,
    /// The model that was chosen for it, whatever its trials say.
    pub(super) pinned: Option<&'static str>,
    pub(super) insights: Vec<InsightView>,
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
    /// 1 = can wait, 2 = this week, 3 = today; as of today in UTC.
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
    /// Days until the shelf is empty, from the day of the run on.
    days_left: Option<i64>,
    /// The day on which it is.
    empty_on: Option<NaiveDate>,
    weeks: Option<i64>,
    last_sale: Option<NaiveDate>,
    idle_minor: Option<i64>,
    /// The figure of the rule: percent, weeks, or the service level.
    rule: Option<u32>,
}

impl InsightView {
    pub(super) fn of(insight: &Insight, sku: Option<String>, today: NaiveDate) -> Self {
        let Evidence {
            stock,
            weekly,
            usual,
            target,
            order,
            by,
            days_left,
            empty_on,
            weeks,
            last_sale,
            idle_minor,
            rule,
        } = insight.evidence;
        Self {
            kind: insight.kind.as_str(),
            sku,
            category: (insight.kind == InsightKind::Season).then_some(insight.subject),
            severity: insight.severity_on(today),
            worth_minor: insight.worth_minor,
            since: insight.since,
            stock,
            weekly,
            usual,
            target,
            order,
            by,
            days_left,
            empty_on,
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
    pub(super) items: Vec<InsightView>,
}

/// How far one way of forecasting lay from what happened.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ForecastErrors)]
pub(super) struct ErrorsView {
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
    pub(super) fn of(method: String, class: Option<&'static str>, errors: &Errors) -> Self {
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
    pub(super) run_at: Option<DateTime<Utc>>,
    pub(super) products: usize,
    /// Weeks that were held back.
    pub(super) tested_weeks: usize,
    /// On those weeks, beside what is easy.
    pub(super) tested: Vec<ErrorsView>,
    /// Of the forecasts of earlier runs, against what was sold since.
    pub(super) live: Option<ErrorsView>,
}
