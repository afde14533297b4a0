//! Which other sites' scripts may read the API (the Fetch standard's CORS).
//!
//! Only reading, without cookies: an allowed origin sees what any visitor sees.

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderValue, Method, StatusCode};

/// A preflight's answer holds for a day; browsers shorten it as they like.
const PREFLIGHT_SECONDS: HeaderValue = HeaderValue::from_static("86400");

#[derive(Debug)]
pub(super) struct Origins {
    allowed: Vec<String>,
    all: bool,
}

impl Origins {
    pub(super) fn new(allowed: Vec<String>) -> Self {
        let all = allowed.iter().any(|origin| origin == "*");
        Self { allowed, all }
    }

    /// What to answer as the origin that may read: `None` when the request names none that may.
    pub(super) fn allowed(&self, request: &Request) -> Option<HeaderValue> {
        if self.allowed.is_empty() || !request.uri().path().starts_with("/api/") {
            return None;
        }
        if self.all {
            return Some(HeaderValue::from_static("*"));
        }
        let origin = request.headers().get(ORIGIN)?;
        let is_origin = |allowed: &String| allowed.as_bytes() == origin.as_bytes();
        self.allowed.iter().any(is_origin).then(|| origin.clone())
    }

    /// The answer to a browser that asks beforehand.
    pub(super) fn preflight(&self, request: &Request) -> Option<Response> {
        let asks_beforehand = request.method() == Method::OPTIONS
            && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        if !asks_beforehand || self.allowed(request).is_none() {
            return None;
        }
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = StatusCode::NO_CONTENT;
        let headers = answer.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD"));
        headers.insert(
            ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("accept-language, if-none-match, x-request-id"),
        );
        headers.insert(ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
        Some(answer)
    }

    pub(super) fn add_to(&self, answer: &mut Response, origin: &HeaderValue) {
        let headers = answer.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, x-request-id"));
        if !self.all {
            headers.append(VARY, HeaderValue::from_static("origin"));
        }
    }
}
