//! The whole server: API, pages and what operators ask, within one layer, on one port.

use std::future::Future;

use axum::Router;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use kernel::ErrorCode;
use tokio::net::TcpListener;
use utoipa_axum::router::OpenApiRouter;

use crate::exchange::ExchangeLayer;
use crate::network::{elsewhere, leave};
use crate::storefront::{self, Front};
use crate::{ApiLimit, AppState, Asked, Problem, api_router, operations, routing, server};

/// What stands beside the shop at the same port: the staff's, who wait for the database and for long pages.
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
        .merge(api_router(state.clone(), beside.operations.layer(from_fn(elsewhere))))
        .merge(operations::router(state.clone()))
        .merge(storefront::router(state.clone(), front.clone()))
        .merge(beside.pages.layer(from_fn(elsewhere)))
        .fallback(routing::erased(move |asked: Asked| not_found(state.clone(), front.clone(), asked)))
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

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::extract::Request;
    use catalogue::{CatalogueSettings, Shelf, ShelfData, Snapshot};
    use kernel::Clock;
    use telemetry::Metrics;
    use tower::ServiceExt;

    use super::*;
    use crate::WebConfig;
    use crate::network::{NetworkThreads, THREAD_NAME};
    use crate::storefront::{Storefront, StorefrontSettings};

    async fn is_on_the_networks_thread() -> String {
        (std::thread::current().name() == Some(THREAD_NAME)).to_string()
    }

    fn at<S: Clone + Send + Sync + 'static>(path: &str) -> Router<S> {
        Router::new().route(path, axum::routing::get(is_on_the_networks_thread))
    }

    #[tokio::test]
    async fn what_staff_ask_for_is_answered_away_from_the_networks_threads() {
        let snapshot = Snapshot::build(CatalogueSettings::default(), ShelfData::default()).unwrap();
        let shelf = Shelf::with_snapshot(snapshot);
        let (clock, metrics, config) = (Clock::system(), Metrics::default(), WebConfig::default());
        let state = AppState::new(shelf, None, None, clock, None, metrics, config);
        let front = Storefront::open(StorefrontSettings::default(), &CatalogueSettings::default()).unwrap();
        let operations = OpenApiRouter::new().merge(at("/api/admin/x").into());
        let beside = Beside { operations, pages: at("/desk/x") };
        let app = app(state, Front::new(front), beside).merge(at("/open"));
        let network = NetworkThreads::open().unwrap();
        for (path, expected) in [("/open", "true"), ("/desk/x", "false"), ("/api/admin/x", "false")] {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let response = network.spawn(app.clone().oneshot(request)).await.unwrap().unwrap();
            assert_eq!(to_bytes(response.into_body(), 99).await.unwrap(), expected, "{path}");
        }
    }
}
