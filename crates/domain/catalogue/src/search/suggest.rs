//! Suggestions while one types.

use crate::{Snapshot, SuggestQuery, Suggestions};

/// What the shopper may be about to type.
pub fn suggest(_snapshot: &Snapshot, _query: &SuggestQuery) -> Suggestions {
    Suggestions::default()
}
