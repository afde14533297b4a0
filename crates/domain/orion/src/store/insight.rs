//! Insights and rules in the database.

use std::collections::HashMap;

use db::{DbError, WriteTx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use super::forecast::moment;
use crate::entity::{forecast_rules, insight};
use crate::insight::{Insight, InsightKind};
use crate::{OrionError, Rules};

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

/// Those of a kind (`None` = of all) or about a product, the most pressing first.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    kind: Option<InsightKind>,
    product: Option<u32>,
    limit: u64,
) -> Result<Vec<Insight>, OrionError> {
    let mut query = insight::Entity::find();
    if let Some(kind) = kind {
        query = query.filter(insight::Column::Kind.eq(kind.as_str()));
    }
    if let Some(product) = product {
        let of_category = insight::Column::Kind.ne(InsightKind::Season.as_str());
        query = query.filter(insight::Column::Subject.eq(i64::from(product))).filter(of_category);
    }
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
