//! What can go wrong between a job and who asks for it.

use db::DbError;
use kernel::{ErrorCode, Forbidden};

use crate::{JobId, JobState};

/// A failure of the queue, not of a job: that one is in the job's row.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JobsError {
    /// There is no such job; perhaps it ended long ago.
    #[error("there is no job {0}")]
    NotFound(JobId),
    /// The job is in a state in which this cannot be done.
    #[error("the job {id} is {state}")]
    WrongState {
        /// Which job.
        id: JobId,
        /// Its state.
        state: JobState,
    },
    /// A job was given more to carry than ids.
    #[error("a job of kind {kind} would carry {bytes} bytes: jobs carry ids, never contents")]
    PayloadTooLarge {
        /// The kind of job.
        kind: &'static str,
        /// The size as JSON.
        bytes: usize,
    },
    /// What the job shall know cannot be written as JSON.
    #[error("what a job of kind {kind} shall know cannot be written")]
    UnwritablePayload {
        /// The kind of job.
        kind: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// A cursor that no list gave.
    #[error("no place in the list of jobs: {0:?}")]
    BadCursor(String),
    /// A schedule whose times cannot be read.
    #[error("the schedule {name} has no readable times: {times:?} (second minute hour day month weekday)")]
    BadSchedule {
        /// The schedule.
        name: &'static str,
        /// Its times.
        times: String,
        /// Why.
        source: croner::errors::CronError,
    },
    /// The actor may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database failed.
    #[error("the database of the jobs failed")]
    Database(#[from] DbError),
}

impl JobsError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound(_) => ErrorCode::NotFound,
            Self::WrongState { .. } => ErrorCode::Conflict,
            Self::BadCursor(_) => ErrorCode::InvalidInput,
            Self::PayloadTooLarge { .. } | Self::UnwritablePayload { .. } | Self::BadSchedule { .. } => {
                ErrorCode::Internal
            }
            Self::Forbidden(_) => ErrorCode::Forbidden,
            Self::Database(error) => error.code(),
        }
    }
}

impl From<sea_orm::DbErr> for JobsError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Database(error.into())
    }
}
