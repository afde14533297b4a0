//! Endpoints in the database.

use chrono::{DateTime, Utc};
use db::WriteTx;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use crate::entity::endpoint::{Column, Entity, Model};
use crate::{EndpointId, WebhooksError};

const NONE: WebhooksError = WebhooksError::NotFound("webhook");

/// All endpoints, the oldest first.
pub(crate) async fn list(conn: &impl ConnectionTrait) -> Result<Vec<Model>, WebhooksError> {
    Ok(Entity::find().order_by_asc(Column::Id).all(conn).await?)
}

/// Those to which something is sent.
pub(crate) async fn list_active(conn: &impl ConnectionTrait) -> Result<Vec<Model>, WebhooksError> {
    let active = Entity::find().filter(Column::PausedAtUs.is_null()).order_by_asc(Column::Id);
    Ok(active.all(conn).await?)
}

/// How many there are.
pub(crate) async fn count(conn: &impl ConnectionTrait) -> Result<u64, WebhooksError> {
    Ok(Entity::find().count(conn).await?)
}

/// The endpoint with this id.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: EndpointId) -> Result<Model, WebhooksError> {
    Entity::find_by_id(id.0).one(conn).await?.ok_or(NONE)
}

/// The same, so that nobody else changes it until this transaction ends.
pub(crate) async fn lock(tx: &WriteTx, id: EndpointId) -> Result<Model, WebhooksError> {
    Entity::find_by_id(id.0).lock_exclusive().one(tx.conn()).await?.ok_or(NONE)
}

/// Writes a new one.
pub(crate) async fn insert(tx: &WriteTx, row: Model) -> Result<(), WebhooksError> {
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Writes one over that was locked.
pub(crate) async fn update(tx: &WriteTx, row: Model) -> Result<(), WebhooksError> {
    row.into_active_model().reset_all().update(tx.conn()).await?;
    Ok(())
}

/// Takes one away, with all that was to be sent to it.
pub(crate) async fn delete(tx: &WriteTx, id: EndpointId) -> Result<(), WebhooksError> {
    Entity::delete_many().filter(Column::Id.eq(id.0)).exec(tx.conn()).await?;
    Ok(())
}

/// Writes that it took something.
pub(crate) async fn note_success(
    tx: &WriteTx,
    id: EndpointId,
    at: DateTime<Utc>,
) -> Result<(), WebhooksError> {
    Entity::update_many()
        .col_expr(Column::FailingSinceUs, Expr::value(Option::<i64>::None))
        .col_expr(Column::LastDeliveredAtUs, Expr::value(at.timestamp_micros()))
        .filter(Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}
