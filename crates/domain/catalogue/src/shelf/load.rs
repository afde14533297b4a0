//! Fills a shelf at the start: from the file that an earlier process left, else from the database.

use std::path::Path;
use std::sync::Arc;

use db::{Db, DbError, Place};

use crate::search::SearchIndex;
use crate::shelf::apply::Writer;
use crate::shelf::news::{PAGE, begin_view, finish, off_thread};
use crate::shelf::saved;
use crate::shelf::tables::Tables;
use crate::store;
use crate::{CatalogueError, CatalogueSettings, ShelfData, Snapshot};

/// Products whose ids are compared to tell a shop from another.
const COMPARED: usize = 50;

/// A filled shelf.
pub(super) struct Loaded {
    pub(super) snapshot: Snapshot,
    /// The feed's place from which to follow.
    pub(super) place: Place,
    /// Whether it came from the file.
    pub(super) from_file: bool,
}

/// All that is for sale.
pub(super) async fn load(
    db: &Db,
    settings: CatalogueSettings,
    directory: Option<&Path>,
) -> Result<Loaded, CatalogueError> {
    if let Some(directory) = directory
        && let Some((snapshot, place)) = read_file(db, settings.clone(), directory).await?
    {
        return Ok(Loaded { snapshot, place, from_file: true });
    }
    let (snapshot, place) = read_all(db, settings).await?;
    Ok(Loaded { snapshot, place, from_file: false })
}

/// All that is for sale, read from the database.
pub(super) async fn read_all(
    db: &Db,
    settings: CatalogueSettings,
) -> Result<(Snapshot, Place), CatalogueError> {
    // The place first: what is written while we read is applied again, which changes nothing.
    let place = db.feed_head().await?;
    let mut writer = Writer::new(Arc::new(empty(db, settings).await?));
    let fetch = |after: Option<u32>| {
        let db = db.clone();
        tokio::spawn(async move { store::product::list_for_shelf(db.reader(), after, PAGE as u64).await })
    };
    // One page is fetched while the one before is put on the shelf.
    let mut fetched = fetch(None);
    loop {
        let page = fetched.await.or(Err(CatalogueError::Stopping))??;
        let Some(last) = page.last() else { break };
        fetched = fetch(Some(last.product.number));
        for record in &page {
            writer.put(record.product.number, Some(record));
        }
    }
    Ok((finish(writer).await?, place))
}

/// The shop's brands, categories and vehicles with nothing for sale.
async fn empty(db: &Db, settings: CatalogueSettings) -> Result<Snapshot, CatalogueError> {
    let view = begin_view(db).await?;
    let tables = Tables::new(
        store::brand::list_all(&view).await?,
        store::category::list_all(&view).await?,
        store::vehicle::list_all(&view).await?,
    );
    view.rollback().await.map_err(DbError::from)?;
    let search = Arc::new(SearchIndex::build(&settings, &ShelfData::default())?);
    Ok(Snapshot::empty(settings, Arc::new(tables), search))
}

/// The snapshot on disk, if it is sound, of this shop, and the feed still holds what came after it.
async fn read_file(
    db: &Db,
    settings: CatalogueSettings,
    directory: &Path,
) -> Result<Option<(Snapshot, Place)>, CatalogueError> {
    let (empty, directory) = (empty(db, settings).await?, directory.to_owned());
    let (snapshot, place) = match off_thread(move || saved::read(empty, &directory)).await? {
        Ok(read) => read,
        Err(error) => {
            if error.kind() != std::io::ErrorKind::NotFound {
                tracing::warn!(%error, "the shelf on disk cannot be used; reading the database");
            }
            return Ok(None);
        }
    };
    Ok((db.feed_holds(place).await? && is_of_this_shop(db, &snapshot).await?).then_some((snapshot, place)))
}

/// Whether some of its products have the same ids in the database.
async fn is_of_this_shop(db: &Db, snapshot: &Snapshot) -> Result<bool, CatalogueError> {
    let step = (snapshot.product_count() / COMPARED).max(1);
    let numbers: Vec<u32> = snapshot.live().iter().step_by(step).collect();
    let found = store::product::find_for_shelf(db.reader(), &numbers).await?;
    let same = |number: u32| snapshot.record(number).id();
    Ok(!found.is_empty() && found.iter().all(|record| record.product.id == same(record.product.number)))
}
