//! Table `audit_entry`: the trail. JSON lies as the text that was hashed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub at_us: i64,
    pub who_kind: String,
    pub who_id: Option<Uuid>,
    pub who_part: Option<String>,
    pub origin: Option<Vec<u8>>,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub before_json: Option<String>,
    pub after_json: Option<String>,
    pub person_id: Option<Uuid>,
    pub personal: Option<Vec<u8>>,
    pub hash: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
