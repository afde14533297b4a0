//! Pictures sent to the desk.

use axum::extract::State;
use catalogue::PictureSize;
use http::StatusCode;
use kernel::Permission::EditProducts;
use serde::Serialize;
use utoipa::ToSchema;

use super::Refusals;
use web::caller::Require;
use web::json_body::Private;
use web::upload::Upload;
use web::{AppState, Problem};

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
