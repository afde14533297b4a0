//! What a list page was asked for: filters, order and place from its query.

use catalogue::{ListQuery, ProductFilter, SearchQuery, Sort};

use crate::Problem;
use crate::parameters::{read_price, read_sort};
use crate::storefront::address::Pairs;
use crate::storefront::visit::Visit;

/// Parameters that are the page's own and no filter.
const OURS: [&str; 15] = [
    "q", "car", "sort", "cursor", "limit", "literal", "brand", "category", "vehicle", "priceMin", "priceMax",
    "inStock", "onOffer", "back", "fit",
];

/// A list's filters, order and place.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// What the page itself sets (its category, say) and the shopper's choices together.
    pub(crate) filter: ProductFilter,
    pub(crate) sort: Option<Sort>,
    pub(crate) cursor: Option<String>,
    /// Whether the shopper's car is one of the filters.
    pub(crate) by_car: bool,
    /// Whether it could be: a vehicle's own page has its vehicle.
    pub(crate) car_allowed: bool,
    /// The facet that the page itself is one value of.
    pub(crate) about: Option<&'static str>,
}

impl Wanted {
    /// Reads the query; `scope` is what the page itself sets.
    pub(crate) fn read(visit: &Visit<'_>, scope: ProductFilter) -> Result<Self, Problem> {
        let currency = visit.snapshot.settings().currency;
        let mut filter = scope;
        let car_allowed = filter.vehicles.is_empty();
        let about = match (filter.brands.is_empty(), filter.categories.is_empty()) {
            (false, _) => Some("brand"),
            (_, false) => Some("category"),
            _ => None,
        };
        for (name, value) in &visit.query.0 {
            let value = value.trim();
            match name.as_str() {
                "brand" => filter.brands.push(value.to_owned()),
                "category" => filter.categories.push(value.to_owned()),
                "vehicle" => filter.vehicles.push(value.to_owned()),
                "priceMin" => filter.price_min_minor = Some(read_price(name, value, currency)?),
                "priceMax" => filter.price_max_minor = Some(read_price(name, value, currency)?),
                "inStock" => filter.in_stock = value == "true",
                "onOffer" => filter.on_offer = value == "true",
                key if OURS.contains(&key) => {}
                key if visit.snapshot.specification_keys().any(|known| known == key) => {
                    add_specification(&mut filter, key, value);
                }
                _ => {}
            }
        }
        let by_car = car_allowed && filter.vehicles.is_empty() && car_filter(visit).is_some();
        if by_car {
            filter.vehicles.extend(car_filter(visit).map(str::to_owned));
        }
        let sort = visit.query.get("sort").map(read_sort).transpose()?;
        Ok(Self {
            filter,
            sort,
            cursor: visit.query.get("cursor").map(str::to_owned),
            by_car,
            car_allowed,
            about,
        })
    }

    /// Whether a page with this query asks for prices: they then decide what stands on it.
    pub(crate) fn by_price(query: &Pairs) -> bool {
        let sorted = query.get("sort").and_then(|sort| read_sort(sort).ok()).is_some_and(Sort::by_price);
        sorted || query.get("priceMin").or_else(|| query.get("priceMax")).is_some()
    }

    /// The catalogue's question for a list.
    pub(crate) fn list_query(&self, visit: &Visit<'_>) -> ListQuery {
        ListQuery {
            filter: self.filter.clone(),
            sort: self.sort.unwrap_or_default(),
            locale: Some(visit.locale),
            limit: 0,
            cursor: self.cursor.clone(),
            facets: true,
        }
    }

    /// The catalogue's question for a search.
    pub(crate) fn search_query(&self, visit: &Visit<'_>, text: &str) -> SearchQuery {
        SearchQuery {
            text: text.to_owned(),
            locale: Some(visit.locale),
            filter: self.filter.clone(),
            sort: self.sort,
            limit: 0,
            cursor: self.cursor.clone(),
            facets: true,
            literal: visit.query.get("literal").is_some(),
        }
    }
}

/// The shopper's car, unless this page was asked to set it aside.
pub(crate) fn car_filter<'a>(visit: &'a Visit<'_>) -> Option<&'a str> {
    let set_aside = visit.query.get("car") == Some("all");
    visit.car.as_ref().filter(|_| !set_aside).map(|car| car.slug.as_str())
}

fn add_specification(filter: &mut ProductFilter, key: &str, value: &str) {
    match filter.specifications.iter_mut().find(|(known, _)| known == key) {
        Some((_, values)) => values.push(value.to_owned()),
        None => filter.specifications.push((key.to_owned(), vec![value.to_owned()])),
    }
}
