//! Files in and out: sent and tried first, taken in on a click, watched while that lasts; written and fetched.

use axum::extract::State;
use axum::response::Response;
use catalogue::{
    CatalogueError, ExportFormat, ExportJob, ImportAtDesk, ImportKind, ImportReport, apply_import,
    find_import, order_export, read_export, read_import_problems, receive_import,
};
use jobs::{JobFilter, JobState, Payload};
use kernel::{Actor, Permission};
use serde::Serialize;
use web::routing::Path;

use super::Dashboard;
use super::failure::{DeskFailure, go};
use super::field::{Choice, Field, Wrong};
use super::import_page::{ImportPlace, Outcome, SentImport, read_id, render, wait_for_news};
use super::job_list::{JobRow, row};
use super::reader::{AtDesk, Posted};
use super::sheet::Sheet;
use super::story::Teller;
use super::upload_form::{SentFile, SentFiles};
use web::download::{CSV, download};

/// Where files come in and go out.
const PATH: &str = "/desk/files";
/// Earlier imports and exports that are shown.
const RECENT: u64 = 10;
/// Files of the catalogue.
const AT: ImportPlace = ImportPlace {
    place: "files",
    list: PATH,
    path: PATH,
    see: Some(("/desk/products?sort=changed", "import-see")),
};

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

/// Value in the form, key of the text, what it stands for.
const KINDS: [(&str, &str, ImportKind); 3] = [
    ("products", "products", ImportKind::Products),
    ("vehicles", "vehicles", ImportKind::Vehicles),
    ("categories", "categories", ImportKind::Categories),
];

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at, None).await
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

pub(crate) async fn receive(State(desk): State<Dashboard>, sent: SentFiles) -> Result<Response, DeskFailure> {
    let SentFiles { by: at, form, files } = sent;
    let SentFile { name, bytes } = files.into_iter().next().unwrap_or_default();
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
}

pub(crate) async fn show_import(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    let (actor, id) = (at.require(Permission::ImportCatalogue)?, read_id(&id)?);
    wait_for_news(&desk, &at, actor, id).await?;
    let found = find_import(&desk.at(actor)?, &desk.app().desk()?.files, id).await?;
    let ImportAtDesk { job, import, report } = found;
    let sent = SentImport {
        name: import.name,
        trial: import.dry_run,
        can_apply: import.dry_run
            && job.state == JobState::Done
            && report.as_ref().is_some_and(ImportReport::has_good_rows),
        report: report.map(outcome),
        job,
    };
    render(&desk, &at, &AT, sent).await
}

fn outcome(report: ImportReport) -> Outcome {
    Outcome {
        rows: report.rows,
        refused: report.refused,
        about: None,
        counts: vec![
            ("products", report.products),
            ("vehicles", report.vehicles),
            ("categories", report.categories),
            ("fitments", report.fitments),
        ],
        notes: report.notes,
        problem_count: report.problem_count,
        problems: report.problems,
    }
}

pub(crate) async fn apply(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let shop = desk.at(at.require(Permission::ImportCatalogue)?)?;
    let job = apply_import(&shop, &desk.app().desk()?.files, read_id(&id)?).await?;
    Ok(go(&format!("{PATH}/{job}")))
}

pub(crate) async fn problems(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    let shop = desk.at(at.require(Permission::ImportCatalogue)?)?;
    let rows = read_import_problems(&shop, &desk.app().desk()?.files, read_id(&id)?).await?;
    Ok(download("problems.csv", CSV, rows))
}

pub(crate) async fn order(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::ExportCatalogue)?)?;
    let kind = form.get("kind").and_then(|name| Some(KINDS.iter().find(|known| known.0 == name)?.2));
    let format = match form.get("format") {
        Some("xlsx") => ExportFormat::Xlsx,
        Some("jsonl") => ExportFormat::JsonLines,
        _ => ExportFormat::Csv,
    };
    order_export(&shop, kind.unwrap_or(ImportKind::Products), format).await?;
    Ok(go(&format!("{PATH}?done=export-ordered#exports")))
}

pub(crate) async fn fetch(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    let shop = desk.at(at.require(Permission::ExportCatalogue)?)?;
    let (export, content) = read_export(&shop, &desk.app().desk()?.files, read_id(&id)?).await?;
    Ok(download(&export.file_name(), "application/octet-stream", content))
}
