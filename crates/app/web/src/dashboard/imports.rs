//! Files in and out: sent and tried first, taken in on a click, watched while that lasts; written and fetched.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use catalogue::{
    CatalogueError, Counts, Desk, ExportFormat, ExportJob, ImportAtDesk, ImportKind, Problem, apply_import,
    find_import, order_export, read_export, read_import_problems, receive_import,
};
use fluent_bundle::FluentArgs;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use jobs::{Job, JobFilter, JobId, JobState, Payload};
use kernel::{Actor, Permission};
use serde::Serialize;

use super::Dashboard;
use super::failure::{self, DeskFailure, go};
use super::field::{Choice, Field, Wrong};
use super::job_list::{JobRow, row};
use super::reader::{AtDesk, Posted};
use super::reasons;
use super::sheet::Sheet;
use super::story::Teller;
use super::upload_form::{SentFile, SentFiles};
use crate::storefront::texts::Texts;

/// Where files come in and go out.
const PATH: &str = "/desk/files";
/// Earlier imports and exports that are shown.
const RECENT: u64 = 10;
/// How long a page waits for something else to show.
const PATIENCE: Duration = Duration::from_secs(10);
/// Problems that a page shows; the file has them all.
const PROBLEMS: usize = 50;

#[derive(Debug, Serialize)]
struct FilesView {
    may_import: bool,
    may_export: bool,
    file: Field,
    kind: Field,
    kinds: Vec<Choice>,
    imports: Vec<FileRow>,
    exports: Vec<FileRow>,
    live: bool,
}

/// An earlier import or export.
#[derive(Debug, Serialize)]
struct FileRow {
    href: Option<String>,
    job: JobRow,
}

#[derive(Debug, Serialize)]
struct ImportView {
    id: String,
    name: String,
    dry_run: bool,
    /// What is shown, for the page to ask for what comes after it; nothing once the job is over.
    live: Option<String>,
    job: JobRow,
    report: Option<ReportView>,
    /// Whether what was tried can be taken in now.
    can_apply: bool,
}

#[derive(Debug, Serialize)]
struct ReportView {
    lead: String,
    counts: Vec<CountRow>,
    notes: Vec<String>,
    problems: Vec<ProblemRow>,
    problem_count: String,
    problems_href: Option<String>,
}

#[derive(Debug, Serialize)]
struct CountRow {
    label: String,
    created: u64,
    updated: u64,
    unchanged: u64,
    removed: u64,
}

#[derive(Debug, Serialize)]
struct ProblemRow {
    line: u64,
    column: String,
    value: String,
    reason: String,
    refused: bool,
}

