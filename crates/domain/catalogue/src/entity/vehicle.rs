//! Table `vehicle`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "vehicle")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub id: Uuid,
    pub slug: String,
    pub make: String,
    #[expect(clippy::struct_field_names, reason = "the column is called so")]
    pub model: String,
    pub generation: Option<i64>,
    pub series: Option<String>,
    pub year_from: Option<i64>,
    pub year_to: Option<i64>,
    pub engine: Option<String>,
    pub fuel: Option<String>,
    pub power_kw: Option<i64>,
    pub body: Option<String>,
    pub drive: Option<String>,
    pub transmission: Option<String>,
    pub k_type: Option<i64>,
    pub aces_base_vehicle: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
