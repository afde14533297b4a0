//! Pictures that were sent to the desk, shown to everybody.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use files::FileName;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use kernel::ErrorCode;

use crate::{AppState, Problem, Slug};

/// A picture. Its name is the hash of what was sent, so it never changes.
pub(super) async fn show_image(State(state): State<AppState>, Slug(name): Slug) -> Result<Response, Problem> {
    // Nothing but pictures that were made here lies in this folder.
    let name = format!("images/{name}").parse::<FileName>().ok();
    let name = name.ok_or_else(|| Problem::of(ErrorCode::NotFound))?;
    let bytes = state.desk()?.files.get(&name).await?;
    let headers = [(CONTENT_TYPE, "image/webp"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, bytes).into_response())
}
