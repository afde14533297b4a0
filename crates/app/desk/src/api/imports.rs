//! Files into the catalogue: sent, tried, taken in; each step a job that one can watch.

use axum::extract::State;
use axum::response::Response;
use catalogue::{Counts, ImportAtDesk, ImportKind, ImportReport};
use http::{StatusCode, Uri};
use jobs::JobId;
use kernel::Permission::ImportCatalogue;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Refusals;
use super::jobs::JobView;
use super::products::take_word;
use web::caller::Require;
use web::download::{CSV, download};
use web::json_body::Private;
use web::parameters::Parameters;
use web::routing::Path;
use web::upload::Upload;
use web::{AppState, Problem};

/// What a file holds.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = FileKind)]
pub(super) enum KindName {
    Products,
    Vehicles,
    Categories,
}

impl From<KindName> for ImportKind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Products => Self::Products,
            KindName::Vehicles => Self::Vehicles,
            KindName::Categories => Self::Categories,
        }
    }
}

impl From<ImportKind> for KindName {
    fn from(kind: ImportKind) -> Self {
        match kind {
            ImportKind::Products => Self::Products,
            ImportKind::Vehicles => Self::Vehicles,
            ImportKind::Categories => Self::Categories,
        }
    }
}

/// A job that was queued.
#[derive(Serialize, ToSchema)]
#[schema(as = QueuedJob)]
pub(super) struct Queued {
    /// Of the job; an import and an export have the id of theirs.
    pub(super) id: Uuid,
}

/// How many of a kind.
#[derive(Serialize, ToSchema)]
#[schema(as = ImportCounts)]
pub(super) struct CountsView {
    created: u64,
    updated: u64,
    unchanged: u64,
    removed: u64,
}

impl From<Counts> for CountsView {
    fn from(counts: Counts) -> Self {
        let Counts { created, updated, unchanged, removed } = counts;
        Self { created, updated, unchanged, removed }
    }
}

/// One thing that is wrong in a file.
#[derive(Serialize, ToSchema)]
#[schema(as = ImportProblem)]
pub(super) struct RowProblem {
    /// Where the row begins; 0 = the file as a whole.
    line: u64,
    column: String,
    value: String,
    reason: String,
    /// Whether the row was left aside; else it is a warning.
    refused: bool,
}

/// What an import has done, or would do.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ImportReport)]
pub(super) struct ReportView {
    #[schema(inline)]
    kind: Option<KindName>,
    rows: u64,
    refused: u64,
    repeated: u64,
    #[schema(inline)]
    products: CountsView,
    /// Of the new products those that wait for a name or a price.
    drafts: u64,
    #[schema(inline)]
    vehicles: CountsView,
    #[schema(inline)]
    categories: CountsView,
    #[schema(inline)]
    fitments: CountsView,
    problem_count: u64,
    /// The first 1,000; all are in the file of problems.
    #[schema(inline)]
    problems: Vec<RowProblem>,
    notes: Vec<String>,
}

impl From<catalogue::Problem> for RowProblem {
    fn from(problem: catalogue::Problem) -> Self {
        let catalogue::Problem { line, column, value, reason, refused } = problem;
        Self { line, column, value, reason, refused }
    }
}

impl From<ImportReport> for ReportView {
    fn from(report: ImportReport) -> Self {
        Self {
            kind: report.kind.map(KindName::from),
            rows: report.rows,
            refused: report.refused,
            repeated: report.repeated,
            products: report.products.into(),
            drafts: report.drafts,
            vehicles: report.vehicles.into(),
            categories: report.categories.into(),
            fitments: report.fitments.into(),
            problem_count: report.problem_count,
            problems: report.problems.into_iter().map(RowProblem::from).collect(),
            notes: report.notes,
        }
    }
}

