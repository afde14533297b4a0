//! The shop's own synonyms in the database; none = it uses those of its file, or the built-in ones.

use db::{DbError, WriteTx};
use sea_orm::{ConnectionTrait, Statement, Value};

use super::bulk;
use super::product::{from_json, to_json};
use crate::desk::SynonymGroup;

/// All groups, by number.
pub(crate) async fn list_all(conn: &impl ConnectionTrait) -> Result<Vec<SynonymGroup>, DbError> {
    let sql = "SELECT number, words FROM synonym_group ORDER BY number";
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
    rows.iter()
        .map(|row| {
            let words: String = row.try_get_by_index(1)?;
            Ok(SynonymGroup { number: row.try_get_by_index::<i64>(0)? as u32, words: from_json(&words)? })
        })
        .collect()
}

/// Writes new groups and over those that have the same number.
pub(crate) async fn insert_or_update(tx: &WriteTx, groups: &[SynonymGroup]) -> Result<(), DbError> {
    let values = |group: &SynonymGroup| Ok([i64::from(group.number).into(), to_json(&group.words)?.into()]);
    let tail = "ON CONFLICT (number) DO UPDATE SET words = excluded.words";
    bulk::insert_rows(tx.conn(), "INSERT INTO synonym_group (number, words)", groups, values, tail).await
}

/// Takes these groups away.
pub(crate) async fn delete(tx: &WriteTx, numbers: &[u32]) -> Result<(), DbError> {
    let numbers = numbers.iter().map(|number| Value::from(i64::from(*number))).collect();
    bulk::execute_in(tx.conn(), "DELETE FROM synonym_group WHERE number IN", numbers).await
}
