//! The products of one brand, category, vehicle or specification in an order, kept for the next page and the
//! next shopper.
//!
//! These lists are asked for most, and sorting takes longer the larger the shop.
//! Snapshots share what is kept: a list is found only by the version of its
//! products, so that a change leaves all others in use.

use std::sync::{Arc, Mutex, PoisonError};

use kernel::Locale;
use rustc_hash::FxHashMap;

use crate::shelf::filter::OneValue;
use crate::shelf::sort_key::SortKey;
use crate::{Snapshot, Sort};

/// Steps along an order, for each product wanted, that cost less than keeping a list.
const STEPS_PER_WANTED: usize = 16;
/// Numbers that are kept, for each product of the shop.
const KEPT_PER_PRODUCT: usize = 32;

/// The version of the value's products, how many they are, and the order as sort and locale.
type Key = (u64, usize, Sort, Locale);

/// Sorted lists, for as many snapshots as hold them.
#[derive(Debug, Clone, Default)]
pub(super) struct SortedLists {
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    lists: FxHashMap<Key, Arc<Vec<u32>>>,
    numbers: usize,
}

impl SortedLists {
    fn find(&self, key: &Key) -> Option<Arc<Vec<u32>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).lists.get(key).cloned()
    }

    fn keep(&self, key: Key, list: &Arc<Vec<u32>>, most: usize) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.numbers + list.len() > most {
            *kept = Kept::default();
        }
        if kept.lists.insert(key, Arc::clone(list)).is_none() {
            kept.numbers += list.len();
        }
    }
}

impl Snapshot {
    /// The first `wanted` products of `value` behind `after`, in order.
    pub(super) fn members_after(
        &self,
        value: &OneValue<'_>,
        sort: Sort,
        locale: Locale,
        after: Option<&SortKey>,
        wanted: usize,
    ) -> Vec<u32> {
        let steps = wanted * STEPS_PER_WANTED;
        if value.posting.len() * STEPS_PER_WANTED > self.live.len() * 2 {
            let contains = |number| value.posting.contains(number);
            if let Some(found) = self.walk_order(contains, sort, locale, after, wanted, steps) {
                return found;
            }
        }
        let members = self.members_in_order(value, sort, locale);
        let behind = |number: &u32| {
            after.is_some_and(|after| self.sort_key(sort, locale, *number).is_some_and(|key| key <= *after))
        };
        let start = members.partition_point(behind);
        members.iter().skip(start).take(wanted).copied().collect()
    }

    fn members_in_order(&self, value: &OneValue<'_>, sort: Sort, locale: Locale) -> Arc<Vec<u32>> {
        let key = (value.version, value.posting.len(), sort, locale);
        if let Some(list) = self.sorted_lists.find(&key) {
            return list;
        }
        let mut numbers = value.posting.numbers();
        let places = self.places(sort, locale);
        numbers.sort_unstable_by_key(|number| places.of(*number));
        let list = Arc::new(numbers);
        self.sorted_lists.keep(key, &list, self.live.len() * KEPT_PER_PRODUCT);
        list
    }
}
