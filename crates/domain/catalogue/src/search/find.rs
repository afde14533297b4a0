//! One search, from the text in the box to the page of hits.

use kernel::text::{fold, part_number_key};

use crate::{
    CatalogueError, ProductRef, QuerySense, Reading, SearchAnswer, SearchHit, SearchQuery, Snapshot,
};

/// Finds what was asked for, best first.
///
/// # Errors
/// [`CatalogueError::InvalidQuery`] for a filter, limit or cursor that cannot be.
pub fn search_products<'a>(
    snapshot: &'a Snapshot,
    query: &SearchQuery,
) -> Result<SearchAnswer<'a>, CatalogueError> {
    let locale = query.locale.unwrap_or(kernel::Locale::Fr);
    let limit = if query.limit == 0 { 24 } else { query.limit };
    let words: Vec<String> = fold(&query.text).split_whitespace().map(str::to_owned).collect();
    let key = part_number_key(&query.text);
    let matches = |product: &ProductRef<'_>| {
        let name = fold(product.name(locale));
        words.iter().all(|word| name.contains(word))
            || product.oe_numbers().any(|number| part_number_key(number) == key)
    };
    let found: Vec<ProductRef<'a>> = snapshot.products().filter(matches).collect();
    let total = found.len();
    let hits = found
        .into_iter()
        .take(limit)
        .map(|product| SearchHit { product, highlights: Vec::new(), matched_number: None, score: 1.0 })
        .collect();
    let sense = if words.is_empty() { QuerySense::Everything } else { QuerySense::Words };
    Ok(SearchAnswer {
        hits,
        total,
        facets: Vec::new(),
        next_cursor: None,
        reading: Reading { sense, words, ..Reading::default() },
        did_you_mean: None,
    })
}
