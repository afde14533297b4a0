//! Routes to handlers that have lost their types, so that axum's machinery is compiled once for all of them.
//!
//! Given a handler itself, axum makes some hundred types and functions of it, and for each the compiler proves anew
//! that everything which that handler ever waits for may go to another thread.

use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter};

use crate::network::{Answering, Handled};

/// A handler without its type.
struct Erased<S>(Arc<dyn Fn(Request, S) -> Answering + Send + Sync>);

impl<S> Clone for Erased<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S: 'static> Handler<(), S> for Erased<S> {
    type Future = Handled;

    /// A form may be long: what is sent with it is read elsewhere.
    fn call(self, request: Request, state: S) -> Handled {
        let leaves = !request.method().is_safe();
        Handled::new((self.0)(request, state), leaves)
    }
}

/// A handler that has lost its type, as routes have it and what answers where no route does.
pub fn erased<H, T, S>(handler: H) -> impl Handler<(), S>
where
    H: Handler<T, S, Future = Answering>,
    S: Clone + Send + Sync + 'static,
{
    Erased(Arc::new(move |request, state| handler.clone().call(request, state)))
}

/// `router` with `handler` for the requests of these methods.
pub fn on<H, T, S>(router: MethodRouter<S>, methods: MethodFilter, handler: H) -> MethodRouter<S>
where
    H: Handler<T, S, Future = Answering>,
    S: Clone + Send + Sync + 'static,
{
    router.on(methods, erased(handler))
}

/// A route of GET and HEAD; another's methods join it by [`MethodRouter::merge`].
pub fn get<H, T, S>(handler: H) -> MethodRouter<S>
where
    H: Handler<T, S, Future = Answering>,
    S: Clone + Send + Sync + 'static,
{
    on(MethodRouter::new(), MethodFilter::GET, handler)
}

/// A route of POST.
pub fn post<H, T, S>(handler: H) -> MethodRouter<S>
where
    H: Handler<T, S, Future = Answering>,
    S: Clone + Send + Sync + 'static,
{
    on(MethodRouter::new(), MethodFilter::POST, handler)
}

/// Operations of one address of the API for `OpenApiRouter::routes`: [`utoipa_axum::routes`] with handlers that have lost
/// their types. What describes an operation is read by that macro's own inner arm `@resolve_types`.
#[macro_export]
macro_rules! routes {
    ($($handler:path),+ $(,)?) => {{
        use utoipa_axum::PathItemExt as _;
        let mut schemas = Vec::new();
        let mut paths = utoipa::openapi::path::Paths::new();
        let mut router = axum::routing::MethodRouter::new();
        $(
            let (path, operation, methods) = utoipa_axum::routes!(@resolve_types $handler : schemas);
            for method in &methods {
                router = $crate::routing::on(router, method.to_method_filter(), $handler);
            }
            paths.add_path_operation(&path, methods, operation);
        )+
        (schemas, paths, router)
    }};
}
