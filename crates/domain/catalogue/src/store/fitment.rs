//! Fitments in the database.

use db::{DbError, WriteTx};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryResult, Value};

use super::bulk;
use super::product::{Which, select_of_products};
use crate::entity::fitment::{Column, Entity};
use crate::{BuiltYears, Fitment};

/// The fitments of some products, by product and in their order.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    which: &Which<'_>,
) -> Result<Vec<(u32, Fitment)>, DbError> {
    let head = "SELECT product_number, vehicle_number, position, quantity, conditions FROM fitment \
                WHERE product_number";
    let rows = select_of_products(conn, head, which, "ORDER BY product_number, ordinal").await?;
    rows.iter().map(decode).collect()
}

fn decode(row: &QueryResult) -> Result<(u32, Fitment), DbError> {
    let fitment = Fitment {
        vehicle: row.try_get_by_index::<i64>(1)? as u32,
        position: row.try_get_by_index(2)?,
        quantity: row.try_get_by_index::<Option<i64>>(3)?.map(|value| value as u16),
        conditions: row.try_get_by_index(4)?,
    };
    Ok((row.try_get_by_index::<i64>(0)? as u32, fitment))
}

/// The years in which the cars were built that some products fit, by product.
pub(crate) async fn list_built_years(
    conn: &impl ConnectionTrait,
    which: &Which<'_>,
) -> Result<Vec<(u32, BuiltYears)>, DbError> {
    let head = "SELECT f.product_number, v.year_from, v.year_to, COUNT(DISTINCT v.number) FROM fitment f \
                JOIN vehicle v ON v.number = f.vehicle_number AND v.year_from IS NOT NULL \
                WHERE f.product_number";
    let tail = "GROUP BY f.product_number, v.year_from, v.year_to \
                ORDER BY f.product_number, v.year_from, v.year_to";
    let rows = select_of_products(conn, head, which, tail).await?;
    let read = |row: &QueryResult| {
        let built = BuiltYears {
            from: row.try_get_by_index::<i64>(1)? as u16,
            to: row.try_get_by_index::<Option<i64>>(2)?.map(|year| year as u16),
            kinds: row.try_get_by_index::<i64>(3)? as u32,
        };
        Ok((row.try_get_by_index::<i64>(0)? as u32, built))
    };
    rows.iter().map(read).collect()
}

/// Whether some product, a deleted one too, fits this vehicle.
pub(crate) async fn names_vehicle(conn: &impl ConnectionTrait, vehicle: u32) -> Result<bool, DbError> {
    let query = Entity::find().filter(Column::VehicleNumber.eq(i64::from(vehicle)));
    Ok(query.one(conn).await?.is_some())
}

/// Takes all fitments of these products away.
pub(crate) async fn delete(tx: &WriteTx, products: &[u32]) -> Result<(), DbError> {
    let products = products.iter().map(|number| Value::from(i64::from(*number))).collect();
    bulk::execute_in(tx.conn(), "DELETE FROM fitment WHERE product_number IN", products).await
}

/// Writes all fitments of products that have none.
pub(crate) async fn insert(tx: &WriteTx, fitments: &[(u32, &[Fitment])]) -> Result<(), DbError> {
    let rows: Vec<(u32, usize, &Fitment)> = fitments
        .iter()
        .flat_map(|(product, fitments)| {
            (0..).zip(*fitments).map(|(ordinal, fitment)| (*product, ordinal, fitment))
        })
        .collect();
    let values = |(product, ordinal, fitment): &(u32, usize, &Fitment)| {
        Ok([
            i64::from(*product).into(),
            (*ordinal as i64).into(),
            i64::from(fitment.vehicle).into(),
            fitment.position.clone().into(),
            fitment.quantity.map(i64::from).into(),
            fitment.conditions.clone().into(),
        ])
    };
    let head = format!("INSERT INTO fitment ({})", bulk::column_list::<Column>());
    bulk::insert_rows(tx.conn(), &head, &rows, values, "").await
}
