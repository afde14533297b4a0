//! Use cases: a product taken away, and brought back. Its row and its history stay.

use audit::Entry;
use kernel::{Permission, boxed};
use serde_json::json;

use super::find_product::read_product;
use super::{Desk, EDITED};
use crate::store::product;
use crate::upsert::write::{ProductWrite, wait_for_turn, write_products};
use crate::{CatalogueError, Product, ProductAtDesk, ProductId};

/// Takes a product out of the shop; one that is deleted stays so.
#[boxed]
pub async fn delete_product(desk: &Desk<'_>, id: ProductId) -> Result<ProductAtDesk, CatalogueError> {
    set_deleted(desk, id, true).await
}

/// Brings a deleted product back as it was; one that is there stays so.
#[boxed]
pub async fn restore_product(desk: &Desk<'_>, id: ProductId) -> Result<ProductAtDesk, CatalogueError> {
    set_deleted(desk, id, false).await
}

async fn set_deleted(desk: &Desk<'_>, id: ProductId, deleted: bool) -> Result<ProductAtDesk, CatalogueError> {
    desk.actor.require(Permission::EditProducts)?;
    let tx = desk.db.begin_write().await?;
    wait_for_turn(&tx).await?;
    let before = product::find(tx.conn(), id).await?.ok_or(CatalogueError::NoSuch("product"))?;
    if before.deleted_at.is_some() == deleted {
        return read_product(tx.conn(), desk.actor, id).await;
    }
    let deleted_at = deleted.then(|| desk.clock.now());
    let after = Product { deleted_at, ..before.clone() };
    let who = desk.who();
    let write = ProductWrite { before: Some(before), after, fitments: None };
    write_products(&tx, vec![write], &desk.context(&who, EDITED)).await?;
    let product = read_product(tx.conn(), desk.actor, id).await?;
    let action = if deleted { "product.delete" } else { "product.restore" };
    let entry = Entry::new(action, "product", id).after(json!({ "sku": product.product.sku }));
    desk.commit(tx, entry).await?;
    Ok(product)
}
