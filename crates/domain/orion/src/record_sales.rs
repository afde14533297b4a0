//! Use case: days of sales into the history, from whatever knows them; and out of it again.

use db::Db;
use kernel::boxed;

use crate::entity::sale_day::Model;
use crate::sale_day::{day_of, number_of};
use crate::{OrionError, SaleDay, Span, store};

/// Writes days of products, by their numbers, over what was known of them.
///
/// # Errors
/// [`OrionError::Database`].
#[boxed]
pub async fn record_sales(db: &Db, days: &[(u32, SaleDay)]) -> Result<(), OrionError> {
    let rows = days.iter().map(|(product, day)| Model {
        product_number: i64::from(*product),
        day: number_of(day.day),
        sold: day.sold,
        returned: day.returned,
        price_minor: day.price_minor,
        stock: day.stock,
    });
    let tx = db.begin_write().await?;
    store::sale_day::upsert(&tx, rows.collect()).await?;
    tx.commit().await?;
    Ok(())
}

/// What was sold of one product, by day.
///
/// # Errors
/// [`OrionError::Database`].
#[boxed]
pub async fn list_sales(db: &Db, product: u32) -> Result<Vec<SaleDay>, OrionError> {
    let rows = store::sale_day::list_of_products(db.reader(), product, product).await?;
    Ok(rows.iter().map(SaleDay::from).collect())
}

/// How much of the past the shop's history tells.
///
/// # Errors
/// [`OrionError::Database`].
#[boxed]
pub async fn find_span(db: &Db) -> Result<Span, OrionError> {
    let days = store::sale_day::list_shop_days(db.reader()).await?;
    Ok(Span::of(&days.into_iter().map(day_of).collect::<Vec<_>>()))
}
