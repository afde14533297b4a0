//! The shelf itself: holds the present snapshot and keeps it up with the database.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use db::{Db, Place};
use tokio::sync::Mutex;

use crate::shelf::load::{load, reload};
use crate::shelf::news::read_news;
use crate::{CatalogueError, CatalogueSettings, Snapshot};

/// How long to wait after the database failed: doubled each time, up to the second.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// The shelf of one process. Readers take a snapshot and never wait.
#[derive(Debug)]
pub struct Shelf {
    snapshot: ArcSwap<Snapshot>,
    source: Option<Source>,
}

/// Where changes come from.
#[derive(Debug)]
struct Source {
    db: Db,
    /// The feed's place up to which the snapshot is; held while it is being moved on.
    place: Mutex<Place>,
}

impl Shelf {
    /// Reads all that is for sale; `directory` keeps what makes the next start fast.
    ///
    /// # Errors
    /// [`CatalogueError::Database`] when it cannot be read.
    pub async fn open(
        db: Db,
        settings: CatalogueSettings,
        directory: Option<&Path>,
    ) -> Result<Arc<Self>, CatalogueError> {
        let (snapshot, place) = load(&db, settings, directory).await?;
        let source = Source { db, place: Mutex::new(place) };
        let shelf = Self { snapshot: ArcSwap::from_pointee(snapshot), source: Some(source) };
        shelf.catch_up().await?;
        Ok(Arc::new(shelf))
    }

    /// A shelf without a database, which holds `snapshot` until it is replaced.
    pub fn with_snapshot(snapshot: Snapshot) -> Arc<Self> {
        Arc::new(Self { snapshot: ArcSwap::from_pointee(snapshot), source: None })
    }

    /// What is for sale now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Puts another snapshot in its place.
    pub fn replace(&self, snapshot: Snapshot) {
        self.snapshot.store(Arc::new(snapshot));
    }

    /// Returns when all that this process committed before the call is on the shelf.
    ///
    /// Calls at once wait for each other; most then find their work done.
    ///
    /// # Errors
    /// [`CatalogueError::Database`] when the changes cannot be read.
    pub async fn catch_up(&self) -> Result<(), CatalogueError> {
        let Some(source) = &self.source else { return Ok(()) };
        let wanted = source.db.last_written();
        let mut watch = source.db.watch();
        loop {
            let mut place = source.place.lock().await;
            if *place >= wanted && wanted != Place::default() {
                return Ok(());
            }
            self.advance(source, &mut place).await?;
            if *place >= wanted {
                return Ok(());
            }
            drop(place);
            // PostgreSQL shows a change once no older transaction is under way.
            watch.moved().await;
        }
    }

    /// Keeps up with the feed for ever; drop the future to stop.
    ///
    /// While the database fails, the last good snapshot is served.
    pub async fn follow(&self) {
        let Some(source) = &self.source else { return std::future::pending().await };
        let mut watch = source.db.watch();
        let mut wait = BACK_OFF.0;
        let mut failed = false;
        loop {
            match self.follow_once(source, failed).await {
                Ok(()) => {
                    (failed, wait) = (false, BACK_OFF.0);
                    watch.moved().await;
                }
                Err(error) => {
                    if !failed {
                        let error: &dyn std::error::Error = &error;
                        tracing::warn!(error, "the shelf cannot follow the database; it serves what it has");
                    }
                    failed = true;
                    tokio::time::sleep(wait).await;
                    wait = (wait * 2).min(BACK_OFF.1);
                }
            }
        }
    }

    async fn follow_once(&self, source: &Source, failed: bool) -> Result<(), CatalogueError> {
        let mut place = source.place.lock().await;
        // After an outage the feed may have been trimmed past us, or the database restored.
        if failed && !source.db.feed_holds(*place).await? {
            let (snapshot, new_place) = reload(&source.db, &self.snapshot()).await?;
            self.replace(snapshot);
            *place = new_place;
        }
        self.advance(source, &mut place).await
    }

    /// Applies all that the feed holds behind `place`, all at once.
    async fn advance(&self, source: &Source, place: &mut Place) -> Result<(), CatalogueError> {
        let news = read_news(&source.db, *place).await?;
        if !news.is_empty() {
            let next = news.apply(&source.db, self.snapshot()).await?;
            self.snapshot.store(Arc::new(next));
        }
        *place = news.place;
        Ok(())
    }
}
