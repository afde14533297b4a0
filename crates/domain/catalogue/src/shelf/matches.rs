//! What a filter matches.

use crate::{NumberSet, Snapshot};

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

    /// How many products of `snapshot` match.
    pub fn len_in(&self, snapshot: &Snapshot) -> usize {
        match self {
            Self::All => snapshot.product_count(),
            Self::Set(set) => set.len(),
        }
    }
}
