//! Brands in the database.

use db::{DbError, WriteTx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Value};

use super::bulk;
use crate::entity::brand::{Column, Entity, Model};
use crate::{Brand, BrandId};

/// All brands, by number.
pub(crate) async fn list_all(conn: &impl ConnectionTrait) -> Result<Vec<Brand>, DbError> {
    let rows = Entity::find().order_by_asc(Column::Number).all(conn).await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The brand with this id.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: BrandId) -> Result<Option<Brand>, DbError> {
    Ok(find_by_ids(conn, &[id]).await?.pop())
}

/// The brands with these ids, at most some thousands.
pub(crate) async fn find_by_ids(conn: &impl ConnectionTrait, ids: &[BrandId]) -> Result<Vec<Brand>, DbError> {
    let ids = ids.iter().map(|id| id.0);
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(conn).await?;
    Ok(rows.into_iter().map(from_row).collect())
}

fn from_row(row: Model) -> Brand {
    Brand { id: BrandId(row.id), number: row.number as u32, slug: row.slug, name: row.name }
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
    let values = |brand: &Brand| {
        Ok([
            i64::from(brand.number).into(),
            brand.id.0.into(),
            brand.slug.as_str().into(),
            brand.name.as_str().into(),
        ])
    };
    let head = format!("INSERT INTO brand ({})", bulk::column_list::<Column>());
    bulk::insert_rows(tx.conn(), &head, brands, values, "").await
}

/// Writes a brand's name and slug.
pub(crate) async fn update(tx: &WriteTx, brand: &Brand) -> Result<(), DbError> {
    Entity::update_many()
        .col_expr(Column::Name, Expr::value(brand.name.as_str()))
        .col_expr(Column::Slug, Expr::value(brand.slug.as_str()))
        .filter(Column::Id.eq(brand.id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Takes a brand away that no product has.
pub(crate) async fn delete(tx: &WriteTx, id: BrandId) -> Result<(), DbError> {
    Entity::delete_many().filter(Column::Id.eq(id.0)).exec(tx.conn()).await?;
    Ok(())
}
