//! What forms change on the shopper's device: the chosen car and the comparison, each a cookie.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, COOKIE, LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};
use kernel::{ErrorCode, Locale};

use super::address::{Pairs, local_path};
use super::routes::PageState;
use super::{car, chooser, compare};
use crate::Problem;

/// A year.
const KEPT_S: u32 = 31_536_000;

/// Chooses a car, or forgets one, and goes back to the page that asked.
pub(crate) async fn choose_vehicle(
    locale: Locale,
    State(state): State<PageState>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form = Pairs::read(&String::from_utf8_lossy(&body));
    let snapshot = state.app.snapshot();
    let mut cars = car::garage(cookies(&headers));
    if let Some(slug) = form.get("clear") {
        cars.retain(|known| known != slug);
    }
    if let Some(slug) = form.get("choose").filter(|slug| snapshot.vehicle_node(slug).is_some()) {
        cars.retain(|known| known != slug);
        cars.insert(0, slug.to_owned());
    }
    let back =
        form.get("back").and_then(local_path).map_or_else(|| format!("/{locale}"), chooser::after_choice);
    go(&state, &back, car::COOKIE, &car::garage_value(&cars))
}

/// Adds a product to the comparison, or takes one or all away.
pub(crate) async fn change_comparison(
    locale: Locale,
    State(state): State<PageState>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form = Pairs::read(&String::from_utf8_lossy(&body));
    let mut slugs = compare::chosen(cookies(&headers));
    match form.get("remove") {
        Some("*") => slugs.clear(),
        Some(slug) => slugs.retain(|known| known != slug),
        None => {}
    }
    if let Some(slug) = form.get("add").filter(|slug| state.app.snapshot().product(slug).is_some()) {
        slugs = compare::with(slugs, slug);
    }
    go(&state, &format!("/{locale}/compare"), compare::COOKIE, &compare::cookie_value(&slugs))
}

fn cookies(headers: &HeaderMap) -> Option<&str> {
    headers.get(COOKIE)?.to_str().ok()
}

/// To another page of the shop, with a cookie kept or, when empty, forgotten.
fn go(state: &PageState, path: &str, name: &str, value: &str) -> Response {
    let age = if value.is_empty() { 0 } else { KEPT_S };
    let secure = if state.front.public_url().starts_with("https:") { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly{secure}");
    let (Ok(location), Ok(cookie)) = (HeaderValue::from_str(path), HeaderValue::from_str(&cookie)) else {
        return Problem::of(ErrorCode::InvalidInput).into_response();
    };
    let headers =
        [(LOCATION, location), (SET_COOKIE, cookie), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (StatusCode::SEE_OTHER, headers).into_response()
}
