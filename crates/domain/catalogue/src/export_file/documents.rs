//! Records as the documents that import again as those records.

use db::DbError;
use rustc_hash::{FxHashMap, FxHashSet};
use sea_orm::ConnectionTrait;

use crate::store::{brand, category, vehicle};
use crate::{
    BrandId, Category, CategoryDocument, CategoryId, FitmentDocument, ProductDocument, ShelfProduct, Vehicle,
    VehicleDocument,
};

/// Names of what products point to.
pub(super) struct Names {
    brands: FxHashMap<BrandId, String>,
    categories: FxHashMap<CategoryId, String>,
}

impl Names {
    pub(super) async fn read(conn: &impl ConnectionTrait) -> Result<Self, DbError> {
        let brands = brand::list_all(conn).await?.into_iter().map(|brand| (brand.id, brand.name));
        let categories =
            category::list_all(conn).await?.into_iter().map(|category| (category.id, category.slug));
        Ok(Self { brands: brands.collect(), categories: categories.collect() })
    }

    pub(super) async fn product_documents(
        &self,
        conn: &impl ConnectionTrait,
        products: Vec<ShelfProduct>,
    ) -> Result<Vec<ProductDocument>, DbError> {
        let numbers: FxHashSet<u32> =
            products.iter().flat_map(|product| &product.fitments).map(|fitment| fitment.vehicle).collect();
        let slugs: FxHashMap<u32, String> =
            vehicle::find_slugs_by_number(conn, numbers.into_iter()).await?.into_iter().collect();
        Ok(products.into_iter().map(|product| self.product_document(product, &slugs)).collect())
    }

    fn product_document(&self, shelf: ShelfProduct, slugs: &FxHashMap<u32, String>) -> ProductDocument {
        let product = shelf.product;
        let fitments = shelf.fitments.into_iter().filter_map(|fitment| {
            Some(FitmentDocument {
                vehicle: slugs.get(&fitment.vehicle)?.clone(),
                position: fitment.position,
                quantity: fitment.quantity,
                conditions: fitment.conditions,
            })
        });
        ProductDocument {
            sku: product.sku,
            slug: Some(product.slug),
            names: product.names,
            descriptions: product.descriptions,
            brand: product.brand_id.and_then(|id| self.brands.get(&id).cloned()),
            category: product.category_id.and_then(|id| self.categories.get(&id).cloned()),
            price_minor: product.price_minor,
            price_on_request: false,
            regular_price_minor: product.regular_price_minor,
            cost_minor: product.cost_minor,
            gtin: product.gtin,
            specifications: filled(product.specifications),
            images: filled(product.images),
            oe_numbers: filled(product.oe_numbers),
            cross_references: filled(product.cross_references),
            stock_quantity: product.stock_quantity,
            on_order: Some(product.on_order),
            published: Some(product.published_at.is_some()),
            fitments: filled(fitments.collect()),
        }
    }
}

fn filled<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}

pub(super) fn category_documents(categories: Vec<Category>) -> Vec<CategoryDocument> {
    let slugs: FxHashMap<CategoryId, String> =
        categories.iter().map(|category| (category.id, category.slug.clone())).collect();
    categories
        .into_iter()
        .map(|category| CategoryDocument {
            parent: category.parent_id.and_then(|id| slugs.get(&id).cloned()),
            slug: category.slug,
            names: category.names,
            position: category.position,
            drawing: category.drawing,
        })
        .collect()
}

/// A vehicle as the document that imports again as it.
pub(crate) fn vehicle_document(vehicle: Vehicle) -> VehicleDocument {
    VehicleDocument {
        slug: vehicle.slug,
        make: vehicle.make,
        model: vehicle.model,
        generation: vehicle.generation,
        series: vehicle.series,
        year_from: vehicle.year_from,
        year_to: vehicle.year_to,
        engine: vehicle.engine,
        fuel: vehicle.fuel,
        power_kw: vehicle.power_kw,
        body: vehicle.body,
        drive: vehicle.drive,
        transmission: vehicle.transmission,
        k_type: vehicle.k_type,
        aces_base_vehicle: vehicle.aces_base_vehicle,
    }
}
