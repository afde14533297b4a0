//! Use case: some fields of a product changed at the desk, unless somebody else was faster.

use audit::Entry;
use kernel::{Permission, boxed};

use super::collision::collision;
use super::find_product::{fitment_patches, read_product, written};
use super::lay_patch::lay_patch;
use super::{Desk, EDITED};
use crate::store::fitment;
use crate::store::product::{self, Which};
use crate::upsert::write::{ProductWrite, wait_for_turn, write_products};
use crate::{CatalogueError, Fitment, ProductAtDesk, ProductId, ProductPatch, ProductVersion};

/// Lays `patch` over the product, which must still be as it was at `expected`.
///
/// A patch that changes nothing writes nothing and leaves the version.
///
/// # Errors
/// [`CatalogueError::ChangedMeanwhile`] if the product has another version by now,
/// [`CatalogueError::NotNow`] if it is deleted, and those of [`super::create_product`].
#[boxed]
pub async fn edit_product(
    desk: &Desk<'_>,
    id: ProductId,
    expected: ProductVersion,
    patch: &ProductPatch,
) -> Result<ProductAtDesk, CatalogueError> {
    desk.actor.require(Permission::EditProducts)?;
    desk.may_set_cost(patch)?;
    let tx = desk.db.begin_write().await?;
    wait_for_turn(&tx).await?;
    let before = product::find(tx.conn(), id).await?.ok_or(CatalogueError::NoSuch("product"))?;
    if before.deleted_at.is_some() {
        return Err(CatalogueError::NotNow("the product is deleted; restore it first"));
    }
    let fitted: Vec<Fitment> = fitment::list(tx.conn(), &Which::Numbers(&[before.number]))
        .await?
        .into_iter()
        .map(|(_, fitment)| fitment)
        .collect();
    if before.version() != expected {
        let fitments = fitment_patches(tx.conn(), &fitted).await?;
        return Err(collision(&before, &fitments, patch));
    }
    let (after, fitments) = lay_patch(&tx, desk, Some(&before), patch).await?;
    let fitments = fitments.filter(|fitments| *fitments != fitted);
    if after == before && fitments.is_none() {
        return read_product(tx.conn(), desk.actor, id).await;
    }
    let old = written(&tx, id).await?;
    let who = desk.who();
    let write = ProductWrite { before: Some(before), after, fitments };
    write_products(&tx, vec![write], &desk.context(&who, EDITED)).await?;
    let edited = read_product(tx.conn(), desk.actor, id).await?;
    let entry = Entry::new("product.edit", "product", id).changed(old, written(&tx, id).await?);
    desk.commit(tx, entry).await?;
    Ok(edited)
}
