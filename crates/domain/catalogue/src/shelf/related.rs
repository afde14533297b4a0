//! What else a shopper of one product may want.

use crate::{ProductRef, Snapshot};

/// Products that are related to one.
#[derive(Debug, Clone, Default)]
pub struct Related<'a> {
    /// The same part from other brands: they share an OE number or refer to each other.
    pub same_part: Vec<ProductRef<'a>>,
    /// Of the same category, for the same vehicles; most popular first.
    pub same_vehicles: Vec<ProductRef<'a>>,
}

/// What is related to the product with this number; at most `limit` of each kind.
pub fn related(snapshot: &Snapshot, number: u32, limit: usize) -> Related<'_> {
    let _ = (snapshot, number, limit);
    Related::default()
}
