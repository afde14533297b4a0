//! Table `staff`: accounts of the staff.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub email: String,
    pub name: String,
    pub role: String,
    pub password_hash: Option<String>,
    /// Sealed under the shop's secret; in force once confirmed.
    pub totp_secret: Option<Vec<u8>>,
    pub totp_confirmed_at_us: Option<i64>,
    /// The last step whose code was taken: none of it or before is taken again.
    pub totp_last_step: i64,
    pub created_at_us: i64,
    pub disabled_at_us: Option<i64>,
    pub erased_at_us: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
