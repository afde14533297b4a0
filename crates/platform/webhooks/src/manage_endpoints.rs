//! Use cases: endpoints listed, added, changed and taken away, and their secrets.

use audit::Entry;
use chrono::TimeDelta;
use kernel::{Actor, Permission, boxed};
use serde_json::{Value, json};

use crate::entity::endpoint::Model;
use crate::signature::{new_secret, show_secret};
use crate::store::endpoint as store;
use crate::{Endpoint, EndpointId, EndpointPatch, NewEndpoint, Webhooks, WebhooksError};

/// More would make each change of the shop expensive.
const MOST_ENDPOINTS: u64 = 50;
const LONGEST_URL: usize = 2_000;
const LONGEST_DESCRIPTION: usize = 200;
/// How long a secret signs beside the one that follows it.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// All endpoints, the oldest first.
///
/// # Errors
/// [`WebhooksError::Forbidden`] without [`Permission::ManageWebhooks`], as everywhere here.
#[boxed]
pub async fn list_endpoints(webhooks: &Webhooks, actor: &Actor) -> Result<Vec<Endpoint>, WebhooksError> {
    actor.require(Permission::ManageWebhooks)?;
    store::list(webhooks.db.reader()).await?.into_iter().map(Endpoint::try_from).collect()
}

/// One endpoint.
///
/// # Errors
/// [`WebhooksError::NotFound`].
#[boxed]
pub async fn find_endpoint(
    webhooks: &Webhooks,
    actor: &Actor,
    id: EndpointId,
) -> Result<Endpoint, WebhooksError> {
    actor.require(Permission::ManageWebhooks)?;
    store::find(webhooks.db.reader(), id).await?.try_into()
}

/// Adds an endpoint; gives its secret, which is shown this once.
///
/// # Errors
/// [`WebhooksError::InvalidField`] for an address into the house or an event that there is not,
/// [`WebhooksError::Conflict`] if there are too many.
#[boxed]
pub async fn add_endpoint(
    webhooks: &Webhooks,
    actor: &Actor,
    new: NewEndpoint,
) -> Result<(Endpoint, String), WebhooksError> {
    actor.require(Permission::ManageWebhooks)?;
    let secret = new_secret()?;
    let now = webhooks.db.clock().now().timestamp_micros();
    let row = Model {
        id: EndpointId::new(webhooks.db.clock()).0,
        url: read_url(webhooks, &new.url)?,
        description: read_description(&new.description)?,
        events: read_events(webhooks, &new.events)?,
        secret: webhooks.sealer.seal(&secret)?,
        old_secret: None,
        old_secret_until_us: None,
        paused_at_us: None,
        paused_why: String::new(),
        active_since_us: now,
        failing_since_us: None,
        last_delivered_at_us: None,
        created_at_us: now,
    };
    let tx = webhooks.db.begin_write().await?;
    if store::count(tx.conn()).await? >= MOST_ENDPOINTS {
        return Err(WebhooksError::Conflict("there are 50 webhooks, and there cannot be more"));
    }
    store::insert(&tx, row.clone()).await?;
    let entry = Entry::new("webhook.add", "webhook", EndpointId(row.id)).after(told(&row));
    audit::record(&tx, actor, entry).await?;
    tx.commit().await?;
    Ok((row.try_into()?, show_secret(&secret)))
}

/// Changes an endpoint. One that goes on after a pause gets what happens from now on.
///
/// # Errors
/// [`WebhooksError::NotFound`], [`WebhooksError::InvalidField`].
#[boxed]
pub async fn edit_endpoint(
    webhooks: &Webhooks,
    actor: &Actor,
    id: EndpointId,
    patch: EndpointPatch,
) -> Result<Endpoint, WebhooksError> {
    actor.require(Permission::ManageWebhooks)?;
    let tx = webhooks.db.begin_write().await?;
    let mut row = store::lock(&tx, id).await?;
    let before = told(&row);
    if let Some(url) = patch.url {
        row.url = read_url(webhooks, &url)?;
    }
    if let Some(description) = patch.description {
        row.description = read_description(&description)?;
    }
    if let Some(events) = patch.events {
        row.events = read_events(webhooks, &events)?;
    }
    let now = tx.clock().now().timestamp_micros();
    match (patch.paused, row.paused_at_us) {
        (Some(true), None) => {
            (row.paused_at_us, row.paused_why) = (Some(now), "paused at the desk".to_owned());
        }
        (Some(false), Some(_)) => {
            (row.paused_at_us, row.paused_why) = (None, String::new());
            (row.active_since_us, row.failing_since_us) = (now, None);
        }
        _ => {}
    }
    store::update(&tx, row.clone()).await?;
    let entry = Entry::new("webhook.edit", "webhook", id).changed(before, told(&row));
    audit::record(&tx, actor, entry).await?;
    tx.commit().await?;
    row.try_into()
}

