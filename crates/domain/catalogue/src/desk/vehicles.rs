//! Use cases: the vehicles that products fit, made, changed and taken away at the desk.

use audit::Entry;
use chrono::Datelike;
use db::WriteTx;
use kernel::{Permission, boxed};
use serde_json::Value;

use super::Desk;
use crate::export_file::vehicle_document;
use crate::store::{fitment, vehicle};
use crate::upsert::vehicles::{NUMBERS, new_vehicle, normalise};
use crate::{CatalogueError, Refusal, Vehicle, VehicleDocument, VehicleId};

/// Vehicles on a page.
const PAGE: u64 = 50;

/// Vehicles by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VehiclePage {
    /// At most 50.
    pub vehicles: Vec<Vehicle>,
    /// The number after which the next page begins; `None` on the last.
    pub next: Option<u32>,
}

/// The vehicles whose slug holds all words of `text`, after number `after`.
#[boxed]
pub async fn list_vehicles_at_desk(
    desk: &Desk<'_>,
    text: &str,
    after: Option<u32>,
) -> Result<VehiclePage, CatalogueError> {
    desk.actor.require(Permission::ViewProducts)?;
    let slug = kernel::text::slugify(text);
    let words: Vec<&str> = slug.split('-').filter(|word| !word.is_empty()).take(8).collect();
    let mut vehicles = vehicle::list_with_words(desk.db.reader(), &words, after, PAGE + 1).await?;
    let more = vehicles.len() as u64 > PAGE;
    vehicles.truncate(PAGE as usize);
    let next = vehicles.last().filter(|_| more).map(|last| last.number);
    Ok(VehiclePage { vehicles, next })
}

/// Adds a vehicle; its slug is made of its parts if it has none.
///
/// # Errors
/// [`CatalogueError::Refused`] by the first wrong field, [`CatalogueError::Taken`] if the slug is.
#[boxed]
pub async fn create_vehicle(desk: &Desk<'_>, document: &VehicleDocument) -> Result<Vehicle, CatalogueError> {
    desk.actor.require(Permission::EditCatalogue)?;
    let document = normalised(desk, document)?;
    let tx = desk.db.begin_write().await?;
    let numbers = db::allot_numbers(&tx, NUMBERS, 1).await?;
    refuse_taken(&tx, &document.slug, None).await?;
    let vehicle = Vehicle { number: numbers.start, ..new_vehicle(document, desk.clock) };
    write(&tx, vehicle.clone()).await?;
    let entry = Entry::new("vehicle.create", "vehicle", vehicle.id).after(told(&vehicle));
    desk.commit(tx, entry).await?;
    Ok(vehicle)
}

/// Puts what `document` says in place of all that the vehicle was; without a slug it keeps its own.
///
/// # Errors
/// [`CatalogueError::NoSuch`], and those of [`create_vehicle`].
#[boxed]
pub async fn edit_vehicle(
    desk: &Desk<'_>,
    id: VehicleId,
    document: &VehicleDocument,
) -> Result<Vehicle, CatalogueError> {
    desk.actor.require(Permission::EditCatalogue)?;
    let tx = desk.db.begin_write().await?;
    db::allot_numbers(&tx, NUMBERS, 0).await?;
    let before = find(&tx, id).await?;
    let mut document = document.clone();
    if document.slug.is_empty() {
        document.slug.clone_from(&before.slug);
    }
    let document = normalised(desk, &document)?;
    refuse_taken(&tx, &document.slug, Some(id)).await?;
    let vehicle = Vehicle { id, number: before.number, ..new_vehicle(document, desk.clock) };
    if vehicle != before {
        write(&tx, vehicle.clone()).await?;
        let entry = Entry::new("vehicle.edit", "vehicle", id).changed(told(&before), told(&vehicle));
        desk.commit(tx, entry).await?;
    }
    Ok(vehicle)
}

/// Takes a vehicle away that no product fits.
///
/// # Errors
/// [`CatalogueError::NotNow`] if one does.
#[boxed]
pub async fn delete_vehicle(desk: &Desk<'_>, id: VehicleId) -> Result<(), CatalogueError> {
    desk.actor.require(Permission::EditCatalogue)?;
    let tx = desk.db.begin_write().await?;
    // Products are written one after the other: none can begin to fit it now.
    crate::upsert::write::wait_for_turn(&tx).await?;
    let vehicle = find(&tx, id).await?;
    if fitment::names_vehicle(tx.conn(), vehicle.number).await? {
        return Err(CatalogueError::NotNow("products fit this vehicle, deleted ones count too"));
    }
    vehicle::delete(&tx, vehicle.number).await?;
    record(&tx).await?;
    let entry = Entry::new("vehicle.delete", "vehicle", id).before(told(&vehicle));
    desk.commit(tx, entry).await
}

/// A vehicle as the audit trail keeps it.
fn told(vehicle: &Vehicle) -> Value {
    serde_json::to_value(vehicle_document(vehicle.clone())).unwrap_or_default()
}

async fn find(tx: &WriteTx, id: VehicleId) -> Result<Vehicle, CatalogueError> {
    vehicle::find_by_ids(tx.conn(), &[id]).await?.pop().ok_or(CatalogueError::NoSuch("vehicle"))
}

fn normalised(desk: &Desk<'_>, document: &VehicleDocument) -> Result<VehicleDocument, Refusal> {
    normalise(document, desk.clock.now().year() as u16 + 2)
}

async fn refuse_taken(tx: &WriteTx, slug: &str, own: Option<VehicleId>) -> Result<(), CatalogueError> {
    match vehicle::find_by_slug(tx.conn(), &[slug]).await?.first() {
        Some(other) if Some(other.id) != own => Err(CatalogueError::Taken {
            field: "slug",
            value: slug.to_owned(),
            reason: "another vehicle has this slug",
        }),
        _ => Ok(()),
    }
}

async fn write(tx: &WriteTx, vehicle: Vehicle) -> Result<(), CatalogueError> {
    vehicle::insert_or_update(tx, &[vehicle]).await?;
    record(tx).await
}

async fn record(tx: &WriteTx) -> Result<(), CatalogueError> {
    Ok(tx.record_change("catalogue.vehicle", &serde_json::json!({})).await?)
}
