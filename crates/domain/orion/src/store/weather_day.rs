//! The weather of days, in the database: read of one place, all others are taken away. What is measured takes the place of
//! what was foretold, and is kept for ever.

use std::ops::RangeInclusive;

use db::{DbError, WriteTx};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use crate::entity::weather_day::{ActiveModel, Column, Entity, Model};
use crate::sale_day::{day_of, number_of};
use crate::weather::WeatherDay;

/// What was measured at a place, in the order of its days.
pub(crate) async fn list_measured(
    conn: &impl ConnectionTrait,
    place: &str,
) -> Result<Vec<WeatherDay>, DbError> {
    let rows = Entity::find().filter(Column::Place.eq(place)).filter(Column::ForetoldOn.is_null());
    Ok(rows.order_by_asc(Column::Day).all(conn).await?.iter().map(weather_day).collect())
}

/// What was foretold of a place on one of the days from `since` on, and not measured since.
pub(crate) async fn list_foretold(
    conn: &impl ConnectionTrait,
    place: &str,
    since: i64,
) -> Result<Vec<WeatherDay>, DbError> {
    let rows = Entity::find().filter(Column::Place.eq(place)).filter(Column::ForetoldOn.gte(since));
    Ok(rows.order_by_asc(Column::Day).all(conn).await?.iter().map(weather_day).collect())
}

fn weather_day(row: &Model) -> WeatherDay {
    let facts = [row.mean_tenths, row.highest_tenths, row.rain_tenths];
    WeatherDay { day: day_of(row.day), facts: facts.map(|tenths| tenths as f64 / 10.0) }
}

/// The days that were measured at a place, in their order.
pub(crate) async fn list_days(conn: &impl ConnectionTrait, place: &str) -> Result<Vec<i64>, DbError> {
    let days = Entity::find().select_only().column(Column::Day).filter(Column::Place.eq(place));
    let days = days.filter(Column::ForetoldOn.is_null()).order_by_asc(Column::Day);
    Ok(days.into_tuple().all(conn).await?)
}

/// How many days were measured at a place, the first and the last.
pub(crate) async fn find_span(
    conn: &impl ConnectionTrait,
    place: &str,
) -> Result<Option<(u64, RangeInclusive<i64>)>, DbError> {
    let own = Entity::find().filter(Column::Place.eq(place)).filter(Column::ForetoldOn.is_null());
    let ends = own.clone().select_only().column_as(Column::Day.min(), "first");
    let ends: Option<(Option<i64>, Option<i64>)> =
        ends.column_as(Column::Day.max(), "last").into_tuple().one(conn).await?;
    let Some((Some(first), Some(last))) = ends else { return Ok(None) };
    Ok(Some((own.count(conn).await?, first..=last)))
}

/// Keeps days of a place: those that were measured, or were foretold on a day. Of what is known, only what was foretold
/// is written over.
pub(crate) async fn upsert(
    tx: &WriteTx,
    place: &str,
    days: &[WeatherDay],
    foretold_on: Option<i64>,
) -> Result<(), DbError> {
    if days.is_empty() {
        return Ok(());
    }
    let tenths = |number: f64| Set((number * 10.0).round() as i64);
    let rows = days.iter().map(|day| ActiveModel {
        place: Set(place.to_owned()),
        day: Set(number_of(day.day)),
        mean_tenths: tenths(day.facts[0]),
        highest_tenths: tenths(day.facts[1]),
        rain_tenths: tenths(day.facts[2]),
        foretold_on: Set(foretold_on),
    });
    let known = OnConflict::columns([Column::Place, Column::Day])
        .update_columns([Column::MeanTenths, Column::HighestTenths, Column::RainTenths, Column::ForetoldOn])
        .action_and_where(Expr::col((Entity, Column::ForetoldOn)).is_not_null())
        .to_owned();
    Entity::insert_many(rows).on_conflict(known).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Lets nobody else begin to write until the transaction ends: whoever has then looked which place holds can rely on it.
pub(crate) async fn hold(tx: &WriteTx) -> Result<(), DbError> {
    if tx.conn().get_database_backend() == DbBackend::Postgres {
        tx.conn().execute_unprepared("LOCK TABLE weather_day IN EXCLUSIVE MODE").await?;
    }
    Ok(())
}

/// Whether days are known of another place than this one; of any where there is none.
pub(crate) async fn knows_others(conn: &impl ConnectionTrait, place: Option<&str>) -> Result<bool, DbError> {
    let others = Entity::find().filter(Column::Place.ne(place.unwrap_or_default()));
    Ok(others.one(conn).await?.is_some())
}

/// Takes away what is of another place than this one; all of it where there is none.
pub(crate) async fn keep_only(tx: &WriteTx, place: Option<&str>) -> Result<(), DbError> {
    let others = Entity::delete_many().filter(Column::Place.ne(place.unwrap_or_default()));
    others.exec(tx.conn()).await?;
    Ok(())
}
