//! Table `weather_day`: the weather of a day at the shop, in tenths of degrees and millimetres. Days count from
//! 1970-01-01. What was not measured has the day on which it was foretold.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "weather_day")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i64,
    pub mean_tenths: i64,
    pub highest_tenths: i64,
    pub rain_tenths: i64,
    pub foretold_on: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
