//! Forecasts, the weeks that they told of, and the runs, in the database.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use db::{DbError, WriteTx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde::Deserialize;

use crate::entity::{forecast, forecast_run, forecast_step};
use crate::kept_forecast::{Body, KeptForecast, Lesson, RunReport, Stand, Standing};
use crate::sale_day::{day_of, number_of};
use crate::{Model, OrionError, Step, Trial};

/// Values of a list in one statement.
const LIST: usize = 10_000;

/// Rows read at a time.
const PAGE: u64 = 2_000;

/// Of what each product's forecast was made, and how its models had fared before the week that begins on `week`.
pub(crate) async fn list_standing(
    conn: &impl ConnectionTrait,
    week: NaiveDate,
) -> Result<HashMap<u32, Standing>, OrionError> {
    #[derive(Deserialize)]
    struct Fared {
        #[serde(default)]
        champion: Option<Model>,
        #[serde(default)]
        trials: Vec<Trial>,
        #[serde(default)]
        before: Option<Stand>,
        #[serde(default)]
        lesson: Option<Lesson>,
    }
    let mut standing = HashMap::new();
    let mut after = None;
    loop {
        let page = rows_after(conn, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(standing) };
        after = Some(last.product_number as u32);
        for row in page {
            let Fared { champion, trials, before, lesson } = serde_json::from_str(&row.body)?;
            let first = day_of(row.first_day);
            let before = if first == week { before } else { Some(Stand { first, champion, trials }) };
            let lesson = lesson.map(|lesson| lesson.run);
            let of_product = Standing { fingerprint: row.fingerprint, before, lesson };
            standing.insert(row.product_number as u32, of_product);
        }
    }
}

async fn rows_after(
    conn: &impl ConnectionTrait,
    after: Option<u32>,
    limit: u64,
) -> Result<Vec<forecast::Model>, DbError> {
    let above = forecast::Column::ProductNumber.gt(after.map_or(-1, i64::from));
    let rows = forecast::Entity::find().filter(above).order_by_asc(forecast::Column::ProductNumber);
    Ok(rows.limit(limit).all(conn).await?)
}

/// Writes forecasts over those before, and keeps what they say of their first week.
pub(crate) async fn upsert(tx: &WriteTx, kept: &[KeptForecast]) -> Result<(), OrionError> {
    if kept.is_empty() {
        return Ok(());
    }
    let mut rows = Vec::with_capacity(kept.len());
    let mut steps = Vec::with_capacity(kept.len());
    for one in kept {
        let body = Body {
            forecast: one.forecast.clone(),
            errors: one.errors,
            champion: one.champion,
            trials: one.trials.clone(),
            before: one.before.clone(),
            lesson: one.lesson.clone(),
        };
        rows.push(forecast::ActiveModel {
            product_number: Set(i64::from(one.number)),
            fingerprint: Set(one.fingerprint.clone()),
            made_at_us: Set(one.made_at.timestamp_micros()),
            first_day: Set(number_of(one.first)),
            body: Set(serde_json::to_string(&body)?),
        });
        if let Some(step) = one.forecast.steps.first() {
            steps.push(forecast_step::ActiveModel {
                day: Set(number_of(one.first)),
                product_number: Set(i64::from(one.number)),
                body: Set(serde_json::to_string(step)?),
            });
        }
    }
    let over = OnConflict::column(forecast::Column::ProductNumber)
        .update_columns([
            forecast::Column::Fingerprint,
            forecast::Column::MadeAtUs,
            forecast::Column::FirstDay,
            forecast::Column::Body,
        ])
        .to_owned();
    let insert = forecast::Entity::insert_many(rows).on_conflict(over);
    insert.exec_without_returning(tx.conn()).await.map_err(DbError::from)?;
    let over = OnConflict::columns([forecast_step::Column::Day, forecast_step::Column::ProductNumber])
        .update_column(forecast_step::Column::Body)
        .to_owned();
    let insert = forecast_step::Entity::insert_many(steps).on_conflict(over);
    insert.exec_without_returning(tx.conn()).await.map_err(DbError::from)?;
    Ok(())
}

/// Takes away the forecasts of products that are gone.
pub(crate) async fn delete(tx: &WriteTx, numbers: &[u32]) -> Result<(), DbError> {
    for part in numbers.chunks(LIST) {
        let gone = part.iter().map(|number| i64::from(*number));
        forecast::Entity::delete_many()
            .filter(forecast::Column::ProductNumber.is_in(gone))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}

/// The forecast of one product.
pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    number: u32,
) -> Result<Option<KeptForecast>, OrionError> {
    let row = forecast::Entity::find_by_id(i64::from(number)).one(conn).await.map_err(DbError::from)?;
    row.map(|row| kept(&row)).transpose()
}

/// Up to `limit` forecasts of products with numbers above `after`, by number.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    after: Option<u32>,
    limit: u64,
) -> Result<Vec<KeptForecast>, OrionError> {
    rows_after(conn, after, limit).await?.iter().map(kept).collect()
}

fn kept(row: &forecast::Model) -> Result<KeptForecast, OrionError> {
    let Body { forecast, errors, champion, trials, before, lesson } = serde_json::from_str(&row.body)?;
    Ok(KeptForecast {
        number: row.product_number as u32,
        fingerprint: row.fingerprint.clone(),
        made_at: moment(row.made_at_us),
        first: day_of(row.first_day),
        forecast,
        errors,
        champion,
        trials,
        before,
        lesson,
    })
}

/// What was said of the weeks that began on `from` or later: product, week, step; by product and week.
pub(crate) async fn list_said(
    conn: &impl ConnectionTrait,
    from: NaiveDate,
) -> Result<HashMap<u32, Vec<(NaiveDate, Step)>>, OrionError> {
    let since = forecast_step::Column::Day.gte(number_of(from));
    let rows = forecast_step::Entity::find().filter(since).order_by_asc(forecast_step::Column::Day);
    let mut said: HashMap<u32, Vec<(NaiveDate, Step)>> = HashMap::new();
    for row in rows.all(conn).await.map_err(DbError::from)? {
        let step = (day_of(row.day), serde_json::from_str(&row.body)?);
        said.entry(row.product_number as u32).or_default().push(step);
    }
    Ok(said)
}

/// Keeps what a run saw.
pub(crate) async fn insert_run(tx: &WriteTx, report: &RunReport) -> Result<(), OrionError> {
    let row = forecast_run::Model {
        id: report.id,
        ended_us: report.ended.timestamp_micros(),
        body: serde_json::to_string(report)?,
    };
    let over = OnConflict::column(forecast_run::Column::Id)
        .update_columns([forecast_run::Column::EndedUs, forecast_run::Column::Body])
        .to_owned();
    let insert = forecast_run::Entity::insert(row.into_active_model()).on_conflict(over);
    insert.exec_without_returning(tx.conn()).await.map_err(DbError::from)?;
    Ok(())
}

/// The runs, the latest first.
pub(crate) async fn list_runs(conn: &impl ConnectionTrait, limit: u64) -> Result<Vec<RunReport>, OrionError> {
    let rows = forecast_run::Entity::find().order_by_desc(forecast_run::Column::EndedUs).limit(limit);
    let rows = rows.all(conn).await.map_err(DbError::from)?;
    rows.iter().map(|row| Ok(serde_json::from_str(&row.body)?)).collect()
}

pub(crate) fn moment(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}
