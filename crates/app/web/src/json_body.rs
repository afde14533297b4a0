//! A body of JSON, read strictly: what does not belong there is refused by name.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Json, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Problem;

/// A request's body. Its type says `deny_unknown_fields`, so that nobody sets what they should not.
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::unsupported_body());
        }
        let unreadable = |_| Problem::invalid_field("body", None, "could not be read to its end");
        let body = Bytes::from_request(request, state).await.map_err(unreadable)?;
        serde_json::from_slice(&body)
            .map(Self)
            .map_err(|error| Problem::invalid_field("body", None, error.to_string()))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// An answer for one person's eyes: nobody keeps it.
pub struct Private<T>(pub T);

impl<T: Serialize> IntoResponse for Private<T> {
    fn into_response(self) -> Response {
        ([(CACHE_CONTROL, "no-store")], Json(self.0)).into_response()
    }
}
