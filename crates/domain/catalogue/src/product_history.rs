//! Use cases that read one product's past.

use db::Db;

use crate::{CatalogueError, PriceChange, store};

/// Every price that the product with this number ever had, oldest first.
pub async fn list_price_changes(db: &Db, product: u32) -> Result<Vec<PriceChange>, CatalogueError> {
    Ok(store::price_change::list_all(db.reader(), product).await?)
}
