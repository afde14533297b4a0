//! Bulk edits in the database: what each product was before, and its version after.

use chrono::{DateTime, Utc};
use db::{DbError, WriteTx};
use sea_orm::{ConnectionTrait, Statement, Value};

use super::bulk;
use super::price_change::moment;
use super::product::to_json;
use crate::desk::{BulkChange, BulkEditId};
use crate::{BrandId, CategoryId, Product, ProductVersion};

/// What a product was before a bulk edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) number: u32,
    /// After the edit.
    pub(crate) version: ProductVersion,
    price_minor: Option<i64>,
    pub(crate) brand_id: Option<BrandId>,
    pub(crate) category_id: Option<CategoryId>,
    on_order: bool,
    published_at: Option<DateTime<Utc>>,
}

impl Row {
    pub(crate) fn of(before: &Product) -> Self {
        Self {
            number: before.number,
            version: before.version(),
            price_minor: before.price_minor,
            brand_id: before.brand_id,
            category_id: before.category_id,
            on_order: before.on_order,
            published_at: before.published_at,
        }
    }

    /// The product as it was.
    pub(crate) fn restored(&self, now: &Product) -> Product {
        Product {
            price_minor: self.price_minor,
            brand_id: self.brand_id,
            category_id: self.category_id,
            on_order: self.on_order,
            published_at: self.published_at,
            ..now.clone()
        }
    }
}

/// Writes the head of a bulk edit.
pub(crate) async fn begin(
    tx: &WriteTx,
    id: BulkEditId,
    who: &str,
    at: DateTime<Utc>,
    change: &BulkChange,
) -> Result<(), DbError> {
    let sql = "INSERT INTO bulk_edit (id, who, at_us, change, products) VALUES ($1, $2, $3, $4, 0)";
    let values = [id.0.into(), who.into(), at.timestamp_micros().into(), to_json(change)?.into()];
    execute(tx, sql, values).await.map(|_rows| ())
}

/// Adds what products were, beside the versions that they have now: both in the same order.
pub(crate) async fn add(
    tx: &WriteTx,
    id: BulkEditId,
    before: &[Row],
    after: impl Iterator<Item = ProductVersion>,
) -> Result<(), DbError> {
    let rows: Vec<(BulkEditId, &Row, ProductVersion)> =
        before.iter().zip(after).map(|(row, version)| (id, row, version)).collect();
    let head = "INSERT INTO bulk_edit_product (bulk_edit_id, product_number, version_us, price_minor, \
                brand_id, category_id, on_order, published_at_us)";
    let values = |(id, row, version): &(BulkEditId, &Row, ProductVersion)| {
        Ok([
            id.0.into(),
            i64::from(row.number).into(),
            version.0.into(),
            row.price_minor.into(),
            row.brand_id.map(|id| id.0).into(),
            row.category_id.map(|id| id.0).into(),
            row.on_order.into(),
            row.published_at.map(|at| at.timestamp_micros()).into(),
        ])
    };
    bulk::insert_rows(tx.conn(), head, &rows, values, "").await
}

/// Writes how many products a bulk edit changed.
pub(crate) async fn finish(tx: &WriteTx, id: BulkEditId, products: u64) -> Result<(), DbError> {
    let sql = "UPDATE bulk_edit SET products = $1 WHERE id = $2";
    execute(tx, sql, [(products as i64).into(), id.0.into()]).await.map(|_rows| ())
}

/// Marks a bulk edit as undone; `false` if there is none that is not.
pub(crate) async fn mark_undone(tx: &WriteTx, id: BulkEditId, at: DateTime<Utc>) -> Result<bool, DbError> {
    let sql = "UPDATE bulk_edit SET undone_at_us = $1 WHERE id = $2 AND undone_at_us IS NULL";
    Ok(execute(tx, sql, [at.timestamp_micros().into(), id.0.into()]).await? > 0)
}

/// Whether there is such a bulk edit.
pub(crate) async fn exists(tx: &WriteTx, id: BulkEditId) -> Result<bool, DbError> {
    let head = "SELECT id FROM bulk_edit WHERE id IN";
    Ok(!bulk::select_in(tx.conn(), head, vec![id.0.into()], "").await?.is_empty())
}

/// Up to `limit` products of a bulk edit with numbers above `after`, by number.
pub(crate) async fn list(
    tx: &WriteTx,
    id: BulkEditId,
    after: Option<u32>,
    limit: u64,
) -> Result<Vec<Row>, DbError> {
    let sql = format!(
        "SELECT product_number, version_us, price_minor, brand_id, category_id, on_order, published_at_us \
         FROM bulk_edit_product WHERE bulk_edit_id = $1 AND product_number > $2 \
         ORDER BY product_number LIMIT {limit}"
    );
    let values: [Value; 2] = [id.0.into(), after.map_or(-1, i64::from).into()];
    let statement = Statement::from_sql_and_values(tx.conn().get_database_backend(), sql, values);
    let rows = tx.conn().query_all_raw(statement).await?;
    rows.iter()
        .map(|row| {
            Ok(Row {
                number: row.try_get_by_index::<i64>(0)? as u32,
                version: ProductVersion(row.try_get_by_index(1)?),
                price_minor: row.try_get_by_index(2)?,
                brand_id: row.try_get_by_index::<Option<_>>(3)?.map(BrandId),
                category_id: row.try_get_by_index::<Option<_>>(4)?.map(CategoryId),
                on_order: row.try_get_by_index(5)?,
                published_at: row.try_get_by_index::<Option<i64>>(6)?.map(moment).transpose()?,
            })
        })
        .collect()
}

async fn execute(tx: &WriteTx, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64, DbError> {
    let statement = Statement::from_sql_and_values(tx.conn().get_database_backend(), sql, values);
    Ok(tx.conn().execute_raw(statement).await?.rows_affected())
}
