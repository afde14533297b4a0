//! The one door for every cacheable answer: tiers 1 and 2, entity tags, encodings, conditions.
//!
//! An answer is addressed by what was asked and by the versions of what it
//! shows, so a stale one cannot be found. Refuses anything personal.

mod cache;
mod encoding;
mod key;
mod stored;

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use http::{HeaderValue, StatusCode};

pub use cache::AnswerCache;
pub(crate) use encoding::Encoding;
pub(crate) use key::AnswerKey;
pub(crate) use stored::Stored;

use crate::{AppState, Asked, Problem};

/// An answer as a handler makes it.
#[derive(Debug)]
pub struct Answer {
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub body: Vec<u8>,
    /// Whether `Accept-Language` chose its language.
    pub varies_by_language: bool,
}

impl Answer {
    /// A JSON answer.
    pub fn json(body: Vec<u8>, varies_by_language: bool) -> Self {
        Self { content_type: "application/json", body, varies_by_language }
    }

    /// A page; its language stands in its path.
    pub fn html(body: Vec<u8>) -> Self {
        Self { content_type: "text/html; charset=utf-8", body, varies_by_language: false }
    }
}

impl AppState {
    /// Answers from the cache under `key`, else with what `make` returns, which is then kept.
    ///
    /// Without a cache the answer is made afresh and sent uncompressed.
    pub async fn answer(
        &self,
        asked: &Asked,
        key: AnswerKey,
        make: impl FnOnce() -> Result<Answer, Problem>,
    ) -> Response {
        let Some(cache) = &self.cache else {
            return match make() {
                Ok(answer) => send(asked, &Stored::new(answer), Encoding::Identity),
                Err(problem) => problem.into_response(),
            };
        };
        let encoding = asked.encoding();
        if let Some(kept) = cache.find(&key).await {
            return send(asked, &kept, encoding);
        }
        match make() {
            Ok(answer) => {
                let stored = Arc::new(Stored::new(answer));
                let response = send(asked, &stored, encoding);
                cache.keep(&key, &stored);
                response
            }
            Err(problem) => problem.into_response(),
        }
    }
}

/// The response with its headers; 304 when the client has it already.
fn send(asked: &Asked, stored: &Stored, encoding: Encoding) -> Response {
    let known = asked.known_tags().is_some_and(|known| stored.is_known(known));
    let (body, encoding) = stored.bytes(encoding);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(axum::body::Body::from(body));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(stored.content_type));
        if let Some(name) = encoding.header() {
            response.headers_mut().insert(CONTENT_ENCODING, name);
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(ETAG, stored.tag(encoding));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let vary = if stored.varies_by_language { "accept-encoding, accept-language" } else { "accept-encoding" };
    headers.insert(VARY, HeaderValue::from_static(vary));
    response
}
