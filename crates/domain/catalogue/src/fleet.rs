//! The cars that products fit, by when they were built.

use db::Db;
use kernel::boxed;

use crate::store::product::Which;
use crate::{CatalogueError, store};

/// Kinds of car that were built in the same years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltYears {
    /// The first year.
    pub from: u16,
    /// The last year; `None` while they are built.
    pub to: Option<u16>,
    /// How many kinds there are.
    pub kinds: u32,
}

/// When the cars were built that the products with numbers from `first` to `last` fit, by product; cars of unknown years
/// are left out.
///
/// # Errors
/// [`CatalogueError::Database`].
#[boxed]
pub async fn list_built_years(
    db: &Db,
    first: u32,
    last: u32,
) -> Result<Vec<(u32, BuiltYears)>, CatalogueError> {
    Ok(store::fitment::list_built_years(db.reader(), &Which::Range(first, last)).await?)
}
