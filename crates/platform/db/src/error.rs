//! What can go wrong between us and the database.

use std::path::PathBuf;

use kernel::ErrorCode;
use sea_orm::{DbErr, RuntimeErr};

/// A failure of the database or of the way to it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DbError {
    /// The address names no database that we speak.
    #[error("no database we know: {0:?} (sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME)")]
    UnknownScheme(String),
    /// The address of a PostgreSQL server cannot be read.
    #[error("not a PostgreSQL address")]
    BadAddress(#[source] sqlx::Error),
    /// The folder in which the file should lie does not exist.
    #[error("the folder of the database does not exist: {0:?}")]
    NoFolder(PathBuf),
    /// The database was migrated by a newer release than this one.
    #[error("the database is newer than this release: it has {}; install the release that made it, or restore a backup", .0.join(", "))]
    Newer(Vec<String>),
    /// Two migrations bear one name.
    #[error("two migrations are named {0:?}")]
    MigrationTwice(String),
    /// All 4,294,967,295 numbers of a kind are given away.
    #[error("no number is left for {0:?}")]
    NumbersExhausted(String),
    /// It did not answer in time.
    #[error("the database does not answer")]
    NoAnswer,
    /// The database refused or went away.
    #[error("the database failed")]
    Database(#[from] DbErr),
}

impl DbError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::UnknownScheme(_) | Self::BadAddress(_) | Self::NoFolder(_) => ErrorCode::InvalidInput,
            Self::Newer(_) => ErrorCode::Conflict,
            Self::NoAnswer => ErrorCode::Unavailable,
            Self::Database(error) if is_away(error) => ErrorCode::Unavailable,
            Self::MigrationTwice(_) | Self::NumbersExhausted(_) | Self::Database(_) => ErrorCode::Internal,
        }
    }
}

/// Whether the database is away, busy or out of room for now; if not, what we asked of it was wrong.
fn is_away(error: &DbErr) -> bool {
    let error = match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => return true,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => error,
        _ => return false,
    };
    match &**error {
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_passing(&code)),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}

/// Whether another connection holds the SQLite file.
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    const BUSY: u32 = 5;
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| code.parse::<u32>().is_ok_and(|code| code & 0xff == BUSY))
}

/// Of PostgreSQL: connections, rollbacks among competitors, resources, operators, its own system. Of SQLite: busy,
/// locked, read-only, failing and full disks.
fn is_passing(code: &str) -> bool {
    const CLASSES: [&str; 5] = ["08", "40", "53", "57", "58"];
    const SQLITE: [u32; 6] = [5, 6, 8, 10, 13, 14];
    match code.len() {
        5 => CLASSES.iter().any(|class| code.starts_with(class)),
        _ => code.parse::<u32>().is_ok_and(|code| SQLITE.contains(&(code & 0xff))),
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(DbErr::Conn(RuntimeErr::SqlxError(error.into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_passes_by_itself_is_unavailable() {
        let check = |code: &str, expected: bool| assert_eq!(is_passing(code), expected, "{code}");
        for away in ["08006", "40001", "40P01", "53300", "57P01", "5", "261", "8", "10", "13", "3338"] {
            check(away, true);
        }
        for ours in ["23505", "42P01", "22001", "1", "19", "2067", "787", ""] {
            check(ours, false);
        }
        let wrong = DbError::Database(DbErr::Custom("no such column".to_owned()));
        assert_eq!(wrong.code(), ErrorCode::Internal);
        assert_eq!(DbError::from(sqlx::Error::PoolTimedOut).code(), ErrorCode::Unavailable);
    }
}
