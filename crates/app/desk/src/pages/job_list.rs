//! Background jobs: what waits, how far it is, how it ended; calling off and running again.

use axum::extract::State;
use axum::response::Response;
use fluent_bundle::FluentArgs;
use jobs::{Job, JobFilter, JobId, JobState};
use kernel::Permission;
use serde::Serialize;
use web::routing::Path;

use super::failure::{DeskFailure, go};
use super::reader::{AtDesk, Posted};
use super::reasons;
use super::sheet::Sheet;
use super::story::{Teller, action_name};
use super::{Dashboard, moment};
use web::storefront::texts::Texts;

/// Jobs on a page.
const PAGE: u64 = 50;

#[derive(Debug, Serialize)]
pub(crate) struct JobsView {
    pub(crate) tabs: Vec<Tab>,
    /// Whether something moves, so that the page asks again.
    pub(crate) live: bool,
    pub(crate) rows: Vec<JobRow>,
    pub(crate) next: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Tab {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) current: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct JobRow {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) by: String,
    pub(crate) error: Option<String>,
    pub(crate) state: String,
    pub(crate) state_kind: &'static str,
    pub(crate) done: u64,
    pub(crate) total: u64,
    pub(crate) far: String,
    pub(crate) note: Option<String>,
    pub(crate) over: bool,
    pub(crate) begun: String,
    pub(crate) took: String,
    pub(crate) can_cancel: bool,
    pub(crate) can_repeat: bool,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at).await
}

/// Key of a state's text and the colour of its sign.
fn state_words(state: JobState) -> (&'static str, &'static str) {
    match state {
        JobState::Queued => ("job-queued", "quiet hollow"),
        JobState::Running => ("job-running", "accent"),
        JobState::Done => ("job-done", "good"),
        JobState::Failed => ("job-failed", "danger"),
        JobState::Cancelled => ("job-state-cancelled", "quiet"),
    }
}

async fn page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewJobs)?;
    let (texts, query) = (desk.texts(at.reader.locale), &at.reader.query);
    let identity = &desk.app().desk()?.identity;
    let state: Option<JobState> = query.get("state").and_then(|name| name.parse().ok());
    let filter = JobFilter { state, kind: None };
    let found = jobs::list_jobs(&identity.db, actor, &filter, query.get("after"), PAGE).await?;
    let teller = Teller::new(desk, texts, identity, actor).await;
    let all = Tab {
        href: "/desk/jobs".to_owned(),
        label: texts.get("jobs-all").to_owned(),
        current: state.is_none(),
    };
    let others = JobState::ALL.iter().map(|&one| Tab {
        href: format!("/desk/jobs?state={one}"),
        label: texts.get(state_words(one).0).to_owned(),
        current: state == Some(one),
    });
    let may_manage = actor.may(Permission::ManageJobs);
    let view = JobsView {
        tabs: std::iter::once(all).chain(others).collect(),
        live: found.jobs.iter().any(|job| !job.state.is_over()),
        rows: found.jobs.iter().map(|job| row(job, texts, &teller, may_manage)).collect(),
        next: found
            .next
            .map(|after| query.without(&["after", "done"]).with("after", &after).on("/desk/jobs")),
    };
    Ok(Sheet::new(desk, &at.reader, "jobs", texts.get("jobs")).render("desk/jobs.html", view)?)
}

/// A job as pages show it.
pub(crate) fn row(job: &Job, texts: &Texts, teller: &Teller<'_>, may_manage: bool) -> JobRow {
    let (state, state_kind) = state_words(job.state);
    let mut far = FluentArgs::new();
    far.set("done", job.done);
    far.set("total", job.total);
    let (kind, id) = job.enqueued_by.split_once(':').unwrap_or((job.enqueued_by.as_str(), ""));
    let kind = if kind == "schedule" { "system" } else { kind };
    let ended = job.started_at.zip(job.ended_at);
    JobRow {
        id: job.id.to_string(),
        kind: action_name(texts, &job.kind),
        by: teller.who(kind, id.parse().ok()),
        error: job
            .last_error
            .as_deref()
            .filter(|_| job.state != JobState::Done)
            .map(|error| reasons::of_job(texts, error, job.error_kind)),
        state: texts.get(state).to_owned(),
        state_kind,
        done: job.done.min(job.total),
        total: job.total,
        far: texts.format("job-far", &far),
        note: job.note.as_deref().map(|note| reasons::note(texts, note)),
        over: job.state.is_over(),
        begun: job.started_at.map(|at| teller.when(at)).unwrap_or_default(),
        took: ended.map(|(begun, ended)| moment::span(ended - begun)).unwrap_or_default(),
        can_cancel: may_manage && !job.state.is_over(),
        can_repeat: may_manage && job.state.is_over(),
    }
}

pub(crate) async fn take_step(
    State(desk): State<Dashboard>,
    Path((id, step)): Path<(String, String)>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let actor = at.require(Permission::ManageJobs)?;
    let id: JobId = id.parse().ok().ok_or(DeskFailure::NotFound)?;
    let tx = desk.app().desk()?.identity.db.begin_write().await?;
    let done = match step.as_str() {
        "cancel" => {
            jobs::cancel(&tx, actor, id).await?;
            "job-cancelled"
        }
        "run-again" => {
            jobs::run_again(&tx, actor, id).await?;
            "job-queued-again"
        }
        _ => return Err(DeskFailure::NotFound),
    };
    tx.commit().await?;
    Ok(go(&format!("/desk/jobs?done={done}")))
}
