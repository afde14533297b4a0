//! Use cases: a file sent to the desk, tried first and then taken into the catalogue, each as a job.
//!
//! The file, the report and the refused rows lie in the store of files under ids; the
//! client's name for the file is shown and never becomes a path.

use audit::Entry;
use bytes::Bytes;
use files::{Files, FilesError};
use jobs::{Failure, Job, JobContext, JobId, NewJob, Payload};
use kernel::{Actor, Permission, boxed};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::Desk;
use super::work_files::{file_name, find_job};
use crate::upsert::check;
use crate::{
    CatalogueError, CatalogueSettings, ImportKind, ImportOptions, ImportReport, Refusal, import_file,
};

/// Where files that were sent, and what came of them, lie.
pub(super) const FOLDER: &str = "imports";
const NAME_CHARS: usize = 200;

/// Brings a file of the shop into the catalogue, or says what that would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportJob {
    /// Names the file that was sent.
    upload: Uuid,
    /// What its sender calls it.
    pub name: String,
    /// What it holds; `None` = as it tells itself.
    pub kind: Option<ImportKind>,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// Whether costs are written.
    costs: bool,
    /// In whose name.
    who: String,
}

impl Payload for ImportJob {
    const KIND: &'static str = "catalogue.import";
}

/// A file at the desk: what is done with it and what came of that.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportAtDesk {
    /// The job that tries it or takes it in.
    pub job: Job,
    /// What that job does.
    pub import: ImportJob,
    /// What came of it, once it is done.
    pub report: Option<ImportReport>,
}

/// Keeps a file and queues the trial of it: nothing of the catalogue changes yet.
///
/// # Errors
/// [`CatalogueError::Refused`] for an empty file or a name that cannot be.
#[boxed]
pub async fn receive_import(
    desk: &Desk<'_>,
    files: &Files,
    name: &str,
    kind: Option<ImportKind>,
    bytes: Bytes,
) -> Result<JobId, CatalogueError> {
    desk.actor.require(Permission::ImportCatalogue)?;
    let name = check::line("name", name, NAME_CHARS)?;
    if bytes.is_empty() {
        return Err(Refusal::new("file", "", "it is empty").into());
    }
    let upload = desk.clock.new_uuid();
    let (size, hash) = (bytes.len(), blake3::hash(&bytes).to_hex().to_string());
    files.put(&file_name(FOLDER, upload, "upload")?, bytes).await?;
    let costs = desk.actor.may(Permission::ViewCosts);
    let import = ImportJob { upload, name, kind, dry_run: true, costs, who: desk.who() };
    let tx = desk.db.begin_write().await?;
    let job = jobs::enqueue(&tx, NewJob::new(desk.actor, &import)).await?;
    let entry = Entry::new("import.receive", "import", job)
        .after(json!({ "name": import.name, "bytes": size, "blake3": hash }));
    desk.commit(tx, entry).await?;
    Ok(job)
}

/// Queues the taking in of a file whose trial is done; the same job when asked again.
///
/// # Errors
/// [`CatalogueError::NoSuch`] for what is no trial, [`CatalogueError::NotNow`] before it is done and where
/// every row was refused.
#[boxed]
pub async fn apply_import(desk: &Desk<'_>, files: &Files, trial: JobId) -> Result<JobId, CatalogueError> {
    desk.actor.require(Permission::ImportCatalogue)?;
    let (job, import) = find_job::<ImportJob>(desk, trial).await?;
    if !import.dry_run {
        return Err(CatalogueError::NotNow("this import was no trial"));
    }
    if job.state != jobs::JobState::Done {
        return Err(CatalogueError::NotNow("the trial of this file is not done, or could not read it"));
    }
    let report = read_report(files, trial).await?;
    if report.is_some_and(|report| !report.has_good_rows()) {
        return Err(CatalogueError::NotNow("no row of this file can be brought in"));
    }
    let costs = desk.actor.may(Permission::ViewCosts);
    let import = ImportJob { dry_run: false, costs, who: desk.who(), ..import };
    let tx = desk.db.begin_write().await?;
    let new = NewJob::new(desk.actor, &import).once(format!("import {}", import.upload));
    let job = jobs::enqueue(&tx, new).await?;
    let entry =
        Entry::new("import.apply", "import", job).after(json!({ "name": import.name, "trial": trial }));
    desk.commit(tx, entry).await?;
    Ok(job)
}

