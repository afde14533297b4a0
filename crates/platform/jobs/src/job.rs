//! A job as people see it: what it is, how far it is, how it ended.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::FailureKind;
use crate::entity::job::Model;

kernel::typed_id! {
    /// Names a job.
    pub struct JobId;
}

/// The topic of the change feed under which each change of a job is told: `{"id": ...}`.
pub const TOPIC: &str = "jobs.job";

macro_rules! states {
    ($($(#[$meta:meta])* $name:ident = $text:literal,)+) => {
        /// Where a job stands.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum JobState {
            $($(#[$meta])* $name,)+
        }

        impl JobState {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its stable name: "queued".
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

states! {
    /// Waits for a worker, or for its time.
    Queued = "queued",
    /// A worker is at it.
    Running = "running",
    /// It ended well.
    Done = "done",
    /// It was tried as often as its kind is, or cannot succeed.
    Failed = "failed",
    /// Somebody called it off.
    Cancelled = "cancelled",
}

impl JobState {
    /// Whether nothing more will happen by itself.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

impl fmt::Display for JobState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for JobState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|state| state.name() == text).ok_or_else(|| text.to_owned())
    }
}

/// A job as its row tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Names it; later jobs have greater ids.
    pub id: JobId,
    /// What kind of job: "catalogue.import".
    pub kind: String,
    /// What it was told, as JSON: ids.
    pub payload: serde_json::Value,
    /// Where it stands.
    pub state: JobState,
    /// How much of `total` is done, in whatever the job counts.
    pub done: u64,
    /// Of how much; 0 while unknown.
    pub total: u64,
    /// What the job says of itself.
    pub note: Option<String>,
    /// How often it was begun since somebody queued it.
    pub attempts: u32,
    /// Why it failed last.
    pub last_error: Option<String>,
    /// What failed then, where nobody had foreseen it.
    pub error_kind: Option<FailureKind>,
    /// Who wanted it: "staff:ID", "system:import", "schedule:trim-feed".
    pub enqueued_by: String,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// Not before this moment; moved on by each retry.
    pub due_at: DateTime<Utc>,
    /// When it was begun last.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// When somebody asked a running job to end.
    pub cancel_asked_at: Option<DateTime<Utc>>,
}

/// Which jobs a list holds; empty = all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// Only those in this state.
    pub state: Option<JobState>,
    /// Only those of this kind.
    pub kind: Option<String>,
}

/// Part of the list of jobs, the newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct JobPage {
    /// The jobs.
    pub jobs: Vec<Job>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

impl From<Model> for Job {
    fn from(row: Model) -> Self {
        Self {
            id: JobId(row.id),
            kind: row.kind,
            payload: serde_json::from_str(&row.payload).unwrap_or_default(),
            // Rows are written from `JobState::name` alone.
            state: row.state.parse().unwrap_or(JobState::Failed),
            done: row.done.unsigned_abs(),
            total: row.total.unsigned_abs(),
            note: row.note,
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            last_error: row.last_error,
            error_kind: row.error_kind.as_deref().and_then(FailureKind::named),
            enqueued_by: row.enqueued_by,
            created_at: moment(row.created_us),
            due_at: moment(row.due_us),
            started_at: row.started_us.map(moment),
            ended_at: row.ended_us.map(moment),
            cancel_asked_at: row.cancel_asked_us.map(moment),
        }
    }
}

fn moment(us: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(us).unwrap_or_default()
}
