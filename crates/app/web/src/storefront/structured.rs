//! schema.org data for search engines: the product and its offer, the way to it, the shop.

use catalogue::{Availability, ProductRef};
use serde_json::{Value, json};

use super::address;
use super::profile::{Branch, ShopProfile};
use super::row::drawing_of;
use super::tile::Crumb;
use super::visit::Visit;

/// A product with its offer, and the way to it.
pub(crate) fn product(
    visit: &Visit<'_>,
    product: ProductRef<'_>,
    crumbs: &[Crumb],
    description: &str,
) -> Value {
    let url = format!("{}{}", visit.front.public_url(), address::product(visit.locale, product.slug()));
    let name = product.name(visit.locale);
    let mut data = json!({
        "@type": "Product",
        "@id": format!("{url}#product"),
        "name": name,
        "sku": product.sku(),
        "description": match product.description(visit.locale) { "" => description, text => text },
        "image": picture(visit, product),
        "url": url,
    });
    if let Some(brand) = product.brand() {
        data["brand"] = json!({ "@type": "Brand", "name": brand.name });
    }
    if let Some(gtin) = product.gtin() {
        data["gtin"] = json!(gtin);
    }
    if let Some(number) = product.oe_numbers().next() {
        data["mpn"] = json!(number);
    }
    if let Some(category) = product.category() {
        data["category"] = json!(category.names.best(visit.locale));
    }
    if let Some(price) = product.price() {
        let availability = match product.availability() {
            Availability::InStock => "https://schema.org/InStock",
            Availability::Low => "https://schema.org/LimitedAvailability",
            Availability::OnOrder => "https://schema.org/BackOrder",
            Availability::Out => "https://schema.org/OutOfStock",
        };
        data["offers"] = json!({
            "@type": "Offer",
            "url": url,
            "price": price.to_decimal(),
            "priceCurrency": price.currency.code(),
            "availability": availability,
            "itemCondition": "https://schema.org/NewCondition",
            "seller": { "@type": "AutoPartsStore", "name": visit.shop_name() },
        });
    }
    let mut way: Vec<(String, String)> =
        crumbs.iter().filter_map(|crumb| Some((crumb.label.clone(), crumb.href.clone()?))).collect();
    way.push((name.to_owned(), address::product(visit.locale, product.slug())));
    json!({ "@context": "https://schema.org", "@graph": [data, breadcrumbs(visit, &way)] })
}

/// The way to a list.
pub(crate) fn way(visit: &Visit<'_>, crumbs: &[Crumb]) -> Value {
    let steps: Vec<(String, String)> = crumbs
        .iter()
        .map(|crumb| (crumb.label.clone(), crumb.href.clone().unwrap_or_else(|| visit.path.to_owned())))
        .collect();
    let mut data = breadcrumbs(visit, &steps);
    data["@context"] = json!("https://schema.org");
    data
}

fn breadcrumbs(visit: &Visit<'_>, steps: &[(String, String)]) -> Value {
    let origin = visit.front.public_url();
    let home = (visit.texts.get("home").to_owned(), format!("/{}", visit.locale));
    let items: Vec<Value> = std::iter::once(&home)
        .chain(steps)
        .zip(1..)
        .map(|((name, path), place)| {
            json!({ "@type": "ListItem", "position": place, "name": name, "item": format!("{origin}{path}") })
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
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
        None => format!("{origin}{}", visit.front.assets().drawing(drawing_of(visit, product))),
    }
}
