//! Which products share a part number with one, found once for as long as no part number changes.
//!
//! A product's page shows them and their prices, so that its version asks for them: of a million products those others
//! lie where no cache of the processor has them.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use crate::Snapshot;
use crate::shelf::columns::NONE;
use crate::shelf::version::mix;

/// Products whose answers are kept.
const KEPT: usize = 50_000;

/// The version of all part numbers, and the product.
type Key = (u64, u32);

/// What was found, for as many snapshots as hold it.
#[derive(Debug, Clone, Default)]
pub(super) struct SameParts {
    kept: Arc<RwLock<FxHashMap<Key, Arc<[u32]>>>>,
}

impl SameParts {
    fn find(&self, key: Key) -> Option<Arc<[u32]>> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    fn keep(&self, key: Key, numbers: &Arc<[u32]>) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(numbers));
    }
}

impl Snapshot {
    /// Moves with anything that the product's page shows of it, and when others may be related to it: out of
    /// those that are the same part from other brands, and of its category; 0 when it is not for sale.
    ///
    /// How those others are shown is [`Snapshot::shown_version`].
    pub fn page_version(&self, number: u32) -> u64 {
        let Some(row) = self.columns.row(number) else { return 0 };
        let category = if row.category == NONE { 0 } else { self.category_family.hashes(row.category).found };
        let own = mix(self.product_version(number) ^ category);
        self.same_part_numbers(number).iter().fold(own, |sum, other| {
            let found = self.columns.row(*other).map(|row| row.hashes(*other, self.settings.low_stock).found);
            mix(sum ^ found.unwrap_or_default())
        })
    }

    fn same_part_numbers(&self, number: u32) -> Arc<[u32]> {
        let key = (self.part_numbers.membership(), number);
        if let Some(numbers) = self.same_parts.find(key) {
            return numbers;
        }
        let numbers: Arc<[u32]> = self.same_part(number).iter().collect();
        self.same_parts.keep(key, &numbers);
        numbers
    }
}
