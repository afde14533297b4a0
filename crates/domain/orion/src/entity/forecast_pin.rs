//! Table `forecast_pin`: the products whose model the owner chose.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "forecast_pin")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_number: i64,
    /// A [`crate::Model`]'s word.
    pub model: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
