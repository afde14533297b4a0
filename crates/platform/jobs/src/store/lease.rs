//! Who works at which job: taking, keeping, ending, handing back.
//!
//! A worker owns a job while its lease runs and the job's fence is the one it
//! was given. Whoever takes the job later gets a higher fence, so that a worker
//! which was only thought dead can change nothing any more.

use chrono::{DateTime, Utc};
use db::{Backend, Db, WriteTx};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::{execute, statement, tell};
use crate::entity::job::{Entity, Model};
use crate::{FailureKind, JobId, JobState, JobsError};

/// A job that a worker holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    pub id: JobId,
    pub fence: i64,
}

/// Who takes jobs, and which.
#[derive(Debug, Clone)]
pub(crate) struct Taker<'a> {
    pub worker: &'a str,
    /// Kinds it has functions for, as a JSON list.
    pub kinds: &'a str,
    pub now: DateTime<Utc>,
    /// Leases that ended before this moment are void.
    pub leases_void_before: DateTime<Utc>,
    pub lease_until: DateTime<Utc>,
}

/// How a run of a job ended, for its row.
#[derive(Debug, Clone)]
pub(crate) struct Ending {
    pub state: JobState,
    /// When it is due again, if it is queued once more.
    pub due: DateTime<Utc>,
    pub error: Option<String>,
    pub kind: Option<FailureKind>,
    pub progress: Progress,
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub done: u64,
    pub total: u64,
    pub note: Option<String>,
}

struct Sql {
    /// Whether there is anything to take.
    waiting: &'static str,
    take: &'static str,
}

/// Jobs of kinds $1 that are due at $2 or whose lease, of another than $4, was void at $3.
macro_rules! sql {
    ($kinds:literal, $lock:literal) => {
        Sql {
            waiting: concat!("SELECT id FROM job WHERE ", sql!($kinds), " LIMIT 1"),
            take: concat!(
                "UPDATE job SET state = 'running', attempts = attempts + 1, fence = fence + 1, worker = $4, \
                 lease_us = $5, started_us = $2, done = 0, total = 0, note = NULL \
                 WHERE id = (SELECT id FROM job WHERE ",
                sql!($kinds),
                " ORDER BY due_us, id LIMIT 1",
                $lock,
                ") RETURNING *"
            ),
        }
    };
    ($kinds:literal) => {
        concat!(
            "kind IN (SELECT ",
            $kinds,
            ") AND ((state = 'queued' AND due_us <= $2) \
             OR (state = 'running' AND lease_us < $3 AND worker <> $4))"
        )
    };
}

const SQLITE: Sql = sql!("value FROM json_each($1)", "");
const POSTGRES: Sql = sql!("json_array_elements_text($1::json)", " FOR UPDATE SKIP LOCKED");

/// Takes the job that has been due longest, if any is.
pub(crate) async fn take(db: &Db, taker: &Taker<'_>) -> Result<Option<Model>, JobsError> {
    // Asking costs a read; only what is there is worth a write transaction.
    let sql = match db.backend() {
        Backend::Sqlite => SQLITE,
        Backend::Postgres => POSTGRES,
    };
    let which = || {
        [
            taker.kinds.into(),
            taker.now.timestamp_micros().into(),
            taker.leases_void_before.timestamp_micros().into(),
            taker.worker.into(),
        ]
    };
    if db.reader().query_one_raw(statement(db.reader(), sql.waiting, which())).await?.is_none() {
        return Ok(None);
    }
    let tx = db.begin_write().await?;
    let until = taker.lease_until.timestamp_micros().into();
    let taken = statement(tx.conn(), sql.take, which().into_iter().chain([until]));
    let Some(row) = Entity::find().from_raw_sql(taken).one(tx.conn()).await? else { return Ok(None) };
    tell(&tx, JobId(row.id)).await?;
    tx.commit().await?;
    Ok(Some(row))
}

/// Keeps the worker's jobs, and the worker itself known as alive.
pub(crate) async fn renew(tx: &WriteTx, worker: &str, until: DateTime<Utc>) -> Result<(), JobsError> {
    let now = tx.clock().now().timestamp_micros();
    let seen = "INSERT INTO job_worker (name, started_us, seen_us) VALUES ($1, $2, $2) \
                ON CONFLICT (name) DO UPDATE SET seen_us = excluded.seen_us";
    execute(tx, seen, [worker.into(), now.into()]).await?;
    let keep = "UPDATE job SET lease_us = $1 WHERE worker = $2 AND state = 'running'";
    execute(tx, keep, [until.timestamp_micros().into(), worker.into()]).await?;
    Ok(())
}

