//! Products as programs at the desk see them, under the names that a change writes.

use catalogue::{
    CrossReference, DeskRow, FitmentAtDesk, PriceChange, Product, ProductAtDesk, ProductState, Specification,
};
use chrono::{DateTime, Utc};
use kernel::LocalizedText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::table_views::{BrandName, CategoryName, TextsView, VehicleView};

/// Where a product is in its life.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ProductState)]
pub(super) enum StateName {
    Live,
    Draft,
    Deleted,
}

impl From<&Product> for StateName {
    fn from(product: &Product) -> Self {
        match ProductState::of(product) {
            ProductState::Live => Self::Live,
            ProductState::Draft => Self::Draft,
            ProductState::Deleted => Self::Deleted,
        }
    }
}

impl From<StateName> for ProductState {
    fn from(name: StateName) -> Self {
        match name {
            StateName::Live => Self::Live,
            StateName::Draft => Self::Draft,
            StateName::Deleted => Self::Deleted,
        }
    }
}

/// A typed fact.
#[derive(ToSchema)]
#[schema(as = DeskSpecification)]
#[expect(dead_code, reason = "describes the catalogue's own type")]
pub(super) struct SpecificationFields {
    /// A slug with the unit in it: `diameter-mm`.
    key: String,
    /// A flag, a number or a text.
    value: serde_json::Value,
}

/// Another brand's number for the same part.
#[derive(ToSchema)]
#[schema(as = DeskCrossReference)]
#[expect(dead_code, reason = "describes the catalogue's own type")]
pub(super) struct CrossReferenceFields {
    brand: String,
    number: String,
}

/// A vehicle that it fits.
#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FitmentFields)]
#[expect(dead_code, reason = "describes the catalogue's own type")]
pub(super) struct FitmentFields {
    vehicle_id: Uuid,
    position: Option<String>,
    quantity: Option<u16>,
    conditions: Option<String>,
}

/// Fields of a product to be set; `null` clears one, what is left out stays.
#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "describes the catalogue's own type")]
pub(super) struct ProductFields {
    /// Cannot be cleared.
    sku: Option<String>,
    /// Cleared, it is made anew of name and SKU.
    slug: Option<String>,
    #[schema(inline)]
    names: Option<TextsView>,
    #[schema(inline)]
    descriptions: Option<TextsView>,
    brand_id: Option<Uuid>,
    category_id: Option<Uuid>,
    /// Minor units; cleared, the price is on request.
    price_minor: Option<i64>,
    /// Minor units, the price before an offer.
    regular_price_minor: Option<i64>,
    /// Minor units; for those who may see costs.
    cost_minor: Option<i64>,
    gtin: Option<String>,
    #[schema(inline)]
    specifications: Option<Vec<SpecificationFields>>,
    /// Paths that `POST /api/admin/images` answered, or addresses; the main one first.
    images: Option<Vec<String>>,
    oe_numbers: Option<Vec<String>>,
    #[schema(inline)]
    cross_references: Option<Vec<CrossReferenceFields>>,
    /// Cleared, pieces are not counted.
    stock_quantity: Option<u32>,
    on_order: Option<bool>,
    published: Option<bool>,
    #[schema(inline)]
    fitments: Option<Vec<FitmentFields>>,
}

/// A vehicle that a product fits, and how.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeskFitment)]
pub(super) struct FitmentView {
    #[schema(inline)]
    vehicle: VehicleView,
    position: Option<String>,
    quantity: Option<u16>,
    conditions: Option<String>,
}

impl From<FitmentAtDesk> for FitmentView {
    fn from(fitted: FitmentAtDesk) -> Self {
        Self {
            vehicle: fitted.vehicle.into(),
            position: fitted.fitment.position,
            quantity: fitted.fitment.quantity,
            conditions: fitted.fitment.conditions,
        }
    }
}

