//! schema.org data for search engines: the product and its offer, the way to it, the shop.

use catalogue::{Availability, ProductRef};
use serde::Serialize;
use serde_json::{Value, json};

use super::address;
use super::profile::{Branch, ShopProfile};
use super::row::drawing;
use super::tile::Crumb;
use super::visit::Visit;

/// Something with its context, which says whose words it uses.
#[derive(Debug, Serialize)]
pub(crate) struct Document<T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(flatten)]
    data: T,
}

const fn document<T>(data: T) -> Document<T> {
    Document { context: "https://schema.org", data }
}

/// Two things on one page.
#[derive(Debug, Serialize)]
pub(crate) struct Graph<'a> {
    #[serde(rename = "@graph")]
    graph: (Product<'a>, Breadcrumbs<'a>),
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
struct Product<'a> {
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
    sku: &'a str,
    description: &'a str,
    image: String,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<Brand<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gtin: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mpn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offers: Option<Offer<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
struct Brand<'a> {
    name: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct Offer<'a> {
    url: &'a str,
    price: String,
    price_currency: &'static str,
    availability: &'static str,
    item_condition: &'static str,
    seller: AutoPartsStore<'a>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
struct AutoPartsStore<'a> {
    name: &'a str,
}

/// The way to a page.
#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename = "BreadcrumbList", rename_all = "camelCase")]
pub(crate) struct Breadcrumbs<'a> {
    item_list_element: Vec<ListItem<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
struct ListItem<'a> {
    position: usize,
    name: &'a str,
    item: String,
}

/// A product with its offer, and the way to it; `url` is its page's address in full.
pub(crate) fn product<'a>(
    visit: &'a Visit<'_>,
    product: ProductRef<'a>,
    url: &'a str,
    crumbs: &'a [Crumb],
    description: &'a str,
) -> Document<Graph<'a>> {
    let name = product.name(visit.locale);
    let offers = product.price().map(|price| Offer {
        url,
        price: price.to_decimal(),
        price_currency: price.currency.code(),
        availability: match product.availability() {
            Availability::InStock => "https://schema.org/InStock",
            Availability::Low => "https://schema.org/LimitedAvailability",
            Availability::OnOrder => "https://schema.org/BackOrder",
            Availability::Out => "https://schema.org/OutOfStock",
        },
        item_condition: "https://schema.org/NewCondition",
        seller: AutoPartsStore { name: visit.shop_name() },
    });
    let data = Product {
        id: format!("{url}#product"),
        name,
        sku: product.sku(),
        description: match product.description(visit.locale) {
            "" => description,
            text => text,
        },
        image: picture(visit, product),
        url,
        brand: product.brand().map(|brand| Brand { name: &brand.name }),
        gtin: product.gtin(),
        mpn: product.oe_numbers().next(),
        category: product.category().map(|category| category.names.best(visit.locale)),
        offers,
    };
    let path = url.strip_prefix(visit.front.public_url()).unwrap_or(url);
    let steps = crumbs.iter().filter_map(|crumb| Some((crumb.label.as_str(), crumb.href.as_deref()?)));
    document(Graph { graph: (data, breadcrumbs(visit, steps.chain([(name, path)]))) })
}

/// The way to a list.
pub(crate) fn way<'a>(visit: &'a Visit<'_>, crumbs: &'a [Crumb]) -> Document<Breadcrumbs<'a>> {
    let step = |crumb: &'a Crumb| (crumb.label.as_str(), crumb.href.as_deref().unwrap_or(visit.path));
    document(breadcrumbs(visit, crumbs.iter().map(step)))
}

fn breadcrumbs<'a>(visit: &'a Visit<'_>, steps: impl Iterator<Item = (&'a str, &'a str)>) -> Breadcrumbs<'a> {
    let origin = visit.front.public_url();
    let home =
        ListItem { position: 1, name: visit.texts.get("home"), item: format!("{origin}/{}", visit.locale) };
    let step = |(position, (name, path)): (usize, (&'a str, &str))| ListItem {
        position,
        name,
        item: [origin, path].concat(),
    };
    Breadcrumbs { item_list_element: std::iter::once(home).chain((2..).zip(steps).map(step)).collect() }
}

/// The shop and its branches.
pub(crate) fn shop(visit: &Visit<'_>) -> Value {
    let profile = visit.front.profile();
    let origin = visit.front.public_url();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "AutoPartsStore",
        "@id": format!("{origin}/#shop"),
        "name": visit.shop_name(),
        "url": format!("{origin}/{}", visit.locale),
        "image": format!("{origin}/icons/shop-512.png"),
        "currenciesAccepted": visit.snapshot.settings().currency.code(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": format!("{origin}/{}/search?q={{text}}", visit.locale),
            "query-input": "required name=text",
        },
    });
    if let Some(phone) = profile.phones.first() {
        data["telephone"] = json!(phone);
    }
    if let Some(email) = &profile.email {
        data["email"] = json!(email);
    }
    if let Some(branch) = profile.branches.first() {
        place(&mut data, visit, profile, branch);
    }
    let others: Vec<Value> = profile
        .branches
        .iter()
        .skip(1)
        .map(|branch| {
            let mut other = json!({ "@type": "AutoPartsStore", "name": branch.name.best(visit.locale) });
            place(&mut other, visit, profile, branch);
            other
        })
        .collect();
    if !others.is_empty() {
        data["department"] = json!(others);
    }
    data
}

fn place(data: &mut Value, visit: &Visit<'_>, profile: &ShopProfile, branch: &Branch) {
    data["address"] = json!({
        "@type": "PostalAddress",
        "streetAddress": branch.address.best(visit.locale),
        "addressLocality": branch.city.best(visit.locale),
        "postalCode": branch.postal_code,
        "addressCountry": profile.country,
    });
    if let (Some(latitude), Some(longitude)) = (branch.latitude, branch.longitude) {
        data["geo"] = json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude });
    }
    let hours: Vec<Value> = branch
        .hours
        .iter()
        .map(|run| {
            let days = super::profile::Weekday::ALL.into_iter();
            let days: Vec<String> = days
                .filter(|day| (run.from as u8..=run.to as u8).contains(&(*day as u8)))
                .map(|day| format!("https://schema.org/{}{}", day.as_str()[..1].to_uppercase(), &day.as_str()[1..]))
                .collect();
            json!({ "@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": run.opens, "closes": run.closes })
        })
        .collect();
    if !hours.is_empty() {
        data["openingHoursSpecification"] = json!(hours);
    }
}

/// The absolute address of a product's picture.
pub(crate) fn picture(visit: &Visit<'_>, product: ProductRef<'_>) -> String {
    let origin = visit.front.public_url();
    match product.images().find_map(address::picture) {
        Some(image) if image.starts_with('/') => format!("{origin}{image}"),
        Some(image) => image,
        None => format!("{origin}{}", drawing(visit, product)),
    }
}
