//! Vehicles of a batch: matched by slug, written where something differs.

use chrono::Datelike;
use db::WriteTx;
use kernel::{Clock, boxed};
use rustc_hash::{FxHashMap, FxHashSet};

use super::check;
use crate::store::vehicle;
use crate::{CatalogueError, Refusal, Upserted, Vehicle, VehicleDocument, VehicleId, WriteContext};

/// The counter of their numbers.
pub(crate) const NUMBERS: &str = "catalogue.vehicle";
const WORD_CHARS: usize = 200;
/// The year of Benz's patent.
const FIRST_YEAR: u16 = 1886;

/// Writes vehicles, matched by slug: one answer for each document, in order.
///
/// A document that repeats an earlier one of the batch is [`Upserted::Unchanged`].
#[boxed]
pub async fn upsert_vehicles(
    tx: &WriteTx,
    documents: &[VehicleDocument],
    context: &WriteContext<'_>,
) -> Result<Vec<Upserted>, CatalogueError> {
    db::allot_numbers(tx, NUMBERS, 0).await?;
    let last_year = context.clock.now().year() as u16 + 2;
    let checked: Vec<Result<VehicleDocument, Refusal>> =
        documents.iter().map(|document| normalise(document, last_year)).collect();
    let slugs: FxHashSet<&str> = checked.iter().flatten().map(|document| document.slug.as_str()).collect();
    let slugs: Vec<&str> = slugs.into_iter().collect();
    let known = vehicle::find_by_slug(tx.conn(), &slugs).await?;
    let mut vehicles: FxHashMap<String, Vehicle> =
        known.into_iter().map(|vehicle| (vehicle.slug.clone(), vehicle)).collect();
    let (mut new, mut changed) = (Vec::new(), FxHashSet::default());
    let mut results = Vec::with_capacity(documents.len());
    for document in checked {
        results.push(match document {
            Err(refusal) => Upserted::Refused(refusal),
            Ok(document) => match vehicles.get_mut(&document.slug) {
                None => {
                    let vehicle = new_vehicle(document, context.clock);
                    new.push(vehicle.slug.clone());
                    vehicles.insert(vehicle.slug.clone(), vehicle);
                    Upserted::Created
                }
                Some(vehicle) => {
                    if merge(vehicle, document) {
                        changed.insert(vehicle.slug.clone());
                        Upserted::Updated
                    } else {
                        Upserted::Unchanged
                    }
                }
            },
        });
    }
    let numbers = db::allot_numbers(tx, NUMBERS, new.len() as u32).await?;
    let mut written: Vec<Vehicle> = Vec::with_capacity(new.len() + changed.len());
    for (slug, number) in new.iter().zip(numbers) {
        written.extend(vehicles.remove(slug).map(|vehicle| Vehicle { number, ..vehicle }));
    }
    written.extend(changed.iter().filter_map(|slug| vehicles.remove(slug)));
    if !written.is_empty() {
        vehicle::insert_or_update(tx, &written).await?;
        tx.record_change("catalogue.vehicle", &serde_json::json!({})).await?;
    }
    Ok(results)
}

/// Puts a vehicle's document into its normal form; `last_year` is the last that can be meant.
pub(crate) fn normalise(document: &VehicleDocument, last_year: u16) -> Result<VehicleDocument, Refusal> {
    let mut doc = document.clone();
    doc.make = check::line("make", &doc.make, WORD_CHARS)?;
    doc.model = check::line("model", &doc.model, WORD_CHARS)?;
    for (field, text) in [
        ("series", &mut doc.series),
        ("engine", &mut doc.engine),
        ("fuel", &mut doc.fuel),
        ("body", &mut doc.body),
        ("drive", &mut doc.drive),
        ("transmission", &mut doc.transmission),
    ] {
        *text = check::optional_line(field, text.as_deref(), WORD_CHARS)?;
    }
    for (field, year) in [("yearFrom", doc.year_from), ("yearTo", doc.year_to)] {
        if let Some(year) = year.filter(|year| !(FIRST_YEAR..=last_year).contains(year)) {
            let reason = format!("a model year lies between {FIRST_YEAR} and {last_year}");
            return Err(Refusal::new(field, &year.to_string(), reason));
        }
    }
    if let (Some(from), Some(to)) = (doc.year_from, doc.year_to)
        && from > to
    {
        return Err(Refusal::new("yearTo", &to.to_string(), format!("before the first year, {from}")));
    }
    if doc.slug.is_empty() {
        if doc.make.is_empty() && doc.aces_base_vehicle.is_none() {
            return Err(Refusal::new("make", "", "a vehicle needs a make"));
        }
        doc.slug = doc.slug_from_parts();
    }
    doc.slug = check::slug_of("slug", &doc.slug)?;
    Ok(doc)
}

/// The vehicle that a checked document begins; it has number `u32::MAX` until it is written.
pub(crate) fn new_vehicle(document: VehicleDocument, clock: &Clock) -> Vehicle {
    Vehicle {
        id: VehicleId::new(clock),
        number: u32::MAX,
        slug: document.slug,
        make: document.make,
        model: document.model,
        generation: document.generation,
        series: document.series,
        year_from: document.year_from,
        year_to: document.year_to,
        engine: document.engine,
        fuel: document.fuel,
        power_kw: document.power_kw,
        body: document.body,
        drive: document.drive,
        transmission: document.transmission,
        k_type: document.k_type,
        aces_base_vehicle: document.aces_base_vehicle,
    }
}

/// Writes over what the document tells; whether anything changed.
fn merge(vehicle: &mut Vehicle, document: VehicleDocument) -> bool {
    let before = vehicle.clone();
    let filled = |text: String, old: &str| if text.is_empty() { old.to_owned() } else { text };
    *vehicle = Vehicle {
        id: before.id,
        number: before.number,
        make: filled(document.make, &before.make),
        model: filled(document.model, &before.model),
        slug: document.slug,
        generation: document.generation.or(before.generation),
        series: document.series.or_else(|| before.series.clone()),
        year_from: document.year_from.or(before.year_from),
        year_to: document.year_to.or(before.year_to),
        engine: document.engine.or_else(|| before.engine.clone()),
        fuel: document.fuel.or_else(|| before.fuel.clone()),
        power_kw: document.power_kw.or(before.power_kw),
        body: document.body.or_else(|| before.body.clone()),
        drive: document.drive.or_else(|| before.drive.clone()),
        transmission: document.transmission.or_else(|| before.transmission.clone()),
        k_type: document.k_type.or(before.k_type),
        aces_base_vehicle: document.aces_base_vehicle.or(before.aces_base_vehicle),
    };
    *vehicle != before
}
