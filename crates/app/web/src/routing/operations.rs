//! Operations of the API: addresses whose handlers say what they take and give.

use axum::extract::Request;
use axum::response::Response;
use http::Method;
use utoipa::openapi::path::Paths;
use utoipa::openapi::{Components, HttpMethod, OpenApi, RefOr, Schema};

use super::{Methods, Next, Router};

/// One address with its operations, and the schemas that they name.
pub type Described<S> = (Vec<(String, RefOr<Schema>)>, Paths, Methods<S>);

/// Operations with their description.
pub struct Operations<S = ()> {
    router: Router<S>,
    document: OpenApi,
}

impl<S: Clone + Send + Sync + 'static> Operations<S> {
    /// None yet, to be described in `document`.
    pub const fn described_in(document: OpenApi) -> Self {
        Self { router: Router::new(), document }
    }

    /// The same with those of [`routes!`](crate::routes).
    #[must_use]
    pub fn routes(mut self, (schemas, paths, methods): Described<S>) -> Self {
        let pattern = paths.paths.keys().next().cloned();
        self.document.components.get_or_insert_with(Components::new).schemas.extend(schemas);
        self.document.paths.merge(paths);
        if let Some(pattern) = pattern {
            self.router = self.router.route(pattern, methods);
        }
        self
    }

    /// The same with those of `other`.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.document.merge(other.document);
        self.router = self.router.merge(other.router);
        self
    }

    /// The same with `layer` around each of them.
    #[must_use]
    pub fn around<L, F>(mut self, layer: L) -> Self
    where
        L: Fn(Request, Next) -> F + Send + Sync + 'static,
        F: Future<Output = Response> + Send + 'static,
    {
        self.router = self.router.around(layer);
        self
    }

    /// The same, with `value` among the extensions of each request.
    #[must_use]
    pub fn with_extension<E: Clone + Send + Sync + 'static>(self, value: E) -> Self {
        self.around(move |mut request, next| {
            request.extensions_mut().insert(value.clone());
            next.run(request)
        })
    }

    /// Their addresses and their description.
    pub fn into_parts(self) -> (Router<S>, OpenApi) {
        (self.router, self.document)
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Operations<S> {
    fn default() -> Self {
        Self::described_in(OpenApi::default())
    }
}

/// The method that a description names.
pub const fn method_of(described: &HttpMethod) -> Method {
    match described {
        HttpMethod::Get => Method::GET,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Post => Method::POST,
        HttpMethod::Head => Method::HEAD,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Trace => Method::TRACE,
        HttpMethod::Delete => Method::DELETE,
        HttpMethod::Options => Method::OPTIONS,
    }
}

/// Operations of one address of the API for [`Operations::routes`]. What describes an operation is read by the inner arm
/// `@resolve_types` of [`utoipa_axum::routes`].
#[macro_export]
macro_rules! routes {
    ($($handler:path),+ $(,)?) => {{
        let mut schemas = Vec::new();
        let mut paths = utoipa::openapi::path::Paths::new();
        let mut handlers = $crate::routing::Methods::none();
        $(
            let (path, operation, methods) = $crate::routing::utoipa_axum::routes!(@resolve_types $handler : schemas);
            for method in &methods {
                handlers = handlers.on($crate::routing::method_of(method), $handler);
            }
            paths.add_path_operation(&path, methods, operation);
        )+
        (schemas, paths, handlers)
    }};
}
