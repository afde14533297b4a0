//! Facets: which filters could still be set, and how many products each value would leave.

use kernel::Locale;

use crate::{CatalogueError, Matches, ProductFilter, Snapshot};

/// A filter that could be set, with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet<'a> {
    /// The parameter's name: "brand", "category", "inStock", "onOffer", or a specification's key.
    pub name: &'a str,
    /// Its values, most products first.
    pub values: Vec<FacetValue<'a>>,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue<'a> {
    /// As the parameter takes it.
    pub value: &'a str,
    /// As a shopper reads it, in the list's language.
    pub label: &'a str,
    /// Products with this value under all *other* filters.
    pub count: usize,
    /// Whether the filter is set to it.
    pub selected: bool,
}

/// Counts each facet's values among `within`, each facet under all filters but its own.
///
/// # Errors
/// [`CatalogueError::InvalidQuery`] for an unknown slug, key or value.
pub fn count_facets<'a>(
    snapshot: &'a Snapshot,
    filter: &ProductFilter,
    within: &Matches,
    locale: Locale,
) -> Result<Vec<Facet<'a>>, CatalogueError> {
    let _ = (snapshot, filter, within, locale);
    Ok(Vec::new())
}
