//! Count and latency of each route, by its pattern and never by what was asked for.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use http::StatusCode;
use metrics::{Counter, Histogram};
use rustc_hash::FxHashMap;

/// Requests that no route takes.
const UNMATCHED: &str = "unmatched";
/// By the first digit of a status.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// The figures of one route.
pub(super) struct RouteFigures {
    route: Box<str>,
    requests: [Counter; CLASSES.len()],
    seconds: Histogram,
}

impl RouteFigures {
    fn new(route: &str) -> Self {
        let labelled =
            |class| metrics::counter!("http_requests_total", "route" => route.to_owned(), "status" => class);
        Self {
            route: route.into(),
            requests: CLASSES.map(labelled),
            seconds: metrics::histogram!("http_request_seconds", "route" => route.to_owned()),
        }
    }

    pub(super) fn route(&self) -> &str {
        &self.route
    }

    pub(super) fn count(&self, status: StatusCode, time: Duration) {
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        self.requests[class].increment(1);
        self.seconds.record(time.as_secs_f64());
    }
}

/// The figures of all routes asked for so far: as many as there are patterns, at most.
pub(super) struct AllFigures {
    routes: ArcSwap<FxHashMap<Box<str>, Arc<RouteFigures>>>,
    unmatched: Arc<RouteFigures>,
}

impl Default for AllFigures {
    fn default() -> Self {
        Self { routes: ArcSwap::default(), unmatched: Arc::new(RouteFigures::new(UNMATCHED)) }
    }
}

impl AllFigures {
    pub(super) fn of(&self, route: Option<&str>) -> Arc<RouteFigures> {
        let Some(route) = route else { return Arc::clone(&self.unmatched) };
        if let Some(figures) = self.routes.load().get(route) {
            return Arc::clone(figures);
        }
        let figures = Arc::new(RouteFigures::new(route));
        self.routes.rcu(|routes| {
            let mut routes = FxHashMap::clone(routes);
            routes.insert(route.into(), Arc::clone(&figures));
            routes
        });
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_has_one_set_of_figures() {
        let all = AllFigures::default();
        let first = all.of(Some("/api/products/{slug}"));
        assert!(Arc::ptr_eq(&first, &all.of(Some("/api/products/{slug}"))));
        assert!(!Arc::ptr_eq(&first, &all.of(Some("/api/products"))));
        assert_eq!(all.of(None).route(), UNMATCHED);
        first.count(StatusCode::from_u16(999).unwrap(), Duration::ZERO);
    }
}
