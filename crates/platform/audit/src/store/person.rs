//! Keys of persons in the database.

use db::WriteTx;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::AuditError;
use crate::entity::person::{ActiveModel, Column, Entity};

/// The key of `person`, which is made `new` if there was none; `None` for one who was erased.
pub(crate) async fn find_or_insert_key(
    tx: &WriteTx,
    person: Uuid,
    new: Vec<u8>,
) -> Result<Option<Vec<u8>>, AuditError> {
    let row = ActiveModel {
        id: ActiveValue::Set(person),
        key: ActiveValue::Set(Some(new)),
        erased_at_us: ActiveValue::Set(None),
    };
    let there = OnConflict::column(Column::Id).do_nothing().to_owned();
    Entity::insert(row).on_conflict(there).exec_without_returning(tx.conn()).await?;
    let found = Entity::find_by_id(person).one(tx.conn()).await?;
    Ok(found.and_then(|row| row.key))
}

/// The keys of those of `persons` that still have one.
pub(crate) async fn list_keys(
    conn: &impl ConnectionTrait,
    persons: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<(Uuid, Vec<u8>)>, AuditError> {
    let rows = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Key])
        .filter(Column::Id.is_in(persons))
        .filter(Column::Key.is_not_null());
    Ok(rows.into_tuple().all(conn).await?)
}

/// Destroys the key of `person`, and keeps that no other may be made.
pub(crate) async fn destroy_key(tx: &WriteTx, person: Uuid) -> Result<(), AuditError> {
    let row = ActiveModel {
        id: ActiveValue::Set(person),
        key: ActiveValue::Set(None),
        erased_at_us: ActiveValue::Set(Some(tx.clock().now().timestamp_micros())),
    };
    let there = OnConflict::column(Column::Id)
        .value(Column::Key, Expr::null())
        .value(Column::ErasedAtUs, Expr::value(tx.clock().now().timestamp_micros()))
        .to_owned();
    Entity::insert(row).on_conflict(there).exec_without_returning(tx.conn()).await?;
    Ok(())
}
