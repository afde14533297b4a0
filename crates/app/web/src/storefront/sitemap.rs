//! Sitemaps: an index, one file of pages a language, products split where the protocol ends a file.

use std::fmt::Write as _;

use catalogue::{Snapshot, VehicleLevel, VehicleNode};
use kernel::Locale;

use super::{Storefront, address};

/// Addresses in one file at most (sitemaps.org).
const MOST: usize = 50_000;

/// The index of all files.
pub(crate) fn index(front: &Storefront, snapshot: &Snapshot) -> String {
    let mut xml = head("sitemapindex");
    let files = snapshot.product_count().div_ceil(MOST);
    for locale in front.locales() {
        let names = std::iter::once(format!("{locale}-pages.xml"))
            .chain((1..=files).map(|file| format!("{locale}-products-{file}.xml")));
        for name in names {
            // Writing to a String cannot fail.
            let _ = write!(xml, "<sitemap><loc>{}/sitemaps/{name}</loc></sitemap>", front.public_url());
        }
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

/// One file by its name; `None` if the index does not name it.
pub(crate) fn file(front: &Storefront, snapshot: &Snapshot, name: &str) -> Option<String> {
    let (locale, rest) = name.strip_suffix(".xml")?.split_once('-')?;
    let locale: Locale = locale.parse().ok().filter(|locale| front.locales().contains(locale))?;
    match rest.strip_prefix("products-") {
        Some(number) => {
            let number: usize = number.parse().ok()?;
            let files = snapshot.product_count().div_ceil(MOST);
            (1..=files).contains(&number).then(|| products(front, snapshot, locale, number))
        }
        None => (rest == "pages").then(|| pages(front, snapshot, locale)),
    }
}

fn products(front: &Storefront, snapshot: &Snapshot, locale: Locale, number: usize) -> String {
    let mut xml = head("urlset");
    for product in snapshot.products().skip((number - 1) * MOST).take(MOST) {
        let path = address::product(locale, product.slug());
        let day = product.updated_at().date_naive();
        let _ = write!(xml, "<url><loc>{}{path}</loc><lastmod>{day}</lastmod></url>", front.public_url());
    }
    xml.push_str("</urlset>\n");
    xml
}

fn pages(front: &Storefront, snapshot: &Snapshot, locale: Locale) -> String {
    let mut xml = head("urlset");
    let fixed = ["", "/c", "/b", "/products", "/vin", "/contact"].map(|path| format!("/{locale}{path}"));
    let categories = snapshot.categories().iter().map(|category| address::category(locale, &category.slug));
    let brands = snapshot.brands().iter().map(|brand| address::brand(locale, &brand.slug));
    let vehicles = snapshot.makes().flat_map(to_models).map(|node| address::vehicle(locale, node.slug()));
    let all = fixed.into_iter().chain(categories).chain(brands).chain(vehicles);
    for path in all.take(MOST) {
        let _ = write!(xml, "<url><loc>{}{path}</loc></url>", front.public_url());
    }
    xml.push_str("</urlset>\n");
    xml
}

/// A make with its models and their generations: single engines are left to links.
fn to_models(make: VehicleNode<'_>) -> Vec<VehicleNode<'_>> {
    let mut nodes = vec![make];
    for model in make.children() {
        nodes.push(model);
        nodes.extend(model.children().filter(|node| node.level() == VehicleLevel::Generation));
    }
    nodes
}

fn head(element: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{element} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
    )
}
