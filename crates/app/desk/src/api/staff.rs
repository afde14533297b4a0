//! Accounts of the staff.

use axum::extract::State;
use http::StatusCode;
use identity::{NewStaff, StaffId, StaffPatch};
use kernel::Permission::ManageStaff;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Refusals;
use super::views::{RoleName, StaffView};
use uuid::Uuid;
use web::caller::Require;
use web::json_body::{JsonBody, Private};
use web::routing::Path;
use web::{AppState, Problem};

/// All accounts, the oldest first.
#[utoipa::path(get, path = "/api/admin/staff", tag = "staff",
    responses((status = 200, body = Vec<StaffView>), Refusals), security(("bearer" = [])))]
pub(super) async fn list_staff(
    State(state): State<AppState>,
    caller: Require<{ ManageStaff as u8 }>,
) -> Result<Private<Vec<StaffView>>, Problem> {
    let all = identity::list_staff(&state.desk()?.identity, caller.actor()).await?;
    Ok(Private(all.into_iter().map(StaffView::from).collect()))
}

/// Somebody who begins to work here.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddStaff {
    email: String,
    name: String,
    #[schema(inline)]
    role: RoleName,
}

/// A new account and the way into it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invited {
    #[schema(inline)]
    account: StaffView,
    /// By which they choose their password, once, within seven days. It is also sent by mail.
    link: String,
}

/// Makes an account; its person gets a link by which they choose their password.
#[utoipa::path(post, path = "/api/admin/staff", tag = "staff", request_body = AddStaff,
    responses((status = 201, body = Invited), Refusals), security(("bearer" = [])))]
pub(super) async fn add_staff(
    State(state): State<AppState>,
    caller: Require<{ ManageStaff as u8 }>,
    JsonBody(body): JsonBody<AddStaff>,
) -> Result<(StatusCode, Private<Invited>), Problem> {
    let desk = state.desk()?;
    let new = NewStaff { email: body.email, name: body.name, role: body.role.into() };
    let invitation = identity::add_staff(&desk.identity, caller.actor(), &new).await?;
    desk.send_invitation(&invitation);
    let link = desk.password_link(&invitation.token);
    Ok((StatusCode::CREATED, Private(Invited { account: invitation.staff.into(), link })))
}

/// One account.
#[utoipa::path(get, path = "/api/admin/staff/{id}", tag = "staff", params(("id" = String, Path)),
    responses((status = 200, body = StaffView), Refusals), security(("bearer" = [])))]
pub(super) async fn get_staff(
    State(state): State<AppState>,
    caller: Require<{ ManageStaff as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Private<StaffView>, Problem> {
    let found = identity::find_staff(&state.desk()?.identity, caller.actor(), StaffId(id)).await?;
    Ok(Private(found.into()))
}

/// What is to be changed; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EditStaff {
    name: Option<String>,
    #[schema(inline)]
    role: Option<RoleName>,
    /// Shuts the account, or opens it again.
    disabled: Option<bool>,
}

/// Changes an account. Shutting it ends its sessions.
#[utoipa::path(patch, path = "/api/admin/staff/{id}", tag = "staff", params(("id" = String, Path)),
    request_body = EditStaff, responses((status = 200, body = StaffView), Refusals), security(("bearer" = [])))]
pub(super) async fn edit_staff(
    State(state): State<AppState>,
    caller: Require<{ ManageStaff as u8 }>,
    Path(id): Path<Uuid>,
    JsonBody(body): JsonBody<EditStaff>,
) -> Result<Private<StaffView>, Problem> {
    let patch = StaffPatch { name: body.name, role: body.role.map(Into::into), disabled: body.disabled };
    let edited = identity::edit_staff(&state.desk()?.identity, caller.actor(), StaffId(id), &patch).await?;
    Ok(Private(edited.into()))
}

/// Forgets a person whose account is shut: what they did stays, under an id that names nobody.
#[utoipa::path(delete, path = "/api/admin/staff/{id}", tag = "staff", params(("id" = String, Path)),
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn erase_staff(
    State(state): State<AppState>,
    caller: Require<{ ManageStaff as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    identity::erase_staff(&state.desk()?.identity, caller.actor(), StaffId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends all sessions of an account.
#[utoipa::path(delete, path = "/api/admin/staff/{id}/sessions", tag = "staff", params(("id" = String, Path)),
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn end_sessions_of(
    State(state): State<AppState>,
    caller: Require<{ ManageStaff as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    identity::end_sessions_of(&state.desk()?.identity, caller.actor(), StaffId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
