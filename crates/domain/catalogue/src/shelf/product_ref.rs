//! One product as it lies on the shelf.

use chrono::{DateTime, Utc};
use kernel::{Locale, Money};

use crate::{
    Availability, Brand, Category, CrossReferenceRef, FitmentRef, PricePoint, ProductId, ShelfProduct,
    Snapshot, SpecificationRef,
};

/// A product on the shelf; borrows from its snapshot and copies nothing.
#[derive(Debug, Clone, Copy)]
pub struct ProductRef<'a> {
    snapshot: &'a Snapshot,
    record: &'a ShelfProduct,
}

impl<'a> ProductRef<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, record: &'a ShelfProduct) -> Self {
        Self { snapshot, record }
    }

    /// Its dense number.
    pub fn number(&self) -> u32 {
        self.record.product.number
    }

    /// Its id.
    pub fn id(&self) -> ProductId {
        self.record.product.id
    }

    /// Its path segment.
    pub fn slug(&self) -> &'a str {
        &self.record.product.slug
    }

    /// The shop's own number.
    pub fn sku(&self) -> &'a str {
        &self.record.product.sku
    }

    /// Its name in this language, else in another.
    pub fn name(&self, locale: Locale) -> &'a str {
        self.record.product.names.best(locale)
    }

    /// Its description in this language, else in another, else "".
    pub fn description(&self, locale: Locale) -> &'a str {
        self.record.product.descriptions.best(locale)
    }

    /// Its brand.
    pub fn brand(&self) -> Option<&'a Brand> {
        let id = self.record.product.brand_id?;
        self.snapshot.brands().iter().find(|brand| brand.id == id)
    }

    /// Its category.
    pub fn category(&self) -> Option<&'a Category> {
        let id = self.record.product.category_id?;
        self.snapshot.categories().iter().find(|category| category.id == id)
    }

    /// Its price; `None` = on request.
    pub fn price(&self) -> Option<Money> {
        self.record.product.price_minor.map(|minor| Money::new(minor, self.snapshot.settings.currency))
    }

    /// The price before the offer; only if it is above the price.
    pub fn regular_price(&self) -> Option<Money> {
        let regular = self.record.product.regular_price_minor?;
        (regular > self.record.product.price_minor?)
            .then(|| Money::new(regular, self.snapshot.settings.currency))
    }

    /// Whether it can be had now.
    pub fn availability(&self) -> Availability {
        let product = &self.record.product;
        Availability::of(product.stock_quantity, product.on_order, self.snapshot.settings.low_stock)
    }

    /// Pieces in stock, where counted.
    pub fn stock_quantity(&self) -> Option<u32> {
        self.record.product.stock_quantity
    }

    /// EAN or UPC.
    pub fn gtin(&self) -> Option<&'a str> {
        self.record.product.gtin.as_deref()
    }

    /// The car makers' numbers for the part.
    pub fn oe_numbers(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.record.product.oe_numbers.iter().map(String::as_str)
    }

    /// Other brands' numbers for the part.
    pub fn cross_references(&self) -> impl Iterator<Item = CrossReferenceRef<'a>> + use<'a> {
        let references = self.record.product.cross_references.iter();
        references.map(|reference| CrossReferenceRef { brand: &reference.brand, number: &reference.number })
    }

    /// Typed facts in the order in which they are shown.
    pub fn specifications(&self) -> impl Iterator<Item = SpecificationRef<'a>> + use<'a> {
        let specifications = self.record.product.specifications.iter();
        specifications.map(|fact| SpecificationRef { key: &fact.key, value: (&fact.value).into() })
    }

    /// Paths or addresses of its pictures.
    pub fn images(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.record.product.images.iter().map(String::as_str)
    }

    /// What it fits.
    pub fn fitments(&self) -> impl Iterator<Item = FitmentRef<'a>> + use<'a> {
        let snapshot = self.snapshot;
        self.record.fitments.iter().filter_map(|fitment| {
            Some(FitmentRef {
                vehicle: snapshot.tables.vehicle(fitment.vehicle)?,
                position: fitment.position.as_deref(),
                quantity: fitment.quantity,
                conditions: fitment.conditions.as_deref(),
            })
        })
    }

    /// Its latest prices, oldest first.
    pub fn price_points(&self) -> impl Iterator<Item = PricePoint> + use<'a> {
        self.record.price_points.iter().copied()
    }

    /// From sales and views; 0 until they come.
    pub fn popularity(&self) -> u32 {
        self.record.product.popularity
    }

    /// When it was first written.
    pub fn created_at(&self) -> DateTime<Utc> {
        self.record.product.created_at
    }

    /// When it was last written.
    pub fn updated_at(&self) -> DateTime<Utc> {
        self.record.product.updated_at
    }
}
