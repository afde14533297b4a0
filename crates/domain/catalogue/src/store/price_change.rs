//! Price history in the database.

use chrono::{DateTime, Utc};
use db::{DbError, WriteTx};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::bulk;
use super::product::{Which, select_of_products};
use crate::entity::price_change::{Column, Entity};
use crate::{PriceChange, PricePoint};

/// The prices of some products, by product, oldest first.
pub(crate) async fn list_points(
    conn: &impl ConnectionTrait,
    which: &Which<'_>,
) -> Result<Vec<(u32, PricePoint)>, DbError> {
    let head = "SELECT product_number, valid_from_us, price_minor FROM price_change WHERE product_number";
    let rows = select_of_products(conn, head, which, "ORDER BY product_number, ordinal").await?;
    rows.iter()
        .map(|row| {
            let point = PricePoint {
                valid_from: moment(row.try_get_by_index(1)?)?,
                price_minor: row.try_get_by_index(2)?,
            };
            Ok((row.try_get_by_index::<i64>(0)? as u32, point))
        })
        .collect()
}

/// Everything known of one product's prices, oldest first.
pub(crate) async fn list_all(conn: &impl ConnectionTrait, product: u32) -> Result<Vec<PriceChange>, DbError> {
    let history = Entity::find().filter(Column::ProductNumber.eq(i64::from(product)));
    let rows = history.order_by_asc(Column::Ordinal).all(conn).await?;
    rows.into_iter()
        .map(|row| {
            Ok(PriceChange {
                valid_from: moment(row.valid_from_us)?,
                price_minor: row.price_minor,
                currency: row.currency,
                who: row.who,
                why: row.why,
            })
        })
        .collect()
}

/// The highest ordinal of each of these products that has prices.
pub(crate) async fn find_last_ordinals(
    conn: &impl ConnectionTrait,
    products: &[u32],
) -> Result<Vec<(u32, i64)>, DbError> {
    let head = "SELECT product_number, MAX(ordinal) FROM price_change WHERE product_number";
    let rows = select_of_products(conn, head, &Which::Numbers(products), "GROUP BY product_number").await?;
    rows.iter().map(|row| Ok((row.try_get_by_index::<i64>(0)? as u32, row.try_get_by_index(1)?))).collect()
}

/// Adds to products' histories: product, ordinal, change.
pub(crate) async fn insert(tx: &WriteTx, changes: &[(u32, i64, PriceChange)]) -> Result<(), DbError> {
    let values = |(product, ordinal, change): &(u32, i64, PriceChange)| {
        Ok([
            i64::from(*product).into(),
            (*ordinal).into(),
            change.valid_from.timestamp_micros().into(),
            change.price_minor.into(),
            change.currency.as_str().into(),
            change.who.as_str().into(),
            change.why.as_str().into(),
        ])
    };
    let head = format!("INSERT INTO price_change ({})", bulk::column_list::<Column>());
    bulk::insert_rows(tx.conn(), &head, changes, values, "").await
}

/// A moment of a column of microseconds.
pub(super) fn moment(micros: i64) -> Result<DateTime<Utc>, DbErr> {
    DateTime::from_timestamp_micros(micros)
        .ok_or_else(|| DbErr::Type(format!("{micros} microseconds is no moment")))
}
