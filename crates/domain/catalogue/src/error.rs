//! What can go wrong in the catalogue, in the trade's words.

use kernel::ErrorCode;

/// A failure of the catalogue.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// A filter, sort, limit or cursor of a list that cannot be.
    #[error("{field}: {reason}")]
    InvalidQuery {
        /// The parameter's name as the caller wrote it.
        field: String,
        /// What is wrong and what would be right.
        reason: String,
    },
    /// The actor may not do this.
    #[error(transparent)]
    Forbidden(#[from] kernel::Forbidden),
    /// Nothing of this kind has the id.
    #[error("no {0} has this id")]
    NoSuch(&'static str),
    /// A field that cannot be as it was sent.
    #[error(transparent)]
    Refused(#[from] crate::Refusal),
    /// A value that must be unique and is another's.
    #[error("{field} {value:?}: {reason}")]
    Taken {
        /// The field's name in JSON.
        field: &'static str,
        /// What was sent.
        value: String,
        /// Whose it is.
        reason: &'static str,
    },
    /// Somebody else changed it since it was read.
    #[error("it was changed meanwhile; its version is {} now", .0.current)]
    ChangedMeanwhile(Box<crate::ChangedMeanwhile>),
    /// It cannot be done as things are; what would have to be done first.
    #[error("{0}")]
    NotNow(&'static str),
    /// The audit trail could not be written.
    #[error("the audit trail could not be written")]
    Audit(#[from] audit::AuditError),
    /// Bytes that are no picture that a shop shows.
    #[error(transparent)]
    Picture(#[from] picture::PictureError),
    /// The store of files failed.
    #[error("the shop's files cannot be read or written")]
    Files(#[from] files::FilesError),
    /// The queue of jobs failed.
    #[error("the job could not be queued or read")]
    Jobs(#[from] jobs::JobsError),
    /// What is set for the shop could not be read or kept.
    #[error(transparent)]
    Settings(#[from] ::settings::SettingsError),
    /// The process is being stopped.
    #[error("the shop is being stopped")]
    Stopping,
    /// A file that cannot be read as a whole; its rows have [`crate::Problem`]s instead.
    #[error("{0}")]
    UnreadableFile(String),
    /// The file or its disk failed.
    #[error("the file cannot be read or written")]
    File(#[from] std::io::Error),
    /// A synonyms file that cannot be read.
    #[error("synonyms, line {line}: {reason}")]
    Synonyms {
        /// Counted from 1; 0 = the file itself.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// The search index failed.
    #[error("the search index failed")]
    SearchIndex(#[from] tantivy::TantivyError),
    /// The database failed.
    #[error("the catalogue's database failed")]
    Database(#[from] db::DbError),
}

impl CatalogueError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::InvalidQuery { .. }
            | Self::UnreadableFile(_)
            | Self::Synonyms { .. }
            | Self::Refused(_) => ErrorCode::InvalidInput,
            Self::Forbidden(_) => ErrorCode::Forbidden,
            Self::NoSuch(_) => ErrorCode::NotFound,
            Self::Taken { .. } | Self::ChangedMeanwhile(_) | Self::NotNow(_) => ErrorCode::Conflict,
            Self::SearchIndex(_) => ErrorCode::Internal,
            Self::File(_) | Self::Stopping => ErrorCode::Unavailable,
            Self::Picture(error) => error.code(),
            Self::Files(error) => error.code(),
            Self::Jobs(error) => error.code(),
            Self::Audit(error) => error.code(),
            Self::Settings(error) => error.code(),
            Self::Database(error) => error.code(),
        }
    }
}
