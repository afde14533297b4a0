//! Keys for machines.

use axum::extract::State;
use chrono::{DateTime, Utc};
use http::StatusCode;
use identity::{ApiKey, ApiKeyId, NewApiKey};
use kernel::Permission::{self, ManageApiKeys};
use kernel::Permissions;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Refusals;
use super::views::names;
use web::caller::Require;
use web::json_body::{JsonBody, Private};
use web::routing::Path;
use web::{AppState, Problem};

/// A key, without its secret.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ApiKey)]
pub(super) struct ApiKeyView {
    id: Uuid,
    /// The account whose permissions it can never exceed.
    owner: Uuid,
    name: String,
    /// How it begins, to recognise it by.
    shown: String,
    /// What it may do, as far as its owner may.
    scopes: Vec<&'static str>,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    /// Within the hour.
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
}

impl From<ApiKey> for ApiKeyView {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id.0,
            owner: key.staff.0,
            name: key.name,
            shown: key.shown,
            scopes: names(key.scopes),
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
            revoked_at: key.revoked_at,
        }
    }
}

/// All keys, the oldest first, the revoked ones too.
#[utoipa::path(get, path = "/api/admin/api-keys", tag = "api-keys",
    responses((status = 200, body = Vec<ApiKeyView>), Refusals), security(("bearer" = [])))]
pub(super) async fn list_api_keys(
    State(state): State<AppState>,
    caller: Require<{ ManageApiKeys as u8 }>,
) -> Result<Private<Vec<ApiKeyView>>, Problem> {
    let all = identity::list_api_keys(&state.desk()?.identity, caller.actor()).await?;
    Ok(Private(all.into_iter().map(ApiKeyView::from).collect()))
}

/// A key to be made.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CreateApiKey {
    name: String,
    /// Permissions of the person who makes it: "products.view".
    scopes: Vec<String>,
    expires_at: Option<DateTime<Utc>>,
}

/// A new key and its secret.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreatedApiKey {
    #[schema(inline)]
    key: ApiKeyView,
    /// For the header `Authorization: Bearer`; shown this once.
    secret: String,
}

/// Makes a key of the person who asks.
#[utoipa::path(post, path = "/api/admin/api-keys", tag = "api-keys", request_body = CreateApiKey,
    responses((status = 201, body = CreatedApiKey), Refusals), security(("bearer" = [])))]
pub(super) async fn create_api_key(
    State(state): State<AppState>,
    caller: Require<{ ManageApiKeys as u8 }>,
    JsonBody(body): JsonBody<CreateApiKey>,
) -> Result<(StatusCode, Private<CreatedApiKey>), Problem> {
    let new = NewApiKey { name: body.name, scopes: read_scopes(&body.scopes)?, expires_at: body.expires_at };
    let (key, secret) = identity::create_api_key(&state.desk()?.identity, &caller.0, &new).await?;
    Ok((StatusCode::CREATED, Private(CreatedApiKey { key: key.into(), secret })))
}

fn read_scopes(names: &[String]) -> Result<Permissions, Problem> {
    let read = |name: &String| {
        let unknown = |error: kernel::UnknownPermission| {
            let known = Permission::ALL.iter().map(|one| one.name());
            let likeness = |known: &&str| (strsim::jaro_winkler(name, known) * 1e6) as u64;
            Problem::invalid_field("scopes", Some(name), error.to_string())
                .with_nearest(known.max_by_key(likeness))
        };
        name.parse::<Permission>().map_err(unknown)
    };
    names.iter().map(read).collect()
}

/// Revokes a key.
#[utoipa::path(delete, path = "/api/admin/api-keys/{id}", tag = "api-keys", params(("id" = String, Path)),
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn revoke_api_key(
    State(state): State<AppState>,
    caller: Require<{ ManageApiKeys as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    identity::revoke_api_key(&state.desk()?.identity, caller.actor(), ApiKeyId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
