//! What can go wrong with webhooks, other than a receiver that does not take them.

use kernel::ErrorCode;

/// A failure of webhooks.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebhooksError {
    /// There is no such endpoint or delivery.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// A field that cannot be.
    #[error("{field}: {reason}")]
    InvalidField {
        /// Its name, as the caller writes it.
        field: &'static str,
        /// What is wrong and what would be right.
        reason: String,
    },
    /// The state forbids this step.
    #[error("{0}")]
    Conflict(&'static str),
    /// The actor may not.
    #[error(transparent)]
    Forbidden(#[from] kernel::Forbidden),
    /// A signing secret was sealed under a secret that the shop has no more.
    #[error("the shop's secret is not the one under which the signing secret was sealed: rotate it")]
    SecretLost,
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    NoRandomness(#[from] getrandom::Error),
    /// A secret could not be sealed.
    #[error("a signing secret could not be sealed")]
    Sealing(#[from] seal::SealError),
    /// A row holds what nobody writes there.
    #[error("a list of events cannot be read")]
    Unreadable(#[from] serde_json::Error),
    /// Whoever knows what the feed says of an event could not tell.
    #[error("the events of a change could not be read")]
    Events(#[source] crate::ReadError),
    /// The queue failed.
    #[error("a delivery could not be queued")]
    Jobs(#[from] jobs::JobsError),
    /// The audit trail failed.
    #[error("the audit trail failed")]
    Audit(#[from] audit::AuditError),
    /// The database failed.
    #[error("the database of the webhooks failed")]
    Database(#[from] db::DbError),
}

impl WebhooksError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound(_) => ErrorCode::NotFound,
            Self::InvalidField { .. } => ErrorCode::InvalidInput,
            Self::Conflict(_) => ErrorCode::Conflict,
            Self::Forbidden(_) => ErrorCode::Forbidden,
            Self::SecretLost
            | Self::NoRandomness(_)
            | Self::Sealing(_)
            | Self::Unreadable(_)
            | Self::Events(_) => ErrorCode::Internal,
            Self::Jobs(error) => error.code(),
            Self::Audit(error) => error.code(),
            Self::Database(error) => error.code(),
        }
    }

    pub(crate) fn invalid(field: &'static str, reason: impl Into<String>) -> Self {
        Self::InvalidField { field, reason: reason.into() }
    }
}

impl From<sea_orm::DbErr> for WebhooksError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Database(error.into())
    }
}
