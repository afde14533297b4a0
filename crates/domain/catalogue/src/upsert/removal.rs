//! Products of a batch that are to go: kept in the database, gone from the shop.

use db::WriteTx;
use kernel::boxed;
use kernel::text::part_number_key;
use rustc_hash::FxHashSet;

use super::write::{ProductWrite, write_products};
use crate::store::product;
use crate::{CatalogueError, Product, WriteContext};

/// Takes products away by SKU; answers the keys of those that were there.
#[boxed]
pub async fn remove_products(
    tx: &WriteTx,
    skus: &[&str],
    context: &WriteContext<'_>,
) -> Result<FxHashSet<String>, CatalogueError> {
    let keys: FxHashSet<String> = skus.iter().map(|sku| part_number_key(sku)).collect();
    let now = context.clock.now();
    let found = product::find_by_sku_key(tx.conn(), keys.iter().map(String::as_str)).await?;
    let writes = found.into_iter().filter(|product| product.deleted_at.is_none()).map(|product| {
        let after = Product { deleted_at: Some(now), ..product.clone() };
        ProductWrite { before: Some(product), after, fitments: None }
    });
    let removed = write_products(tx, writes.collect(), context).await?;
    Ok(removed.iter().map(|write| part_number_key(&write.after.sku)).collect())
}
