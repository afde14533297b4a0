//! "My car", page by page: make, model, version; and the cars that the device remembers.

use catalogue::{VehicleLevel, VehicleNode};
use minijinja::value::Value;
use serde::Serialize;

use super::StorefrontError;
use super::address::{Pairs, local_path};
use super::car;
use super::car::full_label;
use super::head::Head;
use super::render::escaped;
use super::tile::{Crumb, count};
use super::visit::Visit;

#[derive(Debug, Serialize)]
struct VehicleView {
    crumbs: Vec<Crumb>,
    heading: String,
    step: &'static str,
    question: String,
    back: String,
    /// All makes as options, at the first step.
    makes: Option<Value>,
    choices: Vec<Choice>,
    /// The whole model, for who does not know the version.
    whole: Option<Choice>,
    saved: Vec<Saved>,
}

/// Something to choose: a link to the next step, or the vehicle itself.
#[derive(Debug, Serialize)]
pub(crate) struct Choice {
    pub(crate) slug: String,
    pub(crate) label: String,
    pub(crate) detail: Option<String>,
    pub(crate) count: String,
    pub(crate) href: Option<String>,
}

#[derive(Debug, Serialize)]
struct Saved {
    slug: String,
    label: String,
    current: bool,
}

/// Writes the page.
pub(crate) fn page(visit: &Visit<'_>) -> Result<String, StorefrontError> {
    let at = ["vehicle", "model", "make"].iter().find_map(|step| visit.query.get(step));
    let view = match at.and_then(|slug| visit.snapshot.vehicle_node(slug)) {
        Some(node) if node.level() == VehicleLevel::Make => below(visit, node, "vehicle-question-model"),
        Some(node) => below(visit, node, "vehicle-question-engine"),
        None => all_makes(visit),
    };
    let title = format!("{} | {}", visit.texts.get("vehicle-title"), visit.shop_name());
    let description = visit.texts.get("vehicle-description").to_owned();
    let head = Head { hidden: !visit.query.0.is_empty(), ..Head::public(title, description, &visit.place()) };
    visit.render("vehicle.html", "vehicle", &head, "page", &view)
}

fn all_makes(visit: &Visit<'_>) -> VehicleView {
    let heading = visit.texts.get("vehicle-title").to_owned();
    VehicleView {
        crumbs: vec![Crumb::here(&heading)],
        heading,
        step: "make",
        question: String::new(),
        back: back(visit),
        makes: Some(make_options(visit)),
        choices: visit.snapshot.makes().map(|make| step_to(visit, "make", make)).collect(),
        whole: None,
        saved: saved(visit),
    }
}

/// All makes, by name, as the options of a list: written here because that is many times faster than a template.
pub(crate) fn make_options(visit: &Visit<'_>) -> Value {
    let mut options = String::with_capacity(4096);
    for make in visit.snapshot.makes() {
        let (slug, label) = (escaped(make.slug()), escaped(make.label()));
        options.extend(["<option value=\"", &slug, "\">", &label, "</option>"]);
    }
    Value::from_safe_string(options)
}

fn below(visit: &Visit<'_>, node: VehicleNode<'_>, question: &str) -> VehicleView {
    let here = format!("/{}/vehicle", visit.locale);
    let mut crumbs = vec![Crumb::above(
        visit.texts.get("vehicle-title"),
        Pairs::default().with("back", &back(visit)).on(&here),
    )];
    if let Some(parent) = node.parent() {
        crumbs.push(Crumb::above(full_label(visit.texts, parent), step_href(visit, "make", parent.slug())));
    }
    crumbs.push(Crumb::here(car::label(visit.texts, node)));
    let whole =
        (node.level() >= VehicleLevel::Model).then(|| vehicle(visit, node, full_label(visit.texts, node)));
    VehicleView {
        crumbs,
        heading: full_label(visit.texts, node),
        step: if node.level() == VehicleLevel::Make { "model" } else { "engine" },
        question: visit.texts.get(question).to_owned(),
        back: back(visit),
        makes: None,
        choices: match node.level() {
            VehicleLevel::Make => node.children().map(|model| step_to(visit, "model", model)).collect(),
            _ => versions(visit, node),
        },
        whole,
        saved: Vec::new(),
    }
}

/// All vehicles of a model, each with its generation in its label.
fn versions(visit: &Visit<'_>, node: VehicleNode<'_>) -> Vec<Choice> {
    let mut choices = Vec::new();
    for child in node.children() {
        if child.level() == VehicleLevel::Generation {
            for leaf in child.children() {
                let label = if leaf.label() == child.label() {
                    child.label().to_owned()
                } else {
                    format!("{} {}", child.label(), car::label(visit.texts, leaf))
                };
                choices.push(vehicle(visit, leaf, label));
            }
        } else {
            choices.push(vehicle(visit, child, car::label(visit.texts, child).into_owned()));
        }
    }
    choices
}

fn step_to(visit: &Visit<'_>, step: &str, node: VehicleNode<'_>) -> Choice {
    Choice {
        href: Some(step_href(visit, step, node.slug())),
        ..vehicle(visit, node, node.label().to_owned())
    }
}

fn step_href(visit: &Visit<'_>, step: &str, slug: &str) -> String {
    Pairs::default().with(step, slug).with("back", &back(visit)).on(&format!("/{}/vehicle", visit.locale))
}

/// A vehicle, or all of a model, as something to choose.
pub(crate) fn vehicle(visit: &Visit<'_>, node: VehicleNode<'_>, label: String) -> Choice {
    let fuel = node.vehicle().and_then(|vehicle| vehicle.fuel.as_deref()).map(|fuel| {
        let key = format!("fuel-{fuel}");
        if visit.texts.knows(&key) { visit.texts.get(&key).to_owned() } else { fuel.to_owned() }
    });
    Choice {
        slug: node.slug().to_owned(),
        label,
        detail: fuel,
        count: count(visit, node.count()),
        href: None,
    }
}

fn saved(visit: &Visit<'_>) -> Vec<Saved> {
    let known = visit.garage.iter().filter_map(|slug| Some((slug, visit.snapshot.vehicle_node(slug)?)));
    known
        .enumerate()
        .map(|(place, (slug, node))| Saved {
            slug: slug.clone(),
            label: full_label(visit.texts, node),
            current: place == 0,
        })
        .collect()
}

/// Where the chosen car leads: to the page that asked, else home.
fn back(visit: &Visit<'_>) -> String {
    let asked = visit.query.get("back").and_then(local_path);
    asked.map_or_else(|| format!("/{}", visit.locale), str::to_owned)
}

/// The address of a page without the parts of its query that set a car aside.
pub(crate) fn after_choice(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    Pairs::read(query).without(&["car", "cursor"]).on(path)
}
