//! Postings: which products have a facet value, stand in a category or fit a vehicle.
//!
//! A Roaring bitmap while few products have it; plain bits once more than one
//! in 32 does, where an intersection at memory speed beats the smaller form.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::NumberSet;
use crate::shelf::version::mix;

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
    /// For each value the sum of its members' list hashes.
    versions: Arc<Vec<u64>>,
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

    pub(super) fn version(&self, value: u32) -> u64 {
        self.versions.get(value as usize).copied().unwrap_or(0)
    }

    pub(super) fn membership(&self) -> u64 {
        self.membership
    }

    pub(super) fn insert(&mut self, value: u32, number: u32, list_hash: u64, bound: u32) {
        self.reach(value);
        Arc::make_mut(&mut Arc::make_mut(&mut self.postings)[value as usize]).insert(number, bound);
        self.move_version(value, list_hash);
        self.membership = self.membership.wrapping_add(mix(u64::from(value) << 32 | u64::from(number)));
    }

    pub(super) fn remove(&mut self, value: u32, number: u32, list_hash: u64) {
        self.reach(value);
        Arc::make_mut(&mut Arc::make_mut(&mut self.postings)[value as usize]).remove(number);
        self.move_version(value, list_hash.wrapping_neg());
        self.membership = self.membership.wrapping_sub(mix(u64::from(value) << 32 | u64::from(number)));
    }

    /// Adds to the version what a member's list hash moved by.
    pub(super) fn move_version(&mut self, value: u32, by: u64) {
        if by != 0 {
            self.reach(value);
            let version = &mut Arc::make_mut(&mut self.versions)[value as usize];
            *version = version.wrapping_add(by);
        }
    }

    fn reach(&mut self, value: u32) {
        let len = value as usize + 1;
        if self.postings.len() < len {
            Arc::make_mut(&mut self.postings).resize_with(len, Arc::default);
            Arc::make_mut(&mut self.versions).resize(len, 0);
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.postings.iter().map(|posting| posting.heap_bytes() + 64).sum::<usize>() + self.versions.len() * 8
    }
}
