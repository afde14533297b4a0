//! The job that sends one delivery.
//!
//! What was sent and not yet written down when a worker dies is sent once more: a receiver
//! tells by `webhook-id`. A redirect is not followed, and the guard of `fetch` looks at the
//! address at each try, for a name can lead elsewhere today.

use audit::Entry;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use fetch::{FetchError, Outgoing};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use jobs::{Failure, Handlers, JobContext, Payload, RetryPolicy};
use kernel::Actor;
use serde::{Deserialize, Serialize};

use crate::entity::{delivery, endpoint};
use crate::manage_endpoints::told;
use crate::store::delivery::Attempt;
use crate::{DeliveryId, DeliveryState, EndpointId, Webhooks, WebhooksError, store};

/// Seventeen tries: the first waits are 5, 10, 20 seconds, the last ones 6 hours; about a day in all.
pub const RETRIES: RetryPolicy =
    RetryPolicy { max_attempts: 17, first_wait: TimeDelta::seconds(5), longest_wait: TimeDelta::hours(6) };
/// An endpoint at which every try has failed for so long is paused.
const PATIENCE: TimeDelta = TimeDelta::days(5);
/// Longer reasons are cut.
const LONGEST_ERROR: usize = 300;

/// Sends one delivery.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Deliver {
    /// Which.
    pub delivery: DeliveryId,
    /// Once a later round has begun, this one does nothing any more.
    pub round: i64,
}

impl Payload for Deliver {
    const KIND: &'static str = "webhooks.deliver";
}

pub(crate) fn handlers(webhooks: &Webhooks) -> Handlers {
    let webhooks = webhooks.clone();
    let handlers = Handlers::new().on_with(RETRIES, move |order: Deliver, context: JobContext| {
        let webhooks = webhooks.clone();
        async move { deliver(&webhooks, order, context.attempt()).await }
    });
    // A receiver that takes its fifteen seconds each time keeps no import waiting.
    handlers.sharing::<Deliver>()
}

/// Why an endpoint did not take it.
struct Miss {
    status: Option<u16>,
    reason: String,
    /// Whether it may go better later.
    may_pass: bool,
    /// It asks for nothing any more.
    gone: bool,
}

impl Miss {
    fn for_good(reason: impl Into<String>) -> Self {
        Self { status: None, reason: reason.into(), may_pass: false, gone: false }
    }
}

async fn deliver(webhooks: &Webhooks, order: Deliver, attempt: u32) -> Result<(), Failure> {
    let reader = webhooks.db.reader();
    let row = store::delivery::find(reader, order.delivery).await?;
    let waiting =
        |row: &delivery::Model| row.round == order.round && row.state == DeliveryState::Waiting.name();
    // Sent already, queued again since, or gone with its endpoint.
    let Some(row) = row.filter(waiting) else { return Ok(()) };
    let endpoint = match store::endpoint::find(reader, EndpointId(row.endpoint_id)).await {
        Err(WebhooksError::NotFound(_)) => return Ok(()),
        found => found?,
    };
    let outcome = if endpoint.paused_at_us.is_some() {
        Err(Miss::for_good("not sent: the webhook is paused"))
    } else {
        send(webhooks, &row, &endpoint).await?
    };
    let last = attempt >= RETRIES.max_attempts;
    write_down(webhooks, order, &endpoint, &outcome, last).await?;
    let counted = if outcome.is_ok() { "delivered" } else { "refused" };
    metrics::counter!("webhooks_sent_total", "outcome" => counted).increment(1);
    match outcome {
        Ok(_) => Ok(()),
        Err(miss) if miss.may_pass => Err(Failure::Retry(miss.reason.into())),
        Err(miss) => Err(Failure::Permanent(miss.reason)),
    }
}

