//! Settings in the database.

use db::WriteTx;
use kernel::boxed;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement};
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
    let version = before.map_or(0, |row| row.version);
    // Of two who set it for the first time, neither has a row to lock.
    let sql = "INSERT INTO setting (owner, name, value_json, version) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (owner, name) DO UPDATE SET value_json = excluded.value_json, \
               version = excluded.version WHERE setting.version = $5";
    let values = [owner.into(), name.into(), value_json.into(), (version + 1).into(), version.into()];
    let statement = Statement::from_sql_and_values(tx.conn().get_database_backend(), sql, values);
    match tx.conn().execute_raw(statement).await?.rows_affected() {
        0 => Err(SettingsError::ChangedMeanwhile),
        _ => Ok(()),
    }
}

/// Forgets what a person has set for themselves.
///
/// # Errors
/// The database failed.
#[boxed]
pub async fn forget_person(tx: &WriteTx, person: Uuid) -> Result<(), db::DbError> {
    let of_person = Entity::delete_many().filter(Column::Owner.eq(person.to_string()));
    of_person.exec(tx.conn()).await?;
    Ok(())
}
