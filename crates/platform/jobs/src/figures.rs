//! How the queue stands, for those who watch it.

use chrono::{DateTime, TimeDelta, Utc};
use db::Db;
use kernel::boxed;
use sea_orm::ConnectionTrait;

use crate::store::statement;
use crate::{JobState, JobsError};

/// The queue at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueFigures {
    /// How many jobs are in each state, in the order of [`JobState::ALL`].
    pub by_state: Vec<(JobState, u64)>,
    /// Since when the longest waiting job that could run is due.
    pub oldest_due_at: Option<DateTime<Utc>>,
    /// When a worker was last seen.
    pub worker_seen_at: Option<DateTime<Utc>>,
}

impl QueueFigures {
    /// How many jobs are in `state`.
    pub fn count(&self, state: JobState) -> u64 {
        self.by_state.iter().find(|(one, _)| *one == state).map_or(0, |(_, count)| *count)
    }

    /// How long the oldest due job has been waiting.
    pub fn oldest_due_age(&self, now: DateTime<Utc>) -> TimeDelta {
        self.oldest_due_at.map_or(TimeDelta::zero(), |due| (now - due).max(TimeDelta::zero()))
    }

    /// Whether a worker was seen within `limit`.
    pub fn has_worker(&self, now: DateTime<Utc>, limit: TimeDelta) -> bool {
        self.worker_seen_at.is_some_and(|seen| now - seen <= limit)
    }
}

/// Looks at the queue.
#[boxed]
pub async fn figures(db: &Db) -> Result<QueueFigures, JobsError> {
    let conn = db.reader();
    let now = db.clock().now().timestamp_micros();
    let counts = "SELECT state, count(*) AS jobs FROM job GROUP BY state";
    let mut by_state: Vec<(JobState, u64)> = JobState::ALL.iter().map(|state| (*state, 0)).collect();
    for row in conn.query_all_raw(statement(conn, counts, [])).await? {
        let (state, jobs): (String, i64) = (row.try_get("", "state")?, row.try_get("", "jobs")?);
        if let Some(entry) = by_state.iter_mut().find(|(one, _)| one.name() == state) {
            entry.1 = jobs.unsigned_abs();
        }
    }
    let moments = "SELECT (SELECT min(due_us) FROM job WHERE state = 'queued' AND due_us <= $1) AS due_us, \
                   (SELECT max(seen_us) FROM job_worker) AS seen_us";
    let row = conn.query_one_raw(statement(conn, moments, [now.into()])).await?;
    let moment = |column: &str| -> Result<Option<DateTime<Utc>>, sea_orm::DbErr> {
        let us = row.as_ref().map(|row| row.try_get::<Option<i64>>("", column)).transpose()?.flatten();
        Ok(us.and_then(DateTime::from_timestamp_micros))
    };
    Ok(QueueFigures { by_state, oldest_due_at: moment("due_us")?, worker_seen_at: moment("seen_us")? })
}
