//! Which handler answers which address.
//!
//! A table of our own, because axum's router takes a fifth of what a short answer takes: it copies a route for each
//! request, with every layer around it, and keeps what it found in the request's extensions three times over
//! (decision 016). Handlers are axum's, with its extractors but [`Path`]; they lose their types here, so that what stands
//! around them is compiled once for all.

mod described;
mod path;

use std::fmt;
use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::{IntoResponse, Response};
use http::header::ALLOW;
use http::{HeaderValue, Method};
use kernel::ErrorCode;
use matchit::InsertError;

use crate::Problem;
use crate::network::{Answering, Handled};

pub use described::{Described, Operations, method_of};
pub use path::{FromPath, Path, is_text};

pub(crate) use path::Captured;

/// For [`routes!`](crate::routes) where it is used.
#[doc(hidden)]
pub use utoipa_axum;

/// A handler that has its state.
type Ready = Arc<dyn Fn(Request) -> Answering + Send + Sync>;
/// A handler that waits for its state.
type Waiting<S> = Box<dyn FnOnce(S) -> Ready>;

/// The methods that addresses may be asked with. HEAD is answered as GET, without the body.
const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// What answers one address, by method.
pub struct Methods<S>(Vec<(Method, Waiting<S>)>);

impl<S: Clone + Send + Sync + 'static> Methods<S> {
    /// Nothing yet.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// The same with `handler` for requests of `method`.
    #[must_use]
    pub fn on<H, T>(mut self, method: Method, handler: H) -> Self
    where
        H: Handler<T, S, Future = Answering>,
        T: 'static,
    {
        self.0.push((method, waiting(handler)));
        self
    }

    /// The same with the methods of `other`.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

fn waiting<H, T, S>(handler: H) -> Waiting<S>
where
    H: Handler<T, S, Future = Answering>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    Box::new(move |state| Arc::new(move |request| handler.clone().call(request, state.clone())))
}

/// A handler of GET and HEAD.
pub fn get<H, T, S>(handler: H) -> Methods<S>
where
    H: Handler<T, S, Future = Answering>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    Methods::none().on(Method::GET, handler)
}

/// A handler of POST.
pub fn post<H, T, S>(handler: H) -> Methods<S>
where
    H: Handler<T, S, Future = Answering>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    Methods::none().on(Method::POST, handler)
}

/// What stands behind a layer: another one or the handler.
pub struct Next(Ready);

impl Next {
    /// The answer from there.
    pub fn run(&self, request: Request) -> Answering {
        (self.0)(request)
    }
}

/// Addresses and what answers them, as they are put together; their handlers wait for a state of type `S`.
///
/// Patterns are matchit's: `/b/{slug}` for one segment, `/assets/{*name}` for all that is left.
pub struct Router<S = ()> {
    routes: Vec<(String, Methods<S>)>,
}

impl<S: Clone + Send + Sync + 'static> Router<S> {
    /// No address.
    pub const fn new() -> Self {
        Self { routes: Vec::new() }
    }

    /// The same with `methods` at the addresses of `pattern`, beside those that it has.
    #[must_use]
    pub fn route(mut self, pattern: impl Into<String>, methods: Methods<S>) -> Self {
        self.routes.push((pattern.into(), methods));
        self
    }

    /// The same with the addresses of `other`.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        self
    }

    /// The same with `layer` around each of its handlers.
    #[must_use]
    pub fn around<L, F>(self, layer: L) -> Self
    where
        L: Fn(Request, Next) -> F + Send + Sync + 'static,
        F: Future<Output = Response> + Send + 'static,
    {
        let layer: Layer = Arc::new(move |request, next| Box::pin(layer(request, next)));
        self.map(|handler| surrounded(handler, Arc::clone(&layer)))
    }

    /// The same with `state` given to its handlers.
    #[must_use]
    pub fn with_state(self, state: S) -> Router {
        self.map(|handler| {
            let ready = handler(state.clone());
            Box::new(move |()| ready)
        })
    }

    fn map<R>(self, mut with: impl FnMut(Waiting<S>) -> Waiting<R>) -> Router<R> {
        let mut all = |Methods(methods): Methods<S>| {
            Methods(methods.into_iter().map(|(method, handler)| (method, with(handler))).collect())
        };
        let routes = self.routes.into_iter().map(|(pattern, methods)| (pattern, all(methods))).collect();
        Router { routes }
    }
}

impl Router {
    /// The table of these addresses; any other is not found.
    ///
    /// # Errors
    /// When two handlers would answer the same.
    pub fn build(self) -> Result<Routes, RouteConflict> {
        self.build_with(async || Problem::of(ErrorCode::NotFound))
    }

