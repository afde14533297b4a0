//! One search, from the text in the box to the page of hits.

mod by_number;
mod by_words;
mod page;

use kernel::Locale;

use super::answer::{Named, QuerySense, Reading, SearchAnswer, SearchHit};
use super::highlight::Marker;
use super::numbers;
use super::plan::Plan;
use super::query::SearchQuery;
use super::retrieve::Scored;
use super::settings::SearchSettings;
use super::understand::{Understood, readable, understand};
use crate::shelf::{Scope, page_limit};
use crate::{
    CatalogueError, ListQuery, Matches, NumberSet, ProductFilter, Snapshot, Sort, decode_vin, list_products,
};
use page::{Cursor, Ground};

/// Finds what was asked for, best first.
///
/// Pages neither repeat nor miss a product while others come and go, as long as the product itself
/// does not change and the query is understood in the same way. A product that changes is shown where
/// it stands then: re-priced while one pages by price, it may come again or be passed over. Sorted,
/// only products with all words are found if there are any; else as without sorting, where too few
/// products with all words are followed by those with most of them.
///
/// # Errors
/// [`CatalogueError::InvalidQuery`] for a filter, limit or cursor that cannot be.
pub fn search_products<'a>(
    snapshot: &'a Snapshot,
    query: &SearchQuery,
) -> Result<SearchAnswer<'a>, CatalogueError> {
    search_products_with(snapshot, query, &snapshot.settings().search)
}

/// [`search_products`] with other weights than the shop's, for those who choose weights.
///
/// # Errors
/// As [`search_products`].
pub fn search_products_with<'a>(
    snapshot: &'a Snapshot,
    query: &SearchQuery,
    settings: &SearchSettings,
) -> Result<SearchAnswer<'a>, CatalogueError> {
    let asked =
        Asked { snapshot, query, settings, locale: query.locale.unwrap_or_else(|| first_locale(snapshot)) };
    let limit = page_limit(query.limit)?;
    let (text, cut) = readable(&query.text);
    let (after, in_list) = match (query.cursor.as_deref(), query.sort) {
        (Some(cursor), Some(_)) => page::of_sorted(cursor),
        (cursor, _) => (cursor, None),
    };
    let after = after.map(Cursor::read);
    let ground = after.as_ref().and_then(|after| Some(&after.as_ref().ok()?.ground));
    let mut found = asked.find(text, ground)?;
    found.reading.cut |= cut;
    let Some(hits) = found.hits.take() else { return asked.listed(found) };
    let after = after.transpose()?;
    let total = hits.scored.len();
    let facets = if query.facets { found.scope.facets(hits.around, asked.locale) } else { Vec::new() };
    let (numbers, next_cursor) = if let Some(sort) = query.sort {
        let all = hits.scored.iter().map(|one| one.number);
        let matches = Matches::Set(NumberSet::from_numbers(all));
        let locale = snapshot.shop_locale(query.locale);
        let (numbers, next) = snapshot.page_of(&matches, sort, locale, in_list, limit)?;
        (numbers, next.map(|next| page::for_sorted(&next, &hits.ground)))
    } else {
        let (page, next) = page::cut(hits.scored, after.as_ref(), limit, &hits.ground);
        (page.into_iter().map(|one| one.number).collect(), next)
    };
    let mut marker = Marker::of(&found.plan);
    let hit = |number: u32| {
        let product = snapshot.product_by_number(number)?;
        Some(SearchHit {
            product,
            highlights: marker.ranges(product.name(asked.locale)),
            matched_number: found.key.as_deref().and_then(|key| numbers::matched_number(&product, key)),
        })
    };
    Ok(SearchAnswer {
        hits: numbers.into_iter().filter_map(hit).collect(),
        total,
        facets,
        next_cursor,
        reading: found.reading,
        did_you_mean: found.did_you_mean,
    })
}

/// The shop's first language.
pub(super) fn first_locale(snapshot: &Snapshot) -> Locale {
    snapshot.settings().locales.first().copied().unwrap_or(Locale::Fr)
}

/// What was asked, of which shop.
#[derive(Clone, Copy)]
struct Asked<'a, 'q> {
    snapshot: &'a Snapshot,
    query: &'q SearchQuery,
    settings: &'q SearchSettings,
    locale: Locale,
}

/// What a query leads to, before it is cut into pages.
struct Found<'a> {
    /// `None` = no words were asked for, only the filter decides.
    hits: Option<Hits>,
    filter: ProductFilter,
    scope: Scope<'a>,
    plan: Plan,
    reading: Reading,
    did_you_mean: Option<String>,
    /// The part number that was typed.
    key: Option<String>,
}

