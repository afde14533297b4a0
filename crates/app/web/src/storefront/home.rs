//! The home page: my car first, then the shelves, what is on offer, the brands, where to find us.

use catalogue::{ListQuery, ProductFilter, VehicleNode, list_products};
use fluent_bundle::FluentArgs;
use minijinja::value::Value;
use serde::Serialize;

use super::address;
use super::chooser::make_options;
use super::head::{Head, script_json};
use super::row::Row;
use super::tile::{Name, Tile};
use super::visit::Visit;
use super::{StorefrontError, structured};

/// Offers that the page shows.
const OFFERS: usize = 6;
/// Brands that the page shows.
const BRANDS: usize = 18;
/// Makes that the page shows as links.
const MAKES: usize = 8;

#[derive(Debug, Serialize)]
struct HomeView<'a> {
    heading: &'a str,
    makes: Option<Value>,
    often: Vec<MakeView<'a>>,
    car_count: usize,
    categories: Vec<Tile<'a>>,
    offers: Vec<Row<'a>>,
    brands: Vec<Name>,
}

/// A make of cars to choose.
#[derive(Debug, Serialize)]
struct MakeView<'a> {
    label: &'a str,
    href: String,
}

/// Writes the page.
pub(crate) fn page(visit: &Visit<'_>) -> Result<String, StorefrontError> {
    let snapshot = visit.snapshot;
    let with_cars = snapshot.settings().vehicles && visit.car.is_none();
    let car = visit.car.as_ref().and_then(|car| snapshot.vehicle_node(&car.slug));
    let view = HomeView {
        heading: visit.texts.get("home-heading"),
        makes: with_cars.then(|| make_options(visit)),
        often: if with_cars { often(visit) } else { Vec::new() },
        car_count: car.map_or(0, |car| car.count()),
        categories: Tile::within(visit, None),
        offers: offers(visit),
        brands: brands(visit),
    };
    let mut arguments = FluentArgs::new();
    arguments.set("shop", visit.shop_name());
    arguments.set("count", snapshot.product_count());
    let title = visit.texts.format("home-title", &arguments);
    let description = visit.texts.format("home-description", &arguments);
    let picture = format!("{}/icons/shop-512.png", visit.front.public_url());
    let head = Head {
        data: Some(script_json(&structured::shop(visit))),
        picture: Some(picture),
        ..Head::public(title, description, &visit.place())
    };
    visit.render("home.html", "home", &head, "home", &view)
}

/// The makes with most parts here.
fn often<'a>(visit: &'a Visit<'_>) -> Vec<MakeView<'a>> {
    let mut makes: Vec<(usize, VehicleNode<'a>)> =
        visit.snapshot.makes().map(|make| (make.count(), make)).collect();
    makes.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    makes.into_iter().take(MAKES).map(|(_, make)| make_view(visit, make)).collect()
}

fn make_view<'a>(visit: &Visit<'_>, make: VehicleNode<'a>) -> MakeView<'a> {
    let back = address::encode(visit.path);
    let slug = make.slug();
    let href = format!("/{}/vehicle?make={}&back={back}", visit.locale, address::encode(slug));
    MakeView { label: make.label(), href }
}

fn offers<'a>(visit: &'a Visit<'_>) -> Vec<Row<'a>> {
    let filter = ProductFilter { on_offer: true, in_stock: true, ..ProductFilter::default() };
    let query = ListQuery { filter, limit: OFFERS, locale: Some(visit.locale), ..ListQuery::default() };
    list_products(visit.snapshot, &query).map(|page| Row::all(visit, page.products)).unwrap_or_default()
}

fn brands(visit: &Visit<'_>) -> Vec<Name> {
    let snapshot = visit.snapshot;
    let mut brands: Vec<_> =
        snapshot.brands().iter().map(|brand| (snapshot.brand_count(brand.number), brand)).collect();
    brands.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let most = brands.into_iter().filter(|(count, _)| *count > 0).take(BRANDS);
    most.map(|(count, brand)| Name::of_brand(visit, brand, count)).collect()
}
