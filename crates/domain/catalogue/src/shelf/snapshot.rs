//! The snapshot: what is for sale at one moment.

use std::sync::Arc;

use kernel::Locale;

use crate::search::SearchIndex;
use crate::shelf::chunked::Lists;
use crate::shelf::columns::Columns;
use crate::shelf::dictionary::Dictionary;
use crate::shelf::hash_index::{HashIndex, hash_text};
use crate::shelf::orders::Orders;
use crate::shelf::posting::Family;
use crate::shelf::record::{Record, Single};
use crate::shelf::records::Records;
use crate::shelf::same_parts::SameParts;
use crate::shelf::sorted_lists::SortedLists;
use crate::shelf::tables::Tables;
use crate::shelf::version::{Edition, Hashes};
use crate::{
    Availability, Brand, CatalogueSettings, Category, NumberSet, ProductRef, ShelfProduct, Vehicle,
    VehicleNode,
};

/// Everything from which a snapshot is made.
#[derive(Debug, Clone, Default)]
pub struct ShelfData {
    /// All brands.
    pub brands: Vec<Brand>,
    /// All categories.
    pub categories: Vec<Category>,
    /// All vehicles.
    pub vehicles: Vec<Vehicle>,
    /// All products; drafts and deleted ones are left aside.
    pub products: Vec<ShelfProduct>,
}

/// What is for sale at one moment. Immutable; a copy shares all that it does not change.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub(crate) settings: CatalogueSettings,
    pub(crate) search: Arc<SearchIndex>,
    pub(super) tables: Arc<Tables>,
    pub(super) dictionary: Arc<Dictionary>,
    pub(super) live: Arc<NumberSet>,
    pub(super) columns: Columns,
    pub(super) records: Records,
    pub(super) values: Lists<u32, VALUES_IN_CHUNK>,
    pub(super) fitments: Lists<FitmentRow, LISTS_IN_CHUNK>,
    pub(super) prices: Lists<PriceRow, LISTS_IN_CHUNK>,
    pub(super) in_stock: Arc<NumberSet>,
    pub(super) on_offer: Arc<NumberSet>,
    pub(super) brand_family: Family,
    pub(super) category_family: Family,
    pub(super) value_family: Family,
    pub(super) node_family: Family,
    pub(super) slugs: HashIndex,
    pub(super) part_numbers: HashIndex,
    pub(super) orders: Orders,
    pub(super) sorted_lists: SortedLists,
    pub(super) same_parts: SameParts,
    pub(super) edition: Edition,
    /// The sums of the hashes of all that is for sale.
    pub(super) version: Hashes,
}

pub(super) const LISTS_IN_CHUNK: usize = 64;
pub(super) const VALUES_IN_CHUNK: usize = 256;

/// A vehicle's number and the number of a [`super::dictionary::Detail`].
pub(super) type FitmentRow = (u32, u32);

/// Microseconds since 1970, and minor units (`i64::MIN` = on request).
pub(super) type PriceRow = (i64, i64);

impl Snapshot {
    /// The shop's settings of this snapshot.
    pub fn settings(&self) -> &CatalogueSettings {
        &self.settings
    }

    /// How many products are for sale.
    pub fn product_count(&self) -> usize {
        self.live.len()
    }

    /// The numbers of all that is for sale.
    pub fn live(&self) -> &NumberSet {
        &self.live
    }

