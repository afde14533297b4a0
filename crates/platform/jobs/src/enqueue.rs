//! Puts a job into the queue, in the transaction of what causes it.

use chrono::{DateTime, Utc};
use db::WriteTx;
use kernel::{Actor, Who, boxed};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{JobId, JobsError, store};

/// More than ids would ever need.
const LARGEST_PAYLOAD: usize = 4096;

/// What a kind of job needs to know: ids, never rows or contents, because they may
/// have changed by the time it runs.
pub trait Payload: Serialize + DeserializeOwned + Send + 'static {
    /// The kind's name, `domain.verb`: "catalogue.import". Rows keep it: never rename one.
    const KIND: &'static str;
}

/// A job that is about to be queued.
#[derive(Debug)]
pub struct NewJob {
    pub(crate) kind: &'static str,
    pub(crate) payload: Result<String, serde_json::Error>,
    pub(crate) enqueued_by: String,
    pub(crate) due: Option<DateTime<Utc>>,
    pub(crate) once_key: Option<String>,
}

impl NewJob {
    /// A job that is due at once, wanted by `actor`.
    pub fn new<P: Payload>(actor: &Actor, payload: &P) -> Self {
        Self {
            kind: P::KIND,
            payload: serde_json::to_string(payload),
            enqueued_by: name_of(actor.who),
            due: None,
            once_key: None,
        }
    }

    /// Not before `at`.
    #[must_use]
    pub fn due(self, at: DateTime<Utc>) -> Self {
        Self { due: Some(at), ..self }
    }

    /// Only if no job with this key is known, whatever became of it.
    #[must_use]
    pub fn once(self, key: impl Into<String>) -> Self {
        Self { once_key: Some(key.into()), ..self }
    }
}

fn name_of(who: Who) -> String {
    match who {
        Who::Staff(id) => format!("staff:{id}"),
        Who::ApiKey(id) => format!("api-key:{id}"),
        Who::Customer(id) => format!("customer:{id}"),
        Who::System(part) => format!("system:{part}"),
    }
}

/// Queues `job`: it is there when `tx` commits, and then a worker is woken.
///
/// Returns its id; the id of the earlier one if its key ([`NewJob::once`]) is known.
///
/// # Errors
/// [`JobsError::PayloadTooLarge`] if it carries more than ids.
#[boxed]
pub async fn enqueue(tx: &WriteTx, job: NewJob) -> Result<JobId, JobsError> {
    let kind = job.kind;
    let payload = job.payload.map_err(|source| JobsError::UnwritablePayload { kind, source })?;
    if payload.len() > LARGEST_PAYLOAD {
        return Err(JobsError::PayloadTooLarge { kind, bytes: payload.len() });
    }
    let id = JobId::new(tx.clock());
    let row = store::NewRow {
        id,
        kind,
        payload,
        once_key: job.once_key,
        due: job.due.unwrap_or_else(|| tx.clock().now()),
        enqueued_by: job.enqueued_by,
    };
    if let Some(earlier) = store::insert(tx, row).await? {
        return Ok(earlier);
    }
    store::tell(tx, id).await?;
    Ok(id)
}
