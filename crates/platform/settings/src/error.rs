//! What can go wrong with settings.

use audit::AuditError;
use db::DbError;
use kernel::ErrorCode;

/// Why a setting could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The permission is missing.
    #[error(transparent)]
    Forbidden(#[from] kernel::Forbidden),
    /// Somebody else has changed it since it was read.
    #[error("somebody else has changed this since it was read")]
    ChangedMeanwhile,
    /// It cannot be kept like this.
    #[error("{field} {reason}")]
    Invalid {
        /// Which part of it.
        field: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The audit trail could not be written.
    #[error("the audit trail could not be written")]
    Audit(#[from] AuditError),
    /// A value that was kept cannot be read any more.
    #[error("a setting that was kept cannot be read")]
    Damaged(#[from] serde_json::Error),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] DbError),
}

impl From<sea_orm::DbErr> for SettingsError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Database(error.into())
    }
}

impl SettingsError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Forbidden(_) => ErrorCode::Forbidden,
            Self::ChangedMeanwhile => ErrorCode::Conflict,
            Self::Invalid { .. } => ErrorCode::InvalidInput,
            Self::Audit(error) => error.code(),
            Self::Damaged(_) => ErrorCode::Internal,
            Self::Database(error) => error.code(),
        }
    }
}
