//! Lists: one page of what a filter matches, in an order.

use std::cell::LazyCell;

use kernel::Locale;

use crate::shelf::cursor::{read_cursor, write_cursor};
use crate::shelf::filter::{Condition, invalid};
use crate::shelf::sort_key::SortKey;
use crate::{CatalogueError, Facet, Matches, NumberSet, ProductFilter, ProductRef, Snapshot};

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

impl Sort {
    /// Whether prices decide who stands where.
    pub const fn by_price(self) -> bool {
        matches!(self, Self::PriceAscending | Self::PriceDescending)
    }
}

/// A request for one page of a list.
#[derive(Debug, Clone, Default)]
pub struct ListQuery {
    /// Which products.
    pub filter: ProductFilter,
    /// In which order.
    pub sort: Sort,
    /// In which language names sort and facets are labelled; `None` = the shop's first.
    pub locale: Option<Locale>,
    /// Products on a page, 1 to 100; 0 = 24.
    pub limit: usize,
    /// Where the page before ended, as [`ProductPage::next_cursor`] gave it. While products come, go and change
    /// each other one is listed once; one that is moved to before or behind the cursor is missed or comes twice.
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
    let limit = page_limit(query.limit)?;
    let (sort, locale) = (query.sort, snapshot.shop_locale(query.locale));
    let conditions = snapshot.conditions(&query.filter)?;
    let matches = LazyCell::new(|| snapshot.all_of(&Matches::All, conditions.iter()));
    let cursor = query.cursor.as_deref();
    let one_value = conditions.first().filter(|_| conditions.len() == 1).and_then(Condition::one_value);
    let ((numbers, next_cursor), total) = if let Some(value) = one_value {
        let find =
            |after: Option<&SortKey>, wanted| snapshot.members_after(&value, sort, locale, after, wanted);
        (snapshot.cut_page(sort, locale, cursor, limit, find)?, value.posting.len())
    } else {
        (snapshot.page_of(&matches, sort, locale, cursor, limit)?, matches.len_in(snapshot))
    };
    let facets =
        if query.facets { snapshot.facets(&conditions, &Matches::All, &matches, locale) } else { Vec::new() };
    Ok(ProductPage {
        products: numbers.into_iter().filter_map(|number| snapshot.product_by_number(number)).collect(),
        next_cursor,
        total,
        facets,
    })
}

/// The limit that was asked for, or 24.
///
/// # Errors
/// [`CatalogueError::InvalidQuery`] above 100.
pub(crate) fn page_limit(asked: usize) -> Result<usize, CatalogueError> {
    match asked {
        0 => Ok(24),
        1..=100 => Ok(asked),
        _ => Err(invalid("limit", "it goes from 1 to 100".to_owned())),
    }
}

impl Snapshot {
    /// The page of `matches` behind `cursor`, and the next page's cursor.
    ///
    /// # Errors
    /// [`CatalogueError::InvalidQuery`] for a cursor that was not given for this sort.
    pub(crate) fn page_of(
        &self,
        matches: &Matches,
        sort: Sort,
        locale: Locale,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<u32>, Option<String>), CatalogueError> {
        let find = |after: Option<&SortKey>, wanted| self.numbers_after(matches, sort, locale, after, wanted);
        self.cut_page(sort, locale, cursor, limit, find)
    }

    /// The page behind `cursor` out of what `find` gives: that many numbers behind a key.
    fn cut_page(
        &self,
        sort: Sort,
        locale: Locale,
        cursor: Option<&str>,
        limit: usize,
        find: impl FnOnce(Option<&SortKey>, usize) -> Vec<u32>,
    ) -> Result<(Vec<u32>, Option<String>), CatalogueError> {
        let after = cursor.map(|cursor| read_cursor(cursor, sort, locale)).transpose()?;
        let mut numbers = find(after.as_ref(), limit + 1);
        let more = numbers.len() > limit;
        numbers.truncate(limit);
        let last = numbers.last().filter(|_| more).and_then(|last| self.sort_key(sort, locale, *last));
        Ok((numbers, last.map(|key| write_cursor(sort, locale, &key))))
    }

    /// The first `wanted` numbers of `matches` behind `after`, in order.
    pub(super) fn numbers_after(
        &self,
        matches: &Matches,
        sort: Sort,
        locale: Locale,
        after: Option<&SortKey>,
        wanted: usize,
    ) -> Vec<u32> {
        match matches {
            Matches::All => {
                self.walk_order(|_| true, sort, locale, after, wanted, usize::MAX).unwrap_or_default()
            }
            Matches::Set(set) => {
                // Walking the order tests a bit each step, sorting looks up each member's place: walking is
                // given up where it becomes the dearer one, because matches stand close together.
                let steps_expected = wanted * self.live.len() / set.len().max(1);
                let walked = (steps_expected <= set.len())
                    .then(|| {
                        let contains = |number| set.contains(number);
                        self.walk_order(contains, sort, locale, after, wanted, set.len())
                    })
                    .flatten();
                walked.unwrap_or_else(|| self.sort_members(set, sort, locale, after, wanted))
            }
        }
    }

    /// Reads the presorted order; `None` when more than `steps` would be needed.
    pub(super) fn walk_order(
        &self,
        contains: impl Fn(u32) -> bool,
        sort: Sort,
        locale: Locale,
        after: Option<&SortKey>,
        wanted: usize,
        steps: usize,
    ) -> Option<Vec<u32>> {
        let order = self.order(sort, locale);
        let start = after.map_or(0, |after| self.place_after(sort, locale, after));
        let end = order.len().min(start.saturating_add(steps));
        let mut found = Vec::with_capacity(wanted.min(128));
        for number in (start..end).filter_map(|place| order.at(place)) {
            if contains(number) {
                found.push(number);
                if found.len() == wanted {
                    return Some(found);
                }
            }
        }
        (end == order.len()).then_some(found)
    }

    fn sort_members(
        &self,
        set: &NumberSet,
        sort: Sort,
        locale: Locale,
        after: Option<&SortKey>,
        wanted: usize,
    ) -> Vec<u32> {
        let places = self.places(sort, locale);
        let start = after.map_or(0, |after| self.place_after(sort, locale, after)) as u32;
        let mut placed: Vec<(u32, u32)> = set
            .iter()
            .map(|number| (places.of(number), number))
            .filter(|(place, _)| *place >= start)
            .collect();
        if placed.len() > wanted {
            placed.select_nth_unstable(wanted);
            placed.truncate(wanted);
        }
        placed.sort_unstable();
        placed.into_iter().map(|(_, number)| number).collect()
    }

    /// The first place behind a cursor.
    fn place_after(&self, sort: Sort, locale: Locale, after: &SortKey) -> usize {
        let behind = |number| self.sort_key(sort, locale, number).is_some_and(|key| key <= *after);
        self.order(sort, locale).partition_point(behind)
    }
}
