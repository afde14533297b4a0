//! What can go wrong in forecasting, in the trade's words.

use kernel::ErrorCode;

/// A failure of demand and its forecasts.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OrionError {
    /// The file is no history of sales.
    #[error("{0}")]
    NoSales(String),
    /// Nothing was sold yet that could be forecast from.
    #[error("the shop has no history of sales yet")]
    NoHistory,
    /// Nothing of this kind is there.
    #[error("there is no such {0}")]
    NoSuch(&'static str),
    /// The actor may not do this.
    #[error(transparent)]
    Forbidden(#[from] kernel::Forbidden),
    /// A rule that nothing could follow.
    #[error("{rule}: from {least} to {most}")]
    WrongRule {
        /// The rule's name.
        rule: &'static str,
        /// The least that it may be.
        least: u32,
        /// The most that it may be.
        most: u32,
    },
    /// No place lies there.
    #[error("{field} {reason}")]
    WrongPlace {
        /// Which degrees.
        field: &'static str,
        /// What is wrong with them.
        reason: &'static str,
    },
    /// Who was asked for the weather gave none.
    #[error("no weather came: {0}")]
    NoWeather(String),
    /// Who knows the weather could not be asked.
    #[error(transparent)]
    Fetch(#[from] fetch::FetchError),
    /// What is set at the desk cannot be read or changed.
    #[error(transparent)]
    Settings(#[from] settings::SettingsError),
    /// The models failed as a whole.
    #[error("the forecasts could not be made: {0}")]
    Fit(String),
    /// The thread that read a file of sales ended before it.
    #[error("the file could not be read: {0}")]
    Reading(String),
    /// What is kept cannot be read or written.
    #[error("a forecast that is kept cannot be read or written")]
    Kept(#[from] serde_json::Error),
    /// The audit trail could not be written.
    #[error("the audit trail could not be written")]
    Audit(#[from] audit::AuditError),
    /// The store of files failed.
    #[error("the shop's files cannot be read or written")]
    Files(#[from] files::FilesError),
    /// The queue of jobs failed.
    #[error("the job could not be queued or read")]
    Jobs(#[from] jobs::JobsError),
    /// The file or its disk failed.
    #[error("the file cannot be read or written")]
    File(#[from] std::io::Error),
    /// The catalogue failed, or refused the file.
    #[error(transparent)]
    Catalogue(#[from] catalogue::CatalogueError),
    /// The database failed.
    #[error("the database of sales and forecasts failed")]
    Database(#[from] db::DbError),
}

impl OrionError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NoSales(_) | Self::WrongRule { .. } | Self::WrongPlace { .. } => ErrorCode::InvalidInput,
            Self::NoHistory => ErrorCode::Conflict,
            Self::NoSuch(_) => ErrorCode::NotFound,
            Self::Forbidden(_) => ErrorCode::Forbidden,
            Self::Fit(_) | Self::Reading(_) | Self::Kept(_) => ErrorCode::Internal,
            Self::Audit(error) => error.code(),
            Self::Files(error) => error.code(),
            Self::Jobs(error) => error.code(),
            Self::File(_) | Self::NoWeather(_) => ErrorCode::Unavailable,
            Self::Fetch(error) => error.code(),
            Self::Settings(error) => error.code(),
            Self::Catalogue(error) => error.code(),
            Self::Database(error) => error.code(),
        }
    }
}
