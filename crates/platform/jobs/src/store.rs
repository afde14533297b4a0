//! Queries on jobs: reads on a connection, writes on `&WriteTx`.

pub(crate) mod lease;
pub(crate) mod schedule;

use chrono::{DateTime, Utc};
use db::{DbError, WriteTx};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement, Value,
};

use crate::entity::job::{Column, Entity};
use crate::job::TOPIC;
use crate::{Job, JobFilter, JobId, JobsError};

/// A job to be written.
pub(crate) struct NewRow {
    pub id: JobId,
    pub kind: &'static str,
    pub payload: String,
    pub once_key: Option<String>,
    pub due: DateTime<Utc>,
    pub enqueued_by: String,
}

/// Writes it; the id of the job that has its key already, if there is one.
pub(crate) async fn insert(tx: &WriteTx, row: NewRow) -> Result<Option<JobId>, JobsError> {
    let sql = "INSERT INTO job (id, kind, payload, once_key, state, due_us, done, total, attempts, fence, \
               enqueued_by, created_us) VALUES ($1, $2, $3, $4, 'queued', $5, 0, 0, 0, 0, $6, $7) \
               ON CONFLICT (once_key) DO NOTHING";
    let key = row.once_key.clone();
    let values = [
        row.id.0.into(),
        row.kind.into(),
        row.payload.into(),
        row.once_key.into(),
        row.due.timestamp_micros().into(),
        row.enqueued_by.into(),
        tx.clock().now().timestamp_micros().into(),
    ];
    if execute(tx, sql, values).await? > 0 {
        return Ok(None);
    }
    let earlier = Entity::find().filter(Column::OnceKey.eq(key)).one(tx.conn()).await?;
    Ok(earlier.map(|row| JobId(row.id)))
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: JobId) -> Result<Option<Job>, JobsError> {
    Ok(Entity::find_by_id(id.0).one(conn).await?.map(Job::from))
}

/// The newest first, after `before`.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    filter: &JobFilter,
    before: Option<JobId>,
    limit: u64,
) -> Result<Vec<Job>, JobsError> {
    let mut query = Entity::find().order_by_desc(Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(Column::Id.lt(before.0));
    }
    if let Some(state) = filter.state {
        query = query.filter(Column::State.eq(state.name()));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(Column::Kind.eq(kind));
    }
    Ok(query.all(conn).await?.into_iter().map(Job::from).collect())
}

/// Ends a waiting job, asks a running one to end; whether it was one of these.
pub(crate) async fn cancel(tx: &WriteTx, id: JobId) -> Result<bool, JobsError> {
    let sql = "UPDATE job SET cancel_asked_us = $1, \
               ended_us = CASE state WHEN 'queued' THEN $1 ELSE NULL END, \
               state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END \
               WHERE id = $2 AND state IN ('queued', 'running')";
    let now = tx.clock().now().timestamp_micros();
    Ok(execute(tx, sql, [now.into(), id.0.into()]).await? > 0)
}

/// Queues a job that is over once more; whether it was.
pub(crate) async fn queue_again(tx: &WriteTx, id: JobId) -> Result<bool, JobsError> {
    let sql = "UPDATE job SET state = 'queued', due_us = $1, attempts = 0, done = 0, total = 0, note = NULL, \
               cancel_asked_us = NULL, last_error = NULL, error_kind = NULL, started_us = NULL, ended_us = NULL \
               WHERE id = $2 AND state IN ('done', 'failed', 'cancelled')";
    let now = tx.clock().now().timestamp_micros();
    Ok(execute(tx, sql, [now.into(), id.0.into()]).await? > 0)
}

/// Deletes at most `limit` jobs that were over before `before`; failed ones only if `failed`.
pub(crate) async fn delete_ended(
    tx: &WriteTx,
    before: DateTime<Utc>,
    failed: bool,
    limit: u64,
) -> Result<u64, JobsError> {
    let sql = "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE ended_us < $1 \
               AND (state = 'failed') = $2 ORDER BY ended_us LIMIT $3)";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    execute(tx, sql, [before.timestamp_micros().into(), failed.into(), limit.into()]).await
}

/// Tells the change feed that something about this job is different now.
pub(crate) async fn tell(tx: &WriteTx, id: JobId) -> Result<(), DbError> {
    tx.record_change(TOPIC, &serde_json::json!({ "id": id })).await
}

pub(crate) fn statement(
    conn: &impl ConnectionTrait,
    sql: &'static str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    Statement::from_sql_and_values(conn.get_database_backend(), sql, values)
}

/// Runs a statement that writes; how many rows it touched.
pub(crate) async fn execute(
    tx: &WriteTx,
    sql: &'static str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, JobsError> {
    Ok(tx.conn().execute_raw(statement(tx.conn(), sql, values)).await?.rows_affected())
}
