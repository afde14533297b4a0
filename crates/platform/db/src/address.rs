//! Reads the address of a database and turns it into the options of its connections.
//!
//! What follows `sqlite:` is a path and nothing else: spaces, `?`, `#` and `%`
//! are letters of a file's name, and there are no options to pass.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use crate::DbError;

/// How long a connection waits for another process's write on SQLite.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Where a database is.
#[derive(Debug, Clone)]
pub(crate) enum Address {
    /// The absolute path of the file.
    Sqlite(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

impl FromStr for Address {
    type Err = DbError;

    fn from_str(url: &str) -> Result<Self, DbError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            // Absolute, because SQLite reads a name that begins with "file:" as a URI.
            let absolute = std::path::absolute(path).map(Self::Sqlite);
            return absolute.map_err(|_empty| DbError::UnknownScheme(url.to_owned()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = url.parse::<PgConnectOptions>().map_err(DbError::BadAddress)?;
            return Ok(Self::Postgres(Box::new(options)));
        }
        Err(DbError::UnknownScheme(url.to_owned()))
    }
}

/// The writer's connection: it makes the file.
///
/// What it has committed survives a power cut (`synchronous = FULL`).
pub(crate) fn sqlite_writer(path: &Path) -> SqliteConnectOptions {
    sqlite(path)
        .create_if_missing(true)
        // A product with all its texts is two thousand bytes: fewer pages overflow and split.
        .page_size(8192)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", "-65536")
        // 32 MB of such pages: an import writes the pages of an index over and over before they go into the file.
        .pragma("wal_autocheckpoint", "4096")
        .pragma("journal_size_limit", "67108864")
}

/// A reader's connection: what tries to write through it fails.
pub(crate) fn sqlite_reader(path: &Path) -> SqliteConnectOptions {
    // What is read whole at the start would stay in each of them for nothing; the system's cache is near.
    sqlite(path).read_only(true).pragma("cache_size", "-512")
}

fn sqlite(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("temp_store", "MEMORY")
        // Fewer hand-overs between SQLite's thread and ours when a table is read whole.
        .row_buffer_size(256)
        .disable_statement_logging()
}

/// A connection that writes.
///
/// What it has committed survives a power cut, whatever the server's default
/// is; a transaction that its process forgot is ended, because the change feed
/// cannot pass it.
pub(crate) fn postgres_writer(options: &PgConnectOptions) -> PgConnectOptions {
    postgres(options).options([("synchronous_commit", "on"), ("idle_in_transaction_session_timeout", "60s")])
}

/// A connection that reads: what tries to write through it fails.
pub(crate) fn postgres_reader(options: &PgConnectOptions) -> PgConnectOptions {
    postgres(options).options([("default_transaction_read_only", "on")])
}

fn postgres(options: &PgConnectOptions) -> PgConnectOptions {
    options
        .clone()
        .application_name("dukkan")
        .options([("statement_timeout", "60s"), ("lock_timeout", "30s"), ("timezone", "UTC")])
        .disable_statement_logging()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(url: &str) -> PathBuf {
        match url.parse() {
            Ok(Address::Sqlite(path)) => path,
            other => panic!("{url}: {other:?}"),
        }
    }

    #[test]
    fn a_path_is_taken_to_the_letter() {
        for (url, path) in [
            ("sqlite:/srv/my shop/a?b=c#d%20.db", "/srv/my shop/a?b=c#d%20.db"),
            ("sqlite:///srv/shop.db", "/srv/shop.db"),
        ] {
            assert_eq!(path_of(url), PathBuf::from(path));
        }
    }

    #[test]
    fn a_relative_path_begins_where_the_process_stands() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(path_of("sqlite:shop.db"), here.join("shop.db"));
        assert_eq!(path_of("sqlite://data/shop.db"), here.join("data/shop.db"));
        assert_eq!(path_of("sqlite:file:shop.db"), here.join("file:shop.db"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for url in ["", "mysql://host/shop", "shop.db", "sqlite:", "postgres:shop"] {
            assert!(matches!(url.parse::<Address>(), Err(DbError::UnknownScheme(_))), "{url}");
        }
        assert!(matches!("postgres://host:port/shop".parse::<Address>(), Err(DbError::BadAddress(_))));
    }
}
