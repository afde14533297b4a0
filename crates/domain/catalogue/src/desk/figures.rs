//! Use case: how many products a list would hold, and those that want somebody's eye.

use kernel::{Permission, boxed};

use super::{Desk, DeskFilter, ProductState, StockState};
use crate::store::{category, product_list};
use crate::{CatalogueError, find_trade};

/// How the catalogue stands. Each figure counts what a list by the same filter holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CatalogueFigures {
    /// What shoppers see.
    pub on_sale: u64,
    /// Not yet, or no more, on sale.
    pub drafts: u64,
    /// On sale, none left.
    pub out: u64,
    /// On sale, some left, at most the shop's "low" mark.
    pub low: u64,
    /// On sale, and shoppers must ask for the price.
    pub without_price: u64,
}

/// Counts them.
///
/// # Errors
/// [`CatalogueError::Forbidden`] without [`Permission::ViewProducts`], as of a list.
#[boxed]
pub async fn catalogue_figures(desk: &Desk<'_>) -> Result<CatalogueFigures, CatalogueError> {
    let live = || DeskFilter { state: Some(ProductState::Live), ..DeskFilter::default() };
    let filters = [
        live(),
        DeskFilter { state: Some(ProductState::Draft), ..DeskFilter::default() },
        DeskFilter { stock: Some(StockState::Out), ..live() },
        DeskFilter { stock: Some(StockState::Low), ..live() },
        DeskFilter { without_price: true, ..live() },
    ];
    desk.actor.require(Permission::ViewProducts)?;
    let conn = desk.db.reader();
    let low = find_trade(conn, desk.settings).await?.value.low_stock;
    // None of them is about categories.
    let counts = product_list::count_each(conn, desk.db.backend(), &filters, low, &[]).await?;
    let mut counts = counts.into_iter();
    let mut next = || counts.next().unwrap_or_default();
    Ok(CatalogueFigures { on_sale: next(), drafts: next(), out: next(), low: next(), without_price: next() })
}

/// How many products match.
///
/// # Errors
/// As [`catalogue_figures`].
#[boxed]
pub async fn count_products_at_desk(desk: &Desk<'_>, filter: &DeskFilter) -> Result<u64, CatalogueError> {
    desk.actor.require(Permission::ViewProducts)?;
    let conn = desk.db.reader();
    let categories = category::list_all(conn).await?;
    let low = find_trade(conn, desk.settings).await?.value.low_stock;
    let condition =
        product_list::Condition::weighed(conn, desk.db.backend(), filter, low, &categories).await?;
    Ok(product_list::count(conn, condition).await?)
}
