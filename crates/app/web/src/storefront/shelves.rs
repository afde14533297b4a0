//! The pages with lists: all products, a category, a brand, a vehicle; and the two tables of contents.

use catalogue::{Brand, Category, ProductFilter, VehicleNode, list_products};
use fluent_bundle::FluentArgs;
use kernel::ErrorCode;
use kernel::text::fold;
use serde::Serialize;

use super::car::{full_label, label};
use super::head::{Head, script_json};
use super::list::{Found, ListView, Wanted};
use super::tile::{Crumb, Name, Tile};
use super::visit::Visit;
use super::{PageError, StorefrontError, address, structured};

/// All products, or those on offer.
pub(crate) fn products(visit: &Visit<'_>) -> Result<String, PageError> {
    let offers = visit.query.get("onOffer") == Some("true");
    let key = if offers { "list-title-offers" } else { "list-title-all" };
    let heading = visit.texts.get(key).to_owned();
    let crumbs = vec![Crumb::here(&heading)];
    let place = if offers { "offers" } else { "products" };
    let page = Page { heading: heading.clone(), title: heading, crumbs, place, children: Vec::new() };
    list_page(visit, ProductFilter::default(), page)
}

/// A category with those in it.
pub(crate) fn category(visit: &Visit<'_>, category: &Category) -> Result<String, PageError> {
    let name = category.names.best(visit.locale).to_owned();
    let scope = ProductFilter { categories: vec![category.slug.clone()], ..ProductFilter::default() };
    let page = Page {
        title: visit.texts.with("list-title-category", "name", &name),
        heading: name,
        crumbs: Crumb::to_category(visit, category.number, false),
        place: "category",
        children: Tile::within(visit, Some(category.number)),
    };
    list_page(visit, scope, page)
}

/// A brand.
pub(crate) fn brand(visit: &Visit<'_>, brand: &Brand) -> Result<String, PageError> {
    let above = Crumb::above(visit.texts.get("brands"), format!("/{}/b", visit.locale));
    let scope = ProductFilter { brands: vec![brand.slug.clone()], ..ProductFilter::default() };
    let page = Page {
        title: visit.texts.with("list-title-brand", "name", &brand.name),
        heading: brand.name.clone(),
        crumbs: vec![above, Crumb::here(&brand.name)],
        place: "brand",
        children: Vec::new(),
    };
    list_page(visit, scope, page)
}

/// All parts for a make, model, generation or one vehicle.
pub(crate) fn vehicle(visit: &Visit<'_>, node: VehicleNode<'_>) -> Result<String, PageError> {
    let name = full_label(visit.texts, node);
    let heading = visit.texts.with("list-title-vehicle", "name", &name);
    let mut crumbs: Vec<Crumb> = std::iter::successors(node.parent(), VehicleNode::parent)
        .map(|above| Crumb::above(above.label(), address::vehicle(visit.locale, above.slug())))
        .collect();
    crumbs.reverse();
    crumbs.push(Crumb::here(label(visit.texts, node)));
    let scope = ProductFilter { vehicles: vec![node.slug().to_owned()], ..ProductFilter::default() };
    let page = Page { title: heading.clone(), heading, crumbs, place: "vehicle", children: Vec::new() };
    list_page(visit, scope, page)
}

/// What differs from one list page to another.
struct Page<'a> {
    heading: String,
    title: String,
    crumbs: Vec<Crumb>,
    place: &'static str,
    children: Vec<Tile<'a>>,
}

fn list_page(visit: &Visit<'_>, scope: ProductFilter, page: Page<'_>) -> Result<String, PageError> {
    let wanted = Wanted::read(visit, scope)?;
    let found = list_products(visit.snapshot, &wanted.list_query(visit))?;
    let found = Found {
        products: found.products,
        total: found.total,
        next_cursor: found.next_cursor,
        facets: found.facets,
    };
    let mut arguments = FluentArgs::new();
    arguments.set("name", page.heading.as_str());
    arguments.set("count", found.total);
    arguments.set("shop", visit.shop_name());
    let description = visit.texts.format("list-description", &arguments);
    let title = format!("{} | {}", page.title, visit.shop_name());
    let head = Head {
        // A filtered list is for the shopper; search engines read the whole one.
        hidden: visit.query.0.iter().any(|(name, _)| name != "onOffer"),
        data: Some(script_json(&structured::way(visit, &page.crumbs))),
        ..Head::public(title, description, &visit.place())
    };
    let list = ListView {
        crumbs: page.crumbs,
        children: page.children,
        ..ListView::new(visit, page.heading, &wanted, found)
    };
    Ok(visit.render("list.html", page.place, &head, "list", &list)?)
}

#[derive(Debug, Serialize)]
struct Contents<'a> {
    crumbs: Vec<Crumb>,
    categories: Vec<Tile<'a>>,
    groups: Vec<Letter>,
}

/// Brands that begin with one letter.
#[derive(Debug, Serialize)]
struct Letter {
    letter: String,
    brands: Vec<Name>,
}

/// All categories.
pub(crate) fn categories(visit: &Visit<'_>) -> Result<String, StorefrontError> {
    contents(visit, "categories", Tile::shelves(visit), Vec::new())
}

/// All brands, by letter.
pub(crate) fn brands(visit: &Visit<'_>) -> Result<String, StorefrontError> {
    let mut groups: Vec<Letter> = Vec::new();
    for brand in visit.snapshot.brands() {
        let count = visit.snapshot.brand_count(brand.number);
        if count == 0 {
            continue;
        }
        let first = fold(&brand.name).chars().find(|c| c.is_alphanumeric());
        let letter =
            first.filter(|c| c.is_alphabetic()).map_or("0–9".to_owned(), |c| c.to_uppercase().collect());
        let name = Name::of_brand(visit, brand, count);
        match groups.last_mut() {
            Some(group) if group.letter == letter => group.brands.push(name),
            _ => groups.push(Letter { letter, brands: vec![name] }),
        }
    }
    contents(visit, "brands", Vec::new(), groups)
}

fn contents(
    visit: &Visit<'_>,
    place: &'static str,
    categories: Vec<Tile<'_>>,
    groups: Vec<Letter>,
) -> Result<String, StorefrontError> {
    let (template, about) = match place {
        "brands" => ("brands.html", "brands-description"),
        _ => ("categories.html", "categories-description"),
    };
    let heading = visit.texts.get(place);
    let crumbs = vec![Crumb::here(heading)];
    let title = format!("{heading} | {}", visit.shop_name());
    let description = visit.texts.with(about, "shop", visit.shop_name());
    let head = Head {
        data: Some(script_json(&structured::way(visit, &crumbs))),
        ..Head::public(title, description, &visit.place())
    };
    visit.render(template, place, &head, "page", Contents { crumbs, categories, groups })
}

/// What the shop has under this slug.
pub(crate) fn found<T>(found: Option<T>) -> Result<T, PageError> {
    found.ok_or_else(|| PageError::Problem(crate::Problem::of(ErrorCode::NotFound)))
}
