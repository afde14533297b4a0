//! Products by what they stand under: their brand, their category.

use db::DbError;
use rustc_hash::FxHashMap;
use sea_orm::{ConnectionTrait, Statement};

use super::product;
use crate::{BrandId, CategoryId, Product};

/// How many products each brand has, deleted ones not counted.
pub(crate) async fn count_by_brand(conn: &impl ConnectionTrait) -> Result<FxHashMap<BrandId, u64>, DbError> {
    let counts = count_by(conn, "brand_id").await?;
    Ok(counts.into_iter().map(|(id, count)| (BrandId(id), count)).collect())
}

/// How many products each category has, deleted ones not counted.
pub(crate) async fn count_by_category(
    conn: &impl ConnectionTrait,
) -> Result<FxHashMap<CategoryId, u64>, DbError> {
    let counts = count_by(conn, "category_id").await?;
    Ok(counts.into_iter().map(|(id, count)| (CategoryId(id), count)).collect())
}

async fn count_by(
    conn: &impl ConnectionTrait,
    column: &str,
) -> Result<Vec<(kernel::uuid::Uuid, u64)>, DbError> {
    let sql = format!(
        "SELECT {column}, COUNT(*) FROM product WHERE deleted_at_us IS NULL AND {column} IS NOT NULL \
         GROUP BY {column}"
    );
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index::<i64>(1)? as u64))).collect()
}

/// Up to `limit` products of a brand, deleted ones too.
pub(crate) async fn list_of_brand(
    conn: &impl ConnectionTrait,
    brand: BrandId,
    limit: u64,
) -> Result<Vec<Product>, DbError> {
    let numbers = numbers_in(conn, "brand_id", brand.0, limit).await?;
    product::find_by_numbers(conn, &numbers).await
}

/// Whether a product stands in a category itself, deleted ones too.
pub(crate) async fn any_in_category(
    conn: &impl ConnectionTrait,
    category: CategoryId,
) -> Result<bool, DbError> {
    Ok(!numbers_in(conn, "category_id", category.0, 1).await?.is_empty())
}

/// The first `limit` products with `id` in `column`.
async fn numbers_in(
    conn: &impl ConnectionTrait,
    column: &str,
    id: kernel::uuid::Uuid,
    limit: u64,
) -> Result<Vec<u32>, DbError> {
    let sql = format!("SELECT number FROM product WHERE {column} = $1 ORDER BY number LIMIT {limit}");
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [id.into()]);
    let rows = conn.query_all_raw(statement).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index::<i64>(0)? as u32)).collect()
}
