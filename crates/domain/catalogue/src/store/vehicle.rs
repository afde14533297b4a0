//! Vehicles in the database.

use db::{DbError, WriteTx};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Value};

use super::bulk;
use crate::entity::vehicle::{Column, Entity, Model};
use crate::{Vehicle, VehicleId};

/// Slugs, ids or numbers in one query.
const SLUGS_PER_QUERY: usize = 10_000;

/// All vehicles, by number.
pub(crate) async fn list_all(conn: &impl ConnectionTrait) -> Result<Vec<Vehicle>, DbError> {
    let rows = Entity::find().order_by_asc(Column::Number).all(conn).await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Up to `limit` vehicles after `after`, by number.
pub(crate) async fn list_after(
    conn: &impl ConnectionTrait,
    after: Option<u32>,
    limit: u64,
) -> Result<Vec<Vehicle>, DbError> {
    let after = after.map_or(-1, i64::from);
    let query = Entity::find().filter(Column::Number.gt(after)).order_by_asc(Column::Number).limit(limit);
    Ok(query.all(conn).await?.into_iter().map(from_row).collect())
}

/// Up to `limit` vehicles after `after` whose slugs hold all these words, by number.
pub(crate) async fn list_with_words(
    conn: &impl ConnectionTrait,
    words: &[&str],
    after: Option<u32>,
    limit: u64,
) -> Result<Vec<Vehicle>, DbError> {
    let after = after.map_or(-1, i64::from);
    let mut query = Entity::find().filter(Column::Number.gt(after));
    for word in words {
        query = query.filter(Column::Slug.contains(*word));
    }
    let rows = query.order_by_asc(Column::Number).limit(limit).all(conn).await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Takes a vehicle away that nothing fits.
pub(crate) async fn delete(tx: &WriteTx, number: u32) -> Result<(), DbError> {
    Entity::delete_many().filter(Column::Number.eq(i64::from(number))).exec(tx.conn()).await?;
    Ok(())
}

/// The vehicles with these slugs.
pub(crate) async fn find_by_slug(
    conn: &impl ConnectionTrait,
    slugs: &[&str],
) -> Result<Vec<Vehicle>, DbError> {
    let mut found = Vec::new();
    for slugs in slugs.chunks(SLUGS_PER_QUERY) {
        let rows = Entity::find().filter(Column::Slug.is_in(slugs.iter().copied())).all(conn).await?;
        found.extend(rows.into_iter().map(from_row));
    }
    Ok(found)
}

/// The vehicles with these ids.
pub(crate) async fn find_by_ids(
    conn: &impl ConnectionTrait,
    ids: &[VehicleId],
) -> Result<Vec<Vehicle>, DbError> {
    let mut found = Vec::new();
    for ids in ids.chunks(SLUGS_PER_QUERY) {
        let rows = Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).all(conn).await?;
        found.extend(rows.into_iter().map(from_row));
    }
    Ok(found)
}

/// The vehicles with these numbers.
pub(crate) async fn find_by_numbers(
    conn: &impl ConnectionTrait,
    numbers: &[u32],
) -> Result<Vec<Vehicle>, DbError> {
    let mut found = Vec::new();
    for numbers in numbers.chunks(SLUGS_PER_QUERY) {
        let numbers = numbers.iter().map(|number| i64::from(*number));
        let rows = Entity::find().filter(Column::Number.is_in(numbers)).all(conn).await?;
        found.extend(rows.into_iter().map(from_row));
    }
    Ok(found)
}

/// The numbers of the vehicles with these slugs.
pub(crate) async fn find_numbers_by_slug(
    conn: &impl ConnectionTrait,
    slugs: impl Iterator<Item = &str>,
) -> Result<Vec<(String, u32)>, DbError> {
    let slugs: Vec<Value> = slugs.map(Value::from).collect();
    let rows = bulk::select_in(conn, "SELECT slug, number FROM vehicle WHERE slug IN", slugs, "").await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index::<i64>(1)? as u32))).collect()
}

/// The vehicles with these ACES base vehicle ids: id and slug.
pub(crate) async fn find_slugs_by_aces_base(
    conn: &impl ConnectionTrait,
    ids: impl Iterator<Item = u32>,
) -> Result<Vec<(u32, String)>, DbError> {
    let ids: Vec<Value> = ids.map(|id| Value::from(i64::from(id))).collect();
    let head = "SELECT aces_base_vehicle, slug FROM vehicle WHERE aces_base_vehicle IN";
    let rows = bulk::select_in(conn, head, ids, "ORDER BY number").await?;
    rows.iter().map(|row| Ok((row.try_get_by_index::<i64>(0)? as u32, row.try_get_by_index(1)?))).collect()
}

/// The slugs of the vehicles with these numbers.
pub(crate) async fn find_slugs_by_number(
    conn: &impl ConnectionTrait,
    numbers: impl Iterator<Item = u32>,
) -> Result<Vec<(u32, String)>, DbError> {
    let numbers: Vec<Value> = numbers.map(|number| Value::from(i64::from(number))).collect();
    let rows = bulk::select_in(conn, "SELECT number, slug FROM vehicle WHERE number IN", numbers, "").await?;
    rows.iter().map(|row| Ok((row.try_get_by_index::<i64>(0)? as u32, row.try_get_by_index(1)?))).collect()
}

/// Writes new vehicles and over those that have the same number.
pub(crate) async fn insert_or_update(tx: &WriteTx, vehicles: &[Vehicle]) -> Result<(), DbError> {
    let values = |vehicle: &Vehicle| {
        Ok([
            i64::from(vehicle.number).into(),
            vehicle.id.0.into(),
            vehicle.slug.as_str().into(),
            vehicle.make.as_str().into(),
            vehicle.model.as_str().into(),
            vehicle.generation.map(i64::from).into(),
            vehicle.series.clone().into(),
            vehicle.year_from.map(i64::from).into(),
            vehicle.year_to.map(i64::from).into(),
            vehicle.engine.clone().into(),
            vehicle.fuel.clone().into(),
            vehicle.power_kw.map(i64::from).into(),
            vehicle.body.clone().into(),
            vehicle.drive.clone().into(),
            vehicle.transmission.clone().into(),
            vehicle.k_type.map(i64::from).into(),
            vehicle.aces_base_vehicle.map(i64::from).into(),
        ])
    };
    let columns = bulk::column_list::<Column>();
    let overwrite = bulk::overwrite_list::<Column>(&["number", "id"]);
    let head = format!("INSERT INTO vehicle ({columns})");
    bulk::insert_rows(tx.conn(), &head, vehicles, values, &format!("ON CONFLICT (number) {overwrite}")).await
}

fn from_row(row: Model) -> Vehicle {
    Vehicle {
        id: VehicleId(row.id),
        number: row.number as u32,
        slug: row.slug,
        make: row.make,
        model: row.model,
        generation: row.generation.map(|value| value as u16),
        series: row.series,
        year_from: row.year_from.map(|value| value as u16),
        year_to: row.year_to.map(|value| value as u16),
        engine: row.engine,
        fuel: row.fuel,
        power_kw: row.power_kw.map(|value| value as u16),
        body: row.body,
        drive: row.drive,
        transmission: row.transmission,
        k_type: row.k_type.map(|value| value as u32),
        aces_base_vehicle: row.aces_base_vehicle.map(|value| value as u32),
    }
}
