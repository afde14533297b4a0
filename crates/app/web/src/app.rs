//! The whole server: API, pages and what operators ask, within what surrounds every request, on one port.

use std::future::Future;

use axum::response::{IntoResponse, Response};
use kernel::ErrorCode;
use tokio::net::TcpListener;

use crate::exchange::Exchange;
use crate::network::{elsewhere, leave};
use crate::routing::{Operations, RouteConflict, Router};
use crate::storefront::{self, Front};
use crate::{ApiLimit, AppState, Asked, Problem, api_router, operations, server};

/// What stands beside the shop at the same port: the staff's, who wait for the database and for long pages.
#[derive(Default)]
pub struct Beside {
    /// Operations of the API, each with its description.
    pub operations: Operations<AppState>,
    /// Pages.
    pub pages: Router,
}

/// Everything that has an address, within what surrounds every request.
///
/// To be made after [`telemetry::init`], which says whether requests are logged and has them counted.
///
/// # Errors
/// When two handlers would answer the same.
pub fn app(state: AppState, front: Front, beside: Beside) -> Result<Exchange, RouteConflict> {
    let limit = state.desk.as_ref().map(|desk| ApiLimit::new(desk.limiter.clone(), &state.config.rates));
    let settings = state.config.exchange.clone();
    let routes = Router::new()
        .merge(api_router(state.clone(), beside.operations.around(elsewhere)))
        .merge(operations::router(state.clone()))
        .merge(storefront::router(state.clone(), front.clone()))
        .merge(beside.pages.around(elsewhere))
        .build_with(move |asked: Asked| not_found(state.clone(), front.clone(), asked))?;
    Ok(Exchange::new(routes, settings, limit))
}

/// Serves `app` until `told` ends: first readiness fails, then running requests end.
/// Returns how many connections had to be cut.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    app: Exchange,
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
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::task::Poll;

    use axum::body::{Body, to_bytes};
    use axum::extract::Request;
    use catalogue::{CatalogueSettings, Shelf, ShelfData, Snapshot};
    use kernel::Clock;
    use telemetry::Metrics;

    use super::*;
    use crate::WebConfig;
    use crate::network::{NetworkThreads, THREAD_NAME};
    use crate::routes;
    use crate::routing::get;
    use crate::storefront::{Storefront, StorefrontSettings};

    #[utoipa::path(get, path = "/api/admin/x")]
    async fn is_on_the_networks_thread() -> String {
        (std::thread::current().name() == Some(THREAD_NAME)).to_string()
    }

    #[tokio::test]
    async fn what_staff_ask_for_is_answered_away_from_the_networks_threads_and_nothing_else() {
        let snapshot = Snapshot::build(CatalogueSettings::default(), ShelfData::default()).unwrap();
        let shelf = Shelf::with_snapshot(snapshot);
        let (clock, metrics, config) = (Clock::system(), Metrics::default(), WebConfig::default());
        let state = AppState::new(shelf, None, None, clock, None, metrics, config);
        let front = Storefront::open(StorefrontSettings::default(), &CatalogueSettings::default()).unwrap();
        let operations = Operations::default().routes(routes!(is_on_the_networks_thread));
        let beside =
            Beside { operations, pages: Router::new().route("/desk/x", get(is_on_the_networks_thread)) };
        let app = app(state, Front::new(front), beside).unwrap();
        let network = NetworkThreads::open().unwrap();
        for path in ["/healthz", "/api/openapi.json"] {
            let asked = Request::get(path).body(Body::empty()).unwrap();
            let mut answer = app.answer(asked);
            // What leaves is not there at the first look.
            let here = network.spawn(async move {
                poll_fn(|context| Poll::Ready(Pin::new(&mut answer).poll(context).is_ready())).await
            });
            assert!(here.await.unwrap(), "{path}");
        }
        for path in ["/desk/x", "/api/admin/x"] {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let response = network.spawn(app.answer(request)).await.unwrap();
            assert_eq!(to_bytes(response.into_body(), 99).await.unwrap(), "false", "{path}");
        }
    }
}