/// A product as staff see it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeskProduct)]
pub(super) struct ProductView {
    id: Uuid,
    /// What `If-Match` carries, in quotes.
    version: String,
    #[schema(inline)]
    state: StateName,
    sku: String,
    slug: String,
    #[schema(value_type = TextsView, inline)]
    names: LocalizedText,
    #[schema(value_type = TextsView, inline)]
    descriptions: LocalizedText,
    #[schema(inline)]
    brand: Option<BrandName>,
    #[schema(inline)]
    category: Option<CategoryName>,
    /// `null` = on request.
    price_minor: Option<i64>,
    regular_price_minor: Option<i64>,
    /// `null` for those who may not see it.
    cost_minor: Option<i64>,
    gtin: Option<String>,
    #[schema(value_type = Vec<SpecificationFields>, inline)]
    specifications: Vec<Specification>,
    images: Vec<String>,
    oe_numbers: Vec<String>,
    #[schema(value_type = Vec<CrossReferenceFields>, inline)]
    cross_references: Vec<CrossReference>,
    /// `null` = not counted.
    stock_quantity: Option<u32>,
    on_order: bool,
    #[schema(inline)]
    fitments: Vec<FitmentView>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl ProductView {
    pub(super) fn version(&self) -> &str {
        &self.version
    }
}

impl From<ProductAtDesk> for ProductView {
    fn from(found: ProductAtDesk) -> Self {
        let version = found.version().to_string();
        let product = found.product;
        Self {
            id: product.id.0,
            version,
            state: StateName::from(&product),
            sku: product.sku,
            slug: product.slug,
            names: product.names,
            descriptions: product.descriptions,
            brand: found.brand.map(BrandName::from),
            category: found.category.map(CategoryName::from),
            price_minor: product.price_minor,
            regular_price_minor: product.regular_price_minor,
            cost_minor: product.cost_minor,
            gtin: product.gtin,
            specifications: product.specifications,
            images: product.images,
            oe_numbers: product.oe_numbers,
            cross_references: product.cross_references,
            stock_quantity: product.stock_quantity,
            on_order: product.on_order,
            fitments: found.fitments.into_iter().map(FitmentView::from).collect(),
            created_at: product.created_at,
            updated_at: product.updated_at,
        }
    }
}

/// A product in a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeskProductRow)]
pub(super) struct ProductRowView {
    id: Uuid,
    version: String,
    #[schema(inline)]
    state: StateName,
    sku: String,
    slug: String,
    #[schema(value_type = TextsView, inline)]
    names: LocalizedText,
    #[schema(inline)]
    brand: Option<BrandName>,
    #[schema(inline)]
    category: Option<CategoryName>,
    price_minor: Option<i64>,
    cost_minor: Option<i64>,
    stock_quantity: Option<u32>,
    on_order: bool,
    /// The main picture.
    image: Option<String>,
    updated_at: DateTime<Utc>,
}

impl From<DeskRow> for ProductRowView {
    fn from(row: DeskRow) -> Self {
        let product = row.product;
        Self {
            id: product.id.0,
            version: product.version().to_string(),
            state: StateName::from(&product),
            sku: product.sku,
            slug: product.slug,
            names: product.names,
            brand: row.brand.map(BrandName::from),
            category: row.category.map(CategoryName::from),
            price_minor: product.price_minor,
            cost_minor: product.cost_minor,
            stock_quantity: product.stock_quantity,
            on_order: product.on_order,
            image: product.images.into_iter().next(),
            updated_at: product.updated_at,
        }
    }
}

/// Some products, in their order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeskProductPage)]
pub(super) struct ProductPageView {
    #[schema(inline)]
    pub(super) items: Vec<ProductRowView>,
    /// For the parameter `cursor` of the next page; absent on the last.
    pub(super) next: Option<String>,
}

/// A price, since when, by whom and why.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeskPriceChange)]
pub(super) struct PriceChangeView {
    valid_from: DateTime<Utc>,
    /// `null` = on request.
    price_minor: Option<i64>,
    currency: String,
    who: String,
    why: String,
}

impl From<PriceChange> for PriceChangeView {
    fn from(change: PriceChange) -> Self {
        Self {
            valid_from: change.valid_from,
            price_minor: change.price_minor,
            currency: change.currency,
            who: change.who,
            why: change.why,
        }
    }
}