    /// All that is for sale, by number.
    pub fn products(&self) -> impl Iterator<Item = ProductRef<'_>> {
        self.live.iter().filter_map(|number| self.product_by_number(number))
    }

    /// The product with this slug.
    pub fn product(&self, slug: &str) -> Option<ProductRef<'_>> {
        let mut candidates = self.slugs.candidates(hash_text(slug));
        let number = candidates.find(|number| self.record(*number).single(Single::Slug) == slug)?;
        self.product_by_number(number)
    }

    /// The product with this number.
    pub fn product_by_number(&self, number: u32) -> Option<ProductRef<'_>> {
        Some(ProductRef::new(self, number, self.columns.row(number)?))
    }

    /// Whether the product with this number can be had now.
    pub fn availability_of(&self, number: u32) -> Availability {
        self.columns.row(number).map_or(Availability::Out, |row| row.availability(self.settings.low_stock))
    }

    /// From sales and views; 0 until they come.
    pub fn popularity_of(&self, number: u32) -> u32 {
        self.columns.popularity(number)
    }

    /// All brands, by name.
    pub fn brands(&self) -> &[Brand] {
        self.tables.brands()
    }

    /// The brand with this slug.
    pub fn brand(&self, slug: &str) -> Option<&Brand> {
        self.tables.brand_by_slug(slug)
    }

    /// The brand with this number.
    pub(crate) fn brand_by_number(&self, number: u32) -> Option<&Brand> {
        self.tables.brand(number)
    }

    /// Products of the brand with this number.
    pub fn brand_count(&self, number: u32) -> usize {
        self.brand_family.count(number)
    }

    /// All categories, parents before children, siblings by position.
    pub fn categories(&self) -> &[Category] {
        self.tables.categories()
    }

    /// The category with this slug.
    pub fn category(&self, slug: &str) -> Option<&Category> {
        self.tables.category_by_slug(slug)
    }

    /// The category with this number.
    pub(crate) fn category_by_number(&self, number: u32) -> Option<&Category> {
        self.tables.category(number)
    }

    /// Products in the category with this number and in its descendants.
    pub fn category_count(&self, number: u32) -> usize {
        self.category_family.count(number)
    }

    /// The categories right within this one, or those at the top, by position.
    pub fn category_children(&self, parent: Option<u32>) -> impl Iterator<Item = &Category> {
        self.tables.category_children(parent)
    }

    /// The way from the top to the category with this number, both included.
    pub fn category_path(&self, number: u32) -> impl Iterator<Item = &Category> {
        self.tables.category_path(number)
    }

    /// All vehicles, by number.
    pub fn vehicles(&self) -> impl Iterator<Item = &Vehicle> {
        self.tables.vehicles().iter()
    }

    /// The makes: the top of the vehicle tree, by name.
    pub fn makes(&self) -> impl Iterator<Item = VehicleNode<'_>> {
        self.tables.vehicle_tree().makes().map(|index| VehicleNode::new(self, index))
    }

    /// The make, model, generation or vehicle with this slug.
    pub fn vehicle_node(&self, slug: &str) -> Option<VehicleNode<'_>> {
        Some(VehicleNode::new(self, self.tables.vehicle_tree().by_slug(slug)?))
    }

    /// The keys of all specifications, which are filters too.
    pub fn specification_keys(&self) -> impl Iterator<Item = &str> {
        self.dictionary.key_names()
    }

    /// Bytes that the snapshot holds on the heap, search aside.
    pub fn heap_bytes(&self) -> usize {
        self.columns.heap_bytes()
            + self.records.heap_bytes()
            + self.values.heap_bytes()
            + self.fitments.heap_bytes()
            + self.prices.heap_bytes()
            + [&self.live, &self.in_stock, &self.on_offer].iter().map(|set| set.heap_bytes()).sum::<usize>()
            + [&self.brand_family, &self.category_family, &self.value_family, &self.node_family]
                .iter()
                .map(|family| family.heap_bytes())
                .sum::<usize>()
            + self.slugs.heap_bytes()
            + self.part_numbers.heap_bytes()
            + self.orders.heap_bytes()
            + self.dictionary.heap_bytes()
    }

    /// Whether the product is of the brand with this number.
    pub(crate) fn is_of_brand(&self, number: u32, brand: u32) -> bool {
        self.columns.brand(number) == brand
    }

    /// Whether the product stands in the category with this number or in one of its descendants.
    pub(crate) fn is_in_category(&self, number: u32, category: u32) -> bool {
        let own = self.columns.category(number);
        own == category || self.tables.category_ancestors(own).any(|ancestor| ancestor.number == category)
    }

    pub(super) fn record(&self, number: u32) -> Record<'_> {
        self.records.get(number)
    }

    pub(super) fn name_of(&self, number: u32, locale: Locale) -> &str {
        self.record(number).localized(Single::Name, locale)
    }
}
