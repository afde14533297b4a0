//! Sort keys: one total order for each way of sorting, shared by lists, cursors and updates.

use kernel::Locale;

use crate::shelf::collation::collation_key;
use crate::shelf::columns::Row;
use crate::{Snapshot, Sort};

/// Where a product stands in an order: keys ascend, no two products have the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SortKey {
    pub(super) major: i64,
    pub(super) minor: i64,
    pub(super) text: Vec<u8>,
    pub(super) tie: u32,
}

impl SortKey {
    /// The key of a product by its columns; `name` is asked for only when names are sorted.
    pub(super) fn new<'n>(
        sort: Sort,
        locale: Locale,
        row: &Row,
        number: u32,
        name: impl FnOnce() -> &'n str,
    ) -> Self {
        let mut key = Self::default();
        match sort {
            Sort::Popularity => {
                key.major = -i64::from(row.popularity);
                key.minor = row.created_us.saturating_neg();
                key.tie = !number;
            }
            Sort::Newest => {
                key.major = row.created_us.saturating_neg();
                key.tie = !number;
            }
            Sort::PriceAscending => {
                (key.major, key.minor) = row.price().map_or((1, 0), |price| (0, price));
                key.tie = number;
            }
            Sort::PriceDescending => {
                (key.major, key.minor) = row.price().map_or((1, 0), |price| (0, price.saturating_neg()));
                key.tie = if row.price().is_some() { !number } else { number };
            }
            Sort::Name => {
                collation_key(name(), locale, &mut key.text);
                key.tie = number;
            }
        }
        key
    }
}

impl Snapshot {
    /// Where the product stands in this order; `None` when it is not for sale.
    pub(super) fn sort_key(&self, sort: Sort, locale: Locale, number: u32) -> Option<SortKey> {
        let row = self.columns.row(number)?;
        Some(SortKey::new(sort, locale, &row, number, || self.name_of(number, locale)))
    }
}
