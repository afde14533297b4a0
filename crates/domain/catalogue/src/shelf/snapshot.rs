//! The snapshot: what is for sale at one moment.

use std::sync::Arc;

use crate::search::SearchIndex;
use crate::shelf::tables::Tables;
use crate::{
    Availability, Brand, CatalogueError, CatalogueSettings, Category, ProductRef, ShelfProduct, Vehicle,
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

/// What is for sale at one moment. Immutable.
#[derive(Debug)]
pub struct Snapshot {
    pub(crate) settings: CatalogueSettings,
    pub(super) tables: Arc<Tables>,
    pub(crate) search: Arc<SearchIndex>,
    products: Vec<ShelfProduct>,
}

impl Snapshot {
    /// Puts `data` on a new shelf.
    ///
    /// # Errors
    /// When its search index cannot be made.
    pub fn build(settings: CatalogueSettings, mut data: ShelfData) -> Result<Self, CatalogueError> {
        data.products.retain(|p| p.product.published_at.is_some() && p.product.deleted_at.is_none());
        let search = Arc::new(SearchIndex::build(&settings, &data)?);
        let tables = Arc::new(Tables::new(data.brands, data.categories, data.vehicles));
        Ok(Self { settings, tables, search, products: data.products })
    }

    /// The shop's settings of this snapshot.
    pub fn settings(&self) -> &CatalogueSettings {
        &self.settings
    }

    /// How many products are for sale.
    pub fn product_count(&self) -> usize {
        self.products.len()
    }

    /// All that is for sale, by number.
    pub fn products(&self) -> impl Iterator<Item = ProductRef<'_>> {
        self.products.iter().map(|record| ProductRef::new(self, record))
    }

    /// The product with this slug.
    pub fn product(&self, slug: &str) -> Option<ProductRef<'_>> {
        self.products().find(|product| product.slug() == slug)
    }

    /// The product with this number.
    pub fn product_by_number(&self, number: u32) -> Option<ProductRef<'_>> {
        self.products().find(|product| product.number() == number)
    }

    /// Whether the product with this number can be had now.
    pub fn availability_of(&self, number: u32) -> Availability {
        self.product_by_number(number).map_or(Availability::Out, |product| product.availability())
    }

    /// All brands, by name.
    pub fn brands(&self) -> &[Brand] {
        self.tables.brands()
    }

    /// The brand with this slug.
    pub fn brand(&self, slug: &str) -> Option<&Brand> {
        self.tables.brand_by_slug(slug)
    }

    /// Products of the brand with this number.
    pub fn brand_count(&self, number: u32) -> usize {
        self.products().filter(|product| product.brand().is_some_and(|brand| brand.number == number)).count()
    }

    /// All categories, parents before children, siblings by position.
    pub fn categories(&self) -> &[Category] {
        self.tables.categories()
    }

    /// The category with this slug.
    pub fn category(&self, slug: &str) -> Option<&Category> {
        self.tables.category_by_slug(slug)
    }

    /// Products in the category with this number and in its descendants.
    pub fn category_count(&self, number: u32) -> usize {
        let within = |category: &Category| self.category_path(category.number).any(|c| c.number == number);
        self.products().filter(|product| product.category().is_some_and(within)).count()
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
        self.tables.vehicles()
    }

    /// The makes: the top of the vehicle tree, by name.
    pub fn makes(&self) -> impl Iterator<Item = VehicleNode<'_>> {
        self.tables.vehicle_tree().makes().map(|index| VehicleNode::new(self, index))
    }

    /// The make, model, generation or vehicle with this slug.
    pub fn vehicle_node(&self, slug: &str) -> Option<VehicleNode<'_>> {
        Some(VehicleNode::new(self, self.tables.vehicle_tree().by_slug(slug)?))
    }

    /// The keys of all specifications, which are filters too, in alphabetical order.
    pub fn specification_keys(&self) -> impl Iterator<Item = &str> {
        let keys: std::collections::BTreeSet<&str> =
            self.products().flat_map(|product| product.specifications().map(|fact| fact.key)).collect();
        keys.into_iter()
    }
}

impl Snapshot {
    pub(super) fn vehicle_node_count(&self, index: u32) -> usize {
        let fits = |product: &ProductRef<'_>| {
            let tree = self.tables.vehicle_tree();
            product.fitments().any(|fitment| tree.nodes_of(fitment.vehicle.number).any(|node| node == index))
        };
        self.products().filter(fits).count()
    }
}
