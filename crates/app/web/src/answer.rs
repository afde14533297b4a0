//! The one door for every cacheable answer: tiers 1 and 2, entity tags, encodings, conditions.
//!
//! An answer is addressed by what was asked and by the version of what is found
//! for it, and holds the version of the products that it shows: a stale one is
//! given to nobody. Refuses anything personal.

mod cache;
mod draft;
mod encoding;
mod entity_tag;
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
pub(crate) use draft::Draft;
pub(crate) use encoding::Encoding;
pub(crate) use key::AnswerKey;
pub(crate) use stored::Stored;

use crate::network::leave;
use crate::{AppState, Asked, Problem};
use entity_tag::BodyHash;

/// An answer as a handler makes it.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Its media type.
    pub(crate) content_type: &'static str,
    /// Its bytes.
    pub(crate) body: Draft,
    /// What else of the request has chosen it.
    pub(crate) varies: Varies,
    /// The numbers of the products whose place in it is in its key, and whose prices and texts are not.
    pub(crate) shown: Vec<u32>,
}

/// Which headers of a request choose the answer, beside `Accept-Encoding`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Varies {
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

/// What it takes to make an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Some tens of microseconds, however large the shop.
    Little,
    /// More, or more in a larger shop: it is made away from the threads that talk to clients.
    Much,
}

/// Room for an answer's headers, those of every exchange with them.
const HEADERS: usize = 12;
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");

impl Answer {
    /// A JSON answer.
    pub(crate) fn json(body: Draft, varies: Varies) -> Self {
        Self { content_type: "application/json", body, varies, shown: Vec::new() }
    }

    /// A page; its language stands in its path, the shopper's car in a cookie.
    pub(crate) fn html(body: Draft) -> Self {
        let content_type = "text/html; charset=utf-8";
        Self { content_type, body, varies: Varies::ByCookie, shown: Vec::new() }
    }

    /// The same, good for as long as the products with these numbers are shown as in the snapshot it is made of.
    pub(crate) fn showing(self, shown: Vec<u32>) -> Self {
        Self { shown, ..self }
    }
}

impl AppState {
    /// Answers from the cache under `key`, else with what `make` returns, which is then kept.
    ///
    /// Both key and answer are made of `snapshot`. Without a cache the answer is made afresh and sent uncompressed, and
    /// nobody asks for a key. With one it is compressed as well, which is much effort always.
    pub(crate) async fn answer(
        &self,
        asked: &Asked,
        snapshot: &Snapshot,
        effort: Effort,
        key: impl FnOnce() -> AnswerKey,
        make: impl FnOnce() -> Result<Answer, Problem>,
    ) -> Response {
        let Some(cache) = &self.cache else {
            if effort == Effort::Much {
                leave().await;
            }
            return match make() {
                Ok(answer) => {
                    let hash = BodyHash::of(&answer.body);
                    let encoding = Encoding::Identity;
                    let content_type = HeaderValue::from_static(answer.content_type);
                    let (varies, tag) = (answer.varies, hash.tag(encoding));
                    let head = Head { content_type, varies, hash: &hash, tag, encoding };
                    send(asked, head, answer.body.into_bytes())
                }
                Err(problem) => problem.into_response(),
            };
        };
        let (key, encoding) = (key(), asked.encoding());
        if let Some(kept) = cache.find(&key, snapshot).await {
            return send_kept(asked, &kept, encoding);
        }
        leave().await;
        match make() {
            Ok(answer) => {
                let stored = Arc::new(Stored::new(answer, snapshot));
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
    let (content_type, tag) = (stored.content_type.clone(), stored.tag(encoding));
    let head = Head { content_type, varies: stored.varies, hash: &stored.hash, tag, encoding };
    send(asked, head, body)
}

/// What stands before a body.
struct Head<'a> {
    content_type: HeaderValue,
    varies: Varies,
    hash: &'a BodyHash,
    tag: HeaderValue,
    encoding: Encoding,
}

/// The response with its headers; 304 when the client has it already.
fn send(asked: &Asked, head: Head<'_>, body: Bytes) -> Response {
    let known = asked.known_tags().is_some_and(|known| head.hash.is_known(known));
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
        headers.insert(CONTENT_TYPE, head.content_type);
        if let Some(name) = head.encoding.header() {
            headers.insert(CONTENT_ENCODING, name);
        }
    }
    headers.insert(ETAG, head.tag);
    headers.insert(CACHE_CONTROL, NO_CACHE);
    headers.insert(VARY, head.varies.header());
    response
}
