//! Wakes the feed's readers: a signal inside the process, and for other
//! processes' writes `LISTEN` on PostgreSQL and `PRAGMA data_version` on SQLite.

use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kernel::Causes;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::store::CHANNEL;
use crate::Place;

/// Between two questions whether another process wrote; one costs some 10 us.
const SQLITE_POLL: Duration = Duration::from_millis(50);
/// A reader looks at least this often: on PostgreSQL a row may wait for an older
/// transaction, and its end is announced by nobody.
const LONGEST_WAIT: Duration = Duration::from_millis(250);
/// Pause before a lost connection is opened again.
const RECONNECT_PAUSE: Duration = Duration::from_secs(1);

/// Wakes one reader of the feed; made by [`crate::Db::watch`].
#[derive(Debug)]
pub struct FeedWatch {
    receiver: watch::Receiver<Place>,
}

impl FeedWatch {
    /// Returns when the feed may have grown since the last call.
    ///
    /// After a quarter of a second it returns anyway.
    pub async fn moved(&mut self) {
        let moved = async {
            if self.receiver.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        // Whether it was the signal or the time makes no difference to the reader.
        let _elapsed = tokio::time::timeout(LONGEST_WAIT, moved).await;
    }
}

/// The signal of one database; its value is the last place this process wrote.
#[derive(Debug)]
pub(crate) struct Feed {
    signal: watch::Sender<Place>,
    source: Source,
    listener: Mutex<Option<JoinHandle<()>>>,
}

/// Where news of other processes' writes comes from.
#[derive(Debug, Clone)]
enum Source {
    Sqlite(Box<SqliteConnectOptions>),
    Postgres(Box<PgConnectOptions>),
}

impl Feed {
    pub(crate) fn of_sqlite(reader: SqliteConnectOptions) -> Self {
        Self::new(Source::Sqlite(Box::new(reader)))
    }

    pub(crate) fn of_postgres(reader: PgConnectOptions) -> Self {
        Self::new(Source::Postgres(Box::new(reader)))
    }

    fn new(source: Source) -> Self {
        Self { signal: watch::Sender::new(Place::default()), source, listener: Mutex::default() }
    }

    /// Starts to listen to other processes when the first reader comes.
    pub(super) fn watch(&self) -> FeedWatch {
        let receiver = self.signal.subscribe();
        let mut listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner);
        if listener.is_none() {
            *listener = Some(tokio::spawn(listen(self.source.clone(), self.signal.clone())));
        }
        FeedWatch { receiver }
    }

    pub(super) fn last_written(&self) -> Place {
        *self.signal.borrow()
    }

    pub(crate) fn wrote(&self, place: Place) {
        self.signal.send_modify(|last| *last = place.max(*last));
    }

    pub(crate) async fn stop(&self) {
        let listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(listener) = listener {
            listener.abort();
            // It ends as cancelled; what counts is that its connection is gone.
            let _cancelled = listener.await;
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        if let Some(listener) = self.listener.get_mut().unwrap_or_else(PoisonError::into_inner) {
            listener.abort();
        }
    }
}

async fn listen(source: Source, signal: watch::Sender<Place>) {
    loop {
        let Err(error) = match &source {
            Source::Sqlite(options) => poll_sqlite(options, &signal).await,
            Source::Postgres(options) => listen_postgres(options, &signal).await,
        };
        tracing::warn!(error = %Causes(&error), "lost touch with the change feed");
        tokio::time::sleep(RECONNECT_PAUSE).await;
    }
}

async fn poll_sqlite(
    options: &SqliteConnectOptions,
    signal: &watch::Sender<Place>,
) -> Result<Infallible, sqlx::Error> {
    // The number means something on one and the same connection only.
    let mut connection = options.connect().await?;
    let mut seen = None;
    loop {
        let version = data_version(&mut connection).await?;
        if seen.replace(version) != Some(version) {
            announce(signal);
        }
        tokio::time::sleep(SQLITE_POLL).await;
    }
}

async fn data_version(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("PRAGMA data_version").fetch_one(connection).await
}

async fn listen_postgres(
    options: &PgConnectOptions,
    signal: &watch::Sender<Place>,
) -> Result<Infallible, sqlx::Error> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with(options.clone());
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // Also at the first turn and after a lost connection: what was announced before is unknown.
        announce(signal);
        listener.try_recv().await?;
    }
}

/// Wakes all readers without moving the last place written here.
fn announce(signal: &watch::Sender<Place>) {
    signal.send_modify(|_| ());
}
