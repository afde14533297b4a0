//! Refresh tokens in the database.

use db::WriteTx;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use crate::IdentityError;
use crate::entity::refresh_token::{ActiveModel, Column, Entity, Model};

/// The token with this hash, so that nobody else uses it until this transaction ends.
pub(crate) async fn lock(tx: &WriteTx, hash: Vec<u8>) -> Result<Option<Model>, IdentityError> {
    Ok(Entity::find_by_id(hash).lock_exclusive().one(tx.conn()).await?)
}

/// Writes a new token.
pub(crate) async fn insert(tx: &WriteTx, token: Model) -> Result<(), IdentityError> {
    Entity::insert(token.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Writes that a token was used.
pub(crate) async fn note_use(tx: &WriteTx, hash: Vec<u8>, at_us: i64) -> Result<(), IdentityError> {
    let used = ActiveModel { used_at_us: ActiveValue::Set(Some(at_us)), ..Default::default() };
    Entity::update_many().set(used).filter(Column::TokenHash.eq(hash)).exec(tx.conn()).await?;
    Ok(())
}
