//! Use cases: what was sent, how it went, and sending it again.

use audit::Entry;
use db::WriteTx;
use jobs::NewJob;
use kernel::{Actor, Permission, boxed};
use serde_json::json;

use crate::deliver::Deliver;
use crate::event::PING;
use crate::store::delivery::{self as store, NewDelivery};
use crate::store::endpoint;
use crate::{Delivery, DeliveryFilter, DeliveryId, DeliveryPage, EndpointId, Event, Webhooks, WebhooksError};

const PAUSED: WebhooksError =
    WebhooksError::Conflict("the webhook is paused: nothing is sent to it; let it go on first");

/// The deliveries of `filter`, the newest first, `limit` of them (at most 200) after `before`.
///
/// # Errors
/// [`WebhooksError::Forbidden`] without [`Permission::ManageWebhooks`], as everywhere here.
#[boxed]
pub async fn list_deliveries(
    webhooks: &Webhooks,
    actor: &Actor,
    filter: &DeliveryFilter,
    before: Option<DeliveryId>,
    limit: usize,
) -> Result<DeliveryPage, WebhooksError> {
    actor.require(Permission::ManageWebhooks)?;
    let limit = limit.clamp(1, 200);
    let mut rows = store::list(webhooks.db.reader(), filter, before, limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let deliveries: Vec<Delivery> = rows.into_iter().map(Delivery::from).collect();
    let next = deliveries.last().filter(|_| more).map(|delivery| delivery.id);
    Ok(DeliveryPage { deliveries, next })
}

/// One delivery.
///
/// # Errors
/// [`WebhooksError::NotFound`].
#[boxed]
pub async fn find_delivery(
    webhooks: &Webhooks,
    actor: &Actor,
    id: DeliveryId,
) -> Result<Delivery, WebhooksError> {
    actor.require(Permission::ManageWebhooks)?;
    let row = store::find(webhooks.db.reader(), id).await?;
    row.map(Delivery::from).ok_or(WebhooksError::NotFound("delivery"))
}

/// Sends a delivery again, now, with the same id and body, whatever became of it; all tries are before it.
///
/// # Errors
/// [`WebhooksError::NotFound`], [`WebhooksError::Conflict`] while the endpoint is paused.
#[boxed]
pub async fn replay_delivery(
    webhooks: &Webhooks,
    actor: &Actor,
    id: DeliveryId,
) -> Result<Delivery, WebhooksError> {
    actor.require(Permission::ManageWebhooks)?;
    let tx = webhooks.db.begin_write().await?;
    let row = store::lock(&tx, id).await?;
    let to = EndpointId(row.endpoint_id);
    if endpoint::find(tx.conn(), to).await?.paused_at_us.is_some() {
        return Err(PAUSED);
    }
    let round = row.round + 1;
    store::begin_round(&tx, id, round).await?;
    jobs::enqueue(&tx, NewJob::new(actor, &Deliver { delivery: id, round })).await?;
    let entry = Entry::new("webhook.replay", "webhook", to).after(json!({ "delivery": id }));
    audit::record(&tx, actor, entry).await?;
    tx.commit().await?;
    find_delivery(webhooks, actor, id).await
}

/// Sends an endpoint a `ping`, whichever events it asked for.
///
/// # Errors
/// [`WebhooksError::NotFound`], [`WebhooksError::Conflict`] while the endpoint is paused.
#[boxed]
pub async fn send_test(
    webhooks: &Webhooks,
    actor: &Actor,
    to: EndpointId,
) -> Result<Delivery, WebhooksError> {
    actor.require(Permission::ManageWebhooks)?;
    let tx = webhooks.db.begin_write().await?;
    if endpoint::lock(&tx, to).await?.paused_at_us.is_some() {
        return Err(PAUSED);
    }
    let id = DeliveryId::new(tx.clock());
    let body = Event { kind: PING, data: json!({ "webhook": to }) }.body(tx.clock().now());
    let cause = format!("test:{id}");
    write(&tx, actor, &NewDelivery { id, endpoint: to, cause: &cause, event: PING, body: &body }).await?;
    let entry = Entry::new("webhook.test", "webhook", to).after(json!({ "delivery": id }));
    audit::record(&tx, actor, entry).await?;
    tx.commit().await?;
    find_delivery(webhooks, actor, id).await
}

/// Writes a delivery and queues its job, unless the endpoint has one of the same cause; whether it did.
pub(crate) async fn write(tx: &WriteTx, actor: &Actor, new: &NewDelivery<'_>) -> Result<bool, WebhooksError> {
    if !store::insert(tx, new).await? {
        return Ok(false);
    }
    jobs::enqueue(tx, NewJob::new(actor, &Deliver { delivery: new.id, round: 0 })).await?;
    Ok(true)
}
