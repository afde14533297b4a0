//! Table `price_change`: every price a product ever had, clustered by product.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "price_change")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_number: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i64,
    pub valid_from_us: i64,
    pub price_minor: Option<i64>,
    pub currency: String,
    pub who: String,
    pub why: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
