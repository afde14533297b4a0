//! A query made ready: what must be found, in which words, with which weights.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::index::TermPlaces;

/// What is looked up for one query.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    /// One for each word (or phrase with other names) of the query.
    pub(crate) slots: Vec<Slot>,
    /// Neighbouring words of the query, as the pairs field has them.
    pub(crate) pairs: Vec<String>,
    /// Stems that are not wanted.
    pub(crate) excluded: Vec<String>,
}

/// One thing that a product should have.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// As typed.
    pub(crate) typed: String,
    /// How it may be said; the first is as typed or as corrected.
    pub(crate) alternatives: Vec<Alternative>,
}

/// One way of saying a thing: all its terms must stand in the product.
#[derive(Debug, Clone)]
pub(crate) struct Alternative {
    pub(crate) terms: Vec<Term>,
    /// Which of them must stand side by side: none of those that were typed, all of another name's.
    pub(crate) beside: Vec<Arc<TermPlaces>>,
    pub(crate) weight: f32,
}

/// A stem and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    pub(crate) stem: String,
    pub(crate) places: Arc<TermPlaces>,
    /// In how many products it counts as standing.
    pub(crate) products: u32,
}

impl Plan {
    /// All terms, in order.
    pub(crate) fn terms(&self) -> impl Iterator<Item = &Term> {
        self.slots.iter().flat_map(|slot| &slot.alternatives).flat_map(|way| &way.terms)
    }

    /// All terms, in the same order.
    pub(crate) fn terms_mut(&mut self) -> impl Iterator<Item = &mut Term> {
        self.slots.iter_mut().flat_map(|slot| &mut slot.alternatives).flat_map(|way| &mut way.terms)
    }

    /// Moves with everything but in how many products the terms stand.
    pub(crate) fn shape(&self) -> u32 {
        let mut hasher = FxHasher::default();
        for slot in &self.slots {
            slot.alternatives.len().hash(&mut hasher);
            for way in &slot.alternatives {
                (way.weight.to_bits(), way.terms.len()).hash(&mut hasher);
                way.terms.iter().for_each(|term| term.stem.hash(&mut hasher));
            }
        }
        (&self.pairs, &self.excluded).hash(&mut hasher);
        hasher.finish() as u32
    }
}
