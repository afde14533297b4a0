//! The demo shop: a car-parts dealer in Sousse, made up from tables, the same each time.
//!
//! Owns what the shop is called and what it sells. It writes through the
//! catalogue's own door, as an import does.

mod fill;
mod history;
mod numbers;
mod product;
mod random;
mod sales;
mod slots;
mod stock;
mod tables;
mod words;

use anyhow::{Context, Result};
use catalogue::{CategoryDocument, VehicleDocument};

use slots::Slots;
use stock::Products;
use tables::Tables;
use web::storefront::ShopProfile;

pub(crate) use fill::{Found, clear, fill, finish, look_into};
pub(crate) use history::write_sales;

/// Who the demo shop is.
pub(crate) fn profile() -> Result<ShopProfile> {
    toml::from_str(include_str!("../data/demo/shop.toml")).context("the demo shop's profile is wrong")
}

/// The tables, read, and the order in which the shop stocks its parts.
#[derive(Debug)]
pub(crate) struct Demo {
    tables: Tables,
    slots: Slots,
}

impl Demo {
    /// Reads the tables.
    pub(crate) fn new() -> Result<Self> {
        let tables = Tables::read()?;
        let slots = Slots::of(&tables);
        Ok(Self { tables, slots })
    }

    /// The category tree, parents first.
    pub(crate) fn categories(&self) -> Vec<CategoryDocument> {
        let tables = &self.tables;
        let mut categories = Vec::new();
        for (place, top) in tables.tops.iter().enumerate() {
            categories.push(CategoryDocument {
                slug: top.slug.to_owned(),
                parent: None,
                names: top.names.clone(),
                position: place as i32,
                drawing: Some(top.drawing.to_owned()),
            });
            let parts = tables.parts.iter().map(|kind| (kind.top, kind.slug, &kind.names, kind.drawing));
            let sized = tables.sized.iter().map(|kind| (kind.top, kind.slug, &kind.names, kind.drawing));
            for (below, (_, slug, names, drawing)) in
                parts.chain(sized).filter(|kind| kind.0 == place).enumerate()
            {
                categories.push(CategoryDocument {
                    slug: slug.to_owned(),
                    parent: Some(top.slug.to_owned()),
                    names: names.clone(),
                    position: below as i32,
                    drawing: Some(drawing.to_owned()),
                });
            }
        }
        categories
    }

    /// All cars.
    pub(crate) fn vehicles(&self) -> Vec<VehicleDocument> {
        self.tables.vehicles.iter().map(|vehicle| vehicle.document.clone()).collect()
    }

    /// The shop's products, without end: take as many as the shop shall have.
    pub(crate) fn products(&self) -> Products<'_> {
        Products::new(&self.tables, &self.slots)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ten_thousand_products_have_their_own_numbers_and_fit_known_cars() {
        let demo = Demo::new().unwrap();
        let vehicles: HashSet<String> = demo.vehicles().into_iter().map(|vehicle| vehicle.slug).collect();
        let categories: HashSet<String> =
            demo.categories().into_iter().map(|category| category.slug).collect();
        assert_eq!(vehicles.len(), demo.vehicles().len());
        assert_eq!(categories.len(), demo.categories().len());
        let (mut skus, mut slugs) = (HashSet::new(), HashSet::new());
        for product in demo.products().take(10_000) {
            assert!(categories.contains(product.category.as_ref().unwrap()));
            for fitment in product.fitments.iter().flatten() {
                assert!(vehicles.contains(&fitment.vehicle), "{}", fitment.vehicle);
            }
            assert!(slugs.insert(product.slug.clone()), "{:?}", product.slug);
            assert!(skus.insert(product.sku.clone()), "{}", product.sku);
        }
    }

    #[test]
    fn the_shop_is_the_same_each_time() {
        let (first, second) = (Demo::new().unwrap(), Demo::new().unwrap());
        assert!(first.products().take(500).eq(second.products().take(500)));
    }

    #[test]
    fn years_in_an_arabic_description_keep_their_order_and_their_line() {
        let descriptions: Vec<String> =
            Demo::new().unwrap().products().take(500).filter_map(|product| product.descriptions.ar).collect();
        assert!(descriptions.iter().any(|text| text.contains("\u{a0}إلى\u{a0}20")));
        for text in descriptions {
            let brackets = text.split('(').skip(1).filter_map(|rest| rest.split(')').next());
            for years in brackets.filter(|words| words.contains(|c: char| c.is_ascii_digit())) {
                assert!(!years.contains(['-', '+', ' ']), "{text}");
            }
        }
    }

    #[test]
    fn every_drawing_is_there() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/assets/drawings");
        for category in Demo::new().unwrap().categories() {
            let drawing = category.drawing.unwrap();
            assert!(folder.join(format!("{drawing}.svg")).is_file(), "{drawing}");
        }
    }
}
