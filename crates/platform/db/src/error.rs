//! What can go wrong between us and the database.

use std::path::PathBuf;

use kernel::ErrorCode;

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
    Database(#[from] sea_orm::DbErr),
}

impl DbError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::UnknownScheme(_) | Self::BadAddress(_) | Self::NoFolder(_) => ErrorCode::InvalidInput,
            Self::Newer(_) => ErrorCode::Conflict,
            Self::MigrationTwice(_) | Self::NumbersExhausted(_) => ErrorCode::Internal,
            Self::NoAnswer | Self::Database(_) => ErrorCode::Unavailable,
        }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into())))
    }
}
