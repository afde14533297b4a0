//! Lays a patch over a product: the same rules as for what comes in by file, and ids that must be there.

use db::WriteTx;
use kernel::text::part_number_key;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Desk;
use crate::store::{brand, category, product, vehicle};
use crate::upsert::{check, merge};
use crate::{
    CatalogueError, Fitment, FitmentDocument, Product, ProductDocument, ProductPatch, Refusal, VehicleId,
};

/// What a patch makes of a product, or of none; `Some` fitments are in place of those it has.
pub(super) async fn lay_patch(
    tx: &WriteTx,
    desk: &Desk<'_>,
    before: Option<&Product>,
    patch: &ProductPatch,
) -> Result<(Product, Option<Vec<Fitment>>), CatalogueError> {
    let now = desk.clock.now();
    let sku = before.map_or("", |before| before.sku.as_str());
    let document = check::normalise(patch.to_document(sku)?)?;
    let mut after = before.cloned().unwrap_or_else(|| merge::new_product(&document, desk.clock, false, now));
    refuse_taken_sku(tx, before, &document).await?;
    refuse_unknown_ids(tx, patch).await?;
    patch.clear(&mut after);
    merge::apply(&mut after, document.clone(), now)?;
    if after.published_at.is_some() && after.names.is_empty() {
        return Err(Refusal::new("names", "", "a product on sale needs a name").into());
    }
    after.slug = slug(tx, before, &after, document.clone()).await?;
    let fitments = match &document.fitments {
        Some(documents) => Some(fitments(tx, documents).await?),
        None => None,
    };
    Ok((after, fitments))
}

async fn refuse_taken_sku(
    tx: &WriteTx,
    before: Option<&Product>,
    document: &ProductDocument,
) -> Result<(), CatalogueError> {
    let key = part_number_key(&document.sku);
    if before.is_some_and(|before| part_number_key(&before.sku) == key) {
        return Ok(());
    }
    let taken = product::find_by_sku_key(tx.conn(), std::iter::once(key.as_str())).await?;
    let reason = match taken.first() {
        None => return Ok(()),
        Some(other) if other.deleted_at.is_some() => "a deleted product has this SKU; restore it",
        Some(_) => "another product has this SKU",
    };
    Err(CatalogueError::Taken { field: "sku", value: document.sku.clone(), reason })
}

async fn refuse_unknown_ids(tx: &WriteTx, patch: &ProductPatch) -> Result<(), CatalogueError> {
    if let Some(id) = patch.brand_id.value()
        && brand::find(tx.conn(), *id).await?.is_none()
    {
        return Err(Refusal::new("brandId", &id.to_string(), "no brand has this id").into());
    }
    if let Some(id) = patch.category_id.value()
        && category::find(tx.conn(), *id).await?.is_none()
    {
        return Err(Refusal::new("categoryId", &id.to_string(), "no category has this id").into());
    }
    Ok(())
}

/// A cleared slug is made of the name that the product has after the patch.
async fn slug(
    tx: &WriteTx,
    before: Option<&Product>,
    after: &Product,
    mut document: ProductDocument,
) -> Result<String, CatalogueError> {
    document.names = after.names.clone();
    let kept = before.filter(|_| !after.slug.is_empty());
    let number = before.map_or(u32::MAX, |before| before.number);
    let wanted = merge::wanted_slug(&document, kept);
    let owners = product::find_numbers_by_slug(tx.conn(), wanted.iter().map(String::as_str)).await?;
    let taken = |slug: &str| owners.iter().any(|(other, owner)| other == slug && *owner != number);
    match merge::slug_for(after, &document, taken) {
        Ok(slug) => Ok(slug),
        Err(refusal) => Err(CatalogueError::Taken {
            field: "slug",
            value: refusal.value,
            reason: "another product has this slug",
        }),
    }
}

/// Fitments whose documents name vehicles by id.
async fn fitments(tx: &WriteTx, documents: &[FitmentDocument]) -> Result<Vec<Fitment>, CatalogueError> {
    let id_of = |document: &FitmentDocument| document.vehicle.parse::<VehicleId>().ok();
    let ids: Vec<VehicleId> = documents.iter().filter_map(id_of).collect();
    let vehicles = vehicle::find_by_ids(tx.conn(), &ids).await?;
    let numbers: FxHashMap<VehicleId, u32> =
        vehicles.into_iter().map(|vehicle| (vehicle.id, vehicle.number)).collect();
    let mut seen = FxHashSet::default();
    let mut fitments = Vec::with_capacity(documents.len());
    for document in documents.iter().filter(|document| seen.insert(*document)) {
        let number = id_of(document).and_then(|id| numbers.get(&id).copied());
        let unknown = || Refusal::new("fitments", &document.vehicle, "no vehicle has this id");
        fitments.push(Fitment {
            vehicle: number.ok_or_else(unknown)?,
            position: document.position.clone(),
            quantity: document.quantity,
            conditions: document.conditions.clone(),
        });
    }
    Ok(fitments)
}
