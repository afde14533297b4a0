//! Passwords: forgotten, set by link, changed.

use axum::extract::State;
use http::StatusCode;
use kernel::Causes;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Refusals;
use web::caller::{FromDevice, SignedIn};
use web::json_body::JsonBody;
use web::rate_limits::take_try;
use web::{AppState, Problem};

/// Whose password was forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ForgottenPassword {
    email: String,
}

/// Sends a link that sets a new password, if the e-mail has an account. The answer is the same if it has none.
#[utoipa::path(post, path = "/api/admin/auth/password/forgot", tag = "sign-in", request_body = ForgottenPassword,
    responses((status = 202, description = "A letter is on its way, if there is an account"), Refusals))]
pub(super) async fn ask_password_link(
    State(state): State<AppState>,
    FromDevice(device): FromDevice,
    JsonBody(body): JsonBody<ForgottenPassword>,
) -> Result<StatusCode, Problem> {
    let desk = state.desk()?.clone();
    take_try(&desk.limiter, &state.config.rates, device.address, Some(&body.email)).await?;
    // Beside the answer: the time that it takes tells nobody whether there is an account.
    tokio::spawn(async move {
        match identity::ask_password_link(&desk.identity, &body.email).await {
            Ok(Some(link)) => desk.send_password_link(link),
            Ok(None) => {}
            Err(error) => {
                tracing::error!(error = %Causes(&error), "a password link failed");
            }
        }
    });
    Ok(StatusCode::ACCEPTED)
}

/// A new password by link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetPassword {
    /// Of the link in the letter.
    token: String,
    /// Ten characters or more.
    password: String,
}

/// Sets the password of the link's account. All its sessions end.
#[utoipa::path(post, path = "/api/admin/auth/password/reset", tag = "sign-in", request_body = SetPassword,
    responses((status = 204), Refusals))]
pub(super) async fn set_password(
    State(state): State<AppState>,
    FromDevice(device): FromDevice,
    JsonBody(body): JsonBody<SetPassword>,
) -> Result<StatusCode, Problem> {
    let desk = state.desk()?;
    take_try(&desk.limiter, &state.config.rates, device.address, None).await?;
    identity::set_password(&desk.identity, &body.token, &body.password, &device).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new password by the old one.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ChangePassword {
    current_password: String,
    /// Ten characters or more.
    password: String,
}

/// Changes the password of the person who asks. Their other sessions end.
#[utoipa::path(post, path = "/api/admin/auth/password/change", tag = "account", request_body = ChangePassword,
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn change_password(
    State(state): State<AppState>,
    signed_in: SignedIn,
    JsonBody(body): JsonBody<ChangePassword>,
) -> Result<StatusCode, Problem> {
    let (desk, person) = (state.desk()?, signed_in.person);
    // A stolen session is no way to guess the password.
    let account = person.staff.to_string();
    take_try(&desk.limiter, &state.config.rates, None, Some(&account)).await?;
    identity::change_password(&desk.identity, person, &body.current_password, &body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}
