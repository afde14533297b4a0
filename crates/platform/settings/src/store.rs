//! Settings in the database.

use db::WriteTx;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use crate::SettingsError;
use crate::entity::setting::{Column, Entity, Model};

/// Whose the shop's own settings are.
pub(crate) const SHOP: &str = "shop";

pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    owner: &str,
    name: &str,
) -> Result<Option<Model>, SettingsError> {
    Ok(Entity::find_by_id((owner.to_owned(), name.to_owned())).one(conn).await?)
}

/// The same, so that nobody else changes it until this transaction ends.
pub(crate) async fn lock(tx: &WriteTx, owner: &str, name: &str) -> Result<Option<Model>, SettingsError> {
    let row = Entity::find_by_id((owner.to_owned(), name.to_owned()));
    Ok(row.lock_exclusive().one(tx.conn()).await?)
}

/// Writes it, as the version after `before`.
pub(crate) async fn put(
    tx: &WriteTx,
    before: Option<&Model>,
    owner: &str,
    name: &str,
    value_json: String,
) -> Result<(), SettingsError> {
    let version = before.map_or(0, |row| row.version) + 1;
    let row =
        Model { owner: owner.to_owned(), name: name.to_owned(), value_json, version }.into_active_model();
    match before {
        Some(_) => {
            row.reset_all().update(tx.conn()).await?;
        }
        None => {
            Entity::insert(row).exec_without_returning(tx.conn()).await?;
        }
    }
    Ok(())
}

/// Forgets what a person has set for themselves.
///
/// # Errors
/// The database failed.
pub async fn forget_person(tx: &WriteTx, person: Uuid) -> Result<(), db::DbError> {
    let of_person = Entity::delete_many().filter(Column::Owner.eq(person.to_string()));
    of_person.exec(tx.conn()).await?;
    Ok(())
}
