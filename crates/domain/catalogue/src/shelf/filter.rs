//! The filter of lists and searches.

/// Which products: several values of one filter mean "or", several filters "and".
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ProductFilter {
    /// Brand slugs.
    pub brands: Vec<String>,
    /// Category slugs, each with its descendants.
    pub categories: Vec<String>,
    /// Vehicle slugs of any level: make, model, generation or one vehicle.
    pub vehicles: Vec<String>,
    /// Lowest price, minor units, included.
    pub price_min_minor: Option<i64>,
    /// Highest price, minor units, included.
    pub price_max_minor: Option<i64>,
    /// Only what is in stock (or low).
    pub in_stock: bool,
    /// Only what is on offer.
    pub on_offer: bool,
    /// Specification key and the values that will do, as [`crate::FacetValue::value`] writes them.
    pub specifications: Vec<(String, Vec<String>)>,
}
