//! The shelf itself: holds the present snapshot and keeps it up with the database.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use db::{Db, Place};
use kernel::{Causes, boxed};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::shelf::load::{empty, load, read_all};
use crate::shelf::news::read_news;
use crate::shelf::saved;
use crate::{CatalogueError, CatalogueSettings, Snapshot};

/// How long to wait after the database failed: doubled each time, up to the second.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// A smaller shop is read from its database in a moment.
const WORTH_SAVING: usize = 20_000;
/// The least time from one writing to disk to the next.
const SAVE_PAUSE: Duration = Duration::from_mins(5);

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
    directory: Option<PathBuf>,
    /// Held while the snapshot is being moved on.
    progress: Mutex<Progress>,
}

/// How far the snapshot is.
#[derive(Debug)]
struct Progress {
    /// The feed's place up to which it is.
    place: Place,
    /// Whether search may lag behind and must read again what changed.
    restage: bool,
    /// Products read since the snapshot on disk was written.
    unsaved: usize,
    /// When it may be written again.
    save_after: Instant,
    saving: Option<JoinHandle<()>>,
}

impl Shelf {
    /// Reads all that is for sale; `directory` keeps what makes the next start fast.
    ///
    /// # Errors
    /// [`CatalogueError::Database`] when it cannot be read.
    #[boxed]
    pub async fn open(
        db: Db,
        settings: CatalogueSettings,
        directory: Option<&Path>,
    ) -> Result<Arc<Self>, CatalogueError> {
        let loaded = load(&db, settings, directory).await?;
        let progress = Progress {
            place: loaded.place,
            restage: true,
            unsaved: loaded.unsaved,
            save_after: Instant::now(),
            saving: None,
        };
        let source = Source { db, directory: directory.map(Path::to_owned), progress: Mutex::new(progress) };
        let shelf = Self { snapshot: ArcSwap::from_pointee(loaded.snapshot), source: Some(source) };
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
    #[boxed]
    pub async fn catch_up(&self) -> Result<(), CatalogueError> {
        let Some(source) = &self.source else { return Ok(()) };
        let wanted = source.db.last_written();
        let mut watch = source.db.watch();
        loop {
            let mut progress = source.progress.lock().await;
            if progress.place >= wanted && wanted != Place::default() {
                return Ok(());
            }
            self.advance(source, &mut progress).await?;
            if progress.place >= wanted {
                return Ok(());
            }
            drop(progress);
            // PostgreSQL shows a change once no older transaction is under way.
            watch.moved().await;
        }
    }

    /// Keeps up with the feed for ever; drop the future to stop.
    ///
    /// While the database fails, the last good snapshot is served.
    #[boxed]
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
                        tracing::warn!(error = %Causes(&error), "the shelf cannot follow the database; it serves what it has");
                    }
                    failed = true;
                    tokio::time::sleep(wait).await;
                    wait = (wait * 2).min(BACK_OFF.1);
                }
            }
        }
    }

    /// Returns when the snapshot that is being written to disk is there; at once if none is.
    ///
    /// For the end of a process, when nobody follows any more: what is half written then is worth nothing to the next
    /// start.
    #[boxed]
    pub async fn finish_saving(&self) {
        let Some(source) = &self.source else { return };
        let saving = source.progress.lock().await.saving.take();
        if let Some(saving) = saving.filter(|saving| !saving.is_finished()) {
            tracing::info!("the shelf is being written to disk");
            // What could not be written has been told.
            let _outcome = saving.await;
        }
    }

    async fn follow_once(&self, source: &Source, failed: bool) -> Result<(), CatalogueError> {
        let mut progress = source.progress.lock().await;
        // After an outage the feed may have been trimmed past us, or the database restored.
        if failed && !source.db.feed_holds(progress.place).await? {
            let head = source.db.feed_head().await?;
            let empty = empty(&source.db, self.snapshot().settings.clone(), None).await?;
            let loaded = read_all(&source.db, head, empty, None, None).await?;
            (progress.place, progress.unsaved) = (loaded.place, loaded.unsaved);
            self.replace(loaded.snapshot);
        }
        self.advance(source, &mut progress).await?;
        self.save_if_due(source, &mut progress);
        Ok(())
    }

    /// Writes the snapshot to disk, beside the following, when enough has changed since it last was.
    fn save_if_due(&self, source: &Source, progress: &mut Progress) {
        let Some(directory) = source.directory.clone() else { return };
        let (snapshot, place) = (self.snapshot(), progress.place);
        let count = snapshot.product_count();
        let changed = count >= WORTH_SAVING && progress.unsaved > count / 50;
        let free = progress.saving.as_ref().is_none_or(JoinHandle::is_finished);
        if !changed || !free || Instant::now() < progress.save_after {
            return;
        }
        progress.unsaved = 0;
        progress.save_after = Instant::now() + SAVE_PAUSE;
        progress.saving = Some(tokio::task::spawn_blocking(move || {
            if let Err(error) = saved::write(&snapshot, place, &directory) {
                // The next start takes longer, nothing else.
                tracing::warn!(%error, "the shelf could not be written to disk");
            }
        }));
    }

    /// Applies all that the feed holds, all at once.
    async fn advance(&self, source: &Source, progress: &mut Progress) -> Result<(), CatalogueError> {
        let news = read_news(&source.db, progress.place).await?;
        if !news.is_empty() {
            let next = news.apply(&source.db, self.snapshot(), progress.restage).await?;
            self.snapshot.store(Arc::new(next));
            progress.unsaved += news.len();
        }
        progress.place = news.place;
        progress.restage = false;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::task::{Context, Waker};

    use db::testing::TestDb;
    use sea_orm_migration::MigrationTrait;

    use super::*;

    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        crate::migrations().into_iter().chain(settings::migrations()).collect()
    }

    db::testing::on_both_databases!(migrations => the_end_waits_for_what_is_being_written_to_disk);

    async fn the_end_waits_for_what_is_being_written_to_disk(db: TestDb) {
        let shelf = Shelf::open(Db::clone(&db), CatalogueSettings::default(), None).await.unwrap();
        // Nothing is being written.
        shelf.finish_saving().await;
        let (write, told) = mpsc::channel::<()>();
        let (done, written) = mpsc::channel();
        let saving = tokio::task::spawn_blocking(move || {
            told.recv().unwrap();
            done.send(()).unwrap();
        });
        shelf.source.as_ref().unwrap().progress.lock().await.saving = Some(saving);
        let mut finishing = std::pin::pin!(shelf.finish_saving());
        assert!(finishing.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        write.send(()).unwrap();
        finishing.await;
        written.try_recv().unwrap();
    }
}
