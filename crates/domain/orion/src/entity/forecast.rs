//! Table `forecast`: what one product will sell, as the last run that saw its data change has it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "forecast")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_number: i64,
    /// Of what it was made from.
    pub fingerprint: String,
    pub made_at_us: i64,
    /// Of the first step; counts from 1970-01-01.
    pub first_day: i64,
    /// JSON: [`crate::KeptForecast`]'s forecast and errors.
    pub body: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
