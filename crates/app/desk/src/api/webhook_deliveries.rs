//! What was sent to webhooks, how it went, and sending it again.

use axum::extract::State;
use chrono::{DateTime, Utc};
use http::StatusCode;
use kernel::Permission::ManageWebhooks;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use webhooks::{Delivery, DeliveryFilter, DeliveryId, DeliveryState, EndpointId};

use super::Refusals;
use web::caller::Require;
use web::json_body::Private;
use web::parameters::Parameters;
use web::routing::Path;
use web::{AppState, Asked, Problem};

const DEFAULT_LIMIT: usize = 50;

/// Where a delivery stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = WebhookDeliveryState)]
enum StateName {
    Waiting,
    Delivered,
    Failed,
}

impl From<DeliveryState> for StateName {
    fn from(state: DeliveryState) -> Self {
        match state {
            DeliveryState::Waiting => Self::Waiting,
            DeliveryState::Delivered => Self::Delivered,
            DeliveryState::Failed => Self::Failed,
        }
    }
}

/// One event for one webhook.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookDelivery)]
pub(super) struct DeliveryView {
    id: Uuid,
    webhook: Uuid,
    /// The header `webhook-id`, the same at every try and replay.
    message_id: String,
    event: String,
    #[schema(inline)]
    state: StateName,
    /// How often it was tried, replays included.
    attempts: u32,
    /// The status of the last answer.
    last_status: Option<u16>,
    /// Why the last try failed.
    last_error: Option<String>,
    last_attempt_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    /// What is sent, to the byte.
    body: String,
}

impl From<Delivery> for DeliveryView {
    fn from(delivery: Delivery) -> Self {
        Self {
            id: delivery.id.0,
            webhook: delivery.endpoint.0,
            message_id: delivery.id.message_id(),
            event: delivery.event,
            state: delivery.state.into(),
            attempts: delivery.attempts,
            last_status: delivery.last_status,
            last_error: delivery.last_error,
            last_attempt_at: delivery.last_attempt_at,
            created_at: delivery.created_at,
            body: delivery.body,
        }
    }
}

/// Some deliveries, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct DeliveryPageView {
    #[schema(inline)]
    items: Vec<DeliveryView>,
    /// For the parameter `cursor` of the next page; absent on the last.
    next: Option<String>,
}

/// Deliveries, newest first. They are kept for 30 days.
#[utoipa::path(get, path = "/api/admin/webhook-deliveries", tag = "webhooks",
    params(
        ("webhook" = Option<String>, Query, description = "Only those to this webhook"),
        ("state" = Option<String>, Query, description = "`waiting`, `delivered` or `failed`"),
        ("event" = Option<String>, Query, description = "\"product.updated\""),
        ("cursor" = Option<String>, Query),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 200),
    ),
    responses((status = 200, body = DeliveryPageView), Refusals), security(("bearer" = [])))]
pub(super) async fn list_webhook_deliveries(
    State(state): State<AppState>,
    caller: Require<{ ManageWebhooks as u8 }>,
    asked: Asked,
) -> Result<Private<DeliveryPageView>, Problem> {
    let mut parameters = Parameters::read(asked.raw_query())?;
    let filter = DeliveryFilter {
        endpoint: parameters.take_parsed("webhook", "is no id")?.map(EndpointId),
        state: parameters.take_parsed("state", "is none of waiting, delivered, failed")?,
        event: parameters.take("event")?.map(Into::into),
    };
    let before = parameters.take_parsed("cursor", "is no cursor of this list")?.map(DeliveryId);
    let limit = parameters.take_count("limit", 1..=200)?.unwrap_or(DEFAULT_LIMIT);
    parameters.refuse_rest(&["webhook", "state", "event", "cursor", "limit"])?;
    let webhooks = &state.desk()?.webhooks;
    let page = webhooks::list_deliveries(webhooks, caller.actor(), &filter, before, limit).await?;
    Ok(Private(DeliveryPageView {
        items: page.deliveries.into_iter().map(DeliveryView::from).collect(),
        next: page.next.map(|id| id.to_string()),
    }))
}

/// One delivery.
#[utoipa::path(get, path = "/api/admin/webhook-deliveries/{id}", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 200, body = DeliveryView), Refusals), security(("bearer" = [])))]
pub(super) async fn get_webhook_delivery(
    State(state): State<AppState>,
    caller: Require<{ ManageWebhooks as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Private<DeliveryView>, Problem> {
    let found = webhooks::find_delivery(&state.desk()?.webhooks, caller.actor(), DeliveryId(id)).await?;
    Ok(Private(found.into()))
}

/// Sends a delivery again, now, with the same `webhook-id`, whatever became of it.
#[utoipa::path(post, path = "/api/admin/webhook-deliveries/{id}/replay", tag = "webhooks",
    params(("id" = String, Path)),
    responses((status = 202, body = DeliveryView), Refusals), security(("bearer" = [])))]
pub(super) async fn replay_webhook_delivery(
    State(state): State<AppState>,
    caller: Require<{ ManageWebhooks as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Private<DeliveryView>), Problem> {
    let queued = webhooks::replay_delivery(&state.desk()?.webhooks, caller.actor(), DeliveryId(id)).await?;
    Ok((StatusCode::ACCEPTED, Private(queued.into())))
}
