//! Deliveries in the database.

use chrono::{DateTime, Utc};
use db::WriteTx;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement, Value,
};

use crate::entity::delivery::{Column, Entity, Model};
use crate::{DeliveryFilter, DeliveryId, DeliveryState, EndpointId, WebhooksError};

/// A delivery to be written.
pub(crate) struct NewDelivery<'a> {
    pub id: DeliveryId,
    pub endpoint: EndpointId,
    pub cause: &'a str,
    pub event: &'a str,
    pub body: &'a str,
}

/// How one try went.
pub(crate) struct Attempt {
    pub at: DateTime<Utc>,
    pub state: DeliveryState,
    pub status: Option<u16>,
    pub error: Option<String>,
}

/// Writes it; false if this endpoint has one of this cause already.
pub(crate) async fn insert(tx: &WriteTx, new: &NewDelivery<'_>) -> Result<bool, WebhooksError> {
    let sql = "INSERT INTO webhook_delivery (id, endpoint_id, cause, event, body, state, round, attempts, \
               queued_at_us, created_at_us) VALUES ($1, $2, $3, $4, $5, 'waiting', 0, 0, $6, $6) \
               ON CONFLICT (endpoint_id, cause) DO NOTHING";
    let values = [
        new.id.0.into(),
        new.endpoint.0.into(),
        new.cause.into(),
        new.event.into(),
        new.body.into(),
        tx.clock().now().timestamp_micros().into(),
    ];
    Ok(execute(tx, sql, values).await? > 0)
}

/// The delivery with this id.
pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    id: DeliveryId,
) -> Result<Option<Model>, WebhooksError> {
    Ok(Entity::find_by_id(id.0).one(conn).await?)
}

/// The same, so that nobody else changes it until this transaction ends.
pub(crate) async fn lock(tx: &WriteTx, id: DeliveryId) -> Result<Model, WebhooksError> {
    let found = Entity::find_by_id(id.0).lock_exclusive().one(tx.conn()).await?;
    found.ok_or(WebhooksError::NotFound("delivery"))
}

/// The newest first, after `before`.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    filter: &DeliveryFilter,
    before: Option<DeliveryId>,
    limit: u64,
) -> Result<Vec<Model>, WebhooksError> {
    let mut query = Entity::find().order_by_desc(Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(Column::Id.lt(before.0));
    }
    if let Some(endpoint) = filter.endpoint {
        query = query.filter(Column::EndpointId.eq(endpoint.0));
    }
    if let Some(state) = filter.state {
        query = query.filter(Column::State.eq(state.name()));
    }
    if let Some(event) = &filter.event {
        query = query.filter(Column::Event.eq(event));
    }
    Ok(query.all(conn).await?)
}

/// Begins a new round: it waits again, and jobs of earlier rounds leave it alone.
pub(crate) async fn begin_round(tx: &WriteTx, id: DeliveryId, round: i64) -> Result<(), WebhooksError> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(DeliveryState::Waiting.name()))
        .col_expr(Column::Round, Expr::value(round))
        .col_expr(Column::QueuedAtUs, Expr::value(tx.clock().now().timestamp_micros()))
        .filter(Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Writes how a try of this round went; false if a later round has begun.
pub(crate) async fn note_attempt(
    tx: &WriteTx,
    id: DeliveryId,
    round: i64,
    attempt: &Attempt,
) -> Result<bool, WebhooksError> {
    let sql = "UPDATE webhook_delivery SET state = $1, attempts = attempts + 1, last_status = $2, \
               last_error = $3, last_attempt_at_us = $4 WHERE id = $5 AND round = $6";
    let values = [
        attempt.state.name().into(),
        attempt.status.map(i64::from).into(),
        attempt.error.clone().into(),
        attempt.at.timestamp_micros().into(),
        id.0.into(),
        round.into(),
    ];
    Ok(execute(tx, sql, values).await? > 0)
}

/// Gives up what has been waiting since before `before`: its job is gone.
pub(crate) async fn give_up(tx: &WriteTx, before: DateTime<Utc>) -> Result<u64, WebhooksError> {
    let sql = "UPDATE webhook_delivery SET state = 'failed', last_error = 'given up: its job has ended' \
               WHERE state = 'waiting' AND queued_at_us < $1";
    execute(tx, sql, [before.timestamp_micros().into()]).await
}

/// Deletes at most `limit` of those that were written before `before` and wait for nothing.
pub(crate) async fn delete_old(
    tx: &WriteTx,
    before: DateTime<Utc>,
    limit: u64,
) -> Result<u64, WebhooksError> {
    let sql = "DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM webhook_delivery \
               WHERE created_at_us < $1 AND state <> 'waiting' ORDER BY id LIMIT $2)";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    execute(tx, sql, [before.timestamp_micros().into(), limit.into()]).await
}

async fn execute(
    tx: &WriteTx,
    sql: &'static str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, WebhooksError> {
    let statement = Statement::from_sql_and_values(tx.conn().get_database_backend(), sql, values);
    Ok(tx.conn().execute_raw(statement).await?.rows_affected())
}
