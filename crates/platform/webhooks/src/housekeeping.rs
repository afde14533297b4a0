//! Deliveries that are old are deleted; those that nobody sends any more are given up.

use chrono::TimeDelta;
use jobs::{Failure, Handlers, JobContext, JobsError, Payload, Schedule};
use serde::{Deserialize, Serialize};

use crate::store::delivery;

/// How long deliveries are kept.
const KEPT: TimeDelta = TimeDelta::days(30);
/// Longer than all tries together take.
const TRIED: TimeDelta = TimeDelta::days(3);
/// Rows deleted in one transaction.
const AT_ONCE: u64 = 1_000;

/// Deletes old deliveries.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PruneDeliveries {}

impl Payload for PruneDeliveries {
    const KIND: &'static str = "webhooks.prune";
}

/// When they are deleted: each hour, at a minute when nothing else is.
///
/// # Errors
/// None with the times written here.
pub fn schedules() -> Result<Vec<Schedule>, JobsError> {
    Ok(vec![Schedule::new::<PruneDeliveries>("prune-webhook-deliveries", "0 22 * * * *")?])
}

pub(crate) fn handlers() -> Handlers {
    Handlers::new().on(prune)
}

async fn prune(_: PruneDeliveries, context: JobContext) -> Result<(), Failure> {
    let now = context.clock().now();
    let tx = context.db().begin_write().await?;
    let given_up = delivery::give_up(&tx, now - TRIED).await?;
    tx.commit().await?;
    let mut deleted = 0;
    loop {
        context.checkpoint()?;
        let tx = context.db().begin_write().await?;
        let rows = delivery::delete_old(&tx, now - KEPT, AT_ONCE).await?;
        tx.commit().await?;
        deleted += rows;
        if rows < AT_ONCE {
            break;
        }
    }
    context.note(&format!("{deleted} deliveries deleted, {given_up} given up"));
    Ok(())
}
