//! The one door for every cacheable answer: tiers 1 and 2, entity tags, encodings, conditions.
//!
//! An answer is addressed by what was asked, and holds the version of what was
//! found for it and of the products that it shows: a stale one is given to
//! nobody. Refuses anything personal.

mod cache;
mod draft;
mod encoding;
mod entity_tag;
mod key;
mod stored;

use std::cell::LazyCell;
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
    /// The numbers of the products whose place in it is in the version of what was found, and whose prices and texts are
    /// not.
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
    /// Some tens of microseconds.
    Little,
    /// More: it is made away from the network's threads.
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
    /// `version` is that of what is found for it in `snapshot`, of which it is made, or why nothing is. It is asked for
    /// where no answer is kept, and where one has not seen this edition of the shop. Without a cache the answer is made
    /// afresh and sent uncompressed, and nobody asks for a key. With one it is compressed as well, which is much effort
    /// always.
    pub(crate) async fn answer(
        &self,
        asked: &Asked,
        snapshot: &Snapshot,
        effort: Effort,
        key: impl FnOnce() -> AnswerKey,
        version: impl FnOnce() -> Result<u64, Problem>,
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
        let (key, version, encoding) = (key(), LazyCell::new(version), asked.encoding());
        let here = cache.find_here(&key, |kept| kept.holds(snapshot, || version.as_ref().ok().copied()));
        if let Some(kept) = here {
            return give_kept(asked, &kept, encoding).await;
        }
        let version = match &*version {
            Ok(version) => *version,
            Err(problem) => {
                cache.forget(&key);
                return problem.clone().into_response();
            }
        };
        if let Some(kept) = cache.find_elsewhere(&key, version, snapshot).await {
            return give_kept(asked, &kept, encoding).await;
        }
        leave().await;
        match make() {
            Ok(answer) => {
                let stored = Arc::new(Stored::new(answer, version, snapshot));
                let response = send_kept(asked, &stored, encoding);
                cache.keep(&key, &stored);
                response
            }
            Err(problem) => {
                cache.forget(&key);
                problem.into_response()
            }
        }
    }
}

/// [`send_kept`], elsewhere if there is something to compress or to unpack.
async fn give_kept(asked: &Asked, stored: &Stored, encoding: Encoding) -> Response {
    if !stored.is_ready(encoding) {
        leave().await;
    }
    send_kept(asked, stored, encoding)
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use axum::extract::{FromRequest, Request};
    use catalogue::{CatalogueSettings, Shelf, ShelfData};
    use http::header::ACCEPT_ENCODING;
    use kernel::Clock;
    use telemetry::Metrics;

    use super::*;
    use crate::WebConfig;
    use crate::network::{Handled, NetworkThreads, THREAD_NAME};

    /// Where an answer was made, if it was, and where its request ended.
    type Places = (Option<Place>, Place);

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Place {
        Network,
        Elsewhere,
    }

    impl Place {
        fn here() -> Self {
            if std::thread::current().name() == Some(THREAD_NAME) { Self::Network } else { Self::Elsewhere }
        }
    }

    fn state(cache: Option<AnswerCache>) -> AppState {
        let snapshot = Snapshot::build(CatalogueSettings::default(), ShelfData::default()).unwrap();
        let shelf = Shelf::with_snapshot(snapshot);
        AppState::new(shelf, None, None, Clock::system(), cache, Metrics::default(), WebConfig::default())
    }

    /// Asks for an answer of some length as a handler on the network's threads does.
    async fn ask(
        network: &NetworkThreads,
        state: &AppState,
        effort: Effort,
        encoding: &'static str,
    ) -> Places {
        let (state, told) = (state.clone(), Arc::new(Mutex::new(None)));
        let tell = Arc::clone(&told);
        let handler = async move {
            let request = Request::builder().uri("/x").header(ACCEPT_ENCODING, encoding);
            let request = request.body(axum::body::Body::empty()).unwrap();
            let asked = Asked::from_request(request, &()).await.unwrap();
            let made = Mutex::new(None);
            let make = || {
                *made.lock().unwrap() = Some(Place::here());
                Ok(Answer::json(vec![b'x'; 5_000].into(), Varies::Not))
            };
            let response =
                state.answer(&asked, &state.snapshot(), effort, || AnswerKey::new("x"), || Ok(1), make).await;
            *tell.lock().unwrap() = Some((made.into_inner().unwrap(), Place::here()));
            response
        };
        let handled = Handled::new(Box::pin(handler), false);
        assert_eq!(network.spawn(handled).await.unwrap().status(), StatusCode::OK);
        told.lock().unwrap().take().unwrap()
    }

    #[tokio::test]
    async fn what_is_gone_takes_no_room() {
        let state = state(Some(AnswerCache::new(1 << 20, None)));
        let asked = Asked::from_request(Request::new(axum::body::Body::empty()), &()).await.unwrap();
        let is_kept = || state.cache.as_ref().unwrap().find_here(&AnswerKey::new("x"), |_| true).is_some();
        let answer = async |version: Result<u64, Problem>, body: Result<&'static [u8], Problem>| {
            // Each time another edition, as after a change.
            let snapshot = Snapshot::clone(&state.snapshot());
            let make = || Ok(Answer::json(body?.to_vec().into(), Varies::Not));
            state.answer(&asked, &snapshot, Effort::Little, || AnswerKey::new("x"), || version, make).await
        };
        let gone = || Problem::of(kernel::ErrorCode::NotFound);
        for (version, body) in [(Err(gone()), Ok(&b"[]"[..])), (Ok(2), Err(gone()))] {
            assert_eq!(answer(Ok(1), Ok(b"[]")).await.status(), StatusCode::OK);
            assert!(is_kept());
            assert_eq!(answer(version, body).await.status(), StatusCode::NOT_FOUND);
            assert!(!is_kept());
        }
    }

    #[tokio::test]
    async fn without_a_cache_what_takes_long_is_made_elsewhere() {
        let (network, state) = (NetworkThreads::open().unwrap(), state(None));
        let little = ask(&network, &state, Effort::Little, "br").await;
        assert_eq!(little, (Some(Place::Network), Place::Network));
        let much = ask(&network, &state, Effort::Much, "br").await;
        assert_eq!(much, (Some(Place::Elsewhere), Place::Elsewhere));
    }

    #[tokio::test]
    async fn what_is_kept_is_sent_where_the_request_came_in_and_compressed_elsewhere() {
        let network = NetworkThreads::open().unwrap();
        let state = state(Some(AnswerCache::new(1 << 20, None)));
        let mut places = Vec::new();
        for encoding in ["br", "br", "gzip", "gzip"] {
            places.push(ask(&network, &state, Effort::Little, encoding).await);
        }
        let (made, compressed) = ((Some(Place::Elsewhere), Place::Elsewhere), (None, Place::Elsewhere));
        let sent = (None, Place::Network);
        assert_eq!(places, [made, sent, compressed, sent]);
    }
}
