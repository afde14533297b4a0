//! One search, from the text in the box to the page of hits.

mod page;

use kernel::Locale;

use super::answer::{Named, QuerySense, Reading, SearchAnswer, SearchHit};
use super::highlight::Marker;
use super::index::SearchIndex;
use super::numbers;
use super::plan::Plan;
use super::query::SearchQuery;
use super::retrieve::{Candidate, retrieve};
use super::settings::SearchSettings;
use super::understand::{Understood, readable, understand};
use crate::{
    Availability, CatalogueError, ListQuery, Matches, NumberSet, ProductFilter, Snapshot, Sort, count_facets,
    decode_vin, list_products,
};
use page::Page;

/// Finds what was asked for, best first.
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
    let locale = query.locale.unwrap_or_else(|| first_locale(snapshot));
    let page = Page::read(query.limit, query.cursor.as_deref())?;
    let (text, cut) = readable(&query.text);
    let mut found = find(snapshot, query, text, settings, locale)?;
    found.reading.cut |= cut;
    if found.ranked.is_none() {
        return listed(snapshot, query, found, locale);
    }
    let ranked = found.ranked.take().unwrap_or_default();
    let matches = snapshot.matching(&found.filter)?;
    let facets = if query.facets {
        let within = Matches::Set(NumberSet::from_numbers(ranked.iter().map(|candidate| candidate.number)));
        count_facets(snapshot, &found.filter, &within, locale)?
    } else {
        Vec::new()
    };
    let mut order: Vec<u32> =
        ranked.iter().map(|candidate| candidate.number).filter(|number| matches.contains(*number)).collect();
    if let Some(sort) = query.sort {
        snapshot.sort_numbers(&mut order, sort, locale);
    }
    let (range, next_cursor) = page.cut(&order);
    let marker = Marker::of(&found.plan);
    let hits = order[range]
        .iter()
        .filter_map(|number| {
            let product = snapshot.product_by_number(*number)?;
            Some(SearchHit {
                product,
                highlights: marker.ranges(product.name(locale)),
                matched_number: found.key.as_deref().and_then(|key| numbers::matched_number(&product, key)),
            })
        })
        .collect();
    Ok(SearchAnswer {
        hits,
        total: order.len(),
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

/// What a query leads to, before filters and pages.
struct Found {
    /// Best first; `None` = no words were asked for, only the filter decides.
    ranked: Option<Vec<Candidate>>,
    plan: Plan,
    reading: Reading,
    did_you_mean: Option<String>,
    filter: ProductFilter,
    /// The part number that was typed.
    key: Option<String>,
}

impl Found {
    fn everything(query: &SearchQuery) -> Self {
        Self {
            ranked: None,
            plan: Plan::default(),
            reading: Reading::default(),
            did_you_mean: None,
            filter: query.filter.clone(),
            key: None,
        }
    }
}

fn find(
    snapshot: &Snapshot,
    query: &SearchQuery,
    text: &str,
    settings: &SearchSettings,
    locale: Locale,
) -> Result<Found, CatalogueError> {
    let index = snapshot.search.as_ref();
    if let Some(found) = find_vin(snapshot, query, text) {
        return Ok(found);
    }
    if let Some(found) = find_number(snapshot, index, query, text)? {
        return Ok(found);
    }
    let understood = understand(snapshot, settings, text, locale, query.literal, true)?;
    if understood.reading.sense == QuerySense::Everything {
        return Ok(Found { reading: understood.reading, ..Found::everything(query) });
    }
    let vehicle = understood.vehicle.clone();
    let found = find_words(snapshot, settings, query, understood)?;
    if found.is_empty_under_filter(snapshot)? {
        if vehicle.is_some() {
            let plain = understand(snapshot, settings, text, locale, query.literal, false)?;
            let mut found = find_words(snapshot, settings, query, plain)?;
            found.reading.vehicle_ignored = true;
            return Ok(found);
        }
        if let Some(pieces) = find_piece(snapshot, index, query, text, true)? {
            return Ok(pieces);
        }
    }
    Ok(found)
}

impl Found {
    fn is_empty_under_filter(&self, snapshot: &Snapshot) -> Result<bool, CatalogueError> {
        let matches = snapshot.matching(&self.filter)?;
        Ok(match (&self.ranked, &matches) {
            (Some(ranked), _) => !ranked.iter().any(|candidate| matches.contains(candidate.number)),
            (None, Matches::Set(set)) => set.is_empty(),
            (None, Matches::All) => false,
        })
    }
}

/// A VIN: the vehicles that it can be become the filter.
fn find_vin(snapshot: &Snapshot, query: &SearchQuery, text: &str) -> Option<Found> {
    let report = decode_vin(snapshot, text).ok()?;
    let likely = report.check_digit_valid || report.make.is_some();
    if !likely || query.literal {
        return None;
    }
    let slugs: Vec<String> = report.vehicle_slugs.clone();
    let mut found = Found::everything(query);
    found.reading.sense = QuerySense::Vin;
    if slugs.is_empty() {
        found.ranked = Some(Vec::new());
    } else {
        let label = report.label();
        found.reading.vehicle = Some(Named { label, slugs: slugs.clone(), typed: text.trim().to_owned() });
        if found.filter.vehicles.is_empty() {
            found.filter.vehicles = slugs;
        }
    }
    Some(found)
}

/// A part number: whole, then among other words, then its beginning.
fn find_number(
    snapshot: &Snapshot,
    index: &SearchIndex,
    query: &SearchQuery,
    text: &str,
) -> Result<Option<Found>, CatalogueError> {
    if let Some(key) = numbers::number_key(text) {
        let whole = numbers::find_whole(index, &key)?;
        if !whole.is_empty() {
            let longer =
                numbers::find_piece(index, &key, false, |number| snapshot.product_by_number(number))?;
            return Ok(Some(number_found(snapshot, query, key, whole.into_iter().chain(longer))));
        }
        if let Some(pieces) = find_piece(snapshot, index, query, text, false)? {
            return Ok(Some(pieces));
        }
    }
    for key in numbers::keys_within(text) {
        let whole = numbers::find_whole(index, &key)?;
        if !whole.is_empty() {
            return Ok(Some(number_found(snapshot, query, key, whole.into_iter())));
        }
    }
    Ok(None)
}

fn find_piece(
    snapshot: &Snapshot,
    index: &SearchIndex,
    query: &SearchQuery,
    text: &str,
    inside: bool,
) -> Result<Option<Found>, CatalogueError> {
    let Some(key) = numbers::number_key(text).filter(|_| numbers::looks_like_number(text)) else {
        return Ok(None);
    };
    let pieces = numbers::find_piece(index, &key, inside, |number| snapshot.product_by_number(number))?;
    Ok((!pieces.is_empty()).then(|| number_found(snapshot, query, key, pieces.into_iter())))
}

fn number_found(
    snapshot: &Snapshot,
    query: &SearchQuery,
    key: String,
    products: impl Iterator<Item = u32>,
) -> Found {
    let mut seen = NumberSet::default();
    let ranked = products
        .filter(|number| seen.insert(*number) && snapshot.product_by_number(*number).is_some())
        .enumerate()
        .map(|(place, number)| Candidate { number, score: 1.0 / (1.0 + place as f32), has: 1 })
        .collect();
    let reading = Reading {
        sense: QuerySense::PartNumber,
        words: vec![query.text.trim().to_owned()],
        ..Reading::default()
    };
    Found { ranked: Some(ranked), reading, key: Some(key), ..Found::everything(query) }
}

/// Words: the products that have all of them; with too few of those, products that have most of them.
fn find_words(
    snapshot: &Snapshot,
    settings: &SearchSettings,
    query: &SearchQuery,
    understood: Understood,
) -> Result<Found, CatalogueError> {
    let index = snapshot.search.as_ref();
    let mut found = Found::everything(query);
    found.reading = understood.reading;
    found.did_you_mean = understood.did_you_mean;
    found.plan = understood.plan;
    if let Some(vehicle) = understood.vehicle {
        found.reading.vehicle =
            Some(Named { label: vehicle.label, slugs: vehicle.slugs.clone(), typed: vehicle.typed });
        if found.filter.vehicles.is_empty() {
            found.filter.vehicles = vehicle.slugs;
        }
    }
    if found.plan.slots.is_empty() {
        return Ok(found);
    }
    let matches = snapshot.matching(&found.filter)?;
    let for_sale = |candidate: &Candidate| snapshot.live().contains(candidate.number);
    let mut ranked = retrieve(index, &found.plan, settings, false)?;
    ranked.retain(for_sale);
    let enough =
        ranked.iter().filter(|candidate| matches.contains(candidate.number)).take(settings.enough).count();
    if enough < settings.enough && found.plan.slots.len() > 1 {
        ranked = retrieve(index, &found.plan, settings, true)?;
        ranked.retain(for_sale);
    }
    weigh(snapshot, settings, &mut ranked);
    ranked
        .sort_unstable_by(|one, other| other.score.total_cmp(&one.score).then(one.number.cmp(&other.number)));
    if let Some(best) = ranked.iter().find(|candidate| matches.contains(candidate.number)) {
        let lacking = found.plan.slots.iter().enumerate().filter(|(place, _)| best.has & (1 << place) == 0);
        found.reading.left_out = lacking.map(|(_, slot)| slot.typed.clone()).collect();
    }
    found.ranked = Some(ranked);
    Ok(found)
}

/// Mixes stock and popularity into the scores.
fn weigh(snapshot: &Snapshot, settings: &SearchSettings, ranked: &mut [Candidate]) {
    for candidate in ranked {
        let here = match snapshot.availability_of(candidate.number) {
            Availability::InStock | Availability::Low => 1.0,
            Availability::OnOrder => 0.5,
            Availability::Out => 0.0,
        };
        let wanted = (snapshot.popularity_of(candidate.number) as f32).ln_1p() / 10.0;
        candidate.score *= 1.0 + settings.stock_weight * here + settings.popularity_weight * wanted.min(1.0);
    }
}

/// Nothing was asked in words: the list under the filter.
fn listed<'a>(
    snapshot: &'a Snapshot,
    query: &SearchQuery,
    found: Found,
    locale: Locale,
) -> Result<SearchAnswer<'a>, CatalogueError> {
    let page = list_products(
        snapshot,
        &ListQuery {
            filter: found.filter,
            sort: query.sort.unwrap_or(Sort::Popularity),
            locale: Some(locale),
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