    /// The table of these addresses, with a handler for any other.
    ///
    /// # Errors
    /// When two handlers would answer the same.
    pub fn build_with<H, T>(self, otherwise: H) -> Result<Routes, RouteConflict>
    where
        H: Handler<T, (), Future = Answering>,
        T: 'static,
    {
        let otherwise = waiting(otherwise)(());
        let mut routes = Routes { paths: matchit::Router::new(), table: Vec::new(), otherwise };
        for (pattern, methods) in self.routes {
            routes.add(pattern, methods)?;
        }
        Ok(routes)
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Router<S> {
    fn default() -> Self {
        Self::new()
    }
}

type Layer = Arc<dyn Fn(Request, Next) -> Answering + Send + Sync>;

fn surrounded<S: 'static>(handler: Waiting<S>, layer: Layer) -> Waiting<S> {
    Box::new(move |state| {
        let inner = handler(state);
        Arc::new(move |request| layer(request, Next(Arc::clone(&inner))))
    })
}

/// Two handlers would answer the same requests.
#[derive(Debug, thiserror::Error)]
pub enum RouteConflict {
    /// Two patterns take the same addresses.
    #[error("{pattern} takes addresses of another pattern")]
    Pattern {
        /// The later one.
        pattern: String,
        /// Which the other is.
        source: InsertError,
    },
    /// An address has a method twice, or one that nobody answers.
    #[error("{method} {pattern} cannot be added")]
    Method {
        /// The method.
        method: Method,
        /// The address.
        pattern: String,
    },
}

/// The table of all addresses.
pub struct Routes {
    paths: matchit::Router<usize>,
    table: Vec<Route>,
    otherwise: Ready,
}

/// One pattern of addresses.
struct Route {
    pattern: String,
    /// By place in [`METHODS`].
    handlers: [Option<Ready>; METHODS.len()],
}

/// The place of a request's route among the others; `None` where no pattern takes its address.
pub(crate) type Place = Option<usize>;

impl Routes {
    fn add(&mut self, pattern: String, Methods(methods): Methods<()>) -> Result<(), RouteConflict> {
        let known = self.table.iter().position(|route| route.pattern == pattern);
        let place = known.unwrap_or(self.table.len());
        if known.is_none() {
            let added = self.paths.insert(pattern.clone(), place);
            added.map_err(|source| RouteConflict::Pattern { pattern: pattern.clone(), source })?;
            self.table.push(Route { pattern: pattern.clone(), handlers: Default::default() });
        }
        for (method, handler) in methods {
            let at = METHODS.iter().position(|known| *known == method);
            match at.and_then(|at| self.table.get_mut(place)?.handlers.get_mut(at)) {
                Some(free) if free.is_none() => *free = Some(handler(())),
                _ => return Err(RouteConflict::Method { method, pattern }),
            }
        }
        Ok(())
    }

    /// The patterns, by place.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &str> {
        self.table.iter().map(|route| route.pattern.as_str())
    }

    /// Looks for the route of a request, and tells the request what stands in its path.
    pub(crate) fn find(&self, request: &mut Request) -> Place {
        let path = request.uri().path();
        let found = self.paths.at(path).ok()?;
        let (place, captured) = (*found.value, Captured::of(path, &found.params));
        if !captured.is_empty() {
            request.extensions_mut().insert(captured);
        }
        Some(place)
    }

    /// The answer of the route at `place`.
    pub(crate) fn call(&self, place: Place, request: Request) -> Handled {
        // A form may be long: what is sent with it is read elsewhere.
        let leaves = !request.method().is_safe();
        let Some(route) = place.and_then(|place| self.table.get(place)) else {
            return Handled::new((self.otherwise)(request), leaves);
        };
        match route.handler(request.method()) {
            Some(handler) => Handled::new(handler(request), leaves),
            None => Handled::new(route.refuse_method(), false),
        }
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.patterns()).finish()
    }
}

impl Route {
    fn handler(&self, method: &Method) -> Option<&Ready> {
        let asked = if *method == Method::HEAD { &Method::GET } else { method };
        let place = METHODS.iter().position(|known| known == asked)?;
        self.handlers[place].as_ref()
    }

