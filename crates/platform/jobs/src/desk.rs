//! What staff see of jobs and do to them; rights are checked here.

use db::{Db, WriteTx};
use kernel::{Actor, Permission, boxed};

use crate::{Job, JobFilter, JobId, JobPage, JobsError, store};

/// The jobs of `filter`, the newest first, `limit` of them (at most 200) after `cursor`.
///
/// # Errors
/// [`JobsError::Forbidden`] without [`Permission::ViewJobs`]; [`JobsError::BadCursor`].
#[boxed]
pub async fn list_jobs(
    db: &Db,
    actor: &Actor,
    filter: &JobFilter,
    cursor: Option<&str>,
    limit: u64,
) -> Result<JobPage, JobsError> {
    actor.require(Permission::ViewJobs)?;
    let place = |text: &str| text.parse::<JobId>().map_err(|_no_id| JobsError::BadCursor(text.to_owned()));
    let before = cursor.map(place).transpose()?;
    let limit = limit.clamp(1, 200);
    let mut jobs = store::list(db.reader(), filter, before, limit + 1).await?;
    let more = jobs.len() as u64 > limit;
    jobs.truncate(limit as usize);
    let next = jobs.last().filter(|_| more).map(|job| job.id.to_string());
    Ok(JobPage { jobs, next })
}

/// One job.
///
/// # Errors
/// [`JobsError::Forbidden`] without [`Permission::ViewJobs`]; [`JobsError::NotFound`].
#[boxed]
pub async fn find_job(db: &Db, actor: &Actor, id: JobId) -> Result<Job, JobsError> {
    actor.require(Permission::ViewJobs)?;
    store::find(db.reader(), id).await?.ok_or(JobsError::NotFound(id))
}

/// Calls a job off: one that waits is cancelled at once, a running one is asked to end.
///
/// # Errors
/// [`JobsError::Forbidden`] without [`Permission::ManageJobs`]; [`JobsError::NotFound`];
/// [`JobsError::WrongState`] if it is over.
#[boxed]
pub async fn cancel(tx: &WriteTx, actor: &Actor, id: JobId) -> Result<Job, JobsError> {
    actor.require(Permission::ManageJobs)?;
    let changed = store::cancel(tx, id).await?;
    changed_or_refused(tx, id, changed).await
}

/// Queues a job that is over once more, with all its tries before it.
///
/// # Errors
/// [`JobsError::Forbidden`] without [`Permission::ManageJobs`]; [`JobsError::NotFound`];
/// [`JobsError::WrongState`] if it waits or runs.
#[boxed]
pub async fn run_again(tx: &WriteTx, actor: &Actor, id: JobId) -> Result<Job, JobsError> {
    actor.require(Permission::ManageJobs)?;
    let changed = store::queue_again(tx, id).await?;
    changed_or_refused(tx, id, changed).await
}

async fn changed_or_refused(tx: &WriteTx, id: JobId, changed: bool) -> Result<Job, JobsError> {
    let job = store::find(tx.conn(), id).await?.ok_or(JobsError::NotFound(id))?;
    if !changed {
        return Err(JobsError::WrongState { id, state: job.state });
    }
    store::tell(tx, id).await?;
    Ok(job)
}
