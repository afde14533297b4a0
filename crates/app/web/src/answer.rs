//! The one door for every cacheable answer: tiers 1 and 2, entity tags, encodings, conditions.
//!
//! An answer is addressed by what was asked and by the version of what is found
//! for it, and holds the version of the products that it shows: a stale one is
//! given to nobody. Refuses anything personal.

mod cache;
mod encoding;
mod key;
mod stored;

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use catalogue::Snapshot;
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

pub use cache::AnswerCache;
pub(crate) use encoding::Encoding;
pub(crate) use key::AnswerKey;
pub(crate) use stored::{Shown, Stored};

use crate::{AppState, Asked, Problem};

/// An answer as a handler makes it.
#[derive(Debug)]
pub struct Answer {
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub body: Vec<u8>,
    /// What else of the request has chosen it.
    pub varies: Varies,
    /// Products whose place in it is in its key, and whose prices and texts are not.
    pub(crate) shown: Shown,
}

/// Which headers of a request choose the answer, beside `Accept-Encoding`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Varies {
    /// None.
    Not,
    /// `Accept-Language`.
    ByLanguage,
    /// `Cookie`.
    ByCookie,
}

impl Varies {
    const fn header(self) -> HeaderValue {
        match self {
            Self::Not => HeaderValue::from_static("accept-encoding"),
            Self::ByLanguage => HeaderValue::from_static("accept-encoding, accept-language"),
            Self::ByCookie => HeaderValue::from_static("accept-encoding, cookie"),
        }
    }
}

/// Room for an answer's headers, those of every exchange with them.
const HEADERS: usize = 12;
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");

impl Answer {
    /// A JSON answer.
    pub fn json(body: Vec<u8>, varies: Varies) -> Self {
        Self { content_type: "application/json", body, varies, shown: Shown::default() }
    }

    /// A page; its language stands in its path, the shopper's car in a cookie.
    pub fn html(body: Vec<u8>) -> Self {
        let content_type = "text/html; charset=utf-8";
        Self { content_type, body, varies: Varies::ByCookie, shown: Shown::default() }
    }

    /// The same, good for as long as these products are shown as they are in `snapshot`.
    pub(crate) fn showing(self, numbers: Vec<u32>, snapshot: &Snapshot) -> Self {
        Self { shown: Shown::of(numbers, snapshot), ..self }
    }
}

impl AppState {
    /// Answers from the cache under `key`, else with what `make` returns, which is then kept.
    ///
    /// Both key and answer are made of `snapshot`. Without a cache the answer is made afresh and sent uncompressed.
    pub async fn answer(
        &self,
        asked: &Asked,
        snapshot: &Snapshot,
        key: AnswerKey,
        make: impl FnOnce() -> Result<Answer, Problem>,
    ) -> Response {
        let Some(cache) = &self.cache else {
            return match make() {
                Ok(answer) => {
                    let mut stored = Stored::new(answer);
                    let body = stored.take_body();
                    send(asked, &stored, body, Encoding::Identity)
                }
                Err(problem) => problem.into_response(),
            };
        };
        let encoding = asked.encoding();
        if let Some(kept) = cache.find(&key, snapshot).await {
            return send_kept(asked, &kept, encoding);
        }
        match make() {
            Ok(answer) => {
                let stored = Arc::new(Stored::new(answer));
                let response = send_kept(asked, &stored, encoding);
                cache.keep(&key, &stored);
                response
            }
            Err(problem) => problem.into_response(),
        }
    }
}

/// The response in the encoding that the client likes best.
fn send_kept(asked: &Asked, stored: &Stored, encoding: Encoding) -> Response {
    let (body, encoding) = stored.bytes(encoding);
    send(asked, stored, body, encoding)
}

/// The response with its headers; 304 when the client has it already.
fn send(asked: &Asked, stored: &Stored, body: Bytes, encoding: Encoding) -> Response {
    let known = asked.known_tags().is_some_and(|known| stored.is_known(known));
    let mut response = if known {
        let mut response = Response::new(axum::body::Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        Response::new(axum::body::Body::from(body))
    };
    let headers = response.headers_mut();
    headers.reserve(HEADERS);
    if !known {
        headers.insert(CONTENT_TYPE, stored.content_type.clone());
        if let Some(name) = encoding.header() {
            headers.insert(CONTENT_ENCODING, name);
        }
    }
    headers.insert(ETAG, stored.tag(encoding));
    headers.insert(CACHE_CONTROL, NO_CACHE);
    headers.insert(VARY, stored.varies.header());
    response
}
