//! What a change of the catalogue means to somebody outside.
//!
//! The feed names numbers, which are ours alone; an event names ids and slugs. Whoever needs
//! more asks the API: what it says is newer than any event.

use db::{Change, Db};
use kernel::boxed;
use serde_json::{Value, json};

use crate::CatalogueError;
use crate::shelf::numbers_of;
use crate::store::product_name::{self, ProductName};
use crate::store::{brand, category};

/// The topics of the feed that [`list_events`] understands.
pub const EVENT_TOPICS: &[&str] =
    &["catalogue.product", "catalogue.brand", "catalogue.category", "catalogue.vehicle"];

/// Every kind of event, and when it comes.
pub const EVENT_KINDS: &[(&str, &str)] = &[
    (
        "product.updated",
        "Products are new or another now: `products`, each with id, slug and SKU; at most 100",
    ),
    (
        "product.deleted",
        "Products were taken out of the shop: `products`, each with id, slug and SKU; at most 100",
    ),
    ("brand.updated", "Brands are new or called otherwise: `brands`, each with id and slug"),
    ("brand.deleted", "Brands were taken away, or merged into others: `brands`, each with its id"),
    ("category.updated", "Categories are new or another now: `categories`, each with id and slug"),
    ("category.deleted", "Categories were taken away: `categories`, each with its id"),
    ("vehicle.updated", "The vehicles are others now; `data` is empty"),
];

/// Products in one event, so that receivers are never sent more than some kilobytes.
const PRODUCTS: usize = 100;

/// One thing to tell outside.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogueEvent {
    /// One of [`EVENT_KINDS`].
    pub kind: &'static str,
    /// Ids, slugs and SKUs.
    pub data: Value,
}

/// The events of one change of the feed, as the catalogue is by now.
#[boxed]
pub async fn list_events(db: &Db, change: &Change) -> Result<Vec<CatalogueEvent>, CatalogueError> {
    let numbers: Vec<u32> = numbers_of(change).collect();
    match change.topic.as_str() {
        "catalogue.product" => of_products(db, &numbers).await,
        "catalogue.brand" => {
            let rows = brand::list_all(db.reader()).await?;
            let found = rows.into_iter().filter(|brand| numbers.contains(&brand.number));
            let there: Vec<_> = found.map(|brand| (brand.id.0.to_string(), brand.slug)).collect();
            Ok(of_table(["brand.updated", "brand.deleted"], "brands", &there, &ids_of(change)))
        }
        "catalogue.category" => {
            let rows = category::list_all(db.reader()).await?;
            let found = rows.into_iter().filter(|category| numbers.contains(&category.number));
            let there: Vec<_> = found.map(|category| (category.id.0.to_string(), category.slug)).collect();
            let ids = ids_of(change);
            Ok(of_table(["category.updated", "category.deleted"], "categories", &there, &ids))
        }
        "catalogue.vehicle" => Ok(vec![CatalogueEvent { kind: "vehicle.updated", data: json!({}) }]),
        _ => Ok(Vec::new()),
    }
}

async fn of_products(db: &Db, numbers: &[u32]) -> Result<Vec<CatalogueEvent>, CatalogueError> {
    let names = product_name::list(db.reader(), numbers).await?;
    let (gone, there): (Vec<_>, Vec<_>) = names.iter().partition(|name| name.deleted);
    let told = |kind, names: &[&ProductName]| {
        let products: Vec<Value> =
            names.iter().map(|name| json!({ "id": name.id, "slug": name.slug, "sku": name.sku })).collect();
        CatalogueEvent { kind, data: json!({ "products": products }) }
    };
    let updated = there.chunks(PRODUCTS).map(|names| told("product.updated", names));
    Ok(updated.chain(gone.chunks(PRODUCTS).map(|names| told("product.deleted", names))).collect())
}

/// Rows that are there were changed, ids that are not were taken away.
fn of_table(
    [updated, deleted]: [&'static str; 2],
    noun: &str,
    there: &[(String, String)],
    ids: &[String],
) -> Vec<CatalogueEvent> {
    let gone: Vec<Value> = ids
        .iter()
        .filter(|id| there.iter().all(|(other, _)| other != *id))
        .map(|id| json!({ "id": id }))
        .collect();
    let there: Vec<Value> = there.iter().map(|(id, slug)| json!({ "id": id, "slug": slug })).collect();
    let events = [(updated, there), (deleted, gone)].into_iter().filter(|(_, rows)| !rows.is_empty());
    events.map(|(kind, rows)| CatalogueEvent { kind, data: json!({ noun: rows }) }).collect()
}

/// The ids of rows that may be gone by now.
fn ids_of(change: &Change) -> Vec<String> {
    let ids = change.payload.get("ids").and_then(Value::as_array);
    ids.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
