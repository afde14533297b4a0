//! Categories in the database.

use db::{DbError, WriteTx};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::bulk;
use crate::entity::category::{Column, Entity, Model};
use crate::{Category, CategoryId};

/// All categories, by number.
pub(crate) async fn list_all(conn: &impl ConnectionTrait) -> Result<Vec<Category>, DbError> {
    let rows = Entity::find().order_by_asc(Column::Number).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// The category with this id.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: CategoryId) -> Result<Option<Category>, DbError> {
    let row = Entity::find().filter(Column::Id.eq(id.0)).one(conn).await?;
    row.map(from_row).transpose()
}

fn from_row(row: Model) -> Result<Category, DbError> {
    Ok(Category {
        id: CategoryId(row.id),
        number: row.number as u32,
        parent_id: row.parent_id.map(CategoryId),
        slug: row.slug,
        names: super::product::from_json(&row.names)?,
        position: row.position as i32,
        drawing: row.drawing,
    })
}

/// Writes new categories and over those that have the same number; parents come first.
pub(crate) async fn insert_or_update(tx: &WriteTx, categories: &[&Category]) -> Result<(), DbError> {
    let values = |category: &&Category| {
        Ok([
            i64::from(category.number).into(),
            category.id.0.into(),
            category.parent_id.map(|id| id.0).into(),
            category.slug.as_str().into(),
            super::product::to_json(&category.names)?.into(),
            i64::from(category.position).into(),
            category.drawing.clone().into(),
        ])
    };
    let head = format!("INSERT INTO category ({})", bulk::column_list::<Column>());
    let overwrite = bulk::overwrite_list::<Column>(&["number", "id"]);
    bulk::insert_rows(tx.conn(), &head, categories, values, &format!("ON CONFLICT (number) {overwrite}"))
        .await
}

/// Takes a category away in which nothing stands.
pub(crate) async fn delete(tx: &WriteTx, id: CategoryId) -> Result<(), DbError> {
    Entity::delete_many().filter(Column::Id.eq(id.0)).exec(tx.conn()).await?;
    Ok(())
}
