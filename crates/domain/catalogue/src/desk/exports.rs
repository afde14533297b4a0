//! Use cases: the whole catalogue as a file, written by a job and then fetched.

use audit::Entry;
use bytes::Bytes;
use files::{Files, FilesError};
use jobs::{Failure, JobContext, JobId, NewJob, Payload};
use kernel::{Permission, boxed};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Desk;
use super::work_files::{file_name, find_job};
use crate::{CatalogueError, CatalogueSettings, ExportFormat, ImportKind, export_file};

/// Where written files lie.
pub(super) const FOLDER: &str = "exports";

/// Writes the whole catalogue into a file of the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportJob {
    /// What is written.
    pub kind: ImportKind,
    /// How.
    pub format: ExportFormat,
}

impl ExportJob {
    /// What people call the file: "products.csv".
    pub fn file_name(self) -> String {
        let kind = match self.kind {
            ImportKind::Products => "products",
            ImportKind::Vehicles => "vehicles",
            ImportKind::Categories => "categories",
        };
        format!("{kind}.{}", self.format.extension())
    }
}

impl Payload for ExportJob {
    const KIND: &'static str = "catalogue.export";
}

/// Queues an export. It holds costs: who asks for it must be allowed to see them.
#[boxed]
pub async fn order_export(
    desk: &Desk<'_>,
    kind: ImportKind,
    format: ExportFormat,
) -> Result<JobId, CatalogueError> {
    may_export(desk)?;
    let tx = desk.db.begin_write().await?;
    let job = jobs::enqueue(&tx, NewJob::new(desk.actor, &ExportJob { kind, format })).await?;
    let entry = Entry::new("export.order", "export", job).after(json!({ "kind": kind, "format": format }));
    desk.commit(tx, entry).await?;
    Ok(job)
}

/// The file that an export has written.
///
/// # Errors
/// [`CatalogueError::NoSuch`]; [`CatalogueError::NotNow`] while it is not written.
#[boxed]
pub async fn read_export(
    desk: &Desk<'_>,
    files: &Files,
    id: JobId,
) -> Result<(ExportJob, Bytes), CatalogueError> {
    may_export(desk)?;
    let (_, export) = find_job::<ExportJob>(desk, id).await?;
    match files.get(&file_name(FOLDER, id.0, export.format.extension())?).await {
        Ok(bytes) => Ok((export, bytes)),
        Err(FilesError::NotFound(_)) => Err(CatalogueError::NotNow("the export is not written yet")),
        Err(error) => Err(error.into()),
    }
}

fn may_export(desk: &Desk<'_>) -> Result<(), CatalogueError> {
    desk.actor.require(Permission::ExportCatalogue)?;
    Ok(desk.actor.require(Permission::ViewCosts)?)
}

/// Does an [`ExportJob`].
///
/// # Errors
/// [`Failure::Retry`] if the database or the store fails.
pub(super) async fn run_export(
    export: ExportJob,
    context: JobContext,
    files: &Files,
    settings: &CatalogueSettings,
) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("export");
    let mut progress = |count| {
        context.report(count, 0);
        context.note(&format!("{count} written"));
    };
    let work = export_file(context.db(), settings, export.kind, export.format, &path, &mut progress);
    let count = tokio::select! {
        count = work => count?,
        () = context.cancelled() => return Err(Failure::Stopped),
    };
    let name = file_name(FOLDER, context.id().0, export.format.extension())?;
    files.put(&name, tokio::fs::read(&path).await?.into()).await?;
    context.report(count, count);
    context.note(&format!("{count} written"));
    Ok(())
}
