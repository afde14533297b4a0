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

/// The figures of all routes; of each from when it is asked for first.
pub(super) struct AllFigures {
    patterns: Box<[Box<str>]>,
    /// By place of the route.
    routes: Box<[OnceLock<RouteFigures>]>,
    unmatched: OnceLock<RouteFigures>,
}

impl AllFigures {
    /// Of routes with these patterns, by place.
    pub(super) fn of_routes<'a>(patterns: impl Iterator<Item = &'a str>) -> Self {
        let patterns: Box<[_]> = patterns.map(Box::from).collect();
        let routes = patterns.iter().map(|_| OnceLock::new()).collect();
        Self { patterns, routes, unmatched: OnceLock::new() }
    }

    pub(super) fn of(&self, place: Place) -> &RouteFigures {
        match place.and_then(|place| Some((self.routes.get(place)?, self.patterns.get(place)?))) {
            Some((figures, pattern)) => figures.get_or_init(|| RouteFigures::new(pattern)),
            None => self.unmatched.get_or_init(|| RouteFigures::new(UNMATCHED)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_has_one_set_of_figures() {
        let all = AllFigures::of_routes(["/api/products", "/api/products/{slug}"].into_iter());
        let first = all.of(Some(1));
        assert!(std::ptr::eq(first, all.of(Some(1))));
        assert!(!std::ptr::eq(first, all.of(Some(0))));
        assert_eq!((first.route(), all.of(None).route()), ("/api/products/{slug}", UNMATCHED));
        first.count(StatusCode::from_u16(999).unwrap(), Duration::ZERO);
    }
}
