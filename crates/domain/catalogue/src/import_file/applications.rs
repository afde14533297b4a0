//! ACES applications of a batch: gathered by part, joined with the fitments that the part has.

use db::{DbError, WriteTx};
use kernel::text::part_number_key;
use rustc_hash::FxHashMap;

use super::apply::{Importer, Row, outcome_of};
use crate::import::{Application, BaseVehicle};
use crate::store::product::Which;
use crate::store::{fitment, product, vehicle};
use crate::upsert::write::wait_for_turn;
use crate::{
    CatalogueError, Fitment, FitmentDocument, ProductDocument, VehicleDocument, WriteContext,
    upsert_products, upsert_vehicles,
};

/// The applications of one part.
struct Part {
    sku: String,
    brand: Option<String>,
    fitments: Vec<FitmentDocument>,
    rows: Vec<Row>,
    created: u64,
    unchanged: u64,
    removed: u64,
}

impl Importer<'_> {
    pub(super) async fn write_applications(
        &mut self,
        tx: &WriteTx,
        applications: Vec<(Row, Application)>,
        context: &WriteContext<'_>,
    ) -> Result<(), CatalogueError> {
        if applications.is_empty() {
            return Ok(());
        }
        wait_for_turn(tx).await?;
        let slugs = self.vehicles_of(tx, &applications, context).await?;
        let mut parts = parts_of(tx, &applications).await?;
        for (row, application) in applications {
            let Some(part) = parts.get_mut(&part_number_key(&application.part.sku)) else { continue };
            let slugs = slugs.get(&application.vehicle).map(Vec::as_slice).unwrap_or_default();
            self.full_submission.names(&application, slugs);
            part.apply(&application, slugs);
            part.rows.push(row);
        }
        let mut parts: Vec<Part> = parts.into_values().collect();
        parts.sort_by_cached_key(|part| (part.rows.first().map(|row| row.line), part.sku.clone()));
        let defaults: FxHashMap<&str, &str> = self.options.mapping.text_defaults().collect();
        let default = |name: &str| defaults.get(name).map(|text| (*text).to_owned());
        let documents: Vec<ProductDocument> = parts
            .iter()
            .map(|part| ProductDocument {
                sku: part.sku.clone(),
                brand: part.brand.clone().or_else(|| default("brand")),
                category: default("category"),
                fitments: Some(part.fitments.clone()),
                ..ProductDocument::default()
            })
            .collect();
        for (result, part) in upsert_products(tx, &documents, context).await?.iter().zip(&parts) {
            match outcome_of(result) {
                Err(refusal) => {
                    for row in &part.rows {
                        self.refusal(row, refusal)?;
                    }
                }
                Ok(outcome) => {
                    let key = part_number_key(&part.sku);
                    if self.products.earlier_line(&key).is_none() {
                        self.report.drafts += u64::from(outcome == super::tally::Outcome::Created);
                    }
                    self.products.note(&key, part.rows.first().map_or(0, |row| row.line), outcome);
                    self.report.fitments.created += part.created;
                    self.report.fitments.unchanged += part.unchanged;
                    self.report.fitments.removed += part.removed;
                }
            }
        }
        Ok(())
    }

    /// The slugs of the vehicles that applications name; vehicles that nobody named yet are made with their id.
    async fn vehicles_of(
        &mut self,
        tx: &WriteTx,
        applications: &[(Row, Application)],
        context: &WriteContext<'_>,
    ) -> Result<FxHashMap<BaseVehicle, Vec<String>>, CatalogueError> {
        let mut slugs: FxHashMap<BaseVehicle, Vec<String>> = FxHashMap::default();
        let mut ids: Vec<u32> = Vec::new();
        for (_, application) in applications {
            if let BaseVehicle::Id(id) = application.vehicle
                && slugs.insert(application.vehicle.clone(), Vec::new()).is_none()
            {
                ids.push(id);
            }
        }
        for (id, slug) in vehicle::find_slugs_by_aces_base(tx.conn(), ids.into_iter()).await? {
            slugs.entry(BaseVehicle::Id(id)).or_default().push(slug);
        }
        let mut missing: Vec<(u64, VehicleDocument)> = Vec::new();
        for (row, application) in applications {
            let known = slugs.entry(application.vehicle.clone()).or_default();
            if known.is_empty() && !application.delete {
                let document = unnamed_vehicle(&application.vehicle);
                known.push(document.slug.clone());
                missing.push((row.line, document));
            } else if known.is_empty() {
                known.push(unnamed_vehicle(&application.vehicle).slug);
            }
        }
        let documents: Vec<VehicleDocument> = missing.iter().map(|(_, document)| document.clone()).collect();
        for (result, (line, document)) in upsert_vehicles(tx, &documents, context).await?.iter().zip(&missing)
        {
            // One that is refused (years that cannot be) is missed by its fitment, which says so.
            if let Ok(outcome) = outcome_of(result) {
                self.vehicles.note(&document.slug, *line, outcome);
            }
        }
        Ok(slugs)
    }
}

