//! Operations of the API: addresses whose handlers say what they take and give.

use axum::extract::Request;
use axum::response::Response;
use http::Method;
use utoipa::openapi::path::Paths;
use utoipa::openapi::{Components, HttpMethod, OpenApi, RefOr, Schema};

use super::{Methods, Next, Router};

/// Operations as they are described, the schemas that they name, and what answers at which address.
pub type Described<S> = (Vec<(String, RefOr<Schema>)>, Paths, Vec<(String, Methods<S>)>);

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
    pub fn routes(mut self, (schemas, paths, handlers): Described<S>) -> Self {
        self.document.components.get_or_insert_with(Components::new).schemas.extend(schemas);
        self.document.paths.merge(paths);
        for (pattern, methods) in handlers {
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

/// Operations of the API for [`Operations::routes`]. What describes an operation is read by the inner arm
/// `@resolve_types` of [`utoipa_axum::routes`].
#[macro_export]
macro_rules! routes {
    ($($handler:path),+ $(,)?) => {{
        let mut schemas = Vec::new();
        let mut paths = utoipa::openapi::path::Paths::new();
        let mut handlers = Vec::new();
        $(
            let (path, operation, methods) = $crate::routing::utoipa_axum::routes!(@resolve_types $handler : schemas);
            for method in &methods {
                let answers = $crate::routing::Methods::none().on($crate::routing::method_of(method), $handler);
                handlers.push((path.clone(), answers));
            }
            paths.add_path_operation(&path, methods, operation);
        )+
        (schemas, paths, handlers)
    }};
}

#[cfg(test)]
mod tests {
    use axum::Extension;
    use axum::body::{Body, to_bytes};

    use super::*;

    #[utoipa::path(get, path = "/names/first")]
    async fn get_first(Extension(name): Extension<&'static str>) -> String {
        format!("first {name}")
    }

    #[utoipa::path(post, path = "/names/second")]
    async fn add_second(Extension(name): Extension<&'static str>) -> String {
        format!("second {name}")
    }

    #[tokio::test]
    async fn each_operation_stands_where_it_is_described_and_finds_what_all_of_them_carry() {
        let operations = Operations::<()>::default().routes(routes!(get_first, add_second));
        let (router, document) = operations.with_extension("Sami").into_parts();
        let routes = router.build().unwrap();
        let described: Vec<_> = document.paths.paths.keys().collect();
        assert_eq!(described, ["/names/first", "/names/second"]);
        for (method, path, expected) in
            [(Method::GET, "/names/first", "first Sami"), (Method::POST, "/names/second", "second Sami")]
        {
            let mut request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            let place = routes.find(&mut request);
            let answer = routes.call(place, request).await;
            assert_eq!(to_bytes(answer.into_body(), 100).await.unwrap(), expected);
        }
    }
}
