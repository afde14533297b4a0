//! Two who changed one product: what the later one must know.

use serde_json::Value;

use crate::product_patch::fields_of;
use crate::{CatalogueError, FitmentPatch, Product, ProductPatch, ProductVersion};

/// A product was changed since the version that somebody wanted to change.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedMeanwhile {
    /// Its version now.
    pub current: ProductVersion,
    /// The fields that somebody wanted to change and that are not as wanted already.
    pub fields: Vec<FieldCollision>,
}

/// One field on which two changes meet.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldCollision {
    /// Its name, as [`ProductPatch`] writes it in JSON.
    pub field: String,
    /// What it is now.
    pub now: Value,
    /// What was sent.
    pub sent: Value,
}

/// What the sender of `patch` must know of the product as it is.
pub(super) fn collision(
    product: &Product,
    fitments: &[FitmentPatch],
    patch: &ProductPatch,
) -> CatalogueError {
    let sent = match serde_json::to_value(patch) {
        Ok(Value::Object(sent)) => sent,
        _ => serde_json::Map::new(),
    };
    let mut now = fields_of(product, fitments);
    let fields = sent.into_iter().filter_map(|(field, sent)| {
        let now = now.remove(&field)?;
        (now != sent).then_some(FieldCollision { field, now, sent })
    });
    let fields = fields.collect();
    CatalogueError::ChangedMeanwhile(Box::new(ChangedMeanwhile { current: product.version(), fields }))
}
