//! Use case: a new product at the desk.

use audit::Entry;
use kernel::{Permission, boxed};

use super::find_product::{read_product, written};
use super::lay_patch::lay_patch;
use super::{Desk, EDITED};
use crate::upsert::write::{ProductWrite, wait_for_turn, write_products};
use crate::{CatalogueError, ProductAtDesk, ProductPatch};

/// Makes a product of what `patch` sets; on sale if it has a name and `published` does not say no.
///
/// # Errors
/// [`CatalogueError::Refused`] by the first wrong field, [`CatalogueError::Taken`] if its SKU or slug is.
#[boxed]
pub async fn create_product(desk: &Desk<'_>, patch: &ProductPatch) -> Result<ProductAtDesk, CatalogueError> {
    desk.actor.require(Permission::EditProducts)?;
    desk.may_set_cost(patch)?;
    let tx = desk.db.begin_write().await?;
    wait_for_turn(&tx).await?;
    let (after, fitments) = lay_patch(&tx, desk, None, patch).await?;
    let who = desk.who();
    let id = after.id;
    let write = ProductWrite { before: None, after, fitments };
    write_products(&tx, vec![write], &desk.context(&who, EDITED)).await?;
    let created = read_product(tx.conn(), desk.actor, id).await?;
    let entry = Entry::new("product.create", "product", id).after(written(&tx, id).await?);
    desk.commit(tx, entry).await?;
    Ok(created)
}
