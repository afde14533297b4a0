//! Addresses with a slash too many at their end.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderValue, StatusCode, Uri};

/// Leads to this address without the slashes at its end; `None` if it has none.
///
/// For what lies below a name of our own: `//other.example` would be another site.
pub fn without_slash(uri: &Uri) -> Option<Response> {
    let path = uri.path().trim_end_matches('/');
    let meant = match uri.query() {
        None | Some("") => path.to_owned(),
        Some(query) => format!("{path}?{query}"),
    };
    let meant = HeaderValue::try_from(meant).ok().filter(|_| path.len() < uri.path().len())?;
    let headers = [(LOCATION, meant), (CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    Some((StatusCode::PERMANENT_REDIRECT, headers).into_response())
}
