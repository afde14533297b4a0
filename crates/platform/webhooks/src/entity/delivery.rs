//! Table `webhook_delivery`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub endpoint_id: Uuid,
    /// What it comes of, once for each endpoint: "change:17:0", "test:ID".
    pub cause: String,
    pub event: String,
    pub body: String,
    pub state: String,
    /// Grows with each replay: a job of an earlier round does nothing any more.
    pub round: i64,
    pub attempts: i64,
    pub last_status: Option<i64>,
    pub last_error: Option<String>,
    pub last_attempt_at_us: Option<i64>,
    /// When it was queued, or queued again.
    pub queued_at_us: i64,
    pub created_at_us: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
