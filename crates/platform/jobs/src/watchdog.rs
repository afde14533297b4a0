//! Watches the queue: figures for `/metrics`, and a line in the log when jobs wait too long.

use std::convert::Infallible;
use std::time::Duration;

use chrono::TimeDelta;
use db::Db;
use kernel::{Causes, boxed};

use crate::figures;

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(15);

/// Looks at the queue for ever; also where no worker runs, for that is when it counts.
///
/// Warns when the oldest due job has been waiting longer than `patience`, and says when that is over.
#[boxed]
pub async fn watch_queue(db: &Db, patience: TimeDelta) -> Infallible {
    let oldest = metrics::gauge!("jobs_oldest_due_seconds");
    let mut late = false;
    loop {
        match figures(db).await {
            Ok(queue) => {
                for (state, count) in &queue.by_state {
                    metrics::gauge!("jobs", "state" => state.name()).set(*count as f64);
                }
                let age = queue.oldest_due_age(db.clock().now());
                let seconds = age.num_seconds();
                oldest.set(seconds as f64);
                match (age > patience, late) {
                    (true, false) => {
                        let seen = queue.worker_seen_at.map(|at| at.to_rfc3339()).unwrap_or_default();
                        tracing::warn!(seconds, worker_seen = seen, "jobs are due and nobody does them");
                    }
                    (false, true) => tracing::info!("no job waits too long any more"),
                    _ => {}
                }
                late = age > patience;
            }
            Err(error) => {
                tracing::warn!(error = %Causes(&error), "the queue could not be looked at");
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}
