//! What can go wrong in forecasting, in the trade's words.

use kernel::ErrorCode;

/// A failure of demand and its forecasts.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OrionError {
    /// The database failed.
    #[error("the database of sales and forecasts failed")]
    Database(#[from] db::DbError),
}

impl OrionError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Database(error) => error.code(),
        }
    }
}
