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
            Self::InvalidQuery { .. } | Self::UnreadableFile(_) | Self::Synonyms { .. } => {
                ErrorCode::InvalidInput
            }
            Self::SearchIndex(_) => ErrorCode::Internal,
            Self::File(_) | Self::Stopping => ErrorCode::Unavailable,
            Self::Database(error) => error.code(),
        }
    }
}
