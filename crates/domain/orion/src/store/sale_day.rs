//! What was sold on each day, in the database.

use db::{DbError, WriteTx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::entity::sale_day::{ActiveModel, Column, Entity, Model};

/// Rows in one statement: SQLite takes 32,766 values.
const ROWS: usize = 4_000;

/// The days of the products with numbers from `first` to `last`, by product and day.
pub(crate) async fn list_of_products(
    conn: &impl ConnectionTrait,
    first: u32,
    last: u32,
) -> Result<Vec<Model>, DbError> {
    let rows = Entity::find()
        .filter(Column::ProductNumber.between(i64::from(first), i64::from(last)))
        .order_by_asc(Column::ProductNumber)
        .order_by_asc(Column::Day);
    Ok(rows.all(conn).await?)
}

/// The days on which the shop sold anything, in order.
pub(crate) async fn list_shop_days(conn: &impl ConnectionTrait) -> Result<Vec<i64>, DbError> {
    let days = Entity::find().select_only().column(Column::Day).filter(Column::Sold.gt(0)).distinct();
    Ok(days.order_by_asc(Column::Day).into_tuple().all(conn).await?)
}

/// Writes days, over what was known of them.
pub(crate) async fn upsert(tx: &WriteTx, days: Vec<Model>) -> Result<(), DbError> {
    let mut days = days.into_iter();
    loop {
        let rows: Vec<ActiveModel> = days.by_ref().take(ROWS).map(active).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let known = OnConflict::columns([Column::ProductNumber, Column::Day])
            .update_columns([Column::Sold, Column::Returned, Column::PriceMinor, Column::Stock])
            .to_owned();
        Entity::insert_many(rows).on_conflict(known).exec_without_returning(tx.conn()).await?;
    }
}

fn active(day: Model) -> ActiveModel {
    ActiveModel {
        product_number: Set(day.product_number),
        day: Set(day.day),
        sold: Set(day.sold),
        returned: Set(day.returned),
        price_minor: Set(day.price_minor),
        stock: Set(day.stock),
    }
}
