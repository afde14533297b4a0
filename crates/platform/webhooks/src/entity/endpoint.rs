//! Table `webhook_endpoint`.

use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_endpoint")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub url: String,
    pub description: String,
    /// A JSON list of names.
    pub events: String,
    /// Sealed.
    pub secret: Vec<u8>,
    /// Sealed; signs too until the moment beside it.
    pub old_secret: Option<Vec<u8>>,
    pub old_secret_until_us: Option<i64>,
    pub paused_at_us: Option<i64>,
    pub paused_why: String,
    /// Changes of the feed from before are not for it.
    pub active_since_us: i64,
    pub failing_since_us: Option<i64>,
    pub last_delivered_at_us: Option<i64>,
    pub created_at_us: i64,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("id", &self.id).finish_non_exhaustive()
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
