//! What was learnt over all products, and the models that the owner pinned, in the database.

use std::collections::HashMap;

use db::{DbError, WriteTx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, Set};

use crate::entity::{forecast_model, forecast_pin};
use crate::kept_forecast::Lesson;
use crate::{Learnt, Model, OrionError};

/// The one row.
const SHOP: &str = "shop";

/// What was learnt last and from what; `None` also where it cannot be read any more: then it is learnt again.
pub(crate) async fn find_learnt(conn: &impl ConnectionTrait) -> Result<Option<(Lesson, Learnt)>, DbError> {
    let row = forecast_model::Entity::find_by_id(SHOP).one(conn).await?;
    let read = |row: forecast_model::Model| {
        Some((serde_json::from_str(&row.lesson).ok()?, serde_json::from_str(&row.body).ok()?))
    };
    Ok(row.and_then(read))
}

/// Keeps what was learnt, over what was learnt before.
pub(crate) async fn save_learnt(tx: &WriteTx, lesson: &Lesson, learnt: &Learnt) -> Result<(), OrionError> {
    let row = forecast_model::ActiveModel {
        name: Set(SHOP.to_owned()),
        lesson: Set(serde_json::to_string(lesson)?),
        body: Set(serde_json::to_string(learnt)?),
    };
    let over = OnConflict::column(forecast_model::Column::Name)
        .update_columns([forecast_model::Column::Lesson, forecast_model::Column::Body])
        .to_owned();
    let insert = forecast_model::Entity::insert(row).on_conflict(over);
    insert.exec_without_returning(tx.conn()).await.map_err(DbError::from)?;
    Ok(())
}

/// The pinned models, by product.
pub(crate) async fn list_pins(conn: &impl ConnectionTrait) -> Result<HashMap<u32, Model>, DbError> {
    let rows = forecast_pin::Entity::find().all(conn).await?;
    let read = rows.iter().filter_map(|row| Some((row.product_number as u32, Model::parse(&row.model)?)));
    Ok(read.collect())
}

/// The model that is pinned to a product.
pub(crate) async fn find_pin(conn: &impl ConnectionTrait, product: u32) -> Result<Option<Model>, DbError> {
    let row = forecast_pin::Entity::find_by_id(i64::from(product)).one(conn).await?;
    Ok(row.and_then(|row| Model::parse(&row.model)))
}

/// Pins a model to a product, or none.
pub(crate) async fn save_pin(tx: &WriteTx, product: u32, model: Option<Model>) -> Result<(), DbError> {
    let number = i64::from(product);
    let Some(model) = model else {
        forecast_pin::Entity::delete_by_id(number).exec(tx.conn()).await?;
        return Ok(());
    };
    let row =
        forecast_pin::ActiveModel { product_number: Set(number), model: Set(model.as_str().to_owned()) };
    let over = OnConflict::column(forecast_pin::Column::ProductNumber)
        .update_column(forecast_pin::Column::Model)
        .to_owned();
    forecast_pin::Entity::insert(row).on_conflict(over).exec_without_returning(tx.conn()).await?;
    Ok(())
}
