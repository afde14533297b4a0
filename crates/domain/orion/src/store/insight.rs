//! Insights and rules in the database.

use std::collections::HashMap;

use chrono::NaiveDate;
use db::{DbError, WriteTx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    Set,
};

use super::forecast::moment;
use crate::entity::{forecast_rules, insight};
use crate::insight::{Insight, InsightKind};
use crate::{MOST_INSIGHTS, OrionError, Rules};

const ROWS: usize = 4_000;
/// The one row of the rules.
const SHOP: &str = "shop";

/// Puts these in place of all; one that was known before keeps since when it holds.
pub(crate) async fn replace_all(tx: &WriteTx, found: &[Insight]) -> Result<(), OrionError> {
    let columns = [insight::Column::Kind, insight::Column::Subject];
    let known: Vec<(String, i64, i64)> = insight::Entity::find()
        .select_only()
        .columns(columns)
        .column(insight::Column::SinceUs)
        .into_tuple()
        .all(tx.conn())
        .await
        .map_err(DbError::from)?;
    let known: HashMap<(&str, i64), i64> =
        known.iter().map(|(kind, subject, since)| ((kind.as_str(), *subject), *since)).collect();
    insight::Entity::delete_many().exec(tx.conn()).await.map_err(DbError::from)?;
    for part in found.chunks(ROWS) {
        let mut rows = Vec::with_capacity(part.len());
        for one in part {
            let since = known.get(&(one.kind.as_str(), i64::from(one.subject)));
            rows.push(insight::ActiveModel {
                kind: Set(one.kind.as_str().to_owned()),
                subject: Set(i64::from(one.subject)),
                severity: Set(i64::from(one.severity)),
                worth_minor: Set(one.worth_minor),
                since_us: Set(since.copied().unwrap_or(one.since.timestamp_micros())),
                body: Set(serde_json::to_string(&one.evidence)?),
            });
        }
        insight::Entity::insert_many(rows).exec_without_returning(tx.conn()).await.map_err(DbError::from)?;
    }
    Ok(())
}

/// Those of a kind (`None` = of all), the most pressing of `today` first.
///
/// An order presses more as its day comes near. So of each severity that orders had at the run as many are looked
/// through as a list holds at most.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    kind: Option<InsightKind>,
    today: NaiveDate,
    limit: u64,
) -> Result<Vec<Insight>, OrionError> {
    let mut query = insight::Entity::find();
    if let Some(kind) = kind {
        query = query.filter(insight::Column::Kind.eq(kind.as_str()));
    }
    let with_orders = kind.is_none_or(|kind| kind == InsightKind::Restock);
    let (at_the_run, most) =
        if with_orders { (vec![(3, 3), (2, 2), (1, 1)], MOST_INSIGHTS) } else { (vec![(1, 3)], limit) };
    let mut found = Vec::new();
    for (low, high) in at_the_run {
        let severity = insight::Column::Severity.between(low, high);
        found.extend(first(conn, query.clone().filter(severity), most).await?);
    }
    found.sort_by_key(|one| one.place_on(today));
    found.truncate(limit as usize);
    Ok(found)
}

/// All about a product.
pub(crate) async fn list_of_product(
    conn: &impl ConnectionTrait,
    product: u32,
) -> Result<Vec<Insight>, OrionError> {
    let of_product = insight::Column::Subject.eq(i64::from(product));
    let of_no_category = insight::Column::Kind.ne(InsightKind::Season.as_str());
    first(conn, insight::Entity::find().filter(of_product).filter(of_no_category), MOST_INSIGHTS).await
}

