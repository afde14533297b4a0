//! How products are called: by us, in addresses, by the merchant.

use db::DbError;
use kernel::uuid::Uuid;
use sea_orm::{ConnectionTrait, Value};

use super::bulk;

/// What a product is called, and whether it was taken away.
pub(crate) struct ProductName {
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    pub(crate) sku: String,
    pub(crate) deleted: bool,
}

/// Of the products with these numbers, deleted ones too.
pub(crate) async fn list(conn: &impl ConnectionTrait, numbers: &[u32]) -> Result<Vec<ProductName>, DbError> {
    let numbers: Vec<Value> = numbers.iter().map(|number| Value::from(i64::from(*number))).collect();
    let head = "SELECT id, slug, sku, deleted_at_us FROM product WHERE number IN";
    let rows = bulk::select_in(conn, head, numbers, "ORDER BY number").await?;
    let read = |row: &sea_orm::QueryResult| {
        let deleted_at: Option<i64> = row.try_get_by_index(3)?;
        Ok(ProductName {
            id: row.try_get_by_index(0)?,
            slug: row.try_get_by_index(1)?,
            sku: row.try_get_by_index(2)?,
            deleted: deleted_at.is_some(),
        })
    };
    rows.iter().map(read).collect()
}
