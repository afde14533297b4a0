//! Count and latency of each route, by its pattern and never by what was asked for.

use std::sync::OnceLock;
use std::time::Duration;

use http::StatusCode;
use metrics::{Counter, Histogram};

use crate::routing::Place;

/// Requests that no route takes.
const UNMATCHED: &str = "unmatched";
/// By the first digit of a status.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// The figures of one route.
pub(super) struct RouteFigures {
    requests: [Counter; CLASSES.len()],
    seconds: Histogram,
}

impl RouteFigures {
    fn new(route: &str) -> Self {
        let labelled =
            |class| metrics::counter!("http_requests_total", "route" => route.to_owned(), "status" => class);
        Self {
            requests: CLASSES.map(labelled),
            seconds: metrics::histogram!("http_request_seconds", "route" => route.to_owned()),
        }
    }

    pub(super) fn count(&self, status: StatusCode, time: Duration) {
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        self.requests[class].increment(1);
        self.seconds.record(time.as_secs_f64());
    }
}

/// The figures of all routes, of each from when it is asked for first, and of what has no route.
pub(super) struct AllFigures {
    /// Pattern and figures, by place of the route.
    routes: Box<[(Box<str>, OnceLock<RouteFigures>)]>,
    unmatched: RouteFigures,
}

impl AllFigures {
    /// Of routes with these patterns, by place.
    pub(super) fn of_routes<'a>(patterns: impl Iterator<Item = &'a str>) -> Self {
        let routes = patterns.map(|pattern| (pattern.into(), OnceLock::new())).collect();
        Self { routes, unmatched: RouteFigures::new(UNMATCHED) }
    }

    /// The pattern and the figures of the route at `place`.
    pub(super) fn of(&self, place: Place) -> (&str, &RouteFigures) {
        match place.and_then(|place| self.routes.get(place)) {
            Some((pattern, figures)) => (pattern, figures.get_or_init(|| RouteFigures::new(pattern))),
            None => (UNMATCHED, &self.unmatched),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_has_one_set_of_figures() {
        let all = AllFigures::of_routes(["/api/products", "/api/products/{slug}"].into_iter());
        let (route, first) = all.of(Some(1));
        assert!(std::ptr::eq(first, all.of(Some(1)).1));
        assert!(!std::ptr::eq(first, all.of(Some(0)).1));
        assert_eq!((route, all.of(None).0), ("/api/products/{slug}", UNMATCHED));
        first.count(StatusCode::from_u16(999).unwrap(), Duration::ZERO);
    }
}
