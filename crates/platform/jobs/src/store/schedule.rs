//! When each schedule fired last.

use chrono::{DateTime, Utc};
use db::WriteTx;
use sea_orm::ConnectionTrait;

use super::{execute, statement};
use crate::JobsError;

/// The last tick of `name`; `None` if it is new.
pub(crate) async fn find_last_tick(
    conn: &impl ConnectionTrait,
    name: &str,
) -> Result<Option<DateTime<Utc>>, JobsError> {
    let sql = "SELECT last_tick_us FROM job_schedule WHERE name = $1";
    let row = conn.query_one_raw(statement(conn, sql, [name.into()])).await?;
    let us = row.map(|row| row.try_get::<i64>("", "last_tick_us")).transpose()?;
    Ok(us.and_then(DateTime::from_timestamp_micros))
}

/// Moves the last tick on; false if another process has been there.
pub(crate) async fn move_last_tick(tx: &WriteTx, name: &str, tick: DateTime<Utc>) -> Result<bool, JobsError> {
    let sql = "INSERT INTO job_schedule (name, last_tick_us) VALUES ($1, $2) \
               ON CONFLICT (name) DO UPDATE SET last_tick_us = excluded.last_tick_us \
               WHERE job_schedule.last_tick_us < excluded.last_tick_us";
    Ok(execute(tx, sql, [name.into(), tick.timestamp_micros().into()]).await? > 0)
}
