//! The feed's rows. On PostgreSQL only those below the oldest transaction under
//! way are read: a slow one with a lower place would be passed over and lost.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};

use crate::{Backend, Change, DbError, Place};

/// PostgreSQL's channel on which writers wake readers.
pub(super) const CHANNEL: &str = "dukkan_change";

struct Sql {
    insert: &'static str,
    head: &'static str,
    read: &'static str,
    find_cut: &'static str,
    delete: &'static str,
}

const SQLITE: Sql = Sql {
    insert: "INSERT INTO change (topic, payload, at_us) VALUES ($1, $2, $3) RETURNING 0 AS tx, id",
    head: "SELECT 0 AS tx, id FROM change ORDER BY id DESC LIMIT 1",
    read: "SELECT 0 AS tx, id, topic, payload, at_us FROM change \
           WHERE 0 = $1 AND id > $2 AND topic IN (SELECT value FROM json_each($3)) ORDER BY id LIMIT $4",
    find_cut: "SELECT 0 AS tx, id FROM change \
               WHERE at_us < $1 AND id < (SELECT max(id) FROM change) \
               AND id <= coalesce((SELECT min(id) FROM subscriber_place), 9223372036854775807) \
               ORDER BY id DESC LIMIT 1",
    delete: "DELETE FROM change WHERE 0 = $1 AND id <= $2",
};

const POSTGRES: Sql = Sql {
    insert: "INSERT INTO change (topic, payload, at_us) VALUES ($1, $2, $3) RETURNING tx::text::bigint AS tx, id",
    head: "SELECT tx::text::bigint AS tx, id FROM change \
           WHERE tx < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY change.tx DESC, id DESC LIMIT 1",
    read: "SELECT tx::text::bigint AS tx, id, topic, payload, at_us FROM change \
           WHERE (change.tx, id) > ($1::bigint::text::xid8, $2::bigint) \
           AND change.tx < pg_snapshot_xmin(pg_current_snapshot()) \
           AND topic IN (SELECT json_array_elements_text($3::json)) ORDER BY change.tx, id LIMIT $4",
    find_cut: "SELECT tx::text::bigint AS tx, id FROM change \
               WHERE at_us < $1 AND tx < pg_snapshot_xmin(pg_current_snapshot()) \
               AND (change.tx, id) < (SELECT newest.tx, newest.id FROM change AS newest \
                                      WHERE newest.tx < pg_snapshot_xmin(pg_current_snapshot()) \
                                      ORDER BY newest.tx DESC, newest.id DESC LIMIT 1) \
               AND NOT EXISTS (SELECT FROM subscriber_place AS reader \
                               WHERE (reader.tx::text::xid8, reader.id) < (change.tx, change.id)) \
               ORDER BY change.tx DESC, id DESC LIMIT 1",
    delete: "DELETE FROM change WHERE (tx, id) <= ($1::bigint::text::xid8, $2::bigint)",
};

impl Backend {
    fn feed_sql(self) -> &'static Sql {
        match self {
            Self::Sqlite => &SQLITE,
            Self::Postgres => &POSTGRES,
        }
    }
}

pub(crate) async fn insert(
    conn: &impl ConnectionTrait,
    backend: Backend,
    topic: &str,
    payload: &serde_json::Value,
    at: DateTime<Utc>,
) -> Result<Place, DbError> {
    let values = [topic.into(), payload.to_string().into(), at.timestamp_micros().into()];
    let row = conn.query_one_raw(statement(conn, backend.feed_sql().insert, values)).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotInserted)?;
    Ok(place(&row)?)
}

/// Tells the other processes, when this transaction commits.
pub(crate) async fn notify(conn: &impl ConnectionTrait) -> Result<(), DbError> {
    conn.execute_unprepared(&format!("NOTIFY {CHANNEL}")).await?;
    Ok(())
}

pub(super) async fn head(conn: &impl ConnectionTrait, backend: Backend) -> Result<Place, DbError> {
    one_place(conn, backend.feed_sql().head, []).await.map(Option::unwrap_or_default)
}

