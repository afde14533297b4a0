//! Pages that show little of the shelf: contact, offline, problems.

use kernel::ErrorCode;
use serde::Serialize;

use super::StorefrontError;
use super::head::{Head, script_json};
use super::structured;
use super::tile::{Crumb, Tile};
use super::visit::Visit;
use crate::Problem;

#[derive(Debug, Serialize)]
struct PlainView {
    crumbs: Vec<Crumb>,
}

/// Where the shop is and how it is reached.
pub(crate) fn contact(visit: &Visit<'_>) -> Result<String, StorefrontError> {
    let heading = visit.texts.get("contact");
    let title = format!("{} | {}", visit.texts.get("contact-title"), visit.shop_name());
    let description = visit.texts.with("contact-description", "shop", visit.shop_name());
    let head = Head {
        data: Some(script_json(&structured::shop(visit))),
        ..Head::public(title, description, &visit.place())
    };
    visit.render("contact.html", "contact", &head, "page", PlainView { crumbs: vec![Crumb::here(heading)] })
}

/// What the service worker shows without a network.
pub(crate) fn offline(visit: &Visit<'_>) -> Result<String, StorefrontError> {
    let head = Head::private(format!("{} | {}", visit.texts.get("offline-title"), visit.shop_name()));
    visit.render("offline.html", "offline", &head, "page", PlainView { crumbs: Vec::new() })
}

#[derive(Debug, Serialize)]
struct ProblemView<'a> {
    heading: &'a str,
    reason: &'a str,
    detail: Option<String>,
    categories: Vec<Tile<'a>>,
}

/// What went wrong, and where to go on.
pub(crate) fn problem(visit: &Visit<'_>, problem: &Problem) -> Result<String, StorefrontError> {
    let key = if problem.status == Problem::of(ErrorCode::NotFound).status {
        "problem-not-found"
    } else if problem.status.is_client_error() {
        "problem-invalid-input"
    } else {
        "problem-internal"
    };
    let why = match key {
        "problem-not-found" => "problem-not-found-why",
        "problem-invalid-input" => "problem-invalid-input-why",
        _ => "problem-internal-why",
    };
    let wrong = problem.errors.first().map(|error| {
        let value = error.value.as_ref().map(|value| format!(" \u{ab}\u{a0}{value}\u{a0}\u{bb}"));
        format!("{}{}: {}", error.field, value.unwrap_or_default(), error.reason)
    });
    let view = ProblemView {
        heading: visit.texts.get(key),
        reason: visit.texts.get(why),
        detail: wrong,
        categories: Tile::within(visit, None),
    };
    let head = Head::private(format!("{} | {}", visit.texts.get(key), visit.shop_name()));
    visit.render("problem.html", "problem", &head, "page", &view)
}
