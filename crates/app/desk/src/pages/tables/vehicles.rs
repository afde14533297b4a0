//! Vehicles: found by their words, made, changed, taken away.

use axum::extract::State;
use axum::response::Response;
use catalogue::{
    Vehicle, VehicleDocument, VehicleId, create_vehicle, delete_vehicle, edit_vehicle, list_vehicles_at_desk,
};
use kernel::Permission;
use serde::Serialize;
use web::routing::Path;

use super::{LabelledField, wrong};
use crate::pages::failure::{DeskFailure, go};
use crate::pages::field::{Field, Wrong};
use crate::pages::products::{vehicle_name, years};
use crate::pages::reader::{AtDesk, FLASH, Posted};
use crate::pages::sheet::Sheet;
use crate::pages::{Dashboard, amount};
use web::storefront::address::Pairs;
use web::storefront::texts::Texts;

/// Our name of the field, the key of its label, whether it is a number.
const FIELDS: [(&str, &str, bool); 12] = [
    ("make", "vehicle-make", false),
    ("model", "vehicle-model", false),
    ("generation", "vehicle-generation", true),
    ("series", "vehicle-series", false),
    ("year_from", "vehicle-year-from", true),
    ("year_to", "vehicle-year-to", true),
    ("engine", "vehicle-engine", false),
    ("fuel", "vehicle-fuel", false),
    ("power_kw", "vehicle-power", true),
    ("body", "vehicle-body", false),
    ("drive", "vehicle-drive", false),
    ("transmission", "vehicle-transmission", false),
];

const KNOWN: [(&str, &str, &str); 5] = [
    ("make", "make", "wrong-make"),
    ("model", "model", "wrong-make"),
    ("slug", "make", "wrong-taken"),
    ("yearFrom", "year_from", "wrong-year"),
    ("yearTo", "year_to", "wrong-year"),
];

#[derive(Debug, Serialize)]
struct VehiclesView {
    words: String,
    rows: Vec<VehicleRow>,
    next: Option<String>,
    may_edit: bool,
}

#[derive(Debug, Serialize)]
struct VehicleRow {
    href: String,
    name: String,
    years: String,
    power: String,
    fuel: String,
}

#[derive(Debug, Serialize)]
struct VehicleView {
    heading: String,
    href: String,
    is_new: bool,
    fields: Vec<LabelledField>,
    may_edit: bool,
}

pub(super) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    list(&desk, &at).await
}

async fn list(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewProducts)?;
    let (texts, query) = (desk.texts(at.reader.locale), &at.reader.query);
    let words = query.get("q").unwrap_or_default();
    let after = query.get("after").and_then(|number| number.parse().ok());
    let found = list_vehicles_at_desk(&desk.at(actor)?, words, after).await?;
    let kept = query.without(&["after"]).without(&FLASH);
    let view = VehiclesView {
        words: words.to_owned(),
        rows: found
            .vehicles
            .iter()
            .map(|vehicle| VehicleRow {
                href: format!("/desk/vehicles/{}", vehicle.id),
                name: vehicle_name(vehicle),
                years: years(vehicle),
                power: vehicle.power_kw.map(|kw| format!("{kw} kW")).unwrap_or_default(),
                fuel: vehicle.fuel.as_deref().map(|fuel| fuel_name(texts, fuel)).unwrap_or_default(),
            })
            .collect(),
        next: found.next.map(|after| kept.with("after", &after.to_string()).on("/desk/vehicles")),
        may_edit: actor.may(Permission::EditCatalogue),
    };
    Ok(Sheet::new(desk, &at.reader, "catalogue", texts.get("vehicles")).render("desk/vehicles.html", view)?)
}

fn fuel_name(texts: &Texts, fuel: &str) -> String {
    texts.fixed(&format!("fuel-{fuel}")).unwrap_or(fuel).to_owned()
}

fn find(desk: &Dashboard, id: &str) -> Result<Vehicle, DeskFailure> {
    let id: VehicleId = id.parse().ok().ok_or(DeskFailure::NotFound)?;
    let snapshot = desk.app().snapshot();
    snapshot.vehicles().find(|vehicle| vehicle.id == id).cloned().ok_or(DeskFailure::NotFound)
}

pub(super) async fn show_new(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at, None, None, None)
}

pub(super) async fn show_one(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    find(&desk, &id).and_then(|vehicle| page(&desk, &at, Some(&vehicle), None, None))
}