/// A file that was sent, and what is done with it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Import)]
pub(super) struct ImportView {
    /// What its sender calls it.
    name: String,
    /// Whether this is the trial, which writes nothing.
    dry_run: bool,
    #[schema(inline)]
    job: JobView,
    /// Once the job is done.
    #[schema(inline)]
    report: Option<ReportView>,
}

impl From<ImportAtDesk> for ImportView {
    fn from(found: ImportAtDesk) -> Self {
        Self {
            name: found.import.name,
            dry_run: found.import.dry_run,
            job: found.job.into(),
            report: found.report.map(ReportView::from),
        }
    }
}

/// Keeps a file (CSV, JSON Lines, XLSX, ACES or PIES) and queues its trial, which writes nothing.
#[utoipa::path(post, path = "/api/admin/imports", tag = "files",
    params(
        ("name" = String, Query, description = "What people call the file"),
        ("kind" = Option<String>, Query, description = "products, vehicles or categories; else as its columns tell"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 202, body = Queued), Refusals), security(("bearer" = [])))]
pub(super) async fn receive_import(
    State(state): State<AppState>,
    caller: Require<{ ImportCatalogue as u8 }>,
    address: Uri,
    Upload(bytes): Upload,
) -> Result<(StatusCode, Private<Queued>), Problem> {
    let mut parameters = Parameters::read(address.query().unwrap_or_default())?;
    let name = take_name(&mut parameters)?;
    let kind = take_word::<KindName>(&mut parameters, "kind", "products, vehicles, categories")?;
    parameters.refuse_rest(&["name", "kind"])?;
    let desk = state.desk()?;
    let actor = caller.actor();
    let kind = kind.map(ImportKind::from);
    let job = catalogue::receive_import(&desk.at(actor), &desk.files, &name, kind, bytes).await?;
    Ok((StatusCode::ACCEPTED, Private(Queued { id: job.0 })))
}

/// What people call the file that is sent.
pub(super) fn take_name(parameters: &mut Parameters<'_>) -> Result<String, Problem> {
    let missing = || Problem::invalid_field("name", None, "is missing: what people call the file");
    Ok(parameters.take("name")?.ok_or_else(missing)?.into_owned())
}

/// How far an import is, and its report once it is done.
#[utoipa::path(get, path = "/api/admin/imports/{id}", tag = "files", params(("id" = String, Path)),
    responses((status = 200, body = ImportView), Refusals), security(("bearer" = [])))]
pub(super) async fn get_import(
    State(state): State<AppState>,
    caller: Require<{ ImportCatalogue as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Private<ImportView>, Problem> {
    let desk = state.desk()?;
    let found = catalogue::find_import(&desk.at(caller.actor()), &desk.files, JobId(id)).await?;
    Ok(Private(found.into()))
}

/// Queues the taking in of a file whose trial is done; asked twice it is the same job.
#[utoipa::path(post, path = "/api/admin/imports/{id}/apply", tag = "files", params(("id" = String, Path)),
    responses((status = 202, body = Queued), Refusals), security(("bearer" = [])))]
pub(super) async fn apply_import(
    State(state): State<AppState>,
    caller: Require<{ ImportCatalogue as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Private<Queued>), Problem> {
    let desk = state.desk()?;
    let job = catalogue::apply_import(&desk.at(caller.actor()), &desk.files, JobId(id)).await?;
    Ok((StatusCode::ACCEPTED, Private(Queued { id: job.0 })))
}

/// The refused rows as CSV, each with where and why; mended, it imports as it is.
#[utoipa::path(get, path = "/api/admin/imports/{id}/problems", tag = "files", params(("id" = String, Path)),
    responses((status = 200, body = String, content_type = "text/csv"), Refusals), security(("bearer" = [])))]
pub(super) async fn get_import_problems(
    State(state): State<AppState>,
    caller: Require<{ ImportCatalogue as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let desk = state.desk()?;
    let rows = catalogue::read_import_problems(&desk.at(caller.actor()), &desk.files, JobId(id)).await?;
    Ok(download("problems.csv", CSV, rows))
}
