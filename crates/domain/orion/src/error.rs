//! What can go wrong in forecasting, in the trade's words.

use kernel::ErrorCode;

/// A failure of demand and its forecasts.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OrionError {
    /// The file is no history of sales.
    #[error("{0}")]
    NoSales(&'static str),
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
            Self::NoSales(_) => ErrorCode::InvalidInput,
            Self::File(_) => ErrorCode::Unavailable,
            Self::Catalogue(error) => error.code(),
            Self::Database(error) => error.code(),
        }
    }
}