/// Products that have what was asked for.
#[derive(Default)]
struct Hits {
    /// Those that meet the filter, in no order.
    scored: Vec<Scored>,
    /// Those that count for some facet; empty without facets.
    around: NumberSet,
    ground: Ground,
}

impl Found<'_> {
    fn is_empty(&self) -> bool {
        self.hits.as_ref().map_or_else(|| self.scope.is_empty(), |hits| hits.scored.is_empty())
    }
}

impl<'a> Asked<'a, '_> {
    fn found(&self, filter: ProductFilter) -> Result<Found<'a>, CatalogueError> {
        Ok(Found {
            hits: None,
            scope: self.snapshot.scope(&filter, self.query.facets)?,
            filter,
            plan: Plan::default(),
            reading: Reading::default(),
            did_you_mean: None,
            key: None,
        })
    }

    /// `ground` = what the first page stood on, for a later page.
    fn find(&self, text: &str, ground: Option<&Ground>) -> Result<Found<'a>, CatalogueError> {
        if let Some(found) = self.find_vin(text)? {
            return Ok(found);
        }
        if let Some(found) = self.find_number(text)? {
            return Ok(found);
        }
        let understood = self.understand(text, true)?;
        if understood.reading.sense == QuerySense::Everything {
            return Ok(Found { reading: understood.reading, ..self.found(self.query.filter.clone())? });
        }
        let vehicle = understood.vehicle.is_some();
        let found = self.find_words(understood, ground)?;
        if !found.is_empty() {
            return Ok(found);
        }
        if vehicle {
            return self.beside_the_vehicle(text, found, ground);
        }
        Ok(self.find_piece(text, true)?.unwrap_or(found))
    }

    fn understand(&self, text: &str, with_vehicle: bool) -> Result<Understood, CatalogueError> {
        understand(self.snapshot, self.settings, text, self.locale, self.query.literal, with_vehicle)
    }

    /// Nothing for the vehicle that was read: products whose texts have all the words, the vehicle's too;
    /// else the same things for other vehicles. The vehicle stays understood.
    fn beside_the_vehicle(
        &self,
        text: &str,
        nothing: Found<'a>,
        ground: Option<&Ground>,
    ) -> Result<Found<'a>, CatalogueError> {
        let vehicle = nothing.reading.vehicle.clone();
        let in_words = self.find_all_words(self.understand(text, false)?, ground)?;
        let mut found = if in_words.is_empty() {
            let mut words = self.understand(text, true)?;
            words.vehicle = None;
            if words.plan.slots.is_empty() {
                return Ok(nothing);
            }
            self.find_words(words, ground)?
        } else {
            in_words
        };
        if found.is_empty() {
            return Ok(nothing);
        }
        found.reading.vehicle = vehicle;
        found.reading.vehicle_ignored = true;
        Ok(found)
    }

    /// A VIN: the vehicles that it can be become the filter.
    fn find_vin(&self, text: &str) -> Result<Option<Found<'a>>, CatalogueError> {
        let Ok(report) = decode_vin(self.snapshot, text) else { return Ok(None) };
        let likely = report.check_digit_valid || report.make.is_some();
        if !likely || self.query.literal {
            return Ok(None);
        }
        let slugs: Vec<String> = report.vehicle_slugs.clone();
        let mut filter = self.query.filter.clone();
        if filter.vehicles.is_empty() {
            filter.vehicles.clone_from(&slugs);
        }
        let mut found = self.found(filter)?;
        found.reading.sense = QuerySense::Vin;
        if slugs.is_empty() {
            found.hits = Some(Hits::default());
        } else {
            let label = report.label();
            found.reading.vehicle = Some(Named { label, slugs, typed: text.trim().to_owned() });
        }
        Ok(Some(found))
    }

    /// Nothing was asked in words: the list under the filter.
    fn listed(&self, found: Found<'a>) -> Result<SearchAnswer<'a>, CatalogueError> {
        let query = self.query;
        let page = list_products(
            self.snapshot,
            &ListQuery {
                filter: found.filter,
                sort: query.sort.unwrap_or(Sort::Popularity),
                locale: Some(self.locale),
                limit: query.limit,
                cursor: query.cursor.clone(),
                facets: query.facets,
            },
        )?;
        let hit = |product| SearchHit { product, highlights: Vec::new(), matched_number: None };
        Ok(SearchAnswer {
            hits: page.products.into_iter().map(hit).collect(),
            total: page.total,
            facets: page.facets,
            next_cursor: page.next_cursor,
            reading: found.reading,
            did_you_mean: found.did_you_mean,
        })
    }
}
