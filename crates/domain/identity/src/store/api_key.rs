//! API keys in the database.

use chrono::{DateTime, Utc};
use db::WriteTx;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};

use super::moment;
use crate::entity::api_key::{ActiveModel, Column, Entity, Model};
use crate::{ApiKey, ApiKeyId, IdentityError, StaffId};

/// The key with this hash.
pub(crate) async fn find_by_hash(
    conn: &impl ConnectionTrait,
    hash: Vec<u8>,
) -> Result<Option<Model>, IdentityError> {
    Ok(Entity::find().filter(Column::KeyHash.eq(hash)).one(conn).await?)
}

/// All keys, the oldest first, the revoked ones too.
pub(crate) async fn list(conn: &impl ConnectionTrait) -> Result<Vec<Model>, IdentityError> {
    Ok(Entity::find().order_by_asc(Column::Id).all(conn).await?)
}

/// Writes a new key.
pub(crate) async fn insert(tx: &WriteTx, key: Model) -> Result<(), IdentityError> {
    Entity::insert(key.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Writes that it was used.
pub(crate) async fn note_use(tx: &WriteTx, id: ApiKeyId) -> Result<(), IdentityError> {
    let used = ActiveModel {
        last_used_at_us: ActiveValue::Set(Some(tx.clock().now().timestamp_micros())),
        ..Default::default()
    };
    Entity::update_many().set(used).filter(Column::Id.eq(id.0)).exec(tx.conn()).await?;
    Ok(())
}

/// Revokes the key with this id; false if there is none or it was revoked before.
pub(crate) async fn revoke(tx: &WriteTx, id: ApiKeyId, now: DateTime<Utc>) -> Result<bool, IdentityError> {
    let revoked = Entity::update_many()
        .set(ActiveModel {
            revoked_at_us: ActiveValue::Set(Some(now.timestamp_micros())),
            ..Default::default()
        })
        .filter(Column::Id.eq(id.0))
        .filter(Column::RevokedAtUs.is_null());
    Ok(revoked.exec(tx.conn()).await?.rows_affected == 1)
}

/// Revokes all keys of a person.
pub(crate) async fn revoke_of(tx: &WriteTx, staff: StaffId, now: DateTime<Utc>) -> Result<(), IdentityError> {
    Entity::update_many()
        .set(ActiveModel {
            revoked_at_us: ActiveValue::Set(Some(now.timestamp_micros())),
            ..Default::default()
        })
        .filter(Column::StaffId.eq(staff.0))
        .filter(Column::RevokedAtUs.is_null())
        .exec(tx.conn())
        .await?;
    Ok(())
}

impl From<Model> for ApiKey {
    fn from(row: Model) -> Self {
        Self {
            id: ApiKeyId(row.id),
            staff: StaffId(row.staff_id),
            scopes: ApiKey::read_scopes(&row.scopes),
            name: row.name,
            shown: row.shown,
            created_at: moment(row.created_at_us),
            expires_at: row.expires_at_us.map(moment),
            last_used_at: row.last_used_at_us.map(moment),
            revoked_at: row.revoked_at_us.map(moment),
        }
    }
}
