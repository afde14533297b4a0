//! Table `product`.
//!
//! Texts, specifications, images, OE numbers and cross-references are one JSON
//! column, `details`: they are always read and written with their product.
//! Moments are microseconds since 1970: a million of them decode in no time.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "product")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub id: Uuid,
    pub sku: String,
    pub sku_key: String,
    pub slug: String,
    pub brand_id: Option<Uuid>,
    pub category_id: Option<Uuid>,
    pub price_minor: Option<i64>,
    pub regular_price_minor: Option<i64>,
    pub cost_minor: Option<i64>,
    pub gtin: Option<String>,
    pub stock_quantity: Option<i64>,
    pub on_order: bool,
    pub popularity: i64,
    pub published_at_us: Option<i64>,
    pub deleted_at_us: Option<i64>,
    pub created_at_us: i64,
    pub updated_at_us: i64,
    pub details: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
