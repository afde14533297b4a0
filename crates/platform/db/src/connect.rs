//! Opens the database: one writer and many readers on SQLite, two pools on PostgreSQL.
//!
//! Readers cannot write on either, so that no write misses its transaction.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kernel::Clock;
use sea_orm::{ConnectionTrait, DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqlitePoolOptions};
use tokio::time::sleep;

use crate::address::{self, Address};
use crate::error::is_busy;
use crate::feed::Feed;
use crate::{DbError, WriteTx};

/// Longest wait for SQLite's one writer.
const SQLITE_PATIENCE: Duration = Duration::from_secs(30);
/// Between two attempts to open a file that others open too.
const SQLITE_PAUSE: Duration = Duration::from_millis(10);
/// Longest wait for a free connection, or for a server that is away: people wait for the answer.
const POSTGRES_PATIENCE: Duration = Duration::from_secs(5);
/// How long `/readyz` waits.
const HEALTH_TIMEOUT: Duration = Duration::from_secs(2);
const SQLITE_READERS: u32 = 4;
const POSTGRES_READERS: u32 = 8;
const POSTGRES_WRITERS: u32 = 8;

/// Which database stands behind a [`Db`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Embedded, one file.
    Sqlite,
    /// A server.
    Postgres,
}

/// The database of one shop. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    pools: Pools,
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    clock: Clock,
    pub(crate) feed: Arc<Feed>,
}

#[derive(Debug, Clone)]
enum Pools {
    Sqlite { reader: SqlitePool, writer: SqlitePool },
    Postgres { reader: PgPool, writer: PgPool },
}

impl Db {
    /// Opens `sqlite:PATH` (the file is made if missing) or `postgres://...`.
    ///
    /// # Errors
    /// [`DbError::UnknownScheme`] or [`DbError::BadAddress`] for what is no
    /// address, [`DbError::NoFolder`] if the file has no folder to lie in,
    /// [`DbError::Database`] if it cannot be reached or is no database.
    pub async fn connect(url: &str) -> Result<Self, DbError> {
        let (pools, feed) = match url.parse()? {
            Address::Sqlite(path) => {
                let pools = open_sqlite(&path).await?;
                (pools, Feed::of_sqlite(address::sqlite_reader(&path)))
            }
            Address::Postgres(options) => {
                (open_postgres(&options).await?, Feed::of_postgres(address::postgres_reader(&options)))
            }
        };
        let (reader, writer) = match pools.clone() {
            Pools::Sqlite { reader, writer } => (
                SqlxSqliteConnector::from_sqlx_sqlite_pool(reader),
                SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
            ),
            Pools::Postgres { reader, writer } => (
                SqlxPostgresConnector::from_sqlx_postgres_pool(reader),
                SqlxPostgresConnector::from_sqlx_postgres_pool(writer),
            ),
        };
        Ok(Self { pools, reader, writer, clock: Clock::system(), feed: Arc::new(feed) })
    }

    /// The same database, with this clock telling when changes were written.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The clock of its transactions.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        match self.pools {
            Pools::Sqlite { .. } => Backend::Sqlite,
            Pools::Postgres { .. } => Backend::Postgres,
        }
    }

    /// Where reads outside of a transaction go. Nothing can be written here.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Begins the one kind of transaction in which anything is written.
    ///
    /// On SQLite there is one at a time: the second waits for the first.
    pub async fn begin_write(&self) -> Result<WriteTx, DbError> {
        WriteTx::begin(&self.writer, self.backend(), self.clock.clone(), Arc::clone(&self.feed)).await
    }

    /// Whether a question is answered within two seconds, for `/readyz`.
    pub async fn check_health(&self) -> Result<(), DbError> {
        let answer = self.reader.execute_unprepared("SELECT 1");
        match tokio::time::timeout(HEALTH_TIMEOUT, answer).await {
            Ok(answered) => answered.map(|_| ()).map_err(DbError::from),
            Err(_elapsed) => Err(DbError::NoAnswer),
        }
    }

    /// Ends all connections, waiting for transactions under way; on SQLite
    /// everything is then in the one file, without a write-ahead log beside it.
    pub async fn close(self) {
        self.feed.stop().await;
        match self.pools {
            Pools::Sqlite { reader, writer } => {
                // The last to leave tidies up, and a reader may not.
                reader.close().await;
                writer.close().await;
            }
            Pools::Postgres { reader, writer } => {
                reader.close().await;
                writer.close().await;
            }
        }
    }
}

async fn open_sqlite(path: &Path) -> Result<Pools, DbError> {
    let folder = path.parent().unwrap_or(path);
    if !folder.is_dir() {
        return Err(DbError::NoFolder(folder.to_owned()));
    }
    let writer = open_sqlite_writer(path).await?;
    let reader = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .acquire_timeout(SQLITE_PATIENCE)
        .test_before_acquire(false)
        .connect_lazy_with(address::sqlite_reader(path));
    Ok(Pools::Sqlite { reader, writer })
}

/// The pool of the one connection that writes.
///
/// Where processes open an empty file at once, each turns it into one with a write-ahead log, having read that it is none.
/// There SQLite refuses without waiting, as it does wherever two who read want to write: it is asked again, and the last
/// time may itself wait as long.
async fn open_sqlite_writer(path: &Path) -> Result<SqlitePool, sqlx::Error> {
    let begun = Instant::now();
    let mut told = false;
    loop {
        let opened = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(SQLITE_PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .after_release(|connection, _| Box::pin(is_out_of_transaction(connection)))
            .connect_with(address::sqlite_writer(path))
            .await;
        match opened {
            Err(error) if is_busy(&error) && begun.elapsed() < SQLITE_PATIENCE => {
                if !std::mem::replace(&mut told, true) {
                    tracing::warn!(%error, "the database is opened once others let go of it");
                }
                sleep(SQLITE_PAUSE).await;
            }
            opened => return opened,
        }
    }
}

async fn open_postgres(options: &PgConnectOptions) -> Result<Pools, DbError> {
    let writer = PgPoolOptions::new()
        .max_connections(POSTGRES_WRITERS)
        .acquire_timeout(POSTGRES_PATIENCE)
        .connect_with(address::postgres_writer(options))
        .await?;
    let reader = PgPoolOptions::new()
        .max_connections(POSTGRES_READERS)
        .acquire_timeout(POSTGRES_PATIENCE)
        .connect_lazy_with(address::postgres_reader(options));
    Ok(Pools::Postgres { reader, writer })
}

/// Whether a connection that was given back has left its transaction; if not, it is closed.
///
/// A full disk makes SQLite end a transaction by itself. The rollback that follows fails, and the
/// driver believes itself inside for ever: what the next ones commit would be a savepoint of a
/// transaction that nobody ends, seen by nobody and lost with the process.
async fn is_out_of_transaction(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // A rollback that waits is done before the answer comes.
    connection.ping().await?;
    let out = !connection.is_in_transaction();
    if !out {
        tracing::warn!("a transaction could not be rolled back: its connection is closed");
    }
    Ok(out)
}
