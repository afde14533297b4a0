//! From the change feed to deliveries: at least once read, exactly once written.

use std::convert::Infallible;
use std::time::Duration;

use chrono::{DateTime, Utc};
use kernel::Actor;

use crate::entity::endpoint::Model;
use crate::manage_deliveries::write;
use crate::store::delivery::NewDelivery;
use crate::{DeliveryId, EndpointId, Event, Webhooks, WebhooksError, store};

/// Its name among the subscribers of the feed: never renamed.
const NAME: &str = "webhooks";
/// Changes in one transaction.
const AT_ONCE: u64 = 50;
/// So many changes that are nobody's are passed over before the place is kept.
const IDLE_CHANGES: i64 = 1_000;
/// Pauses while the database fails: doubled each time, up to the second.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// Hands on what the feed tells, for ever. Any number of processes may.
pub async fn relay(webhooks: &Webhooks) -> Infallible {
    let mut news = webhooks.db.watch();
    let mut pause = BACK_OFF.0;
    loop {
        match relay_news(webhooks).await {
            Ok(more) => {
                pause = BACK_OFF.0;
                if !more {
                    news.moved().await;
                }
            }
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(error, "news could not be handed to webhooks");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(BACK_OFF.1);
            }
        }
    }
}

/// One event of one change.
struct Told {
    /// The same whenever the change is read.
    cause: String,
    at: DateTime<Utc>,
    event: Event,
}

/// Hands on some of what is behind the kept place; whether there is more.
pub async fn relay_news(webhooks: &Webhooks) -> Result<bool, WebhooksError> {
    let (db, events) = (&webhooks.db, webhooks.events);
    let kept = db.find_place(NAME).await?.unwrap_or_default();
    // Whatever is in the feed up to here is seen by the read below.
    let head = db.feed_head().await?;
    let changes = db.read_changes(kept, events.topics, AT_ONCE).await?;
    let more = changes.len() as u64 == AT_ONCE;
    let last = changes.last().map_or(kept, |change| change.place);
    let place = if more { last } else { last.max(head) };
    if changes.is_empty() && place.id - kept.id < IDLE_CHANGES {
        return Ok(false);
    }
    let active = store::endpoint::list_active(db.reader()).await?;
    let mut told = Vec::new();
    for change in changes {
        if !active.iter().any(|endpoint| is_for(endpoint, change.at)) {
            continue;
        }
        let (at, id) = (change.at, change.place.id);
        let read = (events.read)(db.clone(), change).await.map_err(WebhooksError::Events)?;
        let numbered = read.into_iter().enumerate();
        told.extend(numbered.map(|(index, event)| Told { cause: format!("change:{id}:{index}"), at, event }));
    }
    let tx = db.begin_write().await?;
    for endpoint in &active {
        let chosen = endpoint.events()?;
        let wanted =
            |told: &&Told| is_for(endpoint, told.at) && chosen.iter().any(|name| name == told.event.kind);
        for Told { cause, at, event } in told.iter().filter(wanted) {
            let id = DeliveryId::new(db.clock());
            let body = event.body(*at);
            let to = EndpointId(endpoint.id);
            let new = NewDelivery { id, endpoint: to, cause, event: event.kind, body: &body };
            write(&tx, &Actor::system("webhooks"), &new).await?;
        }
    }
    tx.save_place(NAME, place).await?;
    tx.commit().await?;
    Ok(more)
}

/// Whether the endpoint was there, and not paused, when it happened.
fn is_for(endpoint: &Model, at: DateTime<Utc>) -> bool {
    endpoint.active_since_us <= at.timestamp_micros()
}