/// The jobs that this worker still holds, and whether somebody asked each to end.
pub(crate) async fn list_held(
    conn: &impl ConnectionTrait,
    worker: &str,
) -> Result<Vec<(Held, bool)>, JobsError> {
    let sql = "SELECT id, fence, cancel_asked_us FROM job WHERE worker = $1 AND state = 'running'";
    let rows = conn.query_all_raw(statement(conn, sql, [worker.into()])).await?;
    rows.iter()
        .map(|row| {
            let held = Held { id: JobId(row.try_get("", "id")?), fence: row.try_get("", "fence")? };
            let asked: Option<i64> = row.try_get("", "cancel_asked_us")?;
            Ok((held, asked.is_some()))
        })
        .collect()
}

/// Writes how far a held job is; false if it is not held any more.
pub(crate) async fn save_progress(tx: &WriteTx, held: Held, progress: Progress) -> Result<bool, JobsError> {
    let sql = "UPDATE job SET done = $1, total = $2, note = $3 \
               WHERE id = $4 AND fence = $5 AND state = 'running'";
    let values = [
        count(progress.done).into(),
        count(progress.total).into(),
        progress.note.into(),
        held.id.0.into(),
        held.fence.into(),
    ];
    changed(tx, held, execute(tx, sql, values).await?).await
}

/// Writes how a held job ended; false if it is not held any more.
///
/// One that should be queued again, but that somebody asked to end, is cancelled.
pub(crate) async fn end(tx: &WriteTx, held: Held, ending: Ending) -> Result<bool, JobsError> {
    let sql = "UPDATE job SET \
               state = CASE WHEN $1 = 'queued' AND cancel_asked_us IS NOT NULL THEN 'cancelled' ELSE $1 END, \
               ended_us = CASE WHEN $1 = 'queued' AND cancel_asked_us IS NULL THEN NULL ELSE $2 END, \
               due_us = $3, last_error = $4, done = $5, total = $6, note = $7, worker = NULL, lease_us = NULL, \
               error_kind = $8 WHERE id = $9 AND fence = $10 AND state = 'running'";
    let values = [
        ending.state.name().into(),
        tx.clock().now().timestamp_micros().into(),
        ending.due.timestamp_micros().into(),
        ending.error.into(),
        count(ending.progress.done).into(),
        count(ending.progress.total).into(),
        ending.progress.note.into(),
        ending.kind.map(FailureKind::name).into(),
        held.id.0.into(),
        held.fence.into(),
    ];
    changed(tx, held, execute(tx, sql, values).await?).await
}

/// Queues all that the worker still holds again, as if it had never begun, and forgets the worker.
///
/// Returns how many jobs that were.
pub(crate) async fn hand_back(tx: &WriteTx, worker: &str) -> Result<u64, JobsError> {
    let held = list_held(tx.conn(), worker).await?;
    let sql = "UPDATE job SET attempts = attempts - 1, fence = fence + 1, worker = NULL, lease_us = NULL, \
               ended_us = CASE WHEN cancel_asked_us IS NULL THEN NULL ELSE $1 END, \
               state = CASE WHEN cancel_asked_us IS NULL THEN 'queued' ELSE 'cancelled' END \
               WHERE worker = $2 AND state = 'running'";
    let now = tx.clock().now().timestamp_micros();
    let returned = execute(tx, sql, [now.into(), worker.into()]).await?;
    for (held, _) in held {
        tell(tx, held.id).await?;
    }
    execute(tx, "DELETE FROM job_worker WHERE name = $1", [worker.into()]).await?;
    Ok(returned)
}

/// Forgets workers that were last seen before `before`.
pub(crate) async fn forget_workers(tx: &WriteTx, before: DateTime<Utc>) -> Result<u64, JobsError> {
    let sql = "DELETE FROM job_worker WHERE seen_us < $1";
    execute(tx, sql, [before.timestamp_micros().into()]).await
}

async fn changed(tx: &WriteTx, held: Held, rows: u64) -> Result<bool, JobsError> {
    if rows > 0 {
        tell(tx, held.id).await?;
    }
    Ok(rows > 0)
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
