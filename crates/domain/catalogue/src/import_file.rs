//! Use case: a file of products, vehicles or categories into the shop.
//!
//! A thread reads and this task writes, one batch of rows a transaction. Killed
//! at any point the shop holds whole batches, and the same file run again adds the rest.

mod applications;
mod apply;
mod full_submission;
mod problems_csv;
mod tally;

use std::path::Path;
use std::sync::atomic::Ordering;

use db::Db;
use kernel::{Clock, boxed};

use crate::import::{self, EntrySink, ImportOptions, ImportProgress, ImportReport, Opened};
use crate::{CatalogueError, CatalogueSettings};

pub use problems_csv::ProblemsCsv;
pub(crate) use problems_csv::file_error;

use apply::Importer;

/// Imports a file; see [`ImportOptions`] for what can be said about it.
///
/// A row that cannot be taken is in the report, and the rest goes on. `progress`
/// is called after each batch.
///
/// # Errors
/// [`CatalogueError::UnreadableFile`] if no row of it can be read,
/// [`CatalogueError::File`] or [`CatalogueError::Database`] if those fail; what was written until then stays.
#[boxed]
pub async fn import_file(
    db: &Db,
    settings: &CatalogueSettings,
    clock: &Clock,
    path: &Path,
    options: ImportOptions,
    progress: &mut (dyn FnMut(ImportProgress) + Send),
) -> Result<ImportReport, CatalogueError> {
    let bytes_total = std::fs::metadata(path)?.len();
    let bytes_read = std::sync::Arc::default();
    let opened = open(path.to_owned(), options.clone(), std::sync::Arc::clone(&bytes_read)).await?;
    let mut importer = Importer::new(db, settings, clock, path, &options, opened.format)?;
    let (mut sink, mut batches) = EntrySink::new(options.problems_csv.is_some());
    let reader = {
        let (settings, options) = (settings.clone(), options.clone());
        tokio::task::spawn_blocking(move || import::read(opened, &settings, &options, &mut sink))
    };
    let mut bytes_done = 0;
    while let Some(batch) = batches.recv().await {
        importer.apply(batch.entries).await?;
        bytes_done += batch.bytes;
        // The reader is ahead; but of a packed file it has read less than came out.
        let bytes_read = bytes_read.load(Ordering::Relaxed).min(bytes_total).min(bytes_done);
        progress(ImportProgress { bytes_read, bytes_total, rows: importer.rows() });
    }
    joined(reader.await)?;
    importer.finish_full_submission().await?;
    progress(ImportProgress { bytes_read: bytes_total, bytes_total, rows: importer.rows() });
    importer.finish()
}

async fn open(
    path: std::path::PathBuf,
    options: ImportOptions,
    bytes_read: std::sync::Arc<std::sync::atomic::AtomicU64>,
) -> Result<Opened, CatalogueError> {
    joined(tokio::task::spawn_blocking(move || import::open(&path, &options, &bytes_read)).await)
}

/// The result of a thread; its panic is ours.
pub(crate) fn joined<T>(
    outcome: Result<Result<T, CatalogueError>, tokio::task::JoinError>,
) -> Result<T, CatalogueError> {
    match outcome {
        Ok(result) => result,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(error) => Err(CatalogueError::File(std::io::Error::other(error))),
    }
}
