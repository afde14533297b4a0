//! Webhooks: where news of the shop are sent, of what, and under which secret.

use axum::extract::State;
use chrono::{DateTime, Utc};
use http::StatusCode;
use kernel::Permission::ManageWebhooks;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use webhooks::{Endpoint, EndpointId, EndpointPatch, NewEndpoint};

use super::Refusals;
use super::webhook_deliveries::DeliveryView;
use web::caller::Require;
use web::json_body::{JsonBody, Private};
use web::routing::Path;
use web::{AppState, Problem};

/// An address to which news of the shop are sent, without its secret.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Webhook)]
pub(super) struct WebhookView {
    id: Uuid,
    url: String,
    description: String,
    /// The events that it gets.
    events: Vec<String>,
    /// Since when nothing is sent to it; what happens meanwhile is not kept for it.
    paused_at: Option<DateTime<Utc>>,
    paused_why: Option<String>,
    /// Until when the secret before the present one signs too.
    old_secret_until: Option<DateTime<Utc>>,
    /// Since when every try has failed; after five days it is paused.
    failing_since: Option<DateTime<Utc>>,
    last_delivered_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<Endpoint> for WebhookView {
    fn from(endpoint: Endpoint) -> Self {
        let (paused_at, paused_why) = endpoint.paused.map(|paused| (paused.at, paused.why)).unzip();
        Self {
            id: endpoint.id.0,
            url: endpoint.url,
            description: endpoint.description,
            events: endpoint.events,
            paused_at,
            paused_why,
            old_secret_until: endpoint.old_secret_until,
            failing_since: endpoint.failing_since,
            last_delivered_at: endpoint.last_delivered_at,
            created_at: endpoint.created_at,
        }
    }
}

/// All webhooks, the oldest first.
#[utoipa::path(get, path = "/api/admin/webhooks", tag = "webhooks",
    responses((status = 200, body = Vec<WebhookView>), Refusals), security(("bearer" = [])))]
pub(super) async fn list_webhooks(
    State(state): State<AppState>,
    caller: Require<{ ManageWebhooks as u8 }>,
) -> Result<Private<Vec<WebhookView>>, Problem> {
    let all = webhooks::list_endpoints(&state.desk()?.webhooks, caller.actor()).await?;
    Ok(Private(all.into_iter().map(WebhookView::from).collect()))
}

/// A kind of event.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookEvent)]
pub(super) struct EventView {
    /// "product.updated"
    name: &'static str,
    /// When it comes and what its `data` holds.
    about: &'static str,
}

/// The events that a webhook can ask for.
#[utoipa::path(get, path = "/api/admin/webhooks/events", tag = "webhooks",
    responses((status = 200, body = Vec<EventView>), Refusals), security(("bearer" = [])))]
pub(super) async fn list_webhook_events(
    State(state): State<AppState>,
    _caller: Require<{ ManageWebhooks as u8 }>,
) -> Result<Private<Vec<EventView>>, Problem> {
    let kinds = state.desk()?.webhooks.events().kinds.iter();
    Ok(Private(kinds.map(|kind| EventView { name: kind.name, about: kind.about }).collect()))
}

/// A webhook to be added.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AddWebhook {
    /// A public address, `https` or `http`, on its own port.
    url: String,
    #[serde(default)]
    description: String,
    /// Names from `/api/admin/webhooks/events`.
    events: Vec<String>,
}

/// A webhook and its secret.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebhookSecret {
    #[schema(inline)]
    webhook: WebhookView,
    /// Signs what is sent, as Standard Webhooks says; shown this once.
    secret: String,
}

/// Adds a webhook.
#[utoipa::path(post, path = "/api/admin/webhooks", tag = "webhooks", request_body = AddWebhook,
    responses((status = 201, body = WebhookSecret), Refusals), security(("bearer" = [])))]
pub(super) async fn add_webhook(
    State(state): State<AppState>,
    caller: Require<{ ManageWebhooks as u8 }>,
    JsonBody(body): JsonBody<AddWebhook>,
) -> Result<(StatusCode, Private<WebhookSecret>), Problem> {
    let new = NewEndpoint { url: body.url, description: body.description, events: body.events };
    let (endpoint, secret) = webhooks::add_endpoint(&state.desk()?.webhooks, caller.actor(), new).await?;
    Ok((StatusCode::CREATED, Private(WebhookSecret { webhook: endpoint.into(), secret })))
}

/// One webhook.
#[utoipa::path(get, path = "/api/admin/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 200, body = WebhookView), Refusals), security(("bearer" = [])))]
pub(super) async fn get_webhook(
    State(state): State<AppState>,
    caller: Require<{ ManageWebhooks as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Private<WebhookView>, Problem> {
    let found = webhooks::find_endpoint(&state.desk()?.webhooks, caller.actor(), EndpointId(id)).await?;
    Ok(Private(found.into()))
}

/// What shall be different.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct EditWebhook {
    url: Option<String>,
    description: Option<String>,
    events: Option<Vec<String>>,
    /// Sends nothing for now, or goes on with what happens from then on.
    paused: Option<bool>,
}

/// Changes a webhook, pauses it or lets it go on.
#[utoipa::path(patch, path = "/api/admin/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    request_body = EditWebhook, responses((status = 200, body = WebhookView), Refusals), security(("bearer" = [])))]
pub(super) async fn edit_webhook(
    State(state): State<AppState>,
    caller: Require<{ ManageWebhooks as u8 }>,
    Path(id): Path<Uuid>,
    JsonBody(body): JsonBody<EditWebhook>,
) -> Result<Private<WebhookView>, Problem> {
    let EditWebhook { url, description, events, paused } = body;
    let patch = EndpointPatch { url, description, events, paused };
    let webhooks = &state.desk()?.webhooks;
    Ok(Private(webhooks::edit_endpoint(webhooks, caller.actor(), EndpointId(id), patch).await?.into()))
}

/// Takes a webhook away, with its deliveries.
#[utoipa::path(delete, path = "/api/admin/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn delete_webhook(
    State(state): State<AppState>,
    caller: Require<{ ManageWebhooks as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    webhooks::delete_endpoint(&state.desk()?.webhooks, caller.actor(), EndpointId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new secret. For a day the one before signs too: each delivery then carries two signatures.
#[utoipa::path(post, path = "/api/admin/webhooks/{id}/secret", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 201, body = WebhookSecret), Refusals), security(("bearer" = [])))]
pub(super) async fn rotate_webhook_secret(
    State(state): State<AppState>,
    caller: Require<{ ManageWebhooks as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Private<WebhookSecret>), Problem> {
    let webhooks = &state.desk()?.webhooks;
    let (endpoint, secret) = webhooks::rotate_secret(webhooks, caller.actor(), EndpointId(id)).await?;
    Ok((StatusCode::CREATED, Private(WebhookSecret { webhook: endpoint.into(), secret })))
}

/// Sends a `ping`.
#[utoipa::path(post, path = "/api/admin/webhooks/{id}/test", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 202, body = DeliveryView), Refusals), security(("bearer" = [])))]
pub(super) async fn test_webhook(
    State(state): State<AppState>,
    caller: Require<{ ManageWebhooks as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Private<DeliveryView>), Problem> {
    let sent = webhooks::send_test(&state.desk()?.webhooks, caller.actor(), EndpointId(id)).await?;
    Ok((StatusCode::ACCEPTED, Private(sent.into())))
}
