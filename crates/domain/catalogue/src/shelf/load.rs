//! Fills a shelf at the start.

use std::path::Path;
use std::sync::Arc;

use db::{Db, Place};

use crate::search::SearchIndex;
use crate::shelf::apply::Writer;
use crate::shelf::news::{PAGE, begin_view, finish};
use crate::shelf::tables::Tables;
use crate::store;
use crate::{CatalogueError, CatalogueSettings, ShelfData, Snapshot};

/// All that is for sale, and the feed's place from which to follow.
pub(super) async fn load(
    db: &Db,
    settings: CatalogueSettings,
    directory: Option<&Path>,
) -> Result<(Snapshot, Place), CatalogueError> {
    let _ = directory;
    read_all(db, settings).await
}

/// The same shop read anew.
pub(super) async fn reload(db: &Db, old: &Snapshot) -> Result<(Snapshot, Place), CatalogueError> {
    read_all(db, old.settings.clone()).await
}

async fn read_all(db: &Db, settings: CatalogueSettings) -> Result<(Snapshot, Place), CatalogueError> {
    // The place first: what is written while we read is applied again, which changes nothing.
    let place = db.feed_head().await?;
    let view = begin_view(db).await?;
    let tables = Tables::new(
        store::brand::list_all(&view).await?,
        store::category::list_all(&view).await?,
        store::vehicle::list_all(&view).await?,
    );
    view.rollback().await.map_err(db::DbError::from)?;
    let search = Arc::new(SearchIndex::build(&settings, &ShelfData::default())?);
    let mut writer = Writer::new(Arc::new(Snapshot::empty(settings, Arc::new(tables), search)));
    let fetch = |after: Option<u32>| {
        let db = db.clone();
        tokio::spawn(async move { store::product::list_for_shelf(db.reader(), after, PAGE as u64).await })
    };
    // One page is fetched while the one before is put on the shelf.
    let mut fetched = fetch(None);
    loop {
        let page = fetched.await.map_err(|_stopped| CatalogueError::Stopping)??;
        let Some(last) = page.last() else { break };
        fetched = fetch(Some(last.product.number));
        for record in &page {
            writer.put(record.product.number, Some(record));
        }
    }
    Ok((finish(writer).await?, place))
}
