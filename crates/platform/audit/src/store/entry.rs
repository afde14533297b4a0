//! Entries and the head of the chain in the database.

use db::WriteTx;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    Statement, Values,
};

use crate::AuditError;
use crate::entity::entry::{Column, Entity, Model};

/// Entries in one statement: 14 values each, and SQLite takes 32,766.
const ROWS_PER_STATEMENT: usize = 1_000;

/// Where the chain ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) number: i64,
    pub(crate) hash: Vec<u8>,
}

/// Moves the head on by `count` entries and gives where it stood.
///
/// Whoever else wants to write an entry waits from here until this transaction ends.
pub(crate) async fn advance_head(tx: &WriteTx, count: usize) -> Result<Head, AuditError> {
    let sql = "UPDATE audit_head SET number = number + $1 RETURNING number, hash";
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let statement = Statement::from_sql_and_values(tx.conn().get_database_backend(), sql, [count.into()]);
    let row = tx.conn().query_one_raw(statement).await?.ok_or(AuditError::NoHead)?;
    let number: i64 = row.try_get("", "number")?;
    Ok(Head { number: number - count, hash: row.try_get("", "hash")? })
}

/// Writes the hash of the last entry into the head.
pub(crate) async fn set_head_hash(tx: &WriteTx, hash: &[u8]) -> Result<(), AuditError> {
    let backend = tx.conn().get_database_backend();
    let values = Values(vec![hash.to_vec().into()]);
    let statement = Statement::from_sql_and_values(backend, "UPDATE audit_head SET hash = $1", values);
    tx.conn().execute_raw(statement).await?;
    Ok(())
}

/// Where the chain ends now.
pub(crate) async fn find_head(conn: &impl ConnectionTrait) -> Result<Head, AuditError> {
    let sql = "SELECT number, hash FROM audit_head";
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await?.ok_or(AuditError::NoHead)?;
    Ok(Head { number: row.try_get("", "number")?, hash: row.try_get("", "hash")? })
}

/// Writes entries.
pub(crate) async fn insert(tx: &WriteTx, entries: Vec<Model>) -> Result<(), AuditError> {
    let mut entries = entries.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while entries.peek().is_some() {
        let chunk = entries.by_ref().take(ROWS_PER_STATEMENT);
        Entity::insert_many(chunk).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Up to `limit` entries behind `after`, oldest first.
pub(crate) async fn list_after(
    conn: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<Model>, AuditError> {
    let entries = Entity::find().filter(Column::Number.gt(after)).order_by_asc(Column::Number);
    Ok(entries.limit(limit).all(conn).await?)
}
