//! Opens the database: one writer and many readers on SQLite, a pool on PostgreSQL.

use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use crate::{DbError, WriteTx};

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
    backend: Backend,
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Db {
    /// Opens `sqlite:PATH` (made if missing) or `postgres://...`.
    ///
    /// # Errors
    /// [`DbError::UnknownScheme`] for any other address, [`DbError::Database`] if it cannot be reached.
    pub async fn connect(url: &str) -> Result<Self, DbError> {
        let backend = if url.starts_with("sqlite:") {
            Backend::Sqlite
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Backend::Postgres
        } else {
            return Err(DbError::UnknownScheme(url.to_owned()));
        };
        let mut options = ConnectOptions::new(url);
        options.sqlx_logging(false);
        if backend == Backend::Postgres {
            let pool = Database::connect(options).await?;
            return Ok(Self { backend, reader: pool.clone(), writer: pool });
        }
        let mut writer = ConnectOptions::new(format!("{url}?mode=rwc"));
        writer.max_connections(1).sqlx_logging(false);
        let writer = Database::connect(writer).await?;
        let reader = Database::connect(options).await?;
        Ok(Self { backend, reader, writer })
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Where reads outside of a transaction go.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Begins the one kind of transaction in which anything is written.
    pub async fn begin_write(&self) -> Result<WriteTx, DbError> {
        WriteTx::begin(&self.writer).await
    }
}
