//! A filter made ready for search: translated once, then asked about one product after another.

use kernel::Locale;

use crate::shelf::filter::{Condition, Field};
use crate::{CatalogueError, Facet, Matches, NumberSet, ProductFilter, Snapshot};

/// What a filter takes, and what it would take without those of its parts that have facets.
#[derive(Debug)]
pub(crate) struct Scope<'s> {
    snapshot: &'s Snapshot,
    conditions: Vec<Condition<'s>>,
    all: Matches,
    /// `None` = the same as `all`.
    around: Option<Matches>,
}

impl Snapshot {
    /// Translates a filter; `facets` = they will be counted.
    ///
    /// # Errors
    /// [`CatalogueError::InvalidQuery`] for an unknown slug, key or value.
    pub(crate) fn scope(&self, filter: &ProductFilter, facets: bool) -> Result<Scope<'_>, CatalogueError> {
        let conditions = self.conditions(filter)?;
        let has_facet =
            |condition: &&Condition<'_>| !matches!(condition.field, Field::Vehicle | Field::Price);
        let all = self.all_of(&Matches::All, conditions.iter());
        let around = (facets && conditions.iter().any(|condition| has_facet(&condition)))
            .then(|| self.all_of(&Matches::All, conditions.iter().filter(|condition| !has_facet(condition))));
        Ok(Scope { snapshot: self, conditions, all, around })
    }
}

impl<'s> Scope<'s> {
    /// Whether the product is for sale and meets the whole filter.
    pub(crate) fn contains(&self, number: u32) -> bool {
        self.holds(&self.all, number)
    }

    /// Whether the product is for sale and counts for some facet.
    pub(crate) fn surrounds(&self, number: u32) -> bool {
        self.holds(self.around.as_ref().unwrap_or(&self.all), number)
    }

    fn holds(&self, matches: &Matches, number: u32) -> bool {
        match matches {
            Matches::All => self.snapshot.live.contains(number),
            Matches::Set(set) => set.contains(number),
        }
    }

    /// Whether nothing meets the filter.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.len_in(self.snapshot) == 0
    }

    /// An empty set with room for all products.
    pub(crate) fn no_numbers(&self) -> NumberSet {
        NumberSet::with_bound(self.snapshot.live.bound())
    }

    /// Counts the facets of those products that [`Scope::surrounds`] took from what was found.
    pub(crate) fn facets(&self, within: NumberSet, locale: Locale) -> Vec<Facet<'s>> {
        let within = Matches::Set(within);
        if self.around.is_none() {
            return self.snapshot.facets(&self.conditions, &within, &within, locale);
        }
        let all = self.snapshot.all_of(&within, self.conditions.iter());
        self.snapshot.facets(&self.conditions, &within, &all, locale)
    }
}
