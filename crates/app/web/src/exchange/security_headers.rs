//! The headers that tell browsers what a page of ours never does.
//!
//! A handler that has set one of them knows better and is left alone.

use axum::response::Response;
use http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, StatusCode};

/// Pages: own scripts and styles from files only; pictures of products may lie elsewhere.
const PAGE_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; img-src 'self' data: https: http:; object-src 'none'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'",
);
/// Swagger UI writes styles into its elements and draws from `data:`.
const DOCS_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);
/// Anything else is data: opened as a page it may do nothing.
const DATA_POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
const NO_SNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const OWN_REFERRER: HeaderValue = HeaderValue::from_static("strict-origin-when-cross-origin");
/// A shop needs none of these devices.
const PERMISSIONS: HeaderValue =
    HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
/// Two years, as the browsers' own lists ask for.
const ONLY_HTTPS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// Where the API's documentation lies.
const DOCS: &str = "/api/docs";

#[derive(Debug, Clone, Copy)]
pub(super) struct SecurityHeaders {
    https: bool,
}

impl SecurityHeaders {
    pub(super) fn new(https: bool) -> Self {
        Self { https }
    }

    pub(super) fn add_to(self, answer: &mut Response, path: &str) {
        // Its headers replace those of the page that the client has kept (RFC 9111, section 4.3.4): it has them all.
        if answer.status() == StatusCode::NOT_MODIFIED {
            return;
        }
        let headers = answer.headers_mut();
        let is_page =
            headers.get(CONTENT_TYPE).is_some_and(|content| content.as_bytes().starts_with(b"text/html"));
        let mut add = |name: HeaderName, value: HeaderValue| {
            headers.entry(name).or_insert(value);
        };
        add(X_CONTENT_TYPE_OPTIONS, NO_SNIFF);
        if is_page {
            add(CONTENT_SECURITY_POLICY, if path.starts_with(DOCS) { DOCS_POLICY } else { PAGE_POLICY });
            add(REFERRER_POLICY, OWN_REFERRER);
            add(PERMISSIONS_POLICY, PERMISSIONS);
        } else {
            add(CONTENT_SECURITY_POLICY, DATA_POLICY);
        }
        if self.https {
            add(STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::response::{Html, IntoResponse, Json};

    use super::*;

    fn policy(answer: impl IntoResponse, path: &str) -> String {
        let mut answer = answer.into_response();
        SecurityHeaders::new(false).add_to(&mut answer, path);
        answer.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
    }

    #[test]
    fn only_the_docs_may_write_styles_into_their_elements_and_nothing_runs_inline_scripts() {
        assert_eq!(policy(Html(""), "/fr/"), PAGE_POLICY);
        assert_eq!(policy(Html(""), "/api/docs/"), DOCS_POLICY);
        assert_eq!(policy(Json(1), "/api/docs/x"), DATA_POLICY);
        let text = |policy: HeaderValue| policy.to_str().unwrap().to_owned();
        assert!(![PAGE_POLICY, DATA_POLICY].map(text).iter().any(|policy| policy.contains("unsafe")));
        assert!(!text(DOCS_POLICY).contains("script-src"));
    }

    #[test]
    fn a_page_that_the_client_has_kept_keeps_the_policy_that_it_came_with() {
        let mut answer = StatusCode::NOT_MODIFIED.into_response();
        SecurityHeaders::new(true).add_to(&mut answer, "/fr");
        assert!(answer.headers().is_empty());
    }

    #[test]
    fn what_a_handler_has_set_stays() {
        assert_eq!(policy(([(CONTENT_SECURITY_POLICY, "sandbox")], "x"), "/"), "sandbox");
    }

    #[test]
    fn browsers_are_kept_on_https_only_where_shoppers_use_it() {
        for https in [false, true] {
            let mut answer = "x".into_response();
            SecurityHeaders::new(https).add_to(&mut answer, "/");
            assert_eq!(answer.headers().contains_key(STRICT_TRANSPORT_SECURITY), https);
        }
    }
}
