//! Table `sale_day`: what was sold of a product on a day, clustered by product. Days count from 1970-01-01.

use sea_orm::entity::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sale_day")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_number: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i64,
    pub sold: i64,
    pub returned: i64,
    pub price_minor: Option<i64>,
    pub stock: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
