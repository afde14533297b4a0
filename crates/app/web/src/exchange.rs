//! What surrounds every request: its id, its bounds, its line in the log, its
//! figures, the headers that protect it, and the net under a panic.
//!
//! All of it in one place and around all routes, because each further layer
//! costs a request more than what it does.

mod access_line;
mod body_bounds;
mod cross_origin;
mod request_id;
mod route_figures;
mod security_headers;

use std::error::Error;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_LENGTH, HOST};
use http::{HeaderValue, Method, StatusCode, Uri};
use kernel::{Causes, ErrorCode};

use crate::client_address::TrustedProxies;
use crate::network::Handled;
use crate::problem::{Cause, Problem};
use crate::rate_limits::ApiLimit;
use crate::routing::{Place, Routes};
use crate::server::PeerAddress;
use crate::upload::{UPLOAD_BYTES, UPLOAD_PATHS, UPLOAD_TIME};
use access_line::AccessLine;
use body_bounds::{BodyBounds, BodyFate};
use cross_origin::Origins;
use request_id::RequestIds;
use route_figures::AllFigures;
use security_headers::SecurityHeaders;

/// Bytes of path and query together.
pub(crate) const TARGET_BYTES: usize = 8 << 10;

/// What differs from one shop to another.
#[derive(Debug, Clone)]
pub struct ExchangeSettings {
    /// Proxies whose word on the client's address is believed.
    pub trusted_proxies: TrustedProxies,
    /// Origins whose scripts may read the API; `*` = all.
    pub allowed_origins: Vec<String>,
    /// Whether shoppers come over HTTPS: then browsers are told to come no other way.
    pub https: bool,
    /// The longest path and query of a request, together.
    pub target_bytes: usize,
    /// The largest body of a request.
    pub body_bytes: u64,
    /// For the whole body of a request.
    pub body_time: Duration,
}

impl Default for ExchangeSettings {
    fn default() -> Self {
        Self {
            trusted_proxies: TrustedProxies::default(),
            allowed_origins: Vec::new(),
            https: false,
            target_bytes: TARGET_BYTES,
            body_bytes: 1 << 20,
            body_time: Duration::from_secs(30),
        }
    }
}

/// Everything that has an address, within what surrounds every request. Cheap to clone.
#[derive(Clone)]
pub struct Exchange(Arc<Inner>);

struct Inner {
    routes: Routes,
    house: House,
}

/// What all requests share.
struct House {
    trusted_proxies: TrustedProxies,
    origins: Origins,
    headers: SecurityHeaders,
    target_bytes: usize,
    bounds: BodyBounds,
    uploads: BodyBounds,
    ids: RequestIds,
    figures: AllFigures,
    log_wanted: bool,
    limit: Option<ApiLimit>,
}

impl Exchange {
    /// Surrounds `routes`; `limit` says how often an address may ask the API.
    ///
    /// To be made after [`telemetry::init`], which says whether requests are logged and has them counted.
    pub fn new(routes: Routes, settings: ExchangeSettings, limit: Option<ApiLimit>) -> Self {
        let house = House {
            trusted_proxies: settings.trusted_proxies,
            origins: Origins::new(settings.allowed_origins),
            headers: SecurityHeaders::new(settings.https),
            target_bytes: settings.target_bytes,
            bounds: BodyBounds { bytes: settings.body_bytes, time: settings.body_time },
            uploads: BodyBounds { bytes: UPLOAD_BYTES, time: UPLOAD_TIME },
            ids: RequestIds::new(),
            figures: AllFigures::of_routes(routes.patterns()),
            log_wanted: telemetry::access_log_wanted(),
            limit,
        };
        Self(Arc::new(Inner { routes, house }))
    }

    /// The answer to one request.
    pub fn answer(&self, mut request: Request) -> Exchanging {
        let Inner { routes, house } = &*self.0;
        let route = routes.find(&mut request);
        let begun = Begun::of(house, &request, route);
        let refused = house.refusal_of(&request, begun.client);
        let (request, body_fate) = house.bounds_of(&request).impose(request);
        let answer = match refused {
            Some(_) => None,
            // A handler's first steps may panic too; then there is neither an answer nor a refusal.
            None => catch_unwind(AssertUnwindSafe(|| routes.call(route, request))).ok(),
        };
        Exchanging { answer, refused, body_fate, begun: Some(begun), exchange: self.clone() }
    }
}

impl House {
    fn bounds_of(&self, request: &Request) -> BodyBounds {
        if UPLOAD_PATHS.contains(&request.uri().path()) { self.uploads } else { self.bounds }
    }

