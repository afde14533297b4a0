//! Table `staff_session`: who is signed in where; those that ended stay until they would have expired.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_session")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub staff_id: Uuid,
    /// Of a browser's session; a program's has refresh tokens.
    pub cookie_hash: Option<Vec<u8>>,
    pub created_at_us: i64,
    pub last_used_at_us: i64,
    pub expires_at_us: i64,
    pub ended_at_us: Option<i64>,
    pub device: String,
    pub address: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
