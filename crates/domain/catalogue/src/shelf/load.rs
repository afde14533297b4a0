//! Fills a shelf at the start: from what an earlier process left on disk, else from the database.

use std::path::Path;
use std::sync::Arc;

use db::{Db, DbError, Place};

use crate::off_thread::off_thread;
use crate::search::Synonyms;
use crate::shelf::apply::Writer;
use crate::shelf::news::{PAGE, begin_view, finish};
use crate::shelf::tables::Tables;
use crate::shelf::words::{self, Mark};
use crate::shelf::{saved, words::put_page};
use crate::store;
use crate::{CatalogueError, CatalogueSettings, ShelfProduct, Snapshot, SynonymGroup, find_trade};

/// Products whose ids are compared to tell a shop from another.
const COMPARED: usize = 50;

/// A filled shelf.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) snapshot: Snapshot,
    /// The feed's place from which to follow.
    pub(super) place: Place,
    /// Products that are not in the file on disk.
    pub(super) unsaved: usize,
}

/// All that is for sale.
pub(super) async fn load(
    db: &Db,
    settings: CatalogueSettings,
    directory: Option<&Path>,
) -> Result<Loaded, CatalogueError> {
    // The place first: what is written while we read is applied again, which changes nothing.
    let head = db.feed_head().await?;
    let empty = empty(db, settings, directory).await?;
    let mark = Mark::of(&empty.search);
    let mark = match mark {
        Some(mark) if db.feed_holds(mark.place).await? => Some(mark),
        _ => None,
    };
    if let (Some(mark), Some(directory)) = (mark, directory)
        && let Some((snapshot, place)) = read_file(db, empty.clone(), directory).await?
        && snapshot.first_id() == mark.shop
    {
        return Ok(Loaded { snapshot, place: place.min(mark.place), unsaved: 0 });
    }
    read_all(db, head, empty, mark, directory).await
}

/// All that is for sale, read from the database; `place` is the feed's head before anything of `empty` was read. The
/// index of `empty` is filled too, unless `mark` says that it is this shop's.
pub(super) async fn read_all(
    db: &Db,
    place: Place,
    mut empty: Snapshot,
    mark: Option<Mark>,
    directory: Option<&Path>,
) -> Result<Loaded, CatalogueError> {
    let fetch = |after: Option<u32>| {
        let db = db.clone();
        tokio::spawn(async move { store::product::list_for_shelf(db.reader(), after, PAGE as u64).await })
    };
    let first = store::product::list_for_shelf(db.reader(), None, 1).await?;
    let mark = mark.filter(|mark| mark.shop == first.first().map(|record| record.product.id));
    if mark.is_none() && empty.search.place().is_some() {
        empty = with_new_words(empty, directory)?;
    }
    let mut writer = Writer::new(Arc::new(empty));
    // One page is fetched while the one before is put on the shelf.
    let mut fetched = fetch(None);
    loop {
        let page = fetched.await.or(Err(CatalogueError::Stopping))??;
        let Some(last) = page.last() else { break };
        fetched = fetch(Some(last.product.number));
        writer = off_thread(move || put_all(writer, &page, mark.is_none())).await??;
    }
    let publish = mark.is_none().then_some(place);
    let snapshot = finish(writer, publish).await?;
    let unsaved = snapshot.product_count();
    Ok(Loaded { snapshot, place: mark.map_or(place, |mark| place.min(mark.place)), unsaved })
}

fn put_all(mut writer: Writer, page: &[ShelfProduct], words: bool) -> Result<Writer, CatalogueError> {
    if words {
        let numbers: Vec<u32> = page.iter().map(|record| record.product.number).collect();
        put_page(&mut writer, &numbers, page, |_| true)?;
    } else {
        for record in page {
            writer.put(record.product.number, Some(record));
        }
    }
    Ok(writer)
}

/// The same with an empty index instead of one that cannot be used.
fn with_new_words(mut empty: Snapshot, directory: Option<&Path>) -> Result<Snapshot, CatalogueError> {
    // The old one goes first: it holds the lock of its folder.
    let synonyms = Arc::clone(&empty.search.synonyms);
    empty.search = Arc::new(words::open(None, &empty.settings, &empty.tables)?);
    words::discard(directory);
    let search = words::open(directory, &empty.settings, &empty.tables)?;
    empty.search = Arc::new(search.with_synonyms(empty.tables.search_names(), synonyms));
    Ok(empty)
}

/// The shop's brands, categories and vehicles with nothing for sale, and the index that is on disk.
pub(super) async fn empty(
    db: &Db,
    mut settings: CatalogueSettings,
    directory: Option<&Path>,
) -> Result<Snapshot, CatalogueError> {
    let view = begin_view(db).await?;
    find_trade(&view, &settings).await?.value.lay_over(&mut settings);
    let tables = Tables::new(
        store::brand::list_all(&view).await?,
        store::category::list_all(&view).await?,
        store::vehicle::list_all(&view).await?,
    );
    let groups = store::synonym::list_all(&view).await?;
    view.rollback().await.map_err(DbError::from)?;
    let search = words::open(directory, &settings, &tables)?;
    let synonyms = synonyms_of(&groups, &settings)?;
    let search = Arc::new(search.with_synonyms(tables.search_names(), synonyms));
    Ok(Snapshot::empty(settings, Arc::new(tables), search))
}

/// The synonyms of these groups, or those with which a shop begins if there are none.
pub(super) fn synonyms_of(
    groups: &[SynonymGroup],
    settings: &CatalogueSettings,
) -> Result<Arc<Synonyms>, CatalogueError> {
    Ok(Arc::new(if groups.is_empty() {
        Synonyms::initial(settings)?
    } else {
        Synonyms::of(groups.iter().map(|group| group.words.as_slice()))
    }))
}

/// The snapshot on disk, if it is sound, of this shop, and the feed still holds what came after it.
async fn read_file(
    db: &Db,
    empty: Snapshot,
    directory: &Path,
) -> Result<Option<(Snapshot, Place)>, CatalogueError> {
    let directory = directory.to_owned();
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
    let same = |record: &ShelfProduct| snapshot.record(record.product.number).id() == record.product.id;
    Ok(!found.is_empty() && found.iter().all(same))
}
