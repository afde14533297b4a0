//! Brands in the database.

use db::{DbError, WriteTx};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Value};

use super::bulk;
use crate::entity::brand::{Column, Entity};
use crate::{Brand, BrandId};

/// All brands, by number.
pub(crate) async fn list_all(conn: &impl ConnectionTrait) -> Result<Vec<Brand>, DbError> {
    let rows = Entity::find().order_by_asc(Column::Number).all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| Brand { id: BrandId(row.id), number: row.number as u32, slug: row.slug, name: row.name })
        .collect())
}

/// The ids of the brands with these slugs.
pub(crate) async fn find_ids_by_slug(
    conn: &impl ConnectionTrait,
    slugs: impl Iterator<Item = &str>,
) -> Result<Vec<(String, BrandId)>, DbError> {
    let slugs: Vec<Value> = slugs.map(Value::from).collect();
    let rows = bulk::select_in(conn, "SELECT slug, id FROM brand WHERE slug IN", slugs, "").await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, BrandId(row.try_get_by_index(1)?)))).collect()
}

/// Writes new brands.
pub(crate) async fn insert(tx: &WriteTx, brands: &[Brand]) -> Result<(), DbError> {
    let values = brands
        .iter()
        .flat_map(|brand| -> [Value; 4] {
            [
                i64::from(brand.number).into(),
                brand.id.0.into(),
                brand.slug.as_str().into(),
                brand.name.as_str().into(),
            ]
        })
        .collect();
    let head = format!("INSERT INTO brand ({})", bulk::column_list::<Column>());
    bulk::insert_rows(tx.conn(), &head, 4, values, "").await
}