/// A vehicle of which only ids are known.
fn unnamed_vehicle(vehicle: &BaseVehicle) -> VehicleDocument {
    match vehicle {
        BaseVehicle::Id(id) => VehicleDocument {
            slug: format!("aces-{id}"),
            aces_base_vehicle: Some(*id),
            ..VehicleDocument::default()
        },
        BaseVehicle::Years { make, model, from, to } => VehicleDocument {
            slug: format!("aces-make-{make}-model-{model}-{from}-{to}"),
            year_from: Some(*from),
            year_to: Some(*to),
            ..VehicleDocument::default()
        },
    }
}

/// The parts of a batch with the fitments that the shop has of them.
async fn parts_of(
    tx: &WriteTx,
    applications: &[(Row, Application)],
) -> Result<FxHashMap<String, Part>, DbError> {
    let mut parts: FxHashMap<String, Part> = FxHashMap::default();
    for (_, application) in applications {
        let part = &application.part;
        parts.entry(part_number_key(&part.sku)).or_insert_with(|| Part {
            sku: part.sku.clone(),
            brand: part.brand.clone(),
            fitments: Vec::new(),
            rows: Vec::new(),
            created: 0,
            unchanged: 0,
            removed: 0,
        });
    }
    let known = product::find_by_sku_key(tx.conn(), parts.keys().map(String::as_str)).await?;
    let numbers: Vec<u32> = known.iter().map(|product| product.number).collect();
    let keys: FxHashMap<u32, String> =
        known.iter().map(|product| (product.number, part_number_key(&product.sku))).collect();
    let fitments: Vec<(u32, Fitment)> = fitment::list(tx.conn(), &Which::Numbers(&numbers)).await?;
    let mut vehicles: Vec<u32> = fitments.iter().map(|(_, fitment)| fitment.vehicle).collect();
    vehicles.sort_unstable();
    vehicles.dedup();
    let slugs: FxHashMap<u32, String> =
        vehicle::find_slugs_by_number(tx.conn(), vehicles.into_iter()).await?.into_iter().collect();
    for product in &known {
        // The part keeps the SKU as the shop writes it.
        if let Some(part) = parts.get_mut(&part_number_key(&product.sku)) {
            part.sku.clone_from(&product.sku);
        }
    }
    for (number, fitment) in fitments {
        let part = keys.get(&number).and_then(|key| parts.get_mut(key));
        if let (Some(part), Some(slug)) = (part, slugs.get(&fitment.vehicle)) {
            part.fitments.push(document_of(fitment, slug));
        }
    }
    Ok(parts)
}

/// A fitment that the shop has, as a document says it.
pub(super) fn document_of(fitment: Fitment, vehicle: &str) -> FitmentDocument {
    FitmentDocument {
        vehicle: vehicle.to_owned(),
        position: fitment.position,
        quantity: fitment.quantity,
        conditions: fitment.conditions,
    }
}

impl Application {
    /// As the fitment of one vehicle.
    pub(super) fn fitment(&self, vehicle: &str) -> FitmentDocument {
        FitmentDocument {
            vehicle: vehicle.to_owned(),
            position: self.position.clone(),
            quantity: self.quantity,
            conditions: self.conditions.clone(),
        }
    }
}

impl Part {
    fn apply(&mut self, application: &Application, slugs: &[String]) {
        let (mut added, mut removed) = (false, false);
        for slug in slugs {
            let fitment = application.fitment(slug);
            let at = self.fitments.iter().position(|known| *known == fitment);
            match (at, application.delete) {
                (Some(at), true) => {
                    self.fitments.remove(at);
                    removed = true;
                }
                (None, false) => {
                    self.fitments.push(fitment);
                    added = true;
                }
                _ => {}
            }
        }
        self.created += u64::from(added);
        self.removed += u64::from(removed);
        self.unchanged += u64::from(!added && !removed);
    }
}