/// Value in the form, key of the text, what it stands for.
const KINDS: [(&str, &str, ImportKind); 3] = [
    ("products", "products", ImportKind::Products),
    ("vehicles", "vehicles", ImportKind::Vehicles),
    ("categories", "categories", ImportKind::Categories),
];

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Response {
    page(&desk, &at, None).await.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

fn may_export(actor: &Actor) -> bool {
    actor.may(Permission::ExportCatalogue) && actor.may(Permission::ViewCosts)
}

async fn page(desk: &Dashboard, at: &AtDesk, wrong: Option<&Wrong>) -> Result<Response, DeskFailure> {
    let actor = at.actor()?;
    let (may_import, may_export) = (actor.may(Permission::ImportCatalogue), may_export(actor));
    if !may_import && !may_export {
        return Err(DeskFailure::Forbidden);
    }
    let texts = desk.texts(at.reader.locale);
    let identity = &desk.app().desk()?.identity;
    let teller = Teller::new(desk, texts, identity, actor).await;
    let recent = async |kind: &str, asked: bool| -> Result<Vec<FileRow>, DeskFailure> {
        if !asked || !actor.may(Permission::ViewJobs) {
            return Ok(Vec::new());
        }
        let filter = JobFilter { state: None, kind: Some(kind.to_owned()) };
        let found = jobs::list_jobs(&identity.db, actor, &filter, None, RECENT).await?;
        let is_import = kind == catalogue::ImportJob::KIND;
        Ok(found
            .jobs
            .iter()
            .map(|job| FileRow {
                href: match (is_import, job.state) {
                    (true, _) => Some(format!("{PATH}/{}", job.id)),
                    (false, JobState::Done) => Some(format!("{PATH}/exports/{}", job.id)),
                    _ => None,
                },
                job: row(job, texts, &teller, false),
            })
            .collect())
    };
    let imports = recent(catalogue::ImportJob::KIND, may_import).await?;
    let exports = recent(ExportJob::KIND, may_export).await?;
    let kinds = KINDS
        .iter()
        .map(|(value, key, _)| Choice { value: (*value).to_owned(), label: texts.get(key).to_owned() });
    let view = FilesView {
        may_import,
        may_export,
        file: Field::empty("file").wrong(wrong),
        kind: Field::empty("kind"),
        kinds: kinds.collect(),
        live: imports.iter().chain(&exports).any(|row| !row.job.over),
        imports,
        exports,
    };
    Ok(Sheet::new(desk, &at.reader, "files", texts.get("files")).render("desk/files.html", view)?)
}

pub(crate) async fn receive(State(desk): State<Dashboard>, sent: SentFiles) -> Response {
    let SentFiles { by: at, form, files } = sent;
    let SentFile { name, bytes } = files.into_iter().next().unwrap_or_default();
    let received = async {
        let staff_desk = desk.app().desk()?;
        let shop = desk.at(at.require(Permission::ImportCatalogue)?)?;
        let kind = form.get("kind").and_then(|name| Some(KINDS.iter().find(|known| known.0 == name)?.2));
        match receive_import(&shop, &staff_desk.files, &name, kind, bytes).await {
            Ok(job) => Ok(go(&format!("{PATH}/{job}"))),
            Err(CatalogueError::Refused(_)) => {
                let reason = desk.texts(at.reader.locale).get("wrong-file").to_owned();
                page(&desk, &at, Some(&Wrong { field: "file", reason })).await
            }
            Err(error) => Err(error.into()),
        }
    };
    received.await.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

pub(crate) fn read_id(id: &str) -> Result<JobId, DeskFailure> {
    id.parse().ok().ok_or(DeskFailure::NotFound)
}

pub(crate) async fn show_import(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Response {
    let shown = import_page(&desk, &at, &id).await;
    shown.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

async fn import_page(desk: &Dashboard, at: &AtDesk, id: &str) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ImportCatalogue)?;
    let texts = desk.texts(at.reader.locale);
    let staff_desk = desk.app().desk()?;
    let shop = desk.at(actor)?;
    if let Some(seen) = at.reader.query.get("seen") {
        // A reader whose patience ends is shown what is there.
        let _same = tokio::time::timeout(PATIENCE, until_another(&shop, read_id(id)?, seen)).await;
    }
    let found = find_import(&shop, &staff_desk.files, read_id(id)?).await?;
    let teller = Teller::new(desk, texts, &staff_desk.identity, actor).await;
    let ImportAtDesk { job, import, report } = found;
    // It is kept a moment before the job is over.
    let report = report.filter(|_| job.state.is_over());
    let view = ImportView {
        id: id.to_owned(),
        name: import.name,
        dry_run: import.dry_run,
        live: (!job.state.is_over()).then(|| shown(&job)),
        can_apply: import.dry_run
            && job.state == JobState::Done
            && report.as_ref().is_some_and(catalogue::ImportReport::has_good_rows),
        report: report.map(|report| {
            let counted = [
                ("products", report.products),
                ("vehicles", report.vehicles),
                ("categories", report.categories),
                ("fitments", report.fitments),
            ];
            let some =
                |counts: &Counts| counts.created + counts.updated + counts.unchanged + counts.removed > 0;
            ReportView {
                lead: lead(texts, &report),
                counts: counted
                    .into_iter()
                    .filter(|(_, counts)| some(counts))
                    .map(|(key, counts)| CountRow {
                        label: texts.get(key).to_owned(),
                        created: counts.created,
                        updated: counts.updated,
                        unchanged: counts.unchanged,
                        removed: counts.removed,
                    })
                    .collect(),
                problems_href: (report.problem_count > 0).then(|| format!("{PATH}/{id}/problems")),
                problem_count: texts.count("import-problems", report.problem_count as usize),
                problems: report.problems.into_iter().take(PROBLEMS).map(|one| problem(texts, one)).collect(),
                notes: report.notes.iter().map(|note| reasons::remark(texts, note)).collect(),
            }
        }),
        job: row(&job, texts, &teller, actor.may(Permission::ManageJobs)),
    };
    Ok(Sheet::new(desk, &at.reader, "files", &view.name.clone()).render("desk/import.html", view)?)
}

/// What a page shows of a job that goes on.
fn shown(job: &Job) -> String {
    format!("{}-{}-{}", job.state, job.done, job.total)
}

/// Until the job is in another state, or further.
async fn until_another(shop: &Desk<'_>, id: JobId, seen: &str) -> Result<(), DeskFailure> {
    let mut news = shop.db.watch();
    loop {
        let job = jobs::find_job(shop.db, shop.actor, id).await?;
        if job.state.is_over() || shown(&job) != seen {
            return Ok(());
        }
        news.moved().await;
    }
}

/// "1,000 rows, 12 of them left aside." of what was tried or done.
fn lead(texts: &Texts, report: &catalogue::ImportReport) -> String {
    let mut words = FluentArgs::new();
    words.set("rows", report.rows);
    words.set("refused", report.refused);
    texts.format(if report.dry_run { "import-would" } else { "import-did" }, &words)
}

fn problem(texts: &Texts, problem: Problem) -> ProblemRow {
    let Problem { line, column, value, reason, refused, .. } = problem;
    ProblemRow { line, column, value, reason: reasons::told(texts, &reason), refused }
}

pub(crate) async fn apply(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Response {
    let at = posted.by;
    let applied = async {
        let shop = desk.at(at.require(Permission::ImportCatalogue)?)?;
        let job = apply_import(&shop, &desk.app().desk()?.files, read_id(&id)?).await?;
        Ok(go(&format!("{PATH}/{job}")))
    };
    applied.await.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

pub(crate) async fn problems(State(desk): State<Dashboard>, Path(id): Path<String>, at: AtDesk) -> Response {
    let read = async {
        let shop = desk.at(at.require(Permission::ImportCatalogue)?)?;
        Ok(read_import_problems(&shop, &desk.app().desk()?.files, read_id(&id)?).await?)
    };
    match read.await {
        Ok(bytes) => download("problems.csv", bytes),
        Err(failure) => failure::answer(&desk, &at.reader, failure),
    }
}

pub(crate) async fn order(State(desk): State<Dashboard>, posted: Posted<AtDesk>) -> Response {
    let (at, form) = (posted.by, posted.form);
    let ordered = async {
        let shop = desk.at(at.require(Permission::ExportCatalogue)?)?;
        let kind = form.get("kind").and_then(|name| Some(KINDS.iter().find(|known| known.0 == name)?.2));
        let format = match form.get("format") {
            Some("xlsx") => ExportFormat::Xlsx,
            Some("jsonl") => ExportFormat::JsonLines,
            _ => ExportFormat::Csv,
        };
        order_export(&shop, kind.unwrap_or(ImportKind::Products), format).await?;
        Ok(go(&format!("{PATH}?done=export-ordered#exports")))
    };
    ordered.await.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

pub(crate) async fn fetch(State(desk): State<Dashboard>, Path(id): Path<String>, at: AtDesk) -> Response {
    let read = async {
        let shop = desk.at(at.require(Permission::ExportCatalogue)?)?;
        Ok(read_export(&shop, &desk.app().desk()?.files, read_id(&id)?).await?)
    };
    match read.await {
        Ok((export, bytes)) => download(&export.file_name(), bytes),
        Err(failure) => failure::answer(&desk, &at.reader, failure),
    }
}

pub(crate) fn download(name: &str, bytes: bytes::Bytes) -> Response {
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (CONTENT_DISPOSITION, named.unwrap_or(HeaderValue::from_static("attachment"))),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}