    /// What needs no handler to be answered.
    fn refusal_of(&self, request: &Request, client: Option<IpAddr>) -> Option<Response> {
        if let Some(preflight) = self.origins.preflight(request) {
            return Some(preflight);
        }
        if request.uri().path_and_query().is_some_and(|target| target.as_str().len() > self.target_bytes) {
            return Some(Problem::target_too_long(self.target_bytes).into_response());
        }
        if let Some(limit) = &self.limit
            && let Err(problem) = limit.check(request.uri().path(), client)
        {
            return Some(problem.into_response());
        }
        let bounds = self.bounds_of(request);
        if bounds.declared_too_large(request.headers()) {
            return Some(bounds.too_large());
        }
        // HTTP/1.1 asks for exactly one (RFC 9112, section 3.2): with two, proxies and we may differ.
        if request.headers().get_all(HOST).iter().nth(1).is_some() {
            return Some(Problem::invalid_field("Host", None, "sent twice").into_response());
        }
        None
    }

    fn finish(&self, begun: Begun, mut answer: Response) -> Response {
        let status = answer.status();
        let mut bytes = answer.body().size_hint().exact();
        if begun.method == Method::HEAD {
            // A 304 may only tell the length of what has not changed (RFC 9110, section 8.6).
            if let Some(length) = bytes.replace(0)
                && status != StatusCode::NOT_MODIFIED
            {
                answer.headers_mut().entry(CONTENT_LENGTH).or_insert(length.into());
            }
            *answer.body_mut() = Body::empty();
        }
        if status.is_server_error()
            && let Some(Cause(error)) = answer.extensions_mut().remove()
        {
            begun.failed(&*error);
        }
        self.headers.add_to(&mut answer, begun.uri.path());
        if let Some(origin) = &begun.origin {
            self.origins.add_to(&mut answer, origin);
        }
        let time = begun.at.elapsed();
        let (route, figures) = self.figures.of(begun.route);
        figures.count(status, time);
        if self.log_wanted {
            let line = AccessLine {
                method: &begun.method,
                uri: &begun.uri,
                route,
                status,
                bytes,
                time,
                client: begun.client,
                request_id: &begun.request_id,
            };
            line.write();
        }
        answer.headers_mut().insert(request_id::HEADER, begun.request_id);
        answer
    }
}

/// What is kept of a request until its answer is there.
struct Begun {
    at: Instant,
    method: Method,
    uri: Uri,
    client: Option<IpAddr>,
    origin: Option<HeaderValue>,
    request_id: HeaderValue,
    route: Place,
}

impl Begun {
    fn of(house: &House, request: &Request, route: Place) -> Self {
        let (headers, extensions) = (request.headers(), request.extensions());
        let peer = extensions.get::<PeerAddress>().map(|PeerAddress(peer)| peer.ip());
        Self {
            at: Instant::now(),
            method: request.method().clone(),
            uri: request.uri().clone(),
            client: peer.map(|peer| house.trusted_proxies.client_address(peer, headers)),
            origin: house.origins.allowed(request),
            request_id: house.ids.of(headers),
            route,
        }
    }

    fn failed(&self, error: &(dyn Error + 'static)) {
        let (request_id, error) = (self.request_id.to_str().unwrap_or_default(), Causes(error));
        tracing::error!(request_id, method = %self.method, path = self.uri.path(), %error, "a request failed");
    }

    /// The panic itself is in the log already, without the request.
    fn panicked(&self) -> Response {
        let request_id = self.request_id.to_str().unwrap_or_default();
        tracing::error!(request_id, method = %self.method, path = self.uri.path(), "a handler panicked");
        Problem::of(ErrorCode::Internal).into_response()
    }
}

/// An answer on its way.
pub struct Exchanging {
    answer: Option<Handled>,
    refused: Option<Response>,
    body_fate: Option<BodyFate>,
    begun: Option<Begun>,
    exchange: Exchange,
}

impl Future for Exchanging {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let answer = match &mut self.answer {
            Some(answer) => match catch_unwind(AssertUnwindSafe(|| Pin::new(answer).poll(context))) {
                Ok(polled) => Some(ready!(polled)),
                Err(_panic) => None,
            },
            None => self.refused.take(),
        };
        let answer = self.body_fate.take().and_then(BodyFate::refusal).or(answer);
        Poll::Ready(match self.begun.take() {
            Some(begun) => {
                let answer = answer.unwrap_or_else(|| begun.panicked());
                self.exchange.0.house.finish(begun, answer)
            }
            None => answer.unwrap_or_default(),
        })
    }
}
