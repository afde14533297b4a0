//! Pictures sent to the desk, and shown to everybody.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use catalogue::PictureSize;
use files::FileName;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use kernel::ErrorCode;
use kernel::Permission::EditProducts;
use serde::Serialize;
use utoipa::ToSchema;

use super::Refusals;
use crate::caller::Require;
use crate::json_body::Private;
use crate::upload::Upload;
use crate::{AppState, Problem, Slug};

/// One size of a picture.
#[derive(Serialize, ToSchema)]
#[schema(as = PictureSize)]
pub(super) struct SizeView {
    /// For a product's `images`; below the shop's address it is the picture.
    path: String,
    width: u32,
    height: u32,
}

impl From<PictureSize> for SizeView {
    fn from(size: PictureSize) -> Self {
        Self { path: size.path.as_str().to_owned(), width: size.width, height: size.height }
    }
}

/// Keeps a picture (PNG, JPEG, WebP or GIF by its bytes, whatever its type says), made anew as WebP without
/// anything but its points. Answers its sizes, the largest first.
#[utoipa::path(post, path = "/api/admin/images", tag = "products-desk",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Vec<SizeView>), Refusals), security(("bearer" = [])))]
pub(super) async fn add_image(
    State(state): State<AppState>,
    caller: Require<{ EditProducts as u8 }>,
    Upload(bytes): Upload,
) -> Result<(StatusCode, Private<Vec<SizeView>>), Problem> {
    let desk = state.desk()?;
    let sizes = catalogue::add_picture(&desk.at(caller.actor()), &desk.files, bytes).await?;
    Ok((StatusCode::CREATED, Private(sizes.into_iter().map(SizeView::from).collect())))
}

/// A picture. Its name is the hash of what was sent, so it never changes.
pub(crate) async fn show_image(State(state): State<AppState>, Slug(name): Slug) -> Result<Response, Problem> {
    // Nothing but pictures that were made here lies in this folder.
    let name = format!("images/{name}").parse::<FileName>().ok();
    let name = name.ok_or_else(|| Problem::of(ErrorCode::NotFound))?;
    let bytes = state.desk()?.files.get(&name).await?;
    let headers = [(CONTENT_TYPE, "image/webp"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, bytes).into_response())
}
