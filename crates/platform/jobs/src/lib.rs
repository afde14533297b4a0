//! Background work: jobs in the shop's own database, their workers, and schedules.
//!
//! Owns the queue: what waits, what runs and how far it is, what failed and
//! why. Knows nothing of what a job does: a domain says what a kind of job
//! needs to know, the composition root says which function does it.
//!
//! A job is a row, written in the transaction of whatever causes it, so that
//! it is there exactly when its cause is. A worker takes it for as long as it
//! renews its lease; when the worker dies, another takes the job over.
//!
//! ```
//! use jobs::{Failure, Handlers, JobContext, NewJob, Payload};
//! use serde::{Deserialize, Serialize};
//!
//! /// Brings a file of the shop into the catalogue.
//! #[derive(Serialize, Deserialize)]
//! struct ImportFile {
//!     file: String, // its name in the store of files: ids, never contents
//! }
//!
//! impl Payload for ImportFile {
//!     const KIND: &'static str = "catalogue.import";
//! }
//!
//! // In a use case, within its transaction:
//! async fn receive_file(tx: &db::WriteTx, actor: &kernel::Actor) -> Result<(), jobs::JobsError> {
//!     let job = NewJob::new(actor, &ImportFile { file: "upload-17.csv".to_owned() });
//!     jobs::enqueue(tx, job).await?;
//!     Ok(())
//! }
//!
//! // In the composition root:
//! async fn import(payload: ImportFile, context: JobContext) -> Result<(), Failure> {
//!     for row in 0..1_000 {
//!         context.checkpoint()?; // ends here if somebody cancelled it
//!         context.report(row, 1_000);
//!     }
//!     context.note(&format!("{} came in", payload.file));
//!     Ok(())
//! }
//! let handlers = Handlers::new().on(import);
//! ```
#![warn(missing_docs)]

mod context;
mod desk;
mod enqueue;
mod entity;
mod error;
mod failure_kind;
mod figures;
mod handlers;
mod housekeeping;
mod job;
mod migration;
mod schedule;
mod store;
mod watchdog;
mod worker;

pub use context::JobContext;
pub use desk::{cancel, find_job, list_jobs, run_again};
pub use enqueue::{NewJob, Payload, enqueue};
pub use error::JobsError;
pub use failure_kind::FailureKind;
pub use figures::{QueueFigures, figures};
pub use handlers::{Failure, Handlers, RetryPolicy};
pub use housekeeping::{PruneJobs, TrimFeed, housekeeping_handlers, housekeeping_schedules};
pub use job::{Job, JobFilter, JobId, JobPage, JobState, TOPIC};
pub use migration::migrations;
pub use schedule::{Schedule, fire_due};
pub use watchdog::watch_queue;
pub use worker::{Worker, WorkerSettings};
