//! Files that jobs of the desk read and write: their names, and how long they are kept.

use chrono::TimeDelta;
use files::{FileName, Files, FilesError};
use jobs::{Failure, Handlers, Job, JobContext, JobId, Payload, Schedule};
use kernel::Actor;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Desk;
use super::exports::{self, ExportJob};
use super::imports::{self, ImportJob};
use super::prune_pictures::{self, PrunePictures};
use crate::{CatalogueError, CatalogueSettings};

/// As long as the jobs that name them.
const KEPT: TimeDelta = TimeDelta::days(14);

/// `folder/ID.what`: ids and words of ours alone.
pub(super) fn file_name(folder: &str, id: Uuid, what: &str) -> Result<FileName, FilesError> {
    format!("{folder}/{id}.{what}").parse()
}

/// The job with this id, if it is of the kind of `P`.
pub(super) async fn find_job<P: Payload>(desk: &Desk<'_>, id: JobId) -> Result<(Job, P), CatalogueError> {
    let no_such = CatalogueError::NoSuch(P::KIND);
    // The use case asked for its own permission already: this is its job, not anybody's.
    let job = match jobs::find_job(desk.db, &Actor::system("desk"), id).await {
        Err(jobs::JobsError::NotFound(_)) => return Err(no_such),
        other => other?,
    };
    if job.kind != P::KIND {
        return Err(no_such);
    }
    let payload = serde_json::from_value(job.payload.clone()).ok().ok_or(no_such)?;
    Ok((job, payload))
}

/// Deletes files of imports and exports that nobody can ask for any more.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PruneFiles {}

impl Payload for PruneFiles {
    const KIND: &'static str = "catalogue.prune-files";
}

/// The functions of the desk's jobs.
pub fn desk_handlers(files: &Files, settings: &CatalogueSettings) -> Handlers {
    let import = {
        let (files, settings) = (files.clone(), settings.clone());
        move |job: ImportJob, context: JobContext| {
            let (files, settings) = (files.clone(), settings.clone());
            async move { imports::run_import(job, context, &files, &settings).await }
        }
    };
    let export = {
        let (files, settings) = (files.clone(), settings.clone());
        move |job: ExportJob, context: JobContext| {
            let (files, settings) = (files.clone(), settings.clone());
            async move { exports::run_export(job, context, &files, &settings).await }
        }
    };
    let prune = {
        let files = files.clone();
        move |_: PruneFiles, context: JobContext| {
            let files = files.clone();
            async move { prune_files(context, &files).await }
        }
    };
    let files = files.clone();
    let pictures = move |_: PrunePictures, context: JobContext| {
        let files = files.clone();
        async move { prune_pictures::run(context, &files).await }
    };
    Handlers::new().on(import).on(export).on(prune).on(pictures)
}

/// When [`PruneFiles`] is due: each night; and [`PrunePictures`]: on Sundays, because it reads all products.
///
/// # Errors
/// None with the times written here.
pub fn desk_schedules() -> Result<Vec<Schedule>, jobs::JobsError> {
    Ok(vec![
        Schedule::new::<PruneFiles>("prune-files", "0 23 4 * * *")?,
        Schedule::new::<PrunePictures>("prune-pictures", "0 43 4 * * 0")?,
    ])
}

async fn prune_files(context: JobContext, files: &Files) -> Result<(), Failure> {
    let oldest = context.clock().now() - KEPT;
    let mut deleted = 0;
    for folder in [imports::FOLDER, exports::FOLDER] {
        for file in files.list(&folder.parse()?).await? {
            context.checkpoint()?;
            if file.changed_at < oldest {
                match files.delete(&file.name).await {
                    Ok(()) => deleted += 1,
                    Err(FilesError::NotFound(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
    context.note(&format!("{deleted} files deleted"));
    Ok(())
}
