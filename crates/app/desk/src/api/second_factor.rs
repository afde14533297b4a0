//! The second factor of one's own account.

use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Refusals;
use web::caller::SignedIn;
use web::json_body::{JsonBody, Private};
use web::rate_limits::take_try;
use web::{AppState, Problem};

/// A secret for an authenticator app.
#[derive(Serialize, ToSchema)]
pub(super) struct SecondFactorSecret {
    /// To be typed.
    secret: String,
    /// To be shown as a QR code.
    uri: String,
}

/// Begins setting a second factor up: it is asked for once a code of it was confirmed.
#[utoipa::path(post, path = "/api/admin/auth/totp/begin", tag = "account",
    responses((status = 200, body = SecondFactorSecret), Refusals), security(("bearer" = [])))]
pub(super) async fn begin_second_factor(
    State(state): State<AppState>,
    signed_in: SignedIn,
) -> Result<Private<SecondFactorSecret>, Problem> {
    let begun = identity::begin_second_factor(&state.desk()?.identity, signed_in.person).await?;
    Ok(Private(SecondFactorSecret { secret: begun.secret, uri: begun.uri }))
}

/// A code that the app shows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SecondFactorCode {
    code: String,
}

/// Codes that stand in for the app, once each.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecoveryCodes {
    recovery_codes: Vec<String>,
}

/// Puts the second factor in force; the recovery codes are shown this once.
#[utoipa::path(post, path = "/api/admin/auth/totp/confirm", tag = "account", request_body = SecondFactorCode,
    responses((status = 200, body = RecoveryCodes), Refusals), security(("bearer" = [])))]
pub(super) async fn confirm_second_factor(
    State(state): State<AppState>,
    signed_in: SignedIn,
    JsonBody(body): JsonBody<SecondFactorCode>,
) -> Result<Private<RecoveryCodes>, Problem> {
    let (desk, person) = (state.desk()?, signed_in.person);
    let account = person.staff.to_string();
    take_try(&desk.limiter, &state.config.rates, None, Some(&account)).await?;
    let recovery_codes = identity::confirm_second_factor(&desk.identity, person, &body.code).await?;
    Ok(Private(RecoveryCodes { recovery_codes }))
}

/// The password, once more.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PasswordAgain {
    current_password: String,
}

/// Removes the second factor of the person who asks.
#[utoipa::path(post, path = "/api/admin/auth/totp/remove", tag = "account", request_body = PasswordAgain,
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn remove_second_factor(
    State(state): State<AppState>,
    signed_in: SignedIn,
    JsonBody(body): JsonBody<PasswordAgain>,
) -> Result<StatusCode, Problem> {
    let (desk, person) = (state.desk()?, signed_in.person);
    let account = person.staff.to_string();
    take_try(&desk.limiter, &state.config.rates, None, Some(&account)).await?;
    identity::remove_second_factor(&desk.identity, person, &body.current_password).await?;
    Ok(StatusCode::NO_CONTENT)
}
