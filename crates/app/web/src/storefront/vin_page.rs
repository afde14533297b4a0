//! The page that reads a chassis number: what it says for certain, what is a guess, which cars it may be.

use catalogue::{VinError, VinFact, VinReport, decode_vin};
use fluent_bundle::FluentArgs;
use serde::Serialize;

use super::StorefrontError;
use super::car::full_label;
use super::chooser::{Choice, vehicle};
use super::head::Head;
use super::tile::Crumb;
use super::visit::Visit;

/// Cars that the page offers.
const CARS: usize = 60;

#[derive(Debug, Serialize)]
struct VinView<'a> {
    crumbs: Vec<Crumb>,
    vin: String,
    error: Option<String>,
    facts: Vec<FactView<'a>>,
    vehicles: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct FactView<'a> {
    label: &'a str,
    value: String,
    guess: bool,
}

/// Writes the page.
pub(crate) fn page(visit: &Visit<'_>) -> Result<String, StorefrontError> {
    let typed = visit.query.get("vin").unwrap_or("").trim();
    let read = (!typed.is_empty()).then(|| decode_vin(visit.snapshot, typed));
    let crumbs = vec![Crumb::here(visit.texts.get("vin"))];
    let mut view =
        VinView { crumbs, vin: typed.to_owned(), error: None, facts: Vec::new(), vehicles: Vec::new() };
    match read {
        Some(Ok(report)) => {
            view.facts = facts(visit, &report);
            view.vehicles = vehicles(visit, &report);
            view.vin = report.vin;
        }
        Some(Err(error)) => view.error = Some(reason(visit, &error)),
        None => {}
    }
    let title = format!("{} | {}", visit.texts.get("vin-title"), visit.shop_name());
    let description = visit.texts.get("vin-help").to_owned();
    let head = Head { hidden: !visit.query.0.is_empty(), ..Head::public(title, description, &visit.place()) };
    visit.render("vin.html", "vin", &head, "page", &view)
}

fn facts<'a>(visit: &'a Visit<'_>, report: &VinReport) -> Vec<FactView<'a>> {
    let certain = report.certain.iter().map(|fact| (fact, false));
    let guessed = report.guessed.iter().map(|fact| (fact, true));
    certain
        .chain(guessed)
        .map(|(fact, guess)| {
            let (key, value) = words(visit, fact);
            FactView { label: visit.texts.get(key), value, guess }
        })
        .collect()
}

fn words(visit: &Visit<'_>, fact: &VinFact) -> (&'static str, String) {
    match fact {
        VinFact::Make(make) => ("vin-make", (*make).to_owned()),
        VinFact::Country(country) => ("vin-country", (*country).to_owned()),
        VinFact::CheckDigit => ("vin-check", visit.texts.get("vin-check-right").to_owned()),
        VinFact::CheckDigitWrong => ("vin-check", visit.texts.get("vin-check-wrong").to_owned()),
        VinFact::ModelYear(year) => ("vin-year", year.to_string()),
    }
}

fn vehicles(visit: &Visit<'_>, report: &VinReport) -> Vec<Choice> {
    let nodes = report.vehicle_slugs.iter().filter_map(|slug| visit.snapshot.vehicle_node(slug));
    nodes.take(CARS).map(|node| vehicle(visit, node, full_label(visit.texts, node))).collect()
}

fn reason(visit: &Visit<'_>, error: &VinError) -> String {
    match error {
        VinError::Length(count) => visit.texts.count("vin-error-length", *count),
        VinError::Character { found, position } => {
            let mut arguments = FluentArgs::new();
            arguments.set("found", found.to_string());
            arguments.set("position", *position);
            visit.texts.format("vin-error-character", &arguments)
        }
    }
}