fn page(
    desk: &Dashboard,
    at: &AtDesk,
    vehicle: Option<&Vehicle>,
    typed: Option<&Pairs>,
    wrong: Option<&Wrong>,
) -> Result<Response, DeskFailure> {
    let needed = if vehicle.is_some() { Permission::ViewProducts } else { Permission::EditCatalogue };
    let actor = at.require(needed)?;
    let texts = desk.texts(at.reader.locale);
    let fields = FIELDS.map(|(name, key, _)| {
        let text = match typed {
            Some(form) => form.get(name).unwrap_or_default().to_owned(),
            None => vehicle.map(|vehicle| saved(vehicle, name)).unwrap_or_default(),
        };
        LabelledField {
            label: texts.get(key).to_owned(),
            dir: "auto",
            field: Field::of(name, text).wrong(wrong),
        }
    });
    let view = VehicleView {
        heading: vehicle.map_or_else(|| texts.get("vehicle-new").to_owned(), vehicle_name),
        href: vehicle.map_or_else(
            || "/desk/vehicles/new".to_owned(),
            |vehicle| format!("/desk/vehicles/{}", vehicle.id),
        ),
        is_new: vehicle.is_none(),
        fields: fields.into(),
        may_edit: actor.may(Permission::EditCatalogue),
    };
    Ok(Sheet::new(desk, &at.reader, "catalogue", &view.heading.clone()).render("desk/vehicle.html", view)?)
}

/// What stands in a field of a vehicle.
fn saved(vehicle: &Vehicle, name: &str) -> String {
    let number = |number: Option<u16>| number.map(|number| number.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match name {
        "make" => vehicle.make.clone(),
        "model" => vehicle.model.clone(),
        "generation" => number(vehicle.generation),
        "series" => text(&vehicle.series),
        "year_from" => number(vehicle.year_from),
        "year_to" => number(vehicle.year_to),
        "engine" => text(&vehicle.engine),
        "fuel" => text(&vehicle.fuel),
        "power_kw" => number(vehicle.power_kw),
        "body" => text(&vehicle.body),
        "drive" => text(&vehicle.drive),
        _ => text(&vehicle.transmission),
    }
}

/// What the form says; the numbers of catalogues, which it does not show, stay.
fn document(form: &Pairs, before: Option<&Vehicle>, texts: &Texts) -> Result<VehicleDocument, Wrong> {
    for (field, _, is_number) in FIELDS {
        let readable = form.get(field).is_none_or(|text| amount::whole::<u16>(text).is_some());
        if is_number && !readable {
            return Err(Wrong { field, reason: texts.get("wrong-whole").to_owned() });
        }
    }
    let text = |name: &str| form.get(name).map(|text| text.trim().to_owned());
    let number = |name: &str| form.get(name).and_then(amount::whole);
    Ok(VehicleDocument {
        slug: String::new(),
        make: text("make").unwrap_or_default(),
        model: text("model").unwrap_or_default(),
        generation: number("generation"),
        series: text("series"),
        year_from: number("year_from"),
        year_to: number("year_to"),
        engine: text("engine"),
        fuel: text("fuel"),
        power_kw: number("power_kw"),
        body: text("body"),
        drive: text("drive"),
        transmission: text("transmission"),
        k_type: before.and_then(|vehicle| vehicle.k_type),
        aces_base_vehicle: before.and_then(|vehicle| vehicle.aces_base_vehicle),
    })
}

pub(super) async fn create(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    save(&desk, &at, None, &form).await
}

pub(super) async fn edit(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let vehicle = find(&desk, &id)?;
    save(&desk, &at, Some(&vehicle), &form).await
}

async fn save(
    desk: &Dashboard,
    at: &AtDesk,
    vehicle: Option<&Vehicle>,
    form: &Pairs,
) -> Result<Response, DeskFailure> {
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    let texts = desk.texts(at.reader.locale);
    let document = match document(form, vehicle, texts) {
        Ok(document) => document,
        Err(wrong) => return page(desk, at, vehicle, Some(form), Some(&wrong)),
    };
    let saved = match vehicle {
        Some(vehicle) => edit_vehicle(&shop, vehicle.id, &document).await,
        None => create_vehicle(&shop, &document).await,
    };
    match saved {
        Ok(saved) => {
            let found = Pairs::default().with("q", &saved.slug).with("done", "saved");
            Ok(go(&found.on("/desk/vehicles")))
        }
        Err(error) => page(desk, at, vehicle, Some(form), Some(&wrong(texts, error, &KNOWN)?)),
    }
}

pub(super) async fn delete(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    delete_vehicle(&shop, id.parse().ok().ok_or(DeskFailure::NotFound)?).await?;
    Ok(go("/desk/vehicles?done=removed"))
}
