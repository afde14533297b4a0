//! Table `fitment`: what a product fits, clustered by product.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "fitment")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_number: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i64,
    pub vehicle_number: i64,
    pub position: Option<String>,
    pub quantity: Option<i64>,
    pub conditions: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
