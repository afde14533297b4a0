//! One product as it lies on the shelf.

use chrono::{DateTime, Utc};
use kernel::{Locale, LocalizedText, Money};

use crate::shelf::columns::Row;
use crate::shelf::record::{Record, Single};
use crate::{
    Availability, Brand, Category, CrossReferenceRef, FitmentRef, PricePoint, ProductId, Snapshot,
    SpecificationRef,
};

/// A product on the shelf; borrows from its snapshot and copies nothing.
#[derive(Debug, Clone, Copy)]
pub struct ProductRef<'a> {
    snapshot: &'a Snapshot,
    number: u32,
    row: Row,
    record: Record<'a>,
}

impl<'a> ProductRef<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, number: u32, row: Row) -> Self {
        Self { snapshot, number, row, record: snapshot.record(number) }
    }

    /// Its dense number.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Its id.
    pub fn id(&self) -> ProductId {
        self.record.id()
    }

    /// Its path segment.
    pub fn slug(&self) -> &'a str {
        self.record.single(Single::Slug)
    }

    /// The shop's own number.
    pub fn sku(&self) -> &'a str {
        self.record.single(Single::Sku)
    }

    /// Its name in this language, else in another.
    pub fn name(&self, locale: Locale) -> &'a str {
        self.record.localized(Single::Name, locale)
    }

    /// Its name in each language in which somebody wrote it; copies.
    pub fn names(&self) -> LocalizedText {
        self.record.in_all_locales(Single::Name)
    }

    /// Its description in this language, else in another, else "".
    pub fn description(&self, locale: Locale) -> &'a str {
        self.record.localized(Single::Description, locale)
    }

    /// Its description in each language in which somebody wrote it; copies.
    pub fn descriptions(&self) -> LocalizedText {
        self.record.in_all_locales(Single::Description)
    }

    /// Its brand.
    pub fn brand(&self) -> Option<&'a Brand> {
        self.snapshot.tables.brand(self.row.brand)
    }

    /// Its category.
    pub fn category(&self) -> Option<&'a Category> {
        self.snapshot.tables.category(self.row.category)
    }

    /// Its price; `None` = on request.
    pub fn price(&self) -> Option<Money> {
        self.row.price().map(|minor| Money::new(minor, self.snapshot.settings.currency))
    }

    /// The price before the offer; only if it is above the price.
    pub fn regular_price(&self) -> Option<Money> {
        self.row.regular().map(|minor| Money::new(minor, self.snapshot.settings.currency))
    }

    /// Whether it can be had now.
    pub fn availability(&self) -> Availability {
        self.row.availability(self.snapshot.settings.low_stock)
    }

    /// Pieces in stock, where counted.
    pub fn stock_quantity(&self) -> Option<u32> {
        self.row.stock()
    }

    /// EAN or UPC.
    pub fn gtin(&self) -> Option<&'a str> {
        self.record.gtin()
    }

    /// The car makers' numbers for the part.
    pub fn oe_numbers(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.record.oe_numbers()
    }

    /// Other brands' numbers for the part.
    pub fn cross_references(&self) -> impl Iterator<Item = CrossReferenceRef<'a>> + use<'a> {
        self.record.cross_references().map(|(brand, number)| CrossReferenceRef { brand, number })
    }

    /// Typed facts in the order in which they are shown.
    pub fn specifications(&self) -> impl Iterator<Item = SpecificationRef<'a>> + use<'a> {
        let snapshot = self.snapshot;
        let values = snapshot.values.get(self.number).iter();
        values.filter_map(move |value| snapshot.dictionary.specification(*value))
    }

    /// Paths or addresses of its pictures.
    pub fn images(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.record.images()
    }

    /// What it fits.
    pub fn fitments(&self) -> impl Iterator<Item = FitmentRef<'a>> + use<'a> {
        let snapshot = self.snapshot;
        snapshot.fitments.get(self.number).iter().filter_map(move |&(vehicle, detail)| {
            let detail = snapshot.dictionary.detail(detail)?;
            Some(FitmentRef {
                vehicle: snapshot.tables.vehicle(vehicle)?,
                position: detail.position.as_deref(),
                quantity: detail.quantity,
                conditions: detail.conditions.as_deref(),
            })
        })
    }

    /// Its latest prices, oldest first.
    pub fn price_points(&self) -> impl Iterator<Item = PricePoint> + use<'a> {
        self.snapshot.prices.get(self.number).iter().map(|&(since_us, minor)| PricePoint {
            valid_from: DateTime::from_timestamp_micros(since_us).unwrap_or_default(),
            price_minor: (minor != i64::MIN).then_some(minor),
        })
    }

    /// From sales and views; 0 until they come.
    pub fn popularity(&self) -> u32 {
        self.row.popularity
    }

    /// When it was first written.
    pub fn created_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.row.created_us).unwrap_or_default()
    }

    /// When it was last written.
    pub fn updated_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.row.updated_us).unwrap_or_default()
    }
}
