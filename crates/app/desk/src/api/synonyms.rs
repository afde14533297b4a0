//! Words that search takes as one, kept at the desk.

use axum::extract::State;
use axum::response::Response;
use catalogue::SynonymGroup;
use http::StatusCode;
use kernel::Permission::{EditCatalogue, ViewProducts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Refusals;
use web::caller::Require;
use web::download::{CSV, download};
use web::json_body::{JsonBody, Private};
use web::routing::Path;
use web::upload::Upload;
use web::{AppState, Problem};

/// Names of one thing.
#[derive(Serialize, ToSchema)]
#[schema(as = SynonymGroup)]
pub(super) struct GroupView {
    number: u32,
    words: Vec<String>,
}

impl From<SynonymGroup> for GroupView {
    fn from(group: SynonymGroup) -> Self {
        Self { number: group.number, words: group.words }
    }
}

/// All groups, by number.
#[utoipa::path(get, path = "/api/admin/synonyms", tag = "synonyms",
    responses((status = 200, body = Vec<GroupView>), Refusals), security(("bearer" = [])))]
pub(super) async fn list_synonyms(
    State(state): State<AppState>,
    caller: Require<{ ViewProducts as u8 }>,
) -> Result<Private<Vec<GroupView>>, Problem> {
    let groups = catalogue::list_synonyms(&state.desk()?.at(caller.actor())).await?;
    Ok(Private(groups.into_iter().map(GroupView::from).collect()))
}

/// Names of a group: at least two that search tells apart.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupFields {
    words: Vec<String>,
}

/// Adds a group; it holds for searches at once.
#[utoipa::path(post, path = "/api/admin/synonyms", tag = "synonyms", request_body = inline(GroupFields),
    responses((status = 201, body = GroupView), Refusals), security(("bearer" = [])))]
pub(super) async fn add_synonyms(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    JsonBody(body): JsonBody<GroupFields>,
) -> Result<(StatusCode, Private<GroupView>), Problem> {
    let added = catalogue::add_synonyms(&state.desk()?.at(caller.actor()), &body.words).await?;
    state.show_changes().await;
    Ok((StatusCode::CREATED, Private(added.into())))
}

/// Gives a group other names.
#[utoipa::path(put, path = "/api/admin/synonyms/{number}", tag = "synonyms", params(("number" = u32, Path)),
    request_body = inline(GroupFields),
    responses((status = 200, body = GroupView), Refusals), security(("bearer" = [])))]
pub(super) async fn edit_synonyms(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    Path(number): Path<u32>,
    JsonBody(body): JsonBody<GroupFields>,
) -> Result<Private<GroupView>, Problem> {
    let edited = catalogue::edit_synonyms(&state.desk()?.at(caller.actor()), number, &body.words).await?;
    state.show_changes().await;
    Ok(Private(edited.into()))
}

/// Takes a group away.
#[utoipa::path(delete, path = "/api/admin/synonyms/{number}", tag = "synonyms", params(("number" = u32, Path)),
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn delete_synonyms(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    Path(number): Path<u32>,
) -> Result<StatusCode, Problem> {
    catalogue::delete_synonyms(&state.desk()?.at(caller.actor()), number).await?;
    state.show_changes().await;
    Ok(StatusCode::NO_CONTENT)
}

/// All groups as a file, a group a line, names between bars.
#[utoipa::path(get, path = "/api/admin/synonyms/file", tag = "synonyms",
    responses((status = 200, body = String, content_type = "text/csv"), Refusals), security(("bearer" = [])))]
pub(super) async fn export_synonyms(
    State(state): State<AppState>,
    caller: Require<{ ViewProducts as u8 }>,
) -> Result<Response, Problem> {
    let file = catalogue::export_synonyms(&state.desk()?.at(caller.actor())).await?;
    Ok(download("synonyms.csv", CSV, file))
}

/// What a synonyms file holds.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SynonymsReport)]
pub(super) struct ReportView {
    groups: usize,
    phrases: usize,
    /// Lines with a single phrase, which change nothing.
    idle_lines: Vec<u64>,
}

/// Puts the groups of a file in place of all there are.
#[utoipa::path(put, path = "/api/admin/synonyms/file", tag = "synonyms",
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ReportView), Refusals), security(("bearer" = [])))]
pub(super) async fn replace_synonyms(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    Upload(file): Upload,
) -> Result<Private<ReportView>, Problem> {
    let text = std::str::from_utf8(&file).or(Err(Problem::invalid_field("body", None, "is not UTF-8")))?;
    let report = catalogue::replace_synonyms(&state.desk()?.at(caller.actor()), text).await?;
    state.show_changes().await;
    Ok(Private(ReportView { groups: report.groups, phrases: report.phrases, idle_lines: report.idle_lines }))
}
