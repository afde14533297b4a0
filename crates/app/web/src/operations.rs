//! What operators and their machines ask: is it alive, is it ready, what does it count.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use kernel::ErrorCode;

use crate::network::leave;
use crate::routing::{Path, Router, get};
use crate::server::PeerAddress;
use crate::{AppState, Problem};

/// The largest constant.
const CONSTANT_BYTES: usize = 1 << 20;

/// `/healthz`, `/readyz`, `/metrics`; with `bench` constants of any size.
pub(crate) fn router(state: AppState) -> Router {
    let router = Router::new()
        .route("/healthz", get(async || ([(CACHE_CONTROL, "no-store")], "alive\n")))
        .route("/readyz", get(show_readiness))
        .route("/metrics", get(show_metrics));
    let router = if state.config.bench {
        let constant = Bytes::from(vec![b'x'; CONSTANT_BYTES]);
        router.route(
            "/bench/constant/{bytes}",
            get(async move |Path(bytes): Path<usize>| send(&constant, bytes)),
        )
    } else {
        router
    };
    router.with_state(state)
}

/// 503 while stopping or while the database does not answer.
async fn show_readiness(State(state): State<AppState>) -> Response {
    // A connection to the database that is opened here belongs to the threads that use it.
    leave().await;
    let answers = match &state.db {
        Some(db) => db.check_health().await.is_ok(),
        None => true,
    };
    let (status, word) = match (state.is_ready(), answers) {
        (true, true) => (StatusCode::OK, "ready\n"),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping\n"),
        (_, false) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    };
    (status, [(CACHE_CONTROL, "no-store")], word).into_response()
}

/// Figures for those who may read them; to anybody else the page is not there.
async fn show_metrics(
    State(state): State<AppState>,
    peer: Option<Extension<PeerAddress>>,
    headers: HeaderMap,
) -> Response {
    let config = &state.config;
    let reader = peer.and_then(|Extension(PeerAddress(peer))| {
        config.exchange.trusted_proxies.certain_address(peer.ip(), &headers)
    });
    if !reader.is_some_and(|reader| config.metrics_readers.contains(reader)) {
        return Problem::of(ErrorCode::NotFound).into_response();
    }
    leave().await;
    let headers = [(CONTENT_TYPE, "text/plain; version=0.0.4"), (CACHE_CONTROL, "no-store")];
    (headers, state.metrics.render()).into_response()
}

/// The first `bytes` of the constant, without copying them.
fn send(constant: &Bytes, bytes: usize) -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")];
    (headers, constant.slice(..bytes.min(CONSTANT_BYTES))).into_response()
}
