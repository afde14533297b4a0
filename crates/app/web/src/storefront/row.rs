//! A product as one row of a list.

use std::borrow::Cow;

use catalogue::{Availability, ProductRef};
use serde::Serialize;

use super::address;
use super::texts::Texts;
use super::visit::Visit;

/// One row.
#[derive(Debug, Serialize)]
pub(crate) struct Row<'a> {
    pub(crate) slug: &'a str,
    pub(crate) href: String,
    pub(crate) name: &'a str,
    pub(crate) brand: Option<&'a str>,
    pub(crate) sku: &'a str,
    /// The address of its first picture, else of its category's drawing.
    pub(crate) picture: Cow<'a, str>,
    /// Whether that is a drawing.
    pub(crate) drawn: bool,
    /// As the language writes it; `None` = on request.
    pub(crate) price: Option<String>,
    pub(crate) regular_price: Option<String>,
    pub(crate) stock: &'static str,
    pub(crate) stock_text: &'a str,
    pub(crate) fit: Option<&'static str>,
    pub(crate) fit_text: Option<String>,
}

/// Points of the picture of a row.
const PICTURE: u32 = 400;

impl<'a> Row<'a> {
    /// The row of a product.
    pub(crate) fn new(visit: &'a Visit<'_>, product: ProductRef<'a>) -> Self {
        let locale = visit.locale;
        visit.shown.borrow_mut().push(product.number());
        let fit = visit.car.as_ref().map(|car| (car, car.fit(&product).as_str()));
        let (stock, stock_key) = match product.availability() {
            Availability::InStock => ("in-stock", "stock-in-stock"),
            Availability::Low => ("low", "stock-few"),
            Availability::OnOrder => ("on-order", "stock-on-order"),
            Availability::Out => ("out", "stock-out"),
        };
        let image = product.images().find_map(|image| address::picture_for(image, PICTURE));
        Self {
            slug: product.slug(),
            href: address::product(locale, product.slug()),
            name: product.name(locale),
            brand: product.brand().map(|brand| brand.name.as_str()),
            sku: product.sku(),
            drawn: image.is_none(),
            picture: image.map_or_else(|| drawing(visit, product).into(), Cow::Owned),
            price: product.price().map(|price| price.format(locale)),
            regular_price: product.regular_price().map(|price| price.format(locale)),
            stock,
            stock_text: visit.texts.get(stock_key),
            fit: fit.map(|(_, answer)| answer),
            fit_text: fit.map(|(car, answer)| fit_text(visit.texts, answer, &car.short)),
        }
    }

    /// The rows of several.
    pub(crate) fn all(visit: &'a Visit<'_>, products: impl IntoIterator<Item = ProductRef<'a>>) -> Vec<Self> {
        products.into_iter().map(|product| Self::new(visit, product)).collect()
    }
}

fn fit_text(texts: &Texts, answer: &str, car: &str) -> String {
    match answer {
        "yes" => texts.with("fit-yes", "car", car),
        "no" => texts.with("fit-no", "car", car),
        _ => texts.get("fit-unknown").to_owned(),
    }
}

/// The address of the drawing of the product's category, or of the nearest one above it that has one.
pub(crate) fn drawing<'a>(visit: &'a Visit<'_>, product: ProductRef<'_>) -> &'a str {
    let assets = visit.front.assets();
    let Some(category) = product.category() else { return assets.drawing(None) };
    if category.drawing.is_some() {
        return assets.drawing(category.drawing.as_deref());
    }
    let path = visit.snapshot.category_path(category.number);
    assets.drawing(path.filter_map(|category| category.drawing.as_deref()).last())
}
