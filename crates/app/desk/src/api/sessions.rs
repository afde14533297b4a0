//! One's own account and sessions.

use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse};
use http::StatusCode;
use http::header::SET_COOKIE;
use identity::SessionId;
use serde::Serialize;
use utoipa::ToSchema;

use super::Refusals;
use super::views::{SessionView, StaffView, names};
use uuid::Uuid;
use web::caller::SignedIn;
use web::json_body::Private;
use web::routing::Path;
use web::{AppState, Problem, cookie};

/// Ends the session that asks.
#[utoipa::path(post, path = "/api/admin/auth/logout", tag = "account",
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn sign_out(
    State(state): State<AppState>,
    signed_in: SignedIn,
) -> Result<impl IntoResponse, Problem> {
    let person = signed_in.person;
    identity::end_session(&state.desk()?.identity, person, person.session).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie::clear())])))
}

/// Ends all sessions of the person who asks, on all devices.
#[utoipa::path(post, path = "/api/admin/auth/logout-all", tag = "account",
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn sign_out_everywhere(
    State(state): State<AppState>,
    signed_in: SignedIn,
) -> Result<impl IntoResponse, Problem> {
    identity::end_all_sessions(&state.desk()?.identity, signed_in.person).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie::clear())])))
}

/// Who asks.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Me {
    #[schema(inline)]
    account: StaffView,
    /// What they may do.
    permissions: Vec<&'static str>,
    /// For the header `X-CSRF-Token` of a browser's changes.
    csrf_token: String,
}

/// The account of the person who asks, and what it may do.
#[utoipa::path(get, path = "/api/admin/auth/me", tag = "account",
    responses((status = 200, body = Me), Refusals), security(("bearer" = [])))]
pub(super) async fn get_me(
    State(state): State<AppState>,
    signed_in: SignedIn,
) -> Result<Private<Me>, Problem> {
    let identity = &state.desk()?.identity;
    let account = identity::find_staff(identity, &signed_in.actor, signed_in.person.staff).await?;
    Ok(Private(Me {
        account: account.into(),
        permissions: names(signed_in.actor.permissions()),
        csrf_token: identity.keys.csrf_token(signed_in.person.session.0),
    }))
}

/// The open sessions of the person who asks, the newest first.
#[utoipa::path(get, path = "/api/admin/auth/sessions", tag = "account",
    responses((status = 200, body = Vec<SessionView>), Refusals), security(("bearer" = [])))]
pub(super) async fn list_sessions(
    State(state): State<AppState>,
    signed_in: SignedIn,
) -> Result<Private<Vec<SessionView>>, Problem> {
    let person = signed_in.person;
    let open = identity::list_sessions(&state.desk()?.identity, person).await?;
    Ok(Private(open.into_iter().map(|session| SessionView::new(session, person.session)).collect()))
}

/// Ends one of the sessions of the person who asks.
#[utoipa::path(delete, path = "/api/admin/auth/sessions/{id}", tag = "account",
    params(("id" = String, Path)), responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn end_session(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    identity::end_session(&state.desk()?.identity, signed_in.person, SessionId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
