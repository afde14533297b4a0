//! The whole catalogue as a file: ordered, then fetched. Asking needs `costs.view` too.

use axum::extract::State;
use axum::response::Response;
use catalogue::ExportFormat;
use http::StatusCode;
use jobs::JobId;
use kernel::Permission::ExportCatalogue;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Refusals;
use super::imports::{KindName, Queued};
use uuid::Uuid;
use web::caller::Require;
use web::download::download;
use web::json_body::{JsonBody, Private};
use web::routing::Path;
use web::{AppState, Problem};

/// How a file is written.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ExportFormat)]
pub(super) enum FormatName {
    Csv,
    Jsonl,
    Xlsx,
}

impl From<FormatName> for ExportFormat {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Csv => Self::Csv,
            FormatName::Jsonl => Self::JsonLines,
            FormatName::Xlsx => Self::Xlsx,
        }
    }
}

/// What is to be written, and how.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderExport {
    #[schema(inline)]
    kind: KindName,
    #[schema(inline)]
    format: FormatName,
}

/// Queues an export; `GET /api/admin/jobs/{id}` says how far it is.
#[utoipa::path(post, path = "/api/admin/exports", tag = "files", request_body = inline(OrderExport),
    responses((status = 202, body = Queued), Refusals), security(("bearer" = [])))]
pub(super) async fn order_export(
    State(state): State<AppState>,
    caller: Require<{ ExportCatalogue as u8 }>,
    JsonBody(body): JsonBody<OrderExport>,
) -> Result<(StatusCode, Private<Queued>), Problem> {
    let (kind, format) = (body.kind.into(), body.format.into());
    let job = catalogue::order_export(&state.desk()?.at(caller.actor()), kind, format).await?;
    Ok((StatusCode::ACCEPTED, Private(Queued { id: job.0 })))
}

/// The file that an export has written; 409 while it is not.
#[utoipa::path(get, path = "/api/admin/exports/{id}/file", tag = "files", params(("id" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), Refusals),
    security(("bearer" = [])))]
pub(super) async fn get_export_file(
    State(state): State<AppState>,
    caller: Require<{ ExportCatalogue as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let desk = state.desk()?;
    let (export, bytes) = catalogue::read_export(&desk.at(caller.actor()), &desk.files, JobId(id)).await?;
    Ok(download(&export.file_name(), "application/octet-stream", bytes))
}
