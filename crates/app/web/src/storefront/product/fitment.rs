//! Which cars a part fits: grouped by make, filtered by words, as much of it as a page may weigh.

use catalogue::{FitmentRef, ProductRef, Vehicle};
use fluent_bundle::FluentArgs;
use kernel::text::fold;
use serde::Serialize;

use crate::storefront::list::facts;
use crate::storefront::visit::Visit;

/// Cars that a page lists before it is asked for all of them.
const SHOWN: usize = 100;

/// The cars of one make.
#[derive(Debug, Serialize)]
pub(super) struct FitmentMake {
    label: String,
    count: usize,
    open: bool,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    model: String,
    /// Engine, body and power, each in a language of its own.
    facts: Vec<String>,
    years: String,
    note: Option<String>,
}

/// The fitment part of the page.
#[derive(Debug, Default)]
pub(super) struct FitmentView {
    pub(super) makes: Vec<FitmentMake>,
    /// What holds for all cars alike: position, quantity, conditions.
    pub(super) note: Option<String>,
    /// Cars in all.
    pub(super) count: usize,
    /// Whether there are more than the page lists.
    pub(super) rest: bool,
}

/// The cars that this part fits and the visit asks to see.
pub(super) fn of(visit: &Visit<'_>, product: ProductRef<'_>) -> FitmentView {
    let mut fitments: Vec<FitmentRef<'_>> = product.fitments().collect();
    let count = fitments.len();
    let alike = fitments.windows(2).all(|pair| {
        let [one, other] = pair else { return true };
        (one.position, one.quantity, one.conditions) == (other.position, other.quantity, other.conditions)
    });
    let shared = fitments.first().filter(|_| alike).and_then(|fitment| note(visit, fitment));
    let asked = visit.query.get("fit");
    let words: Vec<String> = match asked {
        Some("*") | None => Vec::new(),
        Some(text) => fold(text).split_whitespace().map(str::to_owned).collect(),
    };
    if !words.is_empty() {
        fitments.retain(|fitment| {
            let text = searchable(fitment.vehicle);
            words.iter().all(|word| text.contains(word))
        });
    }
    fitments.sort_by(|a, b| order(a.vehicle).cmp(&order(b.vehicle)));
    let all = asked.is_some();
    let rest = !all && fitments.len() > SHOWN;
    let own_make =
        visit.car.as_ref().and_then(|car| visit.snapshot.vehicle_node(&car.slug)).map(|mut node| {
            while let Some(parent) = node.parent() {
                node = parent;
            }
            node.label()
        });
    let mut makes: Vec<FitmentMake> = Vec::new();
    let shown = if all { fitments.len() } else { SHOWN };
    for (place, fitment) in fitments.iter().enumerate() {
        let make = &fitment.vehicle.make;
        if makes.last().is_none_or(|last| last.label != *make) {
            let open = own_make == Some(make.as_str()) || !words.is_empty();
            makes.push(FitmentMake { label: make.clone(), count: 0, open, lines: Vec::new() });
        }
        if let Some(last) = makes.last_mut() {
            last.count += 1;
            if place < shown {
                last.lines.push(line(visit, fitment, alike));
            }
        }
    }
    makes.retain(|make| !make.lines.is_empty());
    let lines: usize = makes.iter().map(|make| make.lines.len()).sum();
    if own_make.is_none() && lines <= 12 {
        for make in &mut makes {
            make.open = true;
        }
    }
    FitmentView { makes, note: shared, count, rest }
}

/// Position, quantity and conditions of this part on the shopper's car.
pub(super) fn detail(visit: &Visit<'_>, product: ProductRef<'_>, slug: &str) -> Option<String> {
    let fitment = product.fitments().find(|fitment| fitment.vehicle.slug == slug)?;
    note(visit, &fitment)
}

fn order(vehicle: &Vehicle) -> (&str, &str, Option<u16>, Option<u16>, Option<&str>) {
    (&vehicle.make, &vehicle.model, vehicle.generation, vehicle.year_from, vehicle.engine.as_deref())
}

fn searchable(vehicle: &Vehicle) -> String {
    let line = format!("{} {} {} {}", vehicle.make, model(vehicle), engine(vehicle), years(vehicle));
    fold(&line)
}

fn line(visit: &Visit<'_>, fitment: &FitmentRef<'_>, alike: bool) -> Line {
    let vehicle = fitment.vehicle;
    let power = vehicle.power_kw.map(|kw| {
        let mut arguments = FluentArgs::new();
        arguments.set("kw", kw);
        arguments.set("hp", (f64::from(kw) * 1.359_62).round());
        visit.texts.format("power", &arguments)
    });
    let body = vehicle.body.as_deref().map(|body| facts::value_text(visit.texts, "body", body));
    Line {
        model: model(vehicle),
        facts: vehicle.engine.clone().into_iter().chain(body).chain(power).collect(),
        years: years(vehicle),
        note: if alike { None } else { note(visit, fitment) },
    }
}

fn model(vehicle: &Vehicle) -> String {
    if vehicle.make.is_empty() {
        return vehicle.slug.clone();
    }
    let generation = vehicle.generation.map(|number| number.to_string());
    let series = vehicle.series.as_ref().map(|series| format!("({series})"));
    let parts = [Some(vehicle.model.clone()), generation, series];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn engine(vehicle: &Vehicle) -> String {
    let parts = [vehicle.engine.as_deref(), vehicle.body.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn years(vehicle: &Vehicle) -> String {
    match (vehicle.year_from, vehicle.year_to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from}–{to}"),
        (Some(from), None) => format!("{from}–"),
        (None, Some(to)) => format!("–{to}"),
        (None, None) => String::new(),
    }
}

fn note(visit: &Visit<'_>, fitment: &FitmentRef<'_>) -> Option<String> {
    let texts = visit.texts;
    let position = fitment.position.map(|position| facts::value_text(texts, "position", position));
    let quantity = fitment
        .quantity
        .filter(|quantity| *quantity > 1)
        .map(|quantity| texts.count("fits-quantity", usize::from(quantity)));
    let parts: Vec<String> =
        [position, quantity, fitment.conditions.map(str::to_owned)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
