//! What a filter matches.

use crate::{CatalogueError, NumberSet, ProductFilter, Snapshot};

/// The products that a filter matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matches {
    /// No filter is set: everything that is for sale.
    All,
    /// Exactly these.
    Set(NumberSet),
}

impl Matches {
    /// Whether the product matches; it must be for sale.
    pub fn contains(&self, number: u32) -> bool {
        match self {
            Self::All => true,
            Self::Set(set) => set.contains(number),
        }
    }
}

impl Snapshot {
    /// The products that `filter` matches.
    ///
    /// # Errors
    /// [`CatalogueError::InvalidQuery`] for an unknown slug, key or value.
    pub fn matching(&self, filter: &ProductFilter) -> Result<Matches, CatalogueError> {
        let _ = filter;
        Ok(Matches::All)
    }
}
