//! Lists: one page of what a filter matches, in an order.

use kernel::Locale;

use crate::shelf::cursor::{read_cursor, write_cursor};
use crate::shelf::filter::invalid;
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
    let limit = page_limit(query.limit)?;
    let (sort, locale) = (query.sort, snapshot.shop_locale(query.locale));
    let conditions = snapshot.conditions(&query.filter)?;
    let matches = snapshot.all_of(&Matches::All, conditions.iter());
    let (numbers, next_cursor) = snapshot.page_of(&matches, sort, locale, query.cursor.as_deref(), limit)?;
    let facets =
        if query.facets { snapshot.facets(&conditions, &Matches::All, &matches, locale) } else { Vec::new() };
    Ok(ProductPage {
        products: numbers.into_iter().filter_map(|number| snapshot.product_by_number(number)).collect(),
        next_cursor,
        total: matches.len_in(snapshot),
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
        let after = cursor.map(|cursor| read_cursor(cursor, sort, locale)).transpose()?;
        let mut numbers = self.numbers_after(matches, sort, locale, after.as_ref(), limit + 1);
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
                self.walk_order(None, sort, locale, after, wanted, usize::MAX).unwrap_or_default()
            }
            Matches::Set(set) => {
                // Walking the order tests a bit each step, sorting the set makes a key for each member; a
                // name's key is dear. Where matches lie far down the order, walking is given up.
                let key_cost = if sort == Sort::Name { 300 } else { 20 };
                let steps_expected = wanted * self.live.len() / set.len().max(1);
                let steps_worth = set.len() * key_cost;
                let walked = (steps_expected <= steps_worth)
                    .then(|| self.walk_order(Some(set), sort, locale, after, wanted, steps_worth + 1_000))
                    .flatten();
                walked.unwrap_or_else(|| self.sort_members(set, sort, locale, after, wanted))
            }
        }
    }

    /// Reads the presorted order; `None` when more than `steps` would be needed.
    fn walk_order(
        &self,
        set: Option<&NumberSet>,
        sort: Sort,
        locale: Locale,
        after: Option<&SortKey>,
        wanted: usize,
        steps: usize,
    ) -> Option<Vec<u32>> {
        let order = self.order(sort, locale);
        let start = after.map_or(0, |after| {
            order.partition_point(|number| {
                self.sort_key(sort, locale, number).is_some_and(|key| key <= *after)
            })
        });
        let end = order.len().min(start.saturating_add(steps));
        let mut found = Vec::with_capacity(wanted.min(128));
        for number in (start..end).filter_map(|place| order.at(place)) {
            if set.is_none_or(|set| set.contains(number)) {
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
        let mut keyed: Vec<(SortKey, u32)> = set
            .iter()
            .filter_map(|number| Some((self.sort_key(sort, locale, number)?, number)))
            .filter(|(key, _)| after.is_none_or(|after| key > after))
            .collect();
        if keyed.len() > wanted {
            keyed.select_nth_unstable(wanted);
            keyed.truncate(wanted);
        }
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, number)| number).collect()
    }
}