/// Sends it; the status if it was taken.
async fn send(
    webhooks: &Webhooks,
    row: &delivery::Model,
    endpoint: &endpoint::Model,
) -> Result<Result<u16, Miss>, WebhooksError> {
    let (id, at) = (DeliveryId(row.id).message_id(), webhooks.db.clock().now());
    let signature = match endpoint.sign(webhooks, &id, at, &row.body) {
        Err(WebhooksError::SecretLost) => {
            return Ok(Err(Miss::for_good(WebhooksError::SecretLost.to_string())));
        }
        signed => signed?,
    };
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let signed = [
        ("webhook-id", id),
        ("webhook-timestamp", at.timestamp().to_string()),
        ("webhook-signature", signature),
    ];
    for (name, value) in signed {
        // Letters, digits and the signs of base64.
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    let body = Bytes::from(row.body.clone());
    let request = Outgoing { url: endpoint.url.clone(), method: Method::POST, headers, body };
    Ok(match webhooks.fetcher.send(request).await {
        Ok(answer) if answer.status.is_success() => Ok(answer.status.as_u16()),
        Ok(answer) => Err(refused(answer.status)),
        Err(error) => Err(failed(&error)),
    })
}

fn refused(status: StatusCode) -> Miss {
    let gone = status == StatusCode::GONE;
    let reason = match status {
        StatusCode::GONE => "it answered 410: it wants nothing any more".to_owned(),
        _ if status.is_redirection() => {
            format!("it answered {}: redirects are not followed", status.as_u16())
        }
        _ => format!("it answered {}", status.as_u16()),
    };
    Miss { status: Some(status.as_u16()), reason, may_pass: !gone, gone }
}

/// Without the address, which may hold a secret.
fn failed(error: &FetchError) -> Miss {
    let reason = match error {
        FetchError::BadUrl { reason, .. } => format!("its address cannot be asked: {reason}"),
        FetchError::Refused { reason, .. } => format!("its address may not be asked: {reason}"),
        other => {
            let causes = std::iter::successors(Some(other as &dyn std::error::Error), |error| error.source());
            causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
        }
    };
    let reason = reason.chars().take(LONGEST_ERROR).collect();
    // What is too large today can be short tomorrow.
    let may_pass = error.may_pass() || matches!(error, FetchError::TooLarge(_));
    Miss { status: None, reason, may_pass, gone: false }
}

/// Writes how a try went, to the delivery and to the endpoint, which may be paused for it.
async fn write_down(
    webhooks: &Webhooks,
    order: Deliver,
    endpoint: &endpoint::Model,
    outcome: &Result<u16, Miss>,
    last: bool,
) -> Result<(), WebhooksError> {
    let tx = webhooks.db.begin_write().await?;
    let (at, id) = (tx.clock().now(), EndpointId(endpoint.id));
    let attempt = match outcome {
        Ok(status) => Attempt { at, state: DeliveryState::Delivered, status: Some(*status), error: None },
        Err(miss) => {
            let state = if miss.may_pass && !last { DeliveryState::Waiting } else { DeliveryState::Failed };
            Attempt { at, state, status: miss.status, error: Some(miss.reason.clone()) }
        }
    };
    // The endpoint before the delivery, as one who deletes it does.
    match outcome {
        Ok(_) => store::endpoint::note_success(&tx, id, at).await?,
        Err(miss) => {
            // Deleted meanwhile: then there is nothing to be paused.
            match store::endpoint::lock(&tx, id).await {
                Err(WebhooksError::NotFound(_)) => {}
                row => note_miss(&tx, row?, miss, at).await?,
            }
        }
    }
    store::delivery::note_attempt(&tx, order.delivery, order.round, &attempt).await?;
    tx.commit().await?;
    Ok(())
}

async fn note_miss(
    tx: &db::WriteTx,
    mut row: endpoint::Model,
    miss: &Miss,
    at: DateTime<Utc>,
) -> Result<(), WebhooksError> {
    if row.paused_at_us.is_some() {
        return Ok(());
    }
    let since = *row.failing_since_us.get_or_insert(at.timestamp_micros());
    let tired = at.timestamp_micros() - since >= PATIENCE.num_microseconds().unwrap_or(i64::MAX);
    if !miss.gone && !tired {
        return store::endpoint::update(tx, row).await;
    }
    let before = told(&row);
    row.paused_at_us = Some(at.timestamp_micros());
    row.paused_why = if miss.gone {
        miss.reason.clone()
    } else {
        format!("every try has failed for {} days; the last time: {}", PATIENCE.num_days(), miss.reason)
    };
    store::endpoint::update(tx, row.clone()).await?;
    let entry = Entry::new("webhook.pause", "webhook", EndpointId(row.id)).changed(before, told(&row));
    audit::record(tx, &Actor::system("webhooks"), entry).await?;
    Ok(())
}
