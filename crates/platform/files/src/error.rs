//! What can go wrong with a file.

use kernel::ErrorCode;

use crate::FileName;

/// A failure of the place or of what was asked of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FilesError {
    /// The address names no kind of place that we know.
    #[error("no place for files: {0:?} (file:FOLDER)")]
    UnknownScheme(String),
    /// The text is no name of a file.
    #[error("no name of a file: {0:?} (letters, digits, '-', '_' and '.', in folders by '/', at most 200)")]
    BadName(String),
    /// No file has this name.
    #[error("no file is named {0}")]
    NotFound(FileName),
    /// The folder cannot be made or opened.
    #[error("cannot open the folder {folder:?}")]
    NoFolder {
        /// Where it was looked for.
        folder: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The place failed.
    #[error("the place of the files failed")]
    Store(#[source] object_store::Error),
}

impl FilesError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::UnknownScheme(_) | Self::BadName(_) => ErrorCode::InvalidInput,
            Self::NotFound(_) => ErrorCode::NotFound,
            Self::NoFolder { .. } | Self::Store(_) => ErrorCode::Unavailable,
        }
    }
}
