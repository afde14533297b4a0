//! Background job: pictures that no product shows go, once they have lain long enough.

use chrono::{DateTime, TimeDelta, Utc};
use db::Db;
use files::{Files, FilesError};
use jobs::{Failure, JobContext, Payload};
use kernel::boxed;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::pictures;
use crate::CatalogueError;
use crate::store::product_pictures;

/// A picture is there before the product that shows it is saved, and who took one off may want it back.
const KEPT: TimeDelta = TimeDelta::days(30);
/// Products read at a time.
const PAGE: u64 = 1_000;

/// Deletes pictures that nothing shows.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PrunePictures {}

impl Payload for PrunePictures {
    const KIND: &'static str = "catalogue.prune-pictures";
}

/// Deletes the pictures that were sent 30 days before `now` or earlier and that no product shows, be it a
/// draft or deleted; answers how many files went.
///
/// What others have put beside them is left alone.
///
/// # Errors
/// The database or the store of files failed; what is left goes the next time.
#[boxed]
pub async fn prune_pictures(db: &Db, files: &Files, now: DateTime<Utc>) -> Result<u64, CatalogueError> {
    let mut old = files.list(&pictures::FOLDER.parse()?).await?;
    old.retain(|file| file.changed_at <= now - KEPT && pictures::hash_of(file.name.as_str()).is_some());
    if old.is_empty() {
        return Ok(0);
    }
    // Read after the files: a picture that is put on a product meanwhile is seen to be shown.
    let shown = shown(db).await?;
    let mut deleted = 0;
    for file in old {
        if pictures::hash_of(file.name.as_str()).is_some_and(|(hash, _)| shown.contains(hash)) {
            continue;
        }
        match files.delete(&file.name).await {
            Ok(()) => deleted += 1,
            Err(FilesError::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(deleted)
}

/// The hashes of all pictures that products show, in whatever size.
async fn shown(db: &Db) -> Result<FxHashSet<String>, CatalogueError> {
    let mut shown = FxHashSet::default();
    let mut after = -1;
    loop {
        let page = product_pictures::list(db.reader(), after, PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(shown) };
        after = *last;
        let hashes = page.iter().flat_map(|(_, paths)| paths).filter_map(|path| pictures::hash_of(path));
        shown.extend(hashes.map(|(hash, _)| hash.to_owned()));
    }
}

pub(super) async fn run(context: JobContext, files: &Files) -> Result<(), Failure> {
    let deleted = prune_pictures(context.db(), files, context.clock().now()).await?;
    context.note(&format!("{deleted} files deleted"));
    Ok(())
}
