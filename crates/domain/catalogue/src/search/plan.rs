//! A query made ready: what must be found, in which words, with which weights.

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
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    pub(crate) terms: Vec<Term>,
    pub(crate) weight: f32,
}

/// A stem and in how many products it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    pub(crate) stem: String,
    pub(crate) products: u32,
}
