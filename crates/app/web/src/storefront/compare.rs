//! Up to four products side by side; which ones stands in a cookie on the device.

use catalogue::ProductRef;
use serde::Serialize;

use super::StorefrontError;
use super::address;
use super::car::{cookie, decode};
use super::head::Head;
use super::list::facts;
use super::row::Row;
use super::tile::Crumb;
use super::visit::Visit;

/// The cookie's name. It holds slugs joined by dots.
pub(crate) const COOKIE: &str = "compare";
/// Products side by side at most.
const MOST: usize = 4;

#[derive(Debug, Serialize)]
struct CompareView<'a> {
    crumbs: Vec<Crumb>,
    products: Vec<Row<'a>>,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    label: String,
    /// One for each product, in their order.
    values: Vec<Option<String>>,
    differs: bool,
}

/// Writes the page for the products with these slugs.
pub(crate) fn page(visit: &Visit<'_>, slugs: &[String]) -> Result<String, StorefrontError> {
    let products: Vec<ProductRef<'_>> =
        slugs.iter().filter_map(|slug| visit.snapshot.product(slug)).collect();
    let heading = visit.texts.get("compare");
    let view = CompareView {
        crumbs: vec![Crumb::here(heading)],
        lines: lines(visit, &products),
        products: Row::all(visit, products),
    };
    let head = Head {
        description: visit.texts.get("compare-description").to_owned(),
        ..Head::private(format!("{heading} | {}", visit.shop_name()))
    };
    visit.render("compare.html", "compare", &head, "page", &view)
}

fn lines(visit: &Visit<'_>, products: &[ProductRef<'_>]) -> Vec<Line> {
    let mut keys: Vec<&str> = Vec::new();
    for fact in products.iter().flat_map(ProductRef::specifications) {
        if !keys.contains(&fact.key) {
            keys.push(fact.key);
        }
    }
    keys.into_iter()
        .map(|key| {
            let value = |product: &ProductRef<'_>| {
                let fact = product.specifications().find(|fact| fact.key == key)?;
                Some(facts::line(visit.texts, key, fact.value).value)
            };
            let values: Vec<Option<String>> = products.iter().map(value).collect();
            let differs = values.windows(2).any(|pair| pair[0] != pair[1]);
            Line { label: facts::name_of(visit.texts, key), values, differs }
        })
        .collect()
}

/// The slugs in a `Cookie` header.
pub(crate) fn chosen(cookies: Option<&str>) -> Vec<String> {
    let value = cookie(cookies, COOKIE).unwrap_or("");
    value.split('.').filter(|slug| !slug.is_empty()).take(MOST).map(decode).collect()
}

/// The cookie's value after `slug` was added; the oldest makes room.
pub(crate) fn with(mut slugs: Vec<String>, slug: &str) -> Vec<String> {
    slugs.retain(|known| known != slug);
    slugs.push(slug.to_owned());
    if slugs.len() > MOST {
        slugs.remove(0);
    }
    slugs
}

/// The cookie's value for these products.
pub(crate) fn cookie_value(slugs: &[String]) -> String {
    let encoded: Vec<String> = slugs.iter().map(|slug| address::encode(slug).replace('.', "%2E")).collect();
    encoded.join(".")
}
