//! Signing in, staying signed in, and the first owner.

use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Response};
use chrono::{DateTime, Utc};
use http::StatusCode;
use http::header::SET_COOKIE;
use identity::{Credentials, FirstOwner, SESSION_LIFE};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Refusals;
use super::views::{StaffView, TokensView};
use web::caller::FromDevice;
use web::json_body::{JsonBody, Private};
use web::rate_limits::take_try;
use web::{AppState, Problem, cookie};

/// What a person types to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    email: String,
    password: String,
    /// A code of the second factor, or a recovery code, where one is set up.
    code: Option<String>,
}

impl From<SignIn> for Credentials {
    fn from(body: SignIn) -> Self {
        Self { email: body.email, password: body.password, code: body.code }
    }
}

/// Signs a program in. Five tries a minute, for an address and for an e-mail each.
#[utoipa::path(post, path = "/api/admin/auth/login", tag = "sign-in", request_body = SignIn,
    responses((status = 200, body = TokensView), Refusals))]
pub(super) async fn sign_in(
    State(state): State<AppState>,
    FromDevice(device): FromDevice,
    JsonBody(body): JsonBody<SignIn>,
) -> Result<Private<TokensView>, Problem> {
    let desk = state.desk()?;
    take_try(&desk.limiter, &state.config.rates, device.address, Some(&body.email)).await?;
    let tokens = identity::sign_in(&desk.identity, &body.into(), &device).await?;
    Ok(Private(tokens.into()))
}

/// What a browser's page needs beside its cookie.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct BrowserSession {
    /// To be sent in the header `X-CSRF-Token` with every change.
    csrf_token: String,
    expires_at: DateTime<Utc>,
}

/// Signs a browser in: the session is in a cookie that no script can read.
#[utoipa::path(post, path = "/api/admin/auth/browser", tag = "sign-in", request_body = SignIn,
    responses((status = 200, body = BrowserSession), Refusals))]
pub(super) async fn sign_in_browser(
    State(state): State<AppState>,
    FromDevice(device): FromDevice,
    JsonBody(body): JsonBody<SignIn>,
) -> Result<Response, Problem> {
    let desk = state.desk()?;
    take_try(&desk.limiter, &state.config.rates, device.address, Some(&body.email)).await?;
    let opened = identity::sign_in_browser(&desk.identity, &body.into(), &device).await?;
    let csrf_token = desk.identity.keys.csrf_token(opened.session.0);
    let view = BrowserSession { csrf_token, expires_at: opened.expires_at };
    let cookie = AppendHeaders([(SET_COOKIE, cookie::set(&opened.cookie, SESSION_LIFE))]);
    Ok((cookie, Private(view)).into_response())
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Refresh {
    refresh_token: String,
}

/// The next pair of tokens. A refresh token is used once; one that comes again ends the session.
#[utoipa::path(post, path = "/api/admin/auth/refresh", tag = "sign-in", request_body = Refresh,
    responses((status = 200, body = TokensView), Refusals))]
pub(super) async fn refresh_session(
    State(state): State<AppState>,
    FromDevice(device): FromDevice,
    JsonBody(body): JsonBody<Refresh>,
) -> Result<Private<TokensView>, Problem> {
    let desk = state.desk()?;
    let tokens = identity::refresh_session(&desk.identity, &body.refresh_token, &device).await?;
    Ok(Private(tokens.into()))
}

/// The owner to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateFirstOwner {
    /// Of the link that `dukkan serve` prints while the shop has no owner.
    token: String,
    email: String,
    name: String,
    /// Ten characters or more.
    password: String,
}

/// Creates the owner, by the one-time link of the first start.
#[utoipa::path(post, path = "/api/admin/auth/first-owner", tag = "sign-in", request_body = CreateFirstOwner,
    responses((status = 201, body = StaffView), Refusals))]
pub(super) async fn create_first_owner(
    State(state): State<AppState>,
    FromDevice(device): FromDevice,
    JsonBody(body): JsonBody<CreateFirstOwner>,
) -> Result<(StatusCode, Private<StaffView>), Problem> {
    let desk = state.desk()?;
    take_try(&desk.limiter, &state.config.rates, device.address, None).await?;
    let CreateFirstOwner { token, email, name, password } = body;
    let owner = FirstOwner { token, email, name, password };
    let owner = identity::create_first_owner(&desk.identity, owner, &device).await?;
    Ok((StatusCode::CREATED, Private(owner.into())))
}