/// One import, with its report once there is one.
///
/// # Errors
/// [`CatalogueError::NoSuch`].
#[boxed]
pub async fn find_import(desk: &Desk<'_>, files: &Files, id: JobId) -> Result<ImportAtDesk, CatalogueError> {
    desk.actor.require(Permission::ImportCatalogue)?;
    let (job, import) = find_job::<ImportJob>(desk, id).await?;
    let report = read_report(files, id).await?;
    let report = report.map(|report| shown_to(desk.actor, &import, report));
    Ok(ImportAtDesk { job, import, report })
}

/// What came of an import, once it is done.
async fn read_report(files: &Files, id: JobId) -> Result<Option<ImportReport>, CatalogueError> {
    match files.get(&file_name(FOLDER, id.0, "report.json")?).await {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(FilesError::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The refused rows of an import as CSV, each with line, column, value and reason beside it.
///
/// # Errors
/// [`CatalogueError::NoSuch`] if there is no such import, or none was refused;
/// [`CatalogueError::Forbidden`] if rows hold costs and the actor may not see any.
#[boxed]
pub async fn read_import_problems(
    desk: &Desk<'_>,
    files: &Files,
    id: JobId,
) -> Result<Bytes, CatalogueError> {
    desk.actor.require(Permission::ImportCatalogue)?;
    let (_, import) = find_job::<ImportJob>(desk, id).await?;
    if import.costs {
        desk.actor.require(Permission::ViewCosts)?;
    }
    match files.get(&file_name(FOLDER, id.0, "problems.csv")?).await {
        Ok(bytes) => Ok(bytes),
        Err(FilesError::NotFound(_)) => Err(CatalogueError::NoSuch("report of refused rows")),
        Err(error) => Err(error.into()),
    }
}

/// A report quotes cells: those of a cost are for who may see costs.
fn shown_to(actor: &Actor, import: &ImportJob, mut report: ImportReport) -> ImportReport {
    if import.costs && !actor.may(Permission::ViewCosts) {
        for problem in &mut report.problems {
            problem.value.clear();
        }
    }
    report
}

/// Does an [`ImportJob`]. Done twice it is as if done once: what is there already is left as it is.
///
/// # Errors
/// [`Failure::Permanent`] for a file that cannot be read at all.
pub(super) async fn run_import(
    import: ImportJob,
    context: JobContext,
    files: &Files,
    settings: &CatalogueSettings,
) -> Result<(), Failure> {
    let bytes = match files.get(&file_name(FOLDER, import.upload, "upload")?).await {
        Err(FilesError::NotFound(_)) => {
            return Err(Failure::permanent("the file is not kept any more; send it again"));
        }
        other => other?,
    };
    let folder = tempfile::tempdir()?;
    let (path, problems) = (folder.path().join("upload"), folder.path().join("problems.csv"));
    tokio::fs::write(&path, &bytes).await?;
    drop(bytes);
    let options = ImportOptions {
        kind: import.kind,
        name: Some(import.name.clone()),
        dry_run: import.dry_run,
        leave_costs: !import.costs,
        who: import.who.clone(),
        problems_csv: Some(problems.clone()),
        ..ImportOptions::default()
    };
    let mut progress = |progress: crate::ImportProgress| {
        context.report(progress.bytes_read, progress.bytes_total);
        context.note(&format!("{} rows", progress.rows));
    };
    let work = import_file(context.db(), settings, context.clock(), &path, options, &mut progress);
    let report = tokio::select! {
        report = work => report,
        () = context.cancelled() => return Err(Failure::Stopped),
    };
    let report = match report {
        Err(CatalogueError::UnreadableFile(reason)) => return Err(Failure::Permanent(reason)),
        other => other?,
    };
    keep(&context, files, &report, &problems).await?;
    if !import.dry_run {
        let tx = context.db().begin_write().await?;
        let entry = Entry::new("import.done", "import", context.id()).after(json!({
            "name": import.name, "rows": report.rows, "refused": report.refused,
            "products": report.products, "vehicles": report.vehicles, "categories": report.categories,
        }));
        audit::record(&tx, &context.actor(), entry).await?;
        tx.commit().await?;
    }
    context.note(&format!("{} rows, {} left aside", report.rows, report.refused));
    Ok(())
}

/// Keeps the report and the refused rows under the job's id.
async fn keep(
    context: &JobContext,
    files: &Files,
    report: &ImportReport,
    problems: &std::path::Path,
) -> Result<(), Failure> {
    let name = |what: &str| file_name(FOLDER, context.id().0, what);
    if report.problem_count > 0 {
        files.put(&name("problems.csv")?, tokio::fs::read(problems).await?.into()).await?;
    }
    files.put(&name("report.json")?, serde_json::to_vec(report)?.into()).await?;
    Ok(())
}
