//! One run of one job: the function, its progress, its ending.
//!
//! The function runs on a thread of the blocking pool, so that one which
//! computes for minutes stops neither the signs of life nor the shop.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use kernel::Causes;
use tokio::sync::oneshot;

use super::{BACK_OFF, Worker};
use crate::context::{Asked, RunState};
use crate::entity::job::Model;
use crate::handlers::{Failure, Handler, RetryPolicy};
use crate::store::lease::{self, Ending, Held};
use crate::{FailureKind, JobContext, JobId, JobState, JobsError};

/// Between two writings of a job's progress.
const PROGRESS_PAUSE: Duration = Duration::from_millis(250);
/// Longer errors are cut.
const LONGEST_ERROR: usize = 2_000;

impl Worker {
    /// Runs the job that was taken, and writes how it ended.
    pub(super) async fn run_job(&self, row: Model) {
        let run = RunState::new(Held { id: JobId(row.id), fence: row.fence });
        let attempt = u32::try_from(row.attempts).unwrap_or(u32::MAX);
        let started = std::time::Instant::now();
        // Only kinds with a function are taken.
        let Some(handler) = self.handlers.find(&row.kind) else { return };
        self.running().insert(run.held.id, Arc::clone(&run));
        let outcome = if row.cancel_asked_us.is_some() {
            Err(Failure::Stopped)
        } else if attempt > handler.policy.max_attempts {
            Err(Failure::Permanent("given up: each of its tries ended with its worker".to_owned()))
        } else {
            self.call(handler, &row, &run, attempt).await
        };
        let ending = self.ending(&run, outcome, attempt, handler.policy);
        if let Some(ending) = ending {
            self.write_ending(&run, &ending, &row.kind, started.elapsed()).await;
        }
        self.running().remove(&run.held.id);
    }

    /// Calls the function, and writes down its progress meanwhile.
    async fn call(&self, handler: &Handler, row: &Model, run: &Arc<RunState>, attempt: u32) -> Outcome {
        let context = JobContext { db: self.db.clone(), run: Arc::clone(run), attempt };
        // Before the function runs: what it says first is said to somebody.
        let mut reported = run.reported.subscribe();
        let (alive, abandoned) = oneshot::channel();
        let (function, payload) = (Arc::clone(&handler.run), row.payload.clone());
        let here = tokio::runtime::Handle::current();
        let mut thread = tokio::task::spawn_blocking(move || {
            here.block_on(until_abandoned(async move { function(&payload, context).await }, abandoned))
        });
        let ended = loop {
            tokio::select! {
                ended = &mut thread => break ended,
                Ok(()) = reported.changed() => {
                    self.save_progress(run).await;
                    if let Ok(ended) = tokio::time::timeout(PROGRESS_PAUSE, &mut thread).await {
                        break ended;
                    }
                }
            }
        };
        drop(alive);
        ended.unwrap_or_else(|_| Err(Failure::Retry("its thread ended".into())))
    }

    /// What of it to write; nothing if the job is another's.
    fn ending(&self, run: &RunState, outcome: Outcome, attempt: u32, policy: RetryPolicy) -> Option<Ending> {
        let now = self.db.clock().now();
        let mut kind = None;
        let (state, due, error) = match outcome {
            Ok(()) => (JobState::Done, now, None),
            Err(Failure::Permanent(reason)) => (JobState::Failed, now, Some(reason)),
            Err(Failure::Stopped) => match run.asked() {
                // Handed back with all that is left when the worker stops.
                Some(Asked::Stopping | Asked::Lost) => return None,
                Some(Asked::Cancelled) | None => (JobState::Cancelled, now, None),
            },
            Err(Failure::Retry(error)) => {
                kind = Some(FailureKind::of(error.as_ref()));
                let reason = Some(Causes(error.as_ref()).to_string());
                if attempt >= policy.max_attempts {
                    (JobState::Failed, now, reason)
                } else {
                    (JobState::Queued, now + policy.wait(attempt, self.chance()), reason)
                }
            }
        };
        let error = error.map(|text| text.chars().take(LONGEST_ERROR).collect());
        Some(Ending { state, due, error, kind, progress: run.progress() })
    }

    /// Tries until it is written or the job is another's.
    async fn write_ending(&self, run: &RunState, ending: &Ending, kind: &str, took: Duration) {
        let mut pause = BACK_OFF.0;
        let written = loop {
            match self.try_ending(run.held, ending.clone()).await {
                Ok(written) => break written,
                Err(error) => self.failed("write how a job ended", &error),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(BACK_OFF.1);
        };
        let (job, seconds) = (run.held.id, took.as_secs_f64());
        let outcome = if written { ending.state.name() } else { "lost" };
        let counted = metrics::counter!("jobs_runs_total", "kind" => kind.to_owned(), "outcome" => outcome);
        counted.increment(1);
        metrics::histogram!("jobs_run_seconds", "kind" => kind.to_owned()).record(seconds);
        if let Some(error) = &ending.error {
            tracing::warn!(%job, kind, outcome, seconds, error, "a job did not succeed");
        } else {
            tracing::info!(%job, kind, outcome, seconds, "a job ended");
        }
    }

    async fn try_ending(&self, held: Held, ending: Ending) -> Result<bool, JobsError> {
        let tx = self.db.begin_write().await?;
        let written = lease::end(&tx, held, ending).await?;
        tx.commit().await?;
        Ok(written)
    }

    /// Progress is news, not truth: one that cannot be written is left out.
    async fn save_progress(&self, run: &RunState) {
        let saved = async {
            let tx = self.db.begin_write().await?;
            let held = lease::save_progress(&tx, run.held, run.progress()).await?;
            tx.commit().await?;
            Ok::<bool, JobsError>(held)
        };
        match saved.await {
            Ok(true) => {}
            Ok(false) => run.ask(Asked::Lost),
            Err(error) => self.failed("write a job's progress", &error),
        }
    }

    /// The random end of a new id.
    fn chance(&self) -> u16 {
        (self.db.clock().new_uuid().as_u128() & 0xFFFF) as u16
    }
}

type Outcome = Result<(), Failure>;

/// Runs the function to its end, unless the worker is gone before.
async fn until_abandoned(
    function: impl Future<Output = Outcome>,
    abandoned: oneshot::Receiver<()>,
) -> Outcome {
    tokio::select! {
        outcome = AssertUnwindSafe(function).catch_unwind() => outcome.unwrap_or_else(|panic| {
            Err(Failure::Retry(format!("it panicked: {}", what_panicked(panic.as_ref())).into()))
        }),
        _ = abandoned => Err(Failure::Stopped),
    }
}

fn what_panicked(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given")
}
