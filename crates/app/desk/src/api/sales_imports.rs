//! Files of sales: sent, tried, brought in; each step a job that one can watch.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use http::{StatusCode, Uri};
use jobs::JobId;
use kernel::Permission::ManageForecasts;
use orion::{SalesFile, SalesReport};
use serde::Serialize;
use utoipa::ToSchema;

use super::Refusals;
use super::forecasts::desk;
use super::imports::{CountsView, Queued, RowProblem, take_name};
use super::jobs::JobView;
use uuid::Uuid;
use web::caller::Require;
use web::download::{CSV, download};
use web::json_body::Private;
use web::parameters::Parameters;
use web::routing::Path;
use web::upload::Upload;
use web::{AppState, Problem};

/// What a file of sales has brought, or would bring.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SalesReport)]
struct ReportView {
    rows: u64,
    refused: u64,
    /// Products that were sold.
    products: u64,
    /// Days of products.
    #[schema(inline)]
    days: CountsView,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    /// The first 1,000; all are in the file of problems.
    #[schema(inline)]
    problems: Vec<RowProblem>,
    notes: Vec<String>,
}

impl From<SalesReport> for ReportView {
    fn from(report: SalesReport) -> Self {
        Self {
            rows: report.rows,
            refused: report.refused,
            products: report.products,
            days: report.days.into(),
            first: report.first,
            last: report.last,
            problems: report.problems.into_iter().map(RowProblem::from).collect(),
            notes: report.notes,
        }
    }
}

/// A file of sales that was sent, and what is done with it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SalesImport)]
pub(super) struct SalesImportView {
    /// What its sender calls it.
    name: String,
    /// Whether this is the trial, which writes nothing.
    dry_run: bool,
    /// Whether it was tried and holds something to bring in.
    can_apply: bool,
    #[schema(inline)]
    job: JobView,
    /// Once the job is done.
    #[schema(inline)]
    report: Option<ReportView>,
}

impl From<SalesFile> for SalesImportView {
    fn from(found: SalesFile) -> Self {
        Self {
            can_apply: found.can_be_applied(),
            name: found.import.name,
            dry_run: found.import.trial,
            job: found.job.into(),
            report: found.report.map(ReportView::from),
        }
    }
}

/// Keeps a file of sales (CSV or XLSX: date, SKU, quantity, perhaps price and stock) and queues its trial, which writes nothing.
#[utoipa::path(post, path = "/api/admin/sales-imports", tag = "forecasts",
    params(("name" = String, Query, description = "What people call the file")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 202, body = Queued), Refusals), security(("bearer" = [])))]
pub(super) async fn receive_sales_import(
    State(state): State<AppState>,
    caller: Require<{ ManageForecasts as u8 }>,
    address: Uri,
    Upload(bytes): Upload,
) -> Result<(StatusCode, Private<Queued>), Problem> {
    let mut parameters = Parameters::read(address.query().unwrap_or_default())?;
    let name = take_name(&mut parameters)?;
    parameters.refuse_rest(&["name"])?;
    let job = orion::receive_sales(desk(&state, &caller)?, &state.desk()?.files, &name, bytes).await?;
    Ok((StatusCode::ACCEPTED, Private(Queued { id: job.0 })))
}

/// How far an import of sales is, and its report once it is done.
#[utoipa::path(get, path = "/api/admin/sales-imports/{id}", tag = "forecasts", params(("id" = String, Path)),
    responses((status = 200, body = SalesImportView), Refusals), security(("bearer" = [])))]
pub(super) async fn get_sales_import(
    State(state): State<AppState>,
    caller: Require<{ ManageForecasts as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Private<SalesImportView>, Problem> {
    let found = orion::find_sales_file(desk(&state, &caller)?, &state.desk()?.files, JobId(id)).await?;
    Ok(Private(found.into()))
}

/// Queues the bringing in of a file whose trial is done, and then a run over the shop; asked twice it is the same job.
#[utoipa::path(post, path = "/api/admin/sales-imports/{id}/apply", tag = "forecasts", params(("id" = String, Path)),
    responses((status = 202, body = Queued), Refusals), security(("bearer" = [])))]
pub(super) async fn apply_sales_import(
    State(state): State<AppState>,
    caller: Require<{ ManageForecasts as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Private<Queued>), Problem> {
    let job = orion::apply_sales_file(desk(&state, &caller)?, &state.desk()?.files, JobId(id)).await?;
    Ok((StatusCode::ACCEPTED, Private(Queued { id: job.0 })))
}

/// The rows of a file of sales that were left aside as CSV, each with where and why.
#[utoipa::path(get, path = "/api/admin/sales-imports/{id}/problems", tag = "forecasts", params(("id" = String, Path)),
    responses((status = 200, body = String, content_type = "text/csv"), Refusals), security(("bearer" = [])))]
pub(super) async fn get_sales_import_problems(
    State(state): State<AppState>,
    caller: Require<{ ManageForecasts as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let store = &state.desk()?.files;
    let rows = orion::read_sales_problems(desk(&state, &caller)?, store, JobId(id)).await?;
    Ok(download("problems.csv", CSV, rows))
}
