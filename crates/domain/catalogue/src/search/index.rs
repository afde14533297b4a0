//! The text index of one snapshot.

use crate::{CatalogueError, CatalogueSettings, ShelfData};

/// The words of what is for sale.
#[derive(Debug, Default)]
pub struct SearchIndex {}

impl SearchIndex {
    /// Indexes `data` in memory.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn build(_settings: &CatalogueSettings, _data: &ShelfData) -> Result<Self, CatalogueError> {
        Ok(Self {})
    }
}
