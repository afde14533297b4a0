//! Background jobs: watched, called off, run again.

use audit::Entry;
use axum::extract::State;
use chrono::{DateTime, Utc};
use jobs::{Job, JobFilter, JobId, JobState};
use kernel::Actor;
use kernel::Permission::{ManageJobs, ViewJobs};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Refusals;
use web::caller::Require;
use web::json_body::Private;
use web::parameters::Parameters;
use web::routing::Path;
use web::{AppState, Asked, Problem};

const DEFAULT_LIMIT: usize = 50;

/// A job.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Job)]
pub(super) struct JobView {
    id: Uuid,
    /// "catalogue.import"
    kind: String,
    /// `queued`, `running`, `done`, `failed` or `cancelled`.
    state: &'static str,
    /// How much of `total` is done, in whatever the job counts.
    done: u64,
    /// 0 while nobody knows.
    total: u64,
    /// What the job says of itself.
    note: Option<String>,
    /// How often it was begun since somebody queued it.
    attempts: u32,
    last_error: Option<String>,
    /// "staff:ID", "schedule:trim-feed".
    enqueued_by: String,
    created_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    /// When somebody asked a running job to end.
    cancel_asked_at: Option<DateTime<Utc>>,
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        Self {
            id: job.id.0,
            kind: job.kind,
            state: job.state.name(),
            done: job.done,
            total: job.total,
            note: job.note,
            attempts: job.attempts,
            last_error: job.last_error,
            enqueued_by: job.enqueued_by,
            created_at: job.created_at,
            due_at: job.due_at,
            started_at: job.started_at,
            ended_at: job.ended_at,
            cancel_asked_at: job.cancel_asked_at,
        }
    }
}

/// Some jobs, newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = JobPage)]
pub(super) struct JobPageView {
    #[schema(inline)]
    items: Vec<JobView>,
    /// For the parameter `cursor` of the next page; absent on the last.
    next: Option<String>,
}

/// Jobs, newest first.
#[utoipa::path(get, path = "/api/admin/jobs", tag = "jobs",
    params(
        ("state" = Option<String>, Query, description = "queued, running, done, failed or cancelled"),
        ("kind" = Option<String>, Query, description = "\"catalogue.import\""),
        ("cursor" = Option<String>, Query),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 200),
    ),
    responses((status = 200, body = JobPageView), Refusals), security(("bearer" = [])))]
pub(super) async fn list_jobs(
    State(state): State<AppState>,
    caller: Require<{ ViewJobs as u8 }>,
    asked: Asked,
) -> Result<Private<JobPageView>, Problem> {
    let mut parameters = Parameters::read(asked.raw_query())?;
    let filter =
        JobFilter { state: take_state(&mut parameters)?, kind: parameters.take("kind")?.map(Into::into) };
    let cursor = parameters.take("cursor")?;
    let limit = parameters.take_count("limit", 1..=200)?.unwrap_or(DEFAULT_LIMIT) as u64;
    parameters.refuse_rest(&["state", "kind", "cursor", "limit"])?;
    let db = &state.desk()?.identity.db;
    let page = jobs::list_jobs(db, caller.actor(), &filter, cursor.as_deref(), limit).await?;
    Ok(Private(JobPageView { items: page.jobs.into_iter().map(JobView::from).collect(), next: page.next }))
}

fn take_state(parameters: &mut Parameters<'_>) -> Result<Option<JobState>, Problem> {
    let Some(text) = parameters.take("state")? else { return Ok(None) };
    let wrong = |_unknown| {
        let reason = "is none of queued, running, done, failed, cancelled";
        Problem::invalid_field("state", Some(&text), reason)
    };
    text.parse().map(Some).map_err(wrong)
}

/// One job.
#[utoipa::path(get, path = "/api/admin/jobs/{id}", tag = "jobs", params(("id" = String, Path)),
    responses((status = 200, body = JobView), Refusals), security(("bearer" = [])))]
pub(super) async fn get_job(
    State(state): State<AppState>,
    caller: Require<{ ViewJobs as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Private<JobView>, Problem> {
    let job = jobs::find_job(&state.desk()?.identity.db, caller.actor(), JobId(id)).await?;
    Ok(Private(job.into()))
}

/// Calls a job off: one that waits is cancelled at once, a running one is asked to end.
#[utoipa::path(post, path = "/api/admin/jobs/{id}/cancel", tag = "jobs", params(("id" = String, Path)),
    responses((status = 200, body = JobView), Refusals), security(("bearer" = [])))]
pub(super) async fn cancel_job(
    State(state): State<AppState>,
    caller: Require<{ ManageJobs as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Private<JobView>, Problem> {
    change(&state, caller.actor(), async |tx| jobs::cancel(tx, caller.actor(), JobId(id)).await, "job.cancel")
        .await
}

/// Queues a job that is over once more.
#[utoipa::path(post, path = "/api/admin/jobs/{id}/run-again", tag = "jobs", params(("id" = String, Path)),
    responses((status = 200, body = JobView), Refusals), security(("bearer" = [])))]
pub(super) async fn run_job_again(
    State(state): State<AppState>,
    caller: Require<{ ManageJobs as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Private<JobView>, Problem> {
    let again = async |tx: &db::WriteTx| jobs::run_again(tx, caller.actor(), JobId(id)).await;
    change(&state, caller.actor(), again, "job.run-again").await
}

/// A change of a job and its entry in the audit trail, in one transaction.
async fn change(
    state: &AppState,
    actor: &Actor,
    change: impl AsyncFnOnce(&db::WriteTx) -> Result<Job, jobs::JobsError>,
    action: &'static str,
) -> Result<Private<JobView>, Problem> {
    let tx = state.desk()?.identity.db.begin_write().await?;
    let job = change(&tx).await?;
    audit::record(&tx, actor, Entry::new(action, "job", job.id)).await?;
    tx.commit().await?;
    Ok(Private(job.into()))
}
