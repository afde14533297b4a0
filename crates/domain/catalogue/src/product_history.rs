//! Use cases that read products' past.

use db::Db;
use kernel::boxed;

use crate::store::product::Which;
use crate::{CatalogueError, PriceChange, PricePoint, store};

/// Every price that the product with this number ever had, oldest first.
#[boxed]
pub async fn list_price_changes(db: &Db, product: u32) -> Result<Vec<PriceChange>, CatalogueError> {
    Ok(store::price_change::list_all(db.reader(), product).await?)
}

/// The prices of all products with numbers from `first` to `last`, by product, oldest first.
///
/// # Errors
/// [`CatalogueError::Database`].
#[boxed]
pub async fn list_price_points(
    db: &Db,
    first: u32,
    last: u32,
) -> Result<Vec<(u32, PricePoint)>, CatalogueError> {
    Ok(store::price_change::list_points(db.reader(), &Which::Range(first, last)).await?)
}
