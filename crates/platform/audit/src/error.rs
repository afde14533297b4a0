//! What can go wrong with the trail.

use kernel::ErrorCode;

/// A failure of the audit trail.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// The reader may not read it.
    #[error(transparent)]
    Forbidden(#[from] kernel::Forbidden),
    /// The system gives no random bytes for a key.
    #[error("the system gives no random bytes")]
    NoRandomness(#[from] getrandom::Error),
    /// A personal value could not be sealed.
    #[error("a personal value could not be sealed")]
    Sealing,
    /// The tables of the trail are not as they were made.
    #[error("the audit trail has lost its head")]
    NoHead,
    /// The database failed.
    #[error("the audit trail's database failed")]
    Database(#[from] db::DbError),
}

impl AuditError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Forbidden(_) => ErrorCode::Forbidden,
            Self::NoRandomness(_) | Self::Sealing | Self::NoHead => ErrorCode::Internal,
            Self::Database(error) => error.code(),
        }
    }
}

impl From<sea_orm::DbErr> for AuditError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Database(error.into())
    }
}
