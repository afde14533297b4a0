//! Table `job`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub payload: String,
    /// The same key is queued once.
    pub once_key: Option<String>,
    pub state: String,
    pub due_us: i64,
    pub done: i64,
    pub total: i64,
    pub note: Option<String>,
    pub attempts: i64,
    /// Grows with each taking; only who holds the present one may write.
    pub fence: i64,
    pub worker: Option<String>,
    /// Until then the worker is believed alive.
    pub lease_us: Option<i64>,
    pub cancel_asked_us: Option<i64>,
    pub last_error: Option<String>,
    /// What kind of thing failed then.
    pub error_kind: Option<String>,
    pub enqueued_by: String,
    pub created_us: i64,
    pub started_us: Option<i64>,
    pub ended_us: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
