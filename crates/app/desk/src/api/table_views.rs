//! Brands, categories and vehicles as programs at the desk see them.

use catalogue::{Brand, BrandAtDesk, Category, CategoryAtDesk, Vehicle};
use kernel::LocalizedText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A text in each language that has it.
#[derive(ToSchema)]
#[schema(as = Texts)]
#[expect(dead_code, reason = "describes the kernel's own type")]
pub(super) struct TextsView {
    fr: Option<String>,
    ar: Option<String>,
    en: Option<String>,
}

/// A brand beside what has it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeskBrandName)]
pub(super) struct BrandName {
    id: Uuid,
    slug: String,
    name: String,
}

impl From<Brand> for BrandName {
    fn from(brand: Brand) -> Self {
        Self { id: brand.id.0, slug: brand.slug, name: brand.name }
    }
}

/// A brand, and how many products have it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeskBrand)]
pub(super) struct BrandView {
    id: Uuid,
    slug: String,
    name: String,
    /// Products that are not deleted.
    products: u64,
}

impl From<BrandAtDesk> for BrandView {
    fn from(BrandAtDesk { brand, products }: BrandAtDesk) -> Self {
        Self { id: brand.id.0, slug: brand.slug, name: brand.name, products }
    }
}

/// A category beside what stands in it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeskCategoryName)]
pub(super) struct CategoryName {
    id: Uuid,
    slug: String,
    #[schema(value_type = TextsView, inline)]
    names: LocalizedText,
}

impl From<Category> for CategoryName {
    fn from(category: Category) -> Self {
        Self { id: category.id.0, slug: category.slug, names: category.names }
    }
}

/// A category of the tree.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeskCategory)]
pub(super) struct CategoryView {
    id: Uuid,
    /// `null` = it stands at the top.
    parent_id: Option<Uuid>,
    slug: String,
    #[schema(value_type = TextsView, inline)]
    names: LocalizedText,
    /// Among its siblings.
    position: i32,
    drawing: Option<String>,
}

impl From<Category> for CategoryView {
    fn from(category: Category) -> Self {
        Self {
            id: category.id.0,
            parent_id: category.parent_id.map(|id| id.0),
            slug: category.slug,
            names: category.names,
            position: category.position,
            drawing: category.drawing,
        }
    }
}

/// A category of the tree, and how many products stand in it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeskCategoryRow)]
pub(super) struct CategoryRowView {
    #[schema(inline)]
    category: CategoryView,
    /// Products that are not deleted, without those of the categories within.
    products: u64,
}

impl From<CategoryAtDesk> for CategoryRowView {
    fn from(CategoryAtDesk { category, products }: CategoryAtDesk) -> Self {
        Self { category: category.into(), products }
    }
}

/// A vehicle to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct VehicleFields {
    /// Made of its parts if it is missing.
    #[serde(default)]
    slug: String,
    make: String,
    model: String,
    /// Counted from 1.
    generation: Option<u16>,
    /// The builder's code: "X98".
    series: Option<String>,
    year_from: Option<u16>,
    year_to: Option<u16>,
    engine: Option<String>,
    /// "diesel", "petrol", "hybrid", "electric", "lpg".
    fuel: Option<String>,
    power_kw: Option<u16>,
    body: Option<String>,
    drive: Option<String>,
    transmission: Option<String>,
    /// `TecDoc`'s number.
    k_type: Option<u32>,
}

impl From<VehicleFields> for catalogue::VehicleDocument {
    fn from(fields: VehicleFields) -> Self {
        Self {
            slug: fields.slug,
            make: fields.make,
            model: fields.model,
            generation: fields.generation,
            series: fields.series,
            year_from: fields.year_from,
            year_to: fields.year_to,
            engine: fields.engine,
            fuel: fields.fuel,
            power_kw: fields.power_kw,
            body: fields.body,
            drive: fields.drive,
            transmission: fields.transmission,
            k_type: fields.k_type,
            ..Self::default()
        }
    }
}

/// A vehicle.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeskVehicle)]
pub(super) struct VehicleView {
    id: Uuid,
    slug: String,
    make: String,
    model: String,
    generation: Option<u16>,
    series: Option<String>,
    year_from: Option<u16>,
    year_to: Option<u16>,
    engine: Option<String>,
    fuel: Option<String>,
    power_kw: Option<u16>,
    body: Option<String>,
    drive: Option<String>,
    transmission: Option<String>,
    k_type: Option<u32>,
}

impl From<Vehicle> for VehicleView {
    fn from(vehicle: Vehicle) -> Self {
        Self {
            id: vehicle.id.0,
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
        }
    }
}