/// The most pressing at the run first.
async fn first(
    conn: &impl ConnectionTrait,
    query: Select<insight::Entity>,
    limit: u64,
) -> Result<Vec<Insight>, OrionError> {
    let rows = query
        .order_by_desc(insight::Column::Severity)
        .order_by_desc(insight::Column::WorthMinor)
        .order_by_asc(insight::Column::Kind)
        .order_by_asc(insight::Column::Subject)
        .limit(limit);
    let rows = rows.all(conn).await.map_err(DbError::from)?;
    let read = rows.iter().filter_map(|row| Some((row, InsightKind::parse(&row.kind)?)));
    read.map(|(row, kind)| {
        Ok(Insight {
            kind,
            subject: row.subject as u32,
            severity: row.severity as u8,
            worth_minor: row.worth_minor,
            since: moment(row.since_us),
            evidence: serde_json::from_str(&row.body)?,
        })
    })
    .collect()
}

/// How many there are of each kind.
pub(crate) async fn count(conn: &impl ConnectionTrait) -> Result<Vec<(InsightKind, u64)>, DbError> {
    let mut counts = Vec::new();
    for kind in InsightKind::ALL {
        let of_kind = insight::Entity::find().filter(insight::Column::Kind.eq(kind.as_str()));
        counts.push((kind, of_kind.count(conn).await?));
    }
    Ok(counts)
}

/// The rules in force.
pub(crate) async fn find_rules(conn: &impl ConnectionTrait) -> Result<Rules, OrionError> {
    let row = forecast_rules::Entity::find_by_id(SHOP).one(conn).await.map_err(DbError::from)?;
    Ok(row.map(|row| serde_json::from_str(&row.body)).transpose()?.unwrap_or_default())
}

/// Puts these rules in force.
pub(crate) async fn save_rules(tx: &WriteTx, rules: &Rules) -> Result<(), OrionError> {
    let row =
        forecast_rules::ActiveModel { name: Set(SHOP.to_owned()), body: Set(serde_json::to_string(rules)?) };
    let over = OnConflict::column(forecast_rules::Column::Name)
        .update_column(forecast_rules::Column::Body)
        .to_owned();
    let insert = forecast_rules::Entity::insert(row).on_conflict(over);
    insert.exec_without_returning(tx.conn()).await.map_err(DbError::from)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Days};
    use db::testing::{TestDb, on_both_databases};

    use super::*;
    use crate::insight::{Evidence, order_severity};

    fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
        catalogue::migrations().into_iter().chain(crate::migrations()).collect()
    }

    async fn what_became_due_since_the_run_is_among_the_most_pressing(db: TestDb) {
        let run: NaiveDate = "2026-11-22".parse().unwrap();
        let order = |subject, days: u32, worth_minor| Insight {
            kind: InsightKind::Restock,
            subject,
            severity: order_severity(i64::from(days), 3.0),
            worth_minor,
            since: DateTime::UNIX_EPOCH,
            evidence: Evidence {
                by: Some(run + Days::new(days.into())),
                weekly: Some(3.0),
                ..Evidence::default()
            },
        };
        let idle =
            Insight { kind: InsightKind::DeadStock, evidence: Evidence::default(), ..order(9, 30, 700) };
        let orders = [order(1, 0, 10), order(2, 0, 20), order(3, 2, 500), order(4, 4, 5), order(5, 12, 900)];
        let tx = db.db().begin_write().await.unwrap();
        replace_all(&tx, &[orders.as_slice(), &[idle]].concat()).await.unwrap();
        tx.commit().await.unwrap();
        for (days, all, orders) in [
            (0, [2, 1, 3, 4, 5, 9], [2, 1]),
            (4, [3, 2, 1, 4, 5, 9], [3, 2]),
            (12, [5, 3, 2, 1, 4, 9], [5, 3]),
        ] {
            let today = run + Days::new(days);
            let conn = db.db().reader();
            let subjects = |found: Vec<Insight>| found.iter().map(|one| one.subject).collect::<Vec<_>>();
            assert_eq!(subjects(list(conn, Some(InsightKind::Restock), today, 2).await.unwrap()), orders);
            assert_eq!(subjects(list(conn, None, today, 6).await.unwrap()), all);
        }
    }

    on_both_databases!(migrations =>
        what_became_due_since_the_run_is_among_the_most_pressing,
    );
}
