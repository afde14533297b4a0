//! What a caller asks of search.

use kernel::Locale;

use crate::{ProductFilter, Sort};

/// A search: what was typed into the box, and the filters around it.
#[derive(Debug, Clone, Default)]
pub struct SearchQuery {
    /// As typed: words, a part number, a VIN, a vehicle, an EAN. Over-long text is cut and the answer says so.
    pub text: String,
    /// The language of names, labels and sorting; `None` = the shop's first.
    pub locale: Option<Locale>,
    /// Filters set beside the box.
    pub filter: ProductFilter,
    /// `None` = best match first.
    pub sort: Option<Sort>,
    /// Products on a page, 1 to 100; 0 = 24.
    pub limit: usize,
    /// Where the page before ended, as [`crate::SearchAnswer::next_cursor`] gave it.
    pub cursor: Option<String>,
    /// Whether to count facets.
    pub facets: bool,
    /// Take the words as they stand: no correction, no vehicle, no synonym.
    pub literal: bool,
}

impl SearchQuery {
    /// Whether prices decide what is found, or in which order.
    pub fn by_price(&self) -> bool {
        self.sort.is_some_and(Sort::by_price) || self.filter.by_price()
    }
}

/// What has been typed so far.
#[derive(Debug, Clone, Default)]
pub struct SuggestQuery {
    /// As typed; the last word may be unfinished.
    pub text: String,
    /// The language of names; `None` = the shop's first.
    pub locale: Option<Locale>,
    /// Suggestions of each kind at most, 1 to 20; 0 = 5.
    pub limit: usize,
}
