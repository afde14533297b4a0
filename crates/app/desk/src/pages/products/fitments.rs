//! What a product fits: its vehicles, one put to them, one taken away.

use axum::extract::State;
use axum::response::Response;
use catalogue::{
    CatalogueError, Desk, FitmentPatch, Patched, ProductAtDesk, ProductPatch, Vehicle, VehicleId,
    edit_product, find_product_at_desk, list_vehicles_at_desk,
};
use kernel::Permission;
use serde::Serialize;
use web::routing::Path;

use super::list::PATH;
use super::one::read_id;
use super::saving::read_version;
use crate::pages::failure::{DeskFailure, go};
use crate::pages::reader::{AtDesk, Posted};
use crate::pages::{Dashboard, amount};
use web::storefront::address::Pairs;

/// Vehicles that are offered at once.
const OFFERED: usize = 12;

/// The part of a product's page about vehicles.
#[derive(Debug, Serialize)]
pub(super) struct FitsView {
    rows: Vec<FitRow>,
    /// What was looked for to be added.
    looked: String,
    found: Vec<Found>,
}

#[derive(Debug, Serialize)]
struct FitRow {
    id: String,
    name: String,
    years: String,
    position: String,
    conditions: String,
}

#[derive(Debug, Serialize)]
struct Found {
    id: String,
    name: String,
    years: String,
}

/// "Renault Clio 4 1.5 dCi, 55 kW".
pub(crate) fn vehicle_name(vehicle: &Vehicle) -> String {
    let generation = vehicle.generation.map(|number| number.to_string());
    let parts = [
        Some(vehicle.make.as_str()),
        Some(vehicle.model.as_str()),
        generation.as_deref(),
        vehicle.series.as_deref(),
        vehicle.engine.as_deref(),
        vehicle.body.as_deref(),
    ];
    let words: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    if words.is_empty() { vehicle.slug.clone() } else { words.join(" ") }
}

/// "2012-2020".
pub(crate) fn years(vehicle: &Vehicle) -> String {
    let year = |year: Option<u16>| year.map(|year| year.to_string()).unwrap_or_default();
    match (vehicle.year_from, vehicle.year_to) {
        (None, None) => String::new(),
        (from, to) if from == to => year(from),
        (from, to) => format!("{}\u{2013}{}", year(from), year(to)),
    }
}

/// The vehicles of a product, and those that `?vehicle=` looks for.
pub(super) async fn fits(
    shop: &Desk<'_>,
    product: &ProductAtDesk,
    query: &Pairs,
) -> Result<FitsView, CatalogueError> {
    let looked = query.get("vehicle").unwrap_or_default();
    let mut found = Vec::new();
    if !looked.is_empty() {
        found = list_vehicles_at_desk(shop, looked, None).await?.vehicles;
        found.retain(|vehicle| product.fitments.iter().all(|fitted| fitted.vehicle.id != vehicle.id));
        found.truncate(OFFERED);
    }
    let rows = product.fitments.iter().map(|fitted| FitRow {
        id: fitted.vehicle.id.to_string(),
        name: vehicle_name(&fitted.vehicle),
        years: years(&fitted.vehicle),
        position: fitted.fitment.position.clone().unwrap_or_default(),
        conditions: fitted.fitment.conditions.clone().unwrap_or_default(),
    });
    Ok(FitsView {
        rows: rows.collect(),
        looked: looked.to_owned(),
        found: found
            .iter()
            .map(|vehicle| Found {
                id: vehicle.id.to_string(),
                name: vehicle_name(vehicle),
                years: years(vehicle),
            })
            .collect(),
    })
}

pub(super) async fn change(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditProducts)?)?;
    let (id, version) = (read_id(&id)?, read_version(&form)?);
    let product = find_product_at_desk(&shop, id).await?;
    let mut fitments: Vec<FitmentPatch> = product
        .fitments
        .into_iter()
        .map(|fitted| FitmentPatch {
            vehicle_id: fitted.vehicle.id,
            position: fitted.fitment.position,
            quantity: fitted.fitment.quantity,
            conditions: fitted.fitment.conditions,
        })
        .collect();
    let named = |name: &str| form.get(name).and_then(|id| id.parse::<VehicleId>().ok());
    if let Some(gone) = named("remove") {
        fitments.retain(|fitment| fitment.vehicle_id != gone);
    }
    if let Some(vehicle_id) = named("add") {
        fitments.push(FitmentPatch {
            vehicle_id,
            position: form.get("position").map(str::to_owned),
            quantity: form.get("quantity").and_then(amount::whole),
            conditions: form.get("conditions").map(str::to_owned),
        });
    }
    let patch = ProductPatch { fitments: Patched::Set(fitments), ..ProductPatch::default() };
    let done = match edit_product(&shop, id, version, &patch).await {
        Ok(_) => "saved",
        Err(CatalogueError::ChangedMeanwhile(_)) => "look-again",
        Err(error) => return Err(DeskFailure::from(error)),
    };
    Ok(go(&format!("{PATH}/{id}?done={done}#fits")))
}
