//! What can go wrong between us and the database.

use kernel::ErrorCode;

/// A failure of the database or of the way to it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DbError {
    /// The address names no database that we speak.
    #[error("no database we know: {0:?} (sqlite:PATH or postgres://...)")]
    UnknownScheme(String),
    /// The database refused or went away.
    #[error("the database failed")]
    Database(#[from] sea_orm::DbErr),
}

impl DbError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::UnknownScheme(_) => ErrorCode::InvalidInput,
            Self::Database(_) => ErrorCode::Unavailable,
        }
    }
}
