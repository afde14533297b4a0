//! The snapshot: what is for sale at one moment.

use crate::{Brand, CatalogueSettings, Category, ProductRef, ShelfProduct, Vehicle};

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
#[derive(Debug, Default)]
pub struct Snapshot {
    pub(crate) settings: CatalogueSettings,
    pub(crate) data: ShelfData,
}

impl Snapshot {
    /// Puts `data` on a new shelf.
    pub fn build(settings: CatalogueSettings, mut data: ShelfData) -> Self {
        data.products.retain(|p| p.product.published_at.is_some() && p.product.deleted_at.is_none());
        Self { settings, data }
    }

    /// The shop's settings of this snapshot.
    pub fn settings(&self) -> &CatalogueSettings {
        &self.settings
    }

    /// How many products are for sale.
    pub fn product_count(&self) -> usize {
        self.data.products.len()
    }

    /// The product with this slug.
    pub fn product(&self, slug: &str) -> Option<ProductRef<'_>> {
        self.data.products.iter().find(|p| p.product.slug == slug).map(|p| ProductRef::new(self, p))
    }

    /// All brands, by name.
    pub fn brands(&self) -> &[Brand] {
        &self.data.brands
    }

    /// All categories, parents before children, siblings by position.
    pub fn categories(&self) -> &[Category] {
        &self.data.categories
    }

    /// All vehicles, by number.
    pub fn vehicles(&self) -> &[Vehicle] {
        &self.data.vehicles
    }
}
