//! What can go wrong with accounts and sessions, in the trade's words.

use kernel::ErrorCode;

/// A failure of identity.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// E-mail or password is wrong, or there is no such account: nobody is told which.
    #[error("the e-mail or the password is wrong")]
    WrongCredentials,
    /// The password is right; a code of the second factor must come with it.
    #[error("a code of the second factor is needed")]
    SecondFactorNeeded,
    /// The code is wrong, too old or was used before.
    #[error("the code is wrong, too old or was used before")]
    WrongCode,
    /// The token, cookie or key is unknown, has ended or is not for the desk.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// Signed in, without the permission.
    #[error(transparent)]
    Forbidden(#[from] kernel::Forbidden),
    /// Signed in as something that cannot do this: a machine, or somebody of a lower role.
    #[error("{0}")]
    NotYours(&'static str),
    /// A field that cannot be.
    #[error("{field}: {reason}")]
    InvalidField {
        /// Its name, as the caller writes it.
        field: &'static str,
        /// What is wrong and what would be right.
        reason: String,
    },
    /// The one-time link was used, has ended or never was.
    #[error("the link is no longer valid")]
    LinkSpent,
    /// There is no such account, session or key, or not for this caller.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The state forbids this step.
    #[error("{0}")]
    Conflict(&'static str),
    /// More passwords wait to be checked than can be in reasonable time.
    #[error("too many passwords are being checked")]
    Busy,
    /// A secret of the shop cannot be used.
    #[error("{0}")]
    BadSecret(&'static str),
    /// The cryptography failed; never because of what a caller sent.
    #[error("the cryptography failed: {0}")]
    Cryptography(String),
    /// The audit trail failed.
    #[error("the audit trail failed")]
    Audit(#[from] audit::AuditError),
    /// The database failed.
    #[error("the database of accounts failed")]
    Database(#[from] db::DbError),
}

impl IdentityError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::WrongCredentials | Self::SecondFactorNeeded | Self::WrongCode | Self::NotSignedIn => {
                ErrorCode::Unauthenticated
            }
            Self::Forbidden(_) | Self::NotYours(_) => ErrorCode::Forbidden,
            Self::InvalidField { .. } | Self::LinkSpent => ErrorCode::InvalidInput,
            Self::NotFound(_) => ErrorCode::NotFound,
            Self::Conflict(_) => ErrorCode::Conflict,
            Self::Busy => ErrorCode::Unavailable,
            Self::BadSecret(_) | Self::Cryptography(_) => ErrorCode::Internal,
            Self::Audit(error) => error.code(),
            Self::Database(error) => error.code(),
        }
    }

    pub(crate) fn invalid(field: &'static str, reason: impl Into<String>) -> Self {
        Self::InvalidField { field, reason: reason.into() }
    }
}

impl From<sea_orm::DbErr> for IdentityError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Database(error.into())
    }
}

impl From<getrandom::Error> for IdentityError {
    fn from(error: getrandom::Error) -> Self {
        Self::Cryptography(error.to_string())
    }
}

impl From<seal::SealError> for IdentityError {
    fn from(error: seal::SealError) -> Self {
        Self::Cryptography(error.to_string())
    }
}
