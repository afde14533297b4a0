//! The problem that each crate's errors are: their fields named, their failures kept for the log.

use audit::AuditError;
use catalogue::CatalogueError;
use db::DbError;
use files::FilesError;
use identity::IdentityError;
use jobs::JobsError;
use kernel::ErrorCode;
use orion::OrionError;
use settings::SettingsError;
use webhooks::WebhooksError;

use super::Problem;
use crate::storefront::FrontError;

impl From<CatalogueError> for Problem {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::InvalidQuery { field, reason } => Self::invalid_field(&field, None, reason),
            CatalogueError::Refused(refusal) => {
                Self::invalid_field(&refusal.field, Some(&refusal.value), refusal.reason)
            }
            CatalogueError::Taken { field, value, reason } => {
                let status = Self::of(ErrorCode::Conflict);
                Self { errors: Self::invalid_field(field, Some(&value), reason).errors, ..status }
            }
            CatalogueError::ChangedMeanwhile(changed) => Self::changed_meanwhile(*changed),
            CatalogueError::Settings(SettingsError::ChangedMeanwhile) => Self::version_gone(),
            CatalogueError::Picture(error) => Self::invalid_field("body", None, error.to_string()),
            other => Self::of_failure(other.code(), other),
        }
    }
}

impl From<IdentityError> for Problem {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::InvalidField { field, reason } => Self::invalid_field(field, None, reason),
            IdentityError::LinkSpent => Self::invalid_field("token", None, error.to_string()),
            IdentityError::SecondFactorNeeded => Self::second_factor_needed().with_detail(error.to_string()),
            IdentityError::Busy => Self::of(error.code()).with_detail(error.to_string()),
            other => Self::of_failure(other.code(), other),
        }
    }
}

impl From<AuditError> for Problem {
    fn from(error: AuditError) -> Self {
        Self::of_failure(error.code(), error)
    }
}

impl From<JobsError> for Problem {
    fn from(error: JobsError) -> Self {
        match error {
            JobsError::BadCursor(text) => {
                Self::invalid_field("cursor", Some(&text), "is no cursor of this list")
            }
            other => Self::of_failure(other.code(), other),
        }
    }
}

impl From<WebhooksError> for Problem {
    fn from(error: WebhooksError) -> Self {
        match error {
            WebhooksError::InvalidField { field, reason } => Self::invalid_field(field, None, reason),
            other => Self::of_failure(other.code(), other),
        }
    }
}

impl From<OrionError> for Problem {
    fn from(error: OrionError) -> Self {
        match error {
            OrionError::Settings(SettingsError::ChangedMeanwhile) => Self::version_gone(),
            OrionError::WrongPlace { field, reason } => Self::invalid_field(field, None, reason),
            other => Self::of_failure(other.code(), other),
        }
    }
}

impl From<FrontError> for Problem {
    fn from(error: FrontError) -> Self {
        match error {
            FrontError::Settings(SettingsError::ChangedMeanwhile) => Self::version_gone(),
            other => Self::of_failure(other.code(), other),
        }
    }
}

impl From<FilesError> for Problem {
    fn from(error: FilesError) -> Self {
        Self::of_failure(error.code(), error)
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        Self::of_failure(error.code(), error)
    }
}
