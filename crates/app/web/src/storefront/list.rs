//! Lists: what a category, brand, vehicle or search page shows around its rows.

mod asked;
mod chips;
mod facets;
pub(crate) mod facts;

use catalogue::{Facet, ProductRef};
use serde::Serialize;

use super::row::Row;
use super::tile::{Crumb, Tile};
use super::visit::Visit;

pub(crate) use asked::Wanted;
pub(crate) use chips::Chip;

/// The list part of a page.
#[derive(Debug, Serialize)]
pub(crate) struct ListView<'a> {
    pub(crate) crumbs: Vec<Crumb>,
    pub(crate) heading: String,
    pub(crate) total: usize,
    /// "for Clio 4 1.5 dCi", when the list is filtered by the shopper's car.
    pub(crate) car_note: Option<String>,
    /// Leads to the same list for the shopper's car only, when it is not filtered by it.
    pub(crate) car_href: Option<String>,
    pub(crate) children: Vec<Tile<'a>>,
    pub(crate) chips: Vec<Chip>,
    pub(crate) clear_href: String,
    pub(crate) action: String,
    /// What the form keeps unseen.
    pub(crate) kept: Vec<Field>,
    pub(crate) orders: Vec<Order<'a>>,
    pub(crate) facets: Vec<facets::FacetView<'a>>,
    pub(crate) in_stock: bool,
    pub(crate) on_offer: bool,
    pub(crate) price_min: String,
    pub(crate) price_max: String,
    /// Whether the filters begin unfolded on a phone.
    pub(crate) open: bool,
    pub(crate) products: Vec<Row<'a>>,
    pub(crate) next_href: Option<String>,
    pub(crate) first_href: Option<String>,
}

/// A hidden field.
#[derive(Debug, Serialize)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// A sort order to choose.
#[derive(Debug, Serialize)]
pub(crate) struct Order<'a> {
    value: &'static str,
    label: &'a str,
    selected: bool,
}

/// One page of products as the catalogue found it.
pub(crate) struct Found<'a> {
    pub(crate) products: Vec<ProductRef<'a>>,
    pub(crate) total: usize,
    pub(crate) next_cursor: Option<String>,
    pub(crate) facets: Vec<Facet<'a>>,
}

impl<'a> ListView<'a> {
    /// The list under `heading`.
    pub(crate) fn new(visit: &'a Visit<'_>, heading: String, wanted: &Wanted, found: Found<'a>) -> Self {
        let first = visit.query.without(&["cursor"]);
        let cursor = |cursor: String| first.clone().with("cursor", &cursor).on(visit.path);
        let searching = visit.query.get("q").is_some();
        let by_car = wanted.by_car;
        Self {
            crumbs: Vec::new(),
            heading,
            total: found.total,
            car_note: visit
                .car
                .as_ref()
                .filter(|_| by_car)
                .map(|car| visit.texts.with("for-car", "car", &car.short)),
            car_href: visit
                .car
                .as_ref()
                .filter(|_| !by_car && wanted.car_allowed)
                .map(|_| visit.query.without(&["car", "cursor", "vehicle"]).on(visit.path)),
            children: Vec::new(),
            chips: chips::of(visit, wanted, &found.facets),
            clear_href: chips::clear_href(visit, wanted),
            action: visit.path.to_owned(),
            kept: kept(visit),
            orders: orders(visit, searching),
            facets: facets::views(visit, wanted, found.facets),
            in_stock: wanted.filter.in_stock,
            on_offer: wanted.filter.on_offer,
            price_min: visit.query.get("priceMin").unwrap_or_default().to_owned(),
            price_max: visit.query.get("priceMax").unwrap_or_default().to_owned(),
            open: false,
            next_href: found.next_cursor.map(cursor),
            first_href: visit.query.get("cursor").map(|_| first.on(visit.path)),
            products: Row::all(visit, found.products),
        }
    }
}

/// What the filter form carries along: the search itself and the car that was set aside.
fn kept(visit: &Visit<'_>) -> Vec<Field> {
    let kept = |name: &str| matches!(name, "q" | "car" | "literal" | "vehicle");
    let pairs = visit.query.0.iter().filter(|(name, _)| kept(name));
    pairs.map(|(name, value)| Field { name: name.clone(), value: value.clone() }).collect()
}

fn orders<'a>(visit: &'a Visit<'_>, searching: bool) -> Vec<Order<'a>> {
    let chosen = visit.query.get("sort");
    let first = if searching { ("", "sort-relevance") } else { ("popularity", "sort-popularity") };
    let others = [
        ("price", "sort-price"),
        ("-price", "sort-price-down"),
        ("name", "sort-name"),
        ("newest", "sort-newest"),
    ];
    [first]
        .into_iter()
        .chain(searching.then_some(("popularity", "sort-popularity")))
        .chain(others)
        .map(|(value, key)| Order { value, label: visit.texts.get(key), selected: chosen == Some(value) })
        .collect()
}