pub(super) async fn read(
    conn: &impl ConnectionTrait,
    backend: Backend,
    after: Place,
    topics: &[&str],
    limit: u64,
) -> Result<Vec<Change>, DbError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let topics = serde_json::Value::from(topics).to_string();
    let values = [tx_value(after), after.id.into(), topics.into(), limit.into()];
    let rows = conn.query_all_raw(statement(conn, backend.feed_sql().read, values)).await?;
    rows.iter().map(change).collect()
}

pub(crate) async fn save_place(conn: &impl ConnectionTrait, name: &str, place: Place) -> Result<(), DbError> {
    let sql = "INSERT INTO subscriber_place (name, tx, id) VALUES ($1, $2, $3) \
               ON CONFLICT (name) DO UPDATE SET tx = excluded.tx, id = excluded.id";
    conn.execute_raw(statement(conn, sql, [name.into(), tx_value(place), place.id.into()])).await?;
    Ok(())
}

pub(super) async fn find_place(conn: &impl ConnectionTrait, name: &str) -> Result<Option<Place>, DbError> {
    one_place(conn, "SELECT tx, id FROM subscriber_place WHERE name = $1", [name.into()]).await
}

/// The place up to which changes have been deleted.
pub(super) async fn trimmed(conn: &impl ConnectionTrait) -> Result<Place, DbError> {
    one_place(conn, "SELECT tx, id FROM change_trimmed", []).await.map(Option::unwrap_or_default)
}

pub(super) async fn trim(
    conn: &impl ConnectionTrait,
    backend: Backend,
    before: DateTime<Utc>,
) -> Result<u64, DbError> {
    let sql = backend.feed_sql();
    let Some(cut) = one_place(conn, sql.find_cut, [before.timestamp_micros().into()]).await? else {
        return Ok(0);
    };
    let values = || [tx_value(cut), cut.id.into()];
    let deleted = conn.execute_raw(statement(conn, sql.delete, values())).await?;
    conn.execute_unprepared("DELETE FROM change_trimmed").await?;
    let mark = "INSERT INTO change_trimmed (tx, id) VALUES ($1, $2)";
    conn.execute_raw(statement(conn, mark, values())).await?;
    Ok(deleted.rows_affected())
}

/// Makes a feed readable that was restored into another PostgreSQL server.
///
/// Its transaction ids may lie in that server's future, where nothing could be
/// read. They become 0, before all others, and the named subscribers read again.
pub(crate) async fn adopt_restored(conn: &impl ConnectionTrait) -> Result<(), DbError> {
    let adopted = conn
        .execute_unprepared(
            "UPDATE change SET tx = '0' \
             WHERE tx >= pg_snapshot_xmax(pg_current_snapshot()) AND tx <> pg_current_xact_id()",
        )
        .await?;
    if adopted.rows_affected() > 0 {
        conn.execute_unprepared("UPDATE subscriber_place SET tx = 0, id = 0").await?;
        conn.execute_unprepared("DELETE FROM change_trimmed").await?;
    }
    Ok(())
}

fn statement(
    conn: &impl ConnectionTrait,
    sql: &'static str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    Statement::from_sql_and_values(conn.get_database_backend(), sql, values)
}

async fn one_place(
    conn: &impl ConnectionTrait,
    sql: &'static str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<Place>, DbError> {
    let row = conn.query_one_raw(statement(conn, sql, values)).await?;
    Ok(row.map(|row| place(&row)).transpose()?)
}

fn tx_value(place: Place) -> Value {
    // PostgreSQL's transaction ids stay far below 2^63.
    i64::try_from(place.tx).unwrap_or(i64::MAX).into()
}

fn place(row: &QueryResult) -> Result<Place, DbErr> {
    let tx: i64 = row.try_get("", "tx")?;
    Ok(Place { tx: tx.unsigned_abs(), id: row.try_get("", "id")? })
}

fn change(row: &QueryResult) -> Result<Change, DbError> {
    let payload: String = row.try_get("", "payload")?;
    let at_us: i64 = row.try_get("", "at_us")?;
    Ok(Change {
        place: place(row)?,
        topic: row.try_get("", "topic")?,
        payload: serde_json::from_str(&payload).map_err(|error| DbErr::Json(error.to_string()))?,
        at: DateTime::from_timestamp_micros(at_us).unwrap_or_default(),
    })
}
