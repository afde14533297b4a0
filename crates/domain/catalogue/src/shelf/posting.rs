//! Postings: which products have a facet value, stand in a category or fit a vehicle.
//!
//! A Roaring bitmap while few products have it; plain bits once more than one
//! in 32 does, where an intersection at memory speed beats the smaller form.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::NumberSet;
use crate::shelf::version::{Hashes, mix};

/// The products of one value.
#[derive(Debug, Clone)]
pub(super) enum Posting {
    Few(RoaringBitmap),
    Many(NumberSet),
}

impl Default for Posting {
    fn default() -> Self {
        Self::Few(RoaringBitmap::new())
    }
}

impl Posting {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Few(bitmap) => bitmap.len() as usize,
            Self::Many(set) => set.len(),
        }
    }

    pub(super) fn contains(&self, number: u32) -> bool {
        match self {
            Self::Few(bitmap) => bitmap.contains(number),
            Self::Many(set) => set.contains(number),
        }
    }

    /// The products' numbers, ascending.
    pub(super) fn numbers(&self) -> Vec<u32> {
        match self {
            Self::Few(bitmap) => bitmap.iter().collect(),
            Self::Many(set) => set.iter().collect(),
        }
    }

    /// Adds `number` in a shop whose numbers lie below `bound`.
    fn insert(&mut self, number: u32, bound: u32) {
        match self {
            Self::Few(bitmap) => {
                bitmap.insert(number);
                if bitmap.len() > 64 && bitmap.len() > u64::from(bound) / 32 {
                    *self = Self::Many(bitmap.iter().collect());
                }
            }
            Self::Many(set) => {
                set.insert(number);
                if set.len() < bound as usize / 64 {
                    *self = Self::Few(set.iter().collect());
                }
            }
        }
    }

    fn remove(&mut self, number: u32) {
        match self {
            Self::Few(bitmap) => {
                bitmap.remove(number);
            }
            Self::Many(set) => {
                set.remove(number);
            }
        }
    }

    /// Adds all of it to `set`.
    pub(super) fn unite_into(&self, set: &mut NumberSet) {
        match self {
            Self::Few(bitmap) => bitmap.iter().for_each(|number| {
                set.insert(number);
            }),
            Self::Many(many) => set.unite(many),
        }
    }

    /// Keeps of `set` what is in it too.
    pub(super) fn intersect_into(&self, set: &mut NumberSet) {
        match self {
            Self::Few(bitmap) => {
                let kept = bitmap.iter().filter(|number| set.contains(*number));
                *set = kept.collect();
            }
            Self::Many(many) => set.intersect(many),
        }
    }

    fn heap_bytes(&self) -> usize {
        match self {
            Self::Few(bitmap) => bitmap.serialized_size() + 64,
            Self::Many(set) => set.heap_bytes(),
        }
    }
}

/// The postings of one kind (all brands, all categories), by the value's number, with their versions.
#[derive(Debug, Clone, Default)]
pub(super) struct Family {
    postings: Arc<Vec<Arc<Posting>>>,
    /// For each value the sums of its members' hashes.
    hashes: Arc<Vec<Hashes>>,
    /// Moves with each member that comes or goes.
    membership: u64,
}

impl Family {
    pub(super) fn get(&self, value: u32) -> Option<&Posting> {
        self.postings.get(value as usize).map(|posting| &**posting)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.postings.is_empty()
    }

    pub(super) fn count(&self, value: u32) -> usize {
        self.get(value).map_or(0, Posting::len)
    }

    /// The sums of the hashes of all that have the value.
    pub(super) fn hashes(&self, value: u32) -> Hashes {
        self.hashes.get(value as usize).copied().unwrap_or_default()
    }

    pub(super) fn membership(&self) -> u64 {
        self.membership
    }

    pub(super) fn insert(&mut self, value: u32, number: u32, hashes: Hashes, bound: u32) {
        self.reach(value);
        Arc::make_mut(&mut Arc::make_mut(&mut self.postings)[value as usize]).insert(number, bound);
        self.set_hashes(value, |sums| sums.plus(hashes));
        self.membership = self.membership.wrapping_add(mix(u64::from(value) << 32 | u64::from(number)));
    }

    pub(super) fn remove(&mut self, value: u32, number: u32, hashes: Hashes) {
        self.reach(value);
        Arc::make_mut(&mut Arc::make_mut(&mut self.postings)[value as usize]).remove(number);
        self.set_hashes(value, |sums| sums.minus(hashes));
        self.membership = self.membership.wrapping_sub(mix(u64::from(value) << 32 | u64::from(number)));
    }

    /// Puts a member's hashes in the place of those that it had.
    pub(super) fn move_hashes(&mut self, value: u32, old: Hashes, new: Hashes) {
        if old != new {
            self.reach(value);
            self.set_hashes(value, |sums| sums.minus(old).plus(new));
        }
    }

    fn set_hashes(&mut self, value: u32, change: impl FnOnce(Hashes) -> Hashes) {
        let sums = &mut Arc::make_mut(&mut self.hashes)[value as usize];
        *sums = change(*sums);
    }

    fn reach(&mut self, value: u32) {
        let len = value as usize + 1;
        if self.postings.len() < len {
            Arc::make_mut(&mut self.postings).resize_with(len, Arc::default);
            Arc::make_mut(&mut self.hashes).resize(len, Hashes::default());
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.postings.iter().map(|posting| posting.heap_bytes() + 64).sum::<usize>()
            + self.hashes.len() * size_of::<Hashes>()
    }
}
