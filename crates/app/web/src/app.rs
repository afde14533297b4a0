//! The whole server: API, pages and what operators ask, within one layer, on one port.

use std::future::Future;

use axum::Router;
use axum::response::{IntoResponse, Response};
use kernel::ErrorCode;
use tokio::net::TcpListener;
use utoipa_axum::router::OpenApiRouter;

use crate::exchange::ExchangeLayer;
use crate::network::leave;
use crate::storefront::{self, Front};
use crate::{ApiLimit, AppState, Asked, Problem, api_router, operations, routing, server};

/// What stands beside the shop at the same port.
#[derive(Default)]
pub struct Beside {
    /// Operations of the API, each with its description.
    pub operations: OpenApiRouter<AppState>,
    /// Pages.
    pub pages: Router,
}

/// Everything that has an address, within the layer that surrounds every request.
///
/// To be made after the metrics have been started, else requests are not counted.
pub fn app(state: AppState, front: Front, beside: Beside) -> Router {
    let limit = state.desk.as_ref().map(|desk| ApiLimit::new(desk.limiter.clone(), &state.config.rates));
    let exchange = ExchangeLayer::new(state.config.exchange.clone()).with_limit(limit);
    Router::new()
        .merge(api_router(state.clone(), beside.operations))
        .merge(operations::router(state.clone()))
        .merge(storefront::router(state.clone(), front.clone()))
        .merge(beside.pages)
        .fallback(routing::fallback(move |asked: Asked| not_found(state.clone(), front.clone(), asked)))
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(exchange)
}

/// Serves `app` until `told` ends: first readiness fails, then running requests end.
/// Returns how many connections had to be cut.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    app: Router,
    told: impl Future<Output = ()> + Send + 'static,
) -> usize {
    let limits = state.config.limits.clone();
    let stopping = async move {
        told.await;
        state.stop_being_ready();
        tokio::time::sleep(state.config.stop_notice).await;
    };
    server::serve(listener, app, limits, Box::pin(stopping)).await
}

async fn not_found(state: AppState, front: Front, asked: Asked) -> Response {
    if asked.path() == "/api" || asked.path().starts_with("/api/") {
        return Problem::of(ErrorCode::NotFound).with_detail("nothing has this address").into_response();
    }
    leave().await;
    storefront::not_found(&state, &front.now(), &asked)
}
