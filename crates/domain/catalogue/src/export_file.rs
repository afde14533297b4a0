//! Use case: the whole catalogue into a file that imports again unchanged.
//!
//! Pages by number through the database; memory does not grow with the shop. The
//! file appears under its name when it is whole.

mod documents;
mod table;
mod writer;

use std::path::Path;

use db::Db;
use kernel::boxed;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::store::product::Visibility;
use crate::store::{category, product, vehicle};
use crate::{CatalogueError, CatalogueSettings, ImportKind};

pub(crate) use documents::vehicle_document;
use documents::{Names, category_documents};
use writer::Rows;

/// Records that are read and written at a time.
const PAGE: u64 = 1_000;

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExportFormat {
    /// UTF-8 with a byte order mark (spreadsheets ask for it), commas.
    Csv,
    /// One document a line.
    JsonLines,
    /// A workbook of one sheet; at most 1,048,575 rows.
    Xlsx,
}

impl ExportFormat {
    /// How names of such files end: "csv".
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Exports all products (drafts too, deleted ones not), all vehicles or all categories; answers how many.
///
/// For an empty shop import categories first, then vehicles, then products.
#[boxed]
pub async fn export_file(
    db: &Db,
    settings: &CatalogueSettings,
    kind: ImportKind,
    format: ExportFormat,
    path: &Path,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<u64, CatalogueError> {
    let (sender, pages) = mpsc::channel(1);
    let writer = {
        let (path, currency) = (path.to_owned(), settings.currency);
        tokio::task::spawn_blocking(move || writer::write(&path, format, kind, currency, pages))
    };
    let read = read(db, kind, &sender, progress).await;
    // The writer takes the file for whole when the sender is gone, so a failed read must reach it first.
    if read.is_err() {
        let _stopped = sender.send(Rows::Broken).await;
    }
    drop(sender);
    let written = match writer.await {
        Ok(result) => result,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(error) => Err(CatalogueError::File(std::io::Error::other(error))),
    };
    let count = read?;
    written.map(|()| count)
}

async fn read(
    db: &Db,
    kind: ImportKind,
    sender: &mpsc::Sender<Rows>,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<u64, CatalogueError> {
    let mut count = 0;
    let mut after = None;
    match kind {
        ImportKind::Categories => {
            let documents = category_documents(category::list_all(db.reader()).await?);
            count = documents.len() as u64;
            // A writer that has gone has its own reason, which the caller gets.
            let _gone = sender.send(Rows::Categories(documents)).await;
        }
        ImportKind::Vehicles => loop {
            let vehicles = vehicle::list_after(db.reader(), after, PAGE).await?;
            let Some(last) = vehicles.last() else { break };
            after = Some(last.number);
            count += vehicles.len() as u64;
            let documents = vehicles.into_iter().map(vehicle_document).collect();
            if sender.send(Rows::Vehicles(documents)).await.is_err() {
                break;
            }
            progress(count);
        },
        ImportKind::Products => {
            let names = Names::read(db.reader()).await?;
            loop {
                let products = product::list(db.reader(), Visibility::NotDeleted, after, PAGE).await?;
                let Some(last) = products.last() else { break };
                after = Some(last.product.number);
                count += products.len() as u64;
                let documents = names.product_documents(db.reader(), products).await?;
                if sender.send(Rows::Products(documents)).await.is_err() {
                    break;
                }
                progress(count);
            }
        }
    }
    Ok(count)
}
