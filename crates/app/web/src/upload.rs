//! Files as bodies: larger and slower than other bodies may be, for those who are let in.

use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};

use crate::Problem;

/// Paths whose bodies are files.
pub(crate) const UPLOAD_PATHS: [&str; 6] = [
    "/api/admin/images",
    "/api/admin/imports",
    "/api/admin/sales-imports",
    "/desk/files/import",
    "/desk/forecasts/import",
    "/desk/products/pictures",
];
/// Bytes of the largest file; larger ones come in by the command line.
pub const UPLOAD_BYTES: u64 = 64 << 20;
/// For the whole file: a quarter of a megabyte a second.
pub(crate) const UPLOAD_TIME: Duration = Duration::from_secs(256);

/// A file, whole. To be taken behind the caller, so that nobody else's is read.
pub struct Upload(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let unreadable = |_| Problem::invalid_field("body", None, "could not be read to its end");
        to_bytes(request.into_body(), UPLOAD_BYTES as usize).await.map(Self).map_err(unreadable)
    }
}
