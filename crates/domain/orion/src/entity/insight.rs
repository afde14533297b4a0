//! Table `insight`: what the owner should do, by kind and by what it is about.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "insight")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// The number of a product; of a category for a season.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: i64,
    /// 1 = can wait, 2 = this week, 3 = today.
    pub severity: i64,
    pub worth_minor: i64,
    pub since_us: i64,
    /// JSON: [`crate::Evidence`].
    pub body: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