/// Takes an endpoint away, with its deliveries.
///
/// # Errors
/// [`WebhooksError::NotFound`].
#[boxed]
pub async fn delete_endpoint(
    webhooks: &Webhooks,
    actor: &Actor,
    id: EndpointId,
) -> Result<(), WebhooksError> {
    actor.require(Permission::ManageWebhooks)?;
    let tx = webhooks.db.begin_write().await?;
    let row = store::lock(&tx, id).await?;
    store::delete(&tx, id).await?;
    audit::record(&tx, actor, Entry::new("webhook.delete", "webhook", id).before(told(&row))).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives an endpoint a new secret, which is shown this once; for a day the one before signs too.
///
/// # Errors
/// [`WebhooksError::NotFound`].
#[boxed]
pub async fn rotate_secret(
    webhooks: &Webhooks,
    actor: &Actor,
    id: EndpointId,
) -> Result<(Endpoint, String), WebhooksError> {
    actor.require(Permission::ManageWebhooks)?;
    let secret = new_secret()?;
    let sealed = webhooks.sealer.seal(&secret)?;
    let tx = webhooks.db.begin_write().await?;
    let mut row = store::lock(&tx, id).await?;
    let old = std::mem::replace(&mut row.secret, sealed);
    // One that cannot be opened any more signs nothing.
    row.old_secret = webhooks.sealer.open(&old).map(|_| old);
    let until = (tx.clock().now() + OVERLAP).timestamp_micros();
    row.old_secret_until_us = row.old_secret.is_some().then_some(until);
    store::update(&tx, row.clone()).await?;
    audit::record(&tx, actor, Entry::new("webhook.rotate-secret", "webhook", id)).await?;
    tx.commit().await?;
    Ok((row.try_into()?, show_secret(&secret)))
}

/// What the trail keeps: no secret, and nothing behind the address's `?`, where people put theirs.
pub(crate) fn told(row: &Model) -> Value {
    let url = row.url.split('?').next().unwrap_or_default();
    let events = row.events().unwrap_or_default();
    json!({ "url": url, "description": row.description, "events": events, "paused": row.paused_at_us.is_some() })
}

fn read_url(webhooks: &Webhooks, text: &str) -> Result<String, WebhooksError> {
    let url = text.trim();
    if url.len() > LONGEST_URL {
        return Err(WebhooksError::invalid("url", format!("is longer than {LONGEST_URL} bytes")));
    }
    webhooks.fetcher.check(url).map_err(|error| WebhooksError::invalid("url", error.to_string()))?;
    Ok(url.to_owned())
}

fn read_description(text: &str) -> Result<String, WebhooksError> {
    let text = text.trim();
    if text.chars().count() > LONGEST_DESCRIPTION || text.chars().any(char::is_control) {
        let reason = format!("must be one line of at most {LONGEST_DESCRIPTION} characters");
        return Err(WebhooksError::invalid("description", reason));
    }
    Ok(text.to_owned())
}

/// A JSON list of names, each once, in the order of the closed list.
fn read_events(webhooks: &Webhooks, names: &[String]) -> Result<String, WebhooksError> {
    if let Some(unknown) = names.iter().find(|name| !webhooks.events.know(name)) {
        return Err(WebhooksError::invalid("events", format!("there is no event {unknown:?}")));
    }
    if names.is_empty() {
        return Err(WebhooksError::invalid("events", "names no event"));
    }
    let kinds = webhooks.events.kinds.iter().map(|kind| kind.name);
    let chosen: Vec<&str> = kinds.filter(|kind| names.iter().any(|name| name == kind)).collect();
    Ok(serde_json::to_string(&chosen)?)
}
