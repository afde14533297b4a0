//! The weather of days, in the database: read of one place, all others are taken away.

use std::ops::RangeInclusive;

use db::{DbError, WriteTx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::entity::weather_day::{ActiveModel, Column, Entity, Model};
use crate::sale_day::{day_of, number_of};
use crate::weather::WeatherDay;

/// The weather of a place, in the order of its days.
pub(crate) async fn list(conn: &impl ConnectionTrait, place: &str) -> Result<Vec<WeatherDay>, DbError> {
    let rows = Entity::find().filter(Column::Place.eq(place));
    let rows = rows.order_by_asc(Column::Day).all(conn).await?;
    let tenths = |number: i64| number as f64 / 10.0;
    let day = |row: &Model| WeatherDay {
        day: day_of(row.day),
        facts: [tenths(row.mean_tenths), tenths(row.highest_tenths), tenths(row.rain_tenths)],
    };
    Ok(rows.iter().map(day).collect())
}

/// The days that are known of a place, in their order.
pub(crate) async fn list_days(conn: &impl ConnectionTrait, place: &str) -> Result<Vec<i64>, DbError> {
    let days = Entity::find().select_only().column(Column::Day).filter(Column::Place.eq(place));
    Ok(days.order_by_asc(Column::Day).into_tuple().all(conn).await?)
}

/// How many days are known of a place, the first and the last.
pub(crate) async fn find_span(
    conn: &impl ConnectionTrait,
    place: &str,
) -> Result<Option<(u64, RangeInclusive<i64>)>, DbError> {
    let own = Entity::find().filter(Column::Place.eq(place));
    let ends = own.clone().select_only().column_as(Column::Day.min(), "first");
    let ends: Option<(Option<i64>, Option<i64>)> =
        ends.column_as(Column::Day.max(), "last").into_tuple().one(conn).await?;
    let Some((Some(first), Some(last))) = ends else { return Ok(None) };
    Ok(Some((own.count(conn).await?, first..=last)))
}

/// Keeps days of a place, but those that are known.
pub(crate) async fn insert(tx: &WriteTx, place: &str, days: &[WeatherDay]) -> Result<(), DbError> {
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
    });
    let known = OnConflict::columns([Column::Place, Column::Day])
        .do_nothing_on([Column::Place, Column::Day])
        .to_owned();
    Entity::insert_many(rows).on_conflict(known).exec_without_returning(tx.conn()).await?;
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