    fn refuse_method(&self) -> Answering {
        let answered = METHODS.iter().zip(&self.handlers).filter(|(_, handler)| handler.is_some());
        let names =
            answered.map(|(method, _)| if *method == Method::GET { "GET,HEAD" } else { method.as_str() });
        let allowed = HeaderValue::try_from(names.collect::<Vec<_>>().join(","));
        Box::pin(async move {
            let mut response = Problem::method_not_allowed().into_response();
            if let Ok(allowed) = allowed {
                response.headers_mut().insert(ALLOW, allowed);
            }
            response
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::extract::State;
    use http::StatusCode;

    use super::*;
    use crate::network::{NetworkThreads, THREAD_NAME};

    async fn ask(routes: &Routes, method: Method, path: &str) -> (StatusCode, String) {
        let mut request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let place = routes.find(&mut request);
        let response = routes.call(place, request).await;
        let (head, body) = response.into_parts();
        let body = to_bytes(body, 1_000).await.unwrap();
        let allowed = head.headers.get(ALLOW).map(|allowed| allowed.to_str().unwrap().to_owned());
        (head.status, allowed.unwrap_or_else(|| String::from_utf8(body.to_vec()).unwrap()))
    }

    async fn get_text(routes: &Routes, path: &str) -> String {
        ask(routes, Method::GET, path).await.1
    }

    fn say(text: &'static str) -> Methods<()> {
        get(move || async move { text })
    }

    #[tokio::test]
    async fn an_address_goes_to_its_pattern_and_any_other_to_the_rest() {
        let routes = Router::new()
            .route("/c", say("all"))
            .route("/c/{slug}", get(async |Path(slug): Path<String>| slug))
            .route(
                "/c/{slug}/{year}",
                get(async |Path((slug, year)): Path<(String, String)>| slug + "+" + &year),
            )
            .route("/n/{number}", get(async |Path(number): Path<u32>| number.to_string()))
            .route("/files/{*name}", get(async |Path(name): Path<String>| name))
            .build_with(async || "nobody's")
            .unwrap();
        for (path, expected) in [
            ("/c", "all"),
            ("/c?x=/c/y", "all"),
            ("/c/frein", "frein"),
            ("/c/a%20b%2Fc", "a b/c"),
            ("/c/%D9%81/2019", "\u{641}+2019"),
            ("/n/17", "17"),
            ("/files/css/a.css", "css/a.css"),
            ("/c/", "nobody's"),
            ("/C", "nobody's"),
            ("/", "nobody's"),
        ] {
            assert_eq!(get_text(&routes, path).await, expected, "{path}");
        }
        assert_eq!(ask(&routes, Method::GET, "/n/x").await.0, StatusCode::NOT_FOUND);
        for path in ["/c/%ff", "/n/%ff"] {
            let (status, text) = ask(&routes, Method::GET, path).await;
            assert!(status == StatusCode::BAD_REQUEST && text.contains("is not UTF-8"), "{text}");
        }
    }

    #[tokio::test]
    async fn another_method_is_refused_with_those_that_there_are() {
        let routes = Router::new()
            .route("/form", say("form"))
            .route("/form", post(async || "taken"))
            .route("/gone", Methods::none().on(Method::DELETE, async || "gone"))
            .build()
            .unwrap();
        assert_eq!(ask(&routes, Method::POST, "/form").await.1, "taken");
        assert_eq!(ask(&routes, Method::HEAD, "/form").await.1, "form");
        let refused = |allowed: &str| (StatusCode::METHOD_NOT_ALLOWED, allowed.to_owned());
        assert_eq!(ask(&routes, Method::PUT, "/form").await, refused("GET,HEAD,POST"));
        assert_eq!(ask(&routes, Method::OPTIONS, "/form").await, refused("GET,HEAD,POST"));
        assert_eq!(ask(&routes, Method::HEAD, "/gone").await, refused("DELETE"));
        assert_eq!(ask(&routes, Method::DELETE, "/nowhere").await.0, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_state_and_layers_reach_the_handlers_that_they_were_given_to() {
        let named = Router::new().route("/name", get(async |State(name): State<&'static str>| name));
        let marked = named.with_state("Sami").merge(Router::new().route("/other", say("other")));
        let routes = marked
            .around(async |request, next: Next| {
                format!("({})", body(next.run(request).await).await).into_response()
            })
            .around(async |request, next: Next| {
                format!("[{}]", body(next.run(request).await).await).into_response()
            })
            .merge(Router::new().route("/bare", say("bare")))
            .build()
            .unwrap();
        assert_eq!(get_text(&routes, "/name").await, "[(Sami)]");
        assert_eq!(get_text(&routes, "/other").await, "[(other)]");
        assert_eq!(get_text(&routes, "/bare").await, "bare");
    }

    async fn body(response: Response) -> String {
        String::from_utf8(to_bytes(response.into_body(), 1_000).await.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_form_is_read_away_from_the_networks_threads_and_a_read_is_answered_there() {
        let where_it_is = async || (std::thread::current().name() == Some(THREAD_NAME)).to_string();
        let routes = Router::new().route("/x", get(where_it_is).merge(post(where_it_is))).build().unwrap();
        let routes = Arc::new(routes);
        let network = NetworkThreads::open().unwrap();
        for (method, expected) in [(Method::GET, "true"), (Method::POST, "false")] {
            let routes = Arc::clone(&routes);
            let asked = network.spawn(async move { ask(&routes, method, "/x").await });
            assert_eq!(asked.await.unwrap().1, expected);
        }
    }

    #[test]
    fn what_two_would_answer_is_refused_when_the_table_is_made() {
        let twice = || Router::new().route("/a", say("1")).route("/a", say("2"));
        assert_eq!(twice().build().unwrap_err().to_string(), "GET /a cannot be added");
        let patterns = Router::new().route("/a/{x}", say("1")).route("/a/{y}", say("2"));
        assert_eq!(patterns.build().unwrap_err().to_string(), "/a/{y} takes addresses of another pattern");
        let unknown = Router::new().route("/a", Methods::none().on(Method::TRACE, async || "1"));
        assert_eq!(unknown.build().unwrap_err().to_string(), "TRACE /a cannot be added");
    }
}
