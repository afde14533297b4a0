//! What search answers: hits, how the query was read, suggestions.

use std::ops::Range;

use crate::{Facet, ProductRef};

/// One page of what was found.
#[derive(Debug, Clone)]
pub struct SearchAnswer<'a> {
    /// Best first.
    pub hits: Vec<SearchHit<'a>>,
    /// How many products match in all.
    pub total: usize,
    /// Counts, if asked for, under the filters and the vehicle that was read.
    pub facets: Vec<Facet<'a>>,
    /// Where the next page begins; `None` = this was the last.
    pub next_cursor: Option<String>,
    /// How the query was understood.
    pub reading: Reading,
    /// The query as it was probably meant, when words in it are unknown here.
    pub did_you_mean: Option<String>,
}

/// One product that was found.
#[derive(Debug, Clone)]
pub struct SearchHit<'a> {
    /// The product.
    pub product: ProductRef<'a>,
    /// Where the query's words stand in the product's name in the query's language: byte ranges, ascending.
    pub highlights: Vec<Range<usize>>,
    /// The part number that was matched, as printed.
    pub matched_number: Option<String>,
}

/// What kind of thing the query was taken for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QuerySense {
    /// Nothing was typed: everything is found.
    #[default]
    Everything,
    /// Words.
    Words,
    /// A part number, a SKU or an EAN.
    PartNumber,
    /// A vehicle identification number.
    Vin,
}

/// How a query was understood; all of it is undone by [`crate::SearchQuery::literal`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// What it was taken for.
    pub sense: QuerySense,
    /// The vehicle that became a filter.
    pub vehicle: Option<Named>,
    /// The brand that was recognised; it is preferred, not required.
    pub brand: Option<Named>,
    /// The category that was recognised; it is preferred, not required.
    pub category: Option<Named>,
    /// The words that were searched as text, as typed.
    pub words: Vec<String>,
    /// Words that were taken for others.
    pub corrections: Vec<Correction>,
    /// Words after "without", "sans", «بدون»: products that have them come last.
    pub excluded: Vec<String>,
    /// Words that some of the products found lack, because nothing has them all.
    pub left_out: Vec<String>,
    /// Whether the text was too long and its end was ignored.
    pub cut: bool,
    /// Whether the words alone found nothing for the vehicle, so that it was not made a filter.
    pub vehicle_ignored: bool,
}

/// Something that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As a shopper reads it: "Renault Clio 4 1.5 dCi".
    pub label: String,
    /// Slugs as [`crate::ProductFilter`] takes them; several mean "any of them".
    pub slugs: Vec<String>,
    /// The typed words that said so.
    pub typed: String,
}

/// A word that was taken for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As typed.
    pub typed: String,
    /// As searched.
    pub meant: String,
}

/// What one may have been about to type.
#[derive(Debug, Clone, Default)]
pub struct Suggestions {
    /// Best first, grouped by kind: part numbers, categories, brands, vehicles, products.
    pub items: Vec<Suggestion>,
}

/// One thing that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// As a shopper reads it.
    pub label: String,
    /// What tells it from others with the same label: of a product its brand, of a part number the product's name.
    pub detail: Option<String>,
    /// The product's, category's, brand's or vehicle's slug.
    pub slug: String,
    /// Byte ranges of the label that match what was typed.
    pub highlights: Vec<Range<usize>>,
}

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuggestionKind {
    /// A product, by one of its part numbers; the label is the number.
    PartNumber,
    /// A category.
    Category,
    /// A brand.
    Brand,
    /// A vehicle, of any level.
    Vehicle,
    /// A product, by its name.
    Product,
}
