//! The platform's own jobs: rows that have served are deleted.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::store::{self, lease};
use crate::{Failure, Handlers, JobContext, JobsError, Payload, Schedule};

/// How long the change feed is kept, also if everybody has read it.
const FEED: TimeDelta = TimeDelta::days(7);
/// How long jobs that ended well or were cancelled are kept.
const ENDED: TimeDelta = TimeDelta::days(14);
/// How long failed jobs are kept.
const FAILED: TimeDelta = TimeDelta::days(90);
/// How long a worker is remembered that gave no sign any more.
const WORKERS: TimeDelta = TimeDelta::days(1);
/// Rows deleted in one transaction.
const AT_ONCE: u64 = 1_000;

/// Deletes changes of the feed that are old and read.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct TrimFeed {}

impl Payload for TrimFeed {
    const KIND: &'static str = "platform.trim-feed";
}

/// Deletes jobs that were over long ago.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PruneJobs {}

impl Payload for PruneJobs {
    const KIND: &'static str = "platform.prune-jobs";
}

/// The functions of these jobs.
pub fn housekeeping_handlers() -> Handlers {
    Handlers::new().on(trim_feed).on(prune_jobs)
}

/// When they are done: each hour, at minutes when nothing else is.
///
/// # Errors
/// None with the times written here.
pub fn housekeeping_schedules() -> Result<Vec<Schedule>, JobsError> {
    Ok(vec![
        Schedule::new::<TrimFeed>("trim-feed", "0 7 * * * *")?,
        Schedule::new::<PruneJobs>("prune-jobs", "0 37 * * * *")?,
    ])
}

async fn trim_feed(_: TrimFeed, context: JobContext) -> Result<(), Failure> {
    let deleted = context.db().trim_feed(context.clock().now() - FEED).await?;
    context.note(&format!("{deleted} changes deleted"));
    Ok(())
}

async fn prune_jobs(_: PruneJobs, context: JobContext) -> Result<(), Failure> {
    let now = context.clock().now();
    let mut deleted = 0;
    for (age, failed) in [(ENDED, false), (FAILED, true)] {
        loop {
            context.checkpoint()?;
            let tx = context.db().begin_write().await?;
            let rows = store::delete_ended(&tx, now - age, failed, AT_ONCE).await?;
            tx.commit().await?;
            deleted += rows;
            if rows < AT_ONCE {
                break;
            }
        }
    }
    let tx = context.db().begin_write().await?;
    lease::forget_workers(&tx, now - WORKERS).await?;
    tx.commit().await?;
    context.note(&format!("{deleted} jobs deleted"));
    Ok(())
}
