//! A file of sales: tried first, then brought in, with the rows that were left aside.

use axum::extract::State;
use axum::response::Response;
use fluent_bundle::FluentArgs;
use kernel::Permission;
use orion::{
    OrionError, SalesFile, SalesReport, apply_sales_file, find_sales_file, read_sales_problems, receive_sales,
};
use web::routing::Path;

use super::chart::day;
use super::{PATH, demand, overview};
use crate::pages::Dashboard;
use crate::pages::failure::{DeskFailure, go};
use crate::pages::field::Wrong;
use crate::pages::import_page::{ImportPlace, Outcome, SentImport, read_id, render, wait_for_news};
use crate::pages::reader::{AtDesk, Posted};
use crate::pages::upload_form::{SentFile, SentFiles};
use web::download::{CSV, download};
use web::storefront::texts::Texts;

/// Files of sales.
const AT: ImportPlace =
    ImportPlace { place: "forecasts", list: PATH, path: "/desk/forecasts/imports", see: None };

pub(crate) async fn receive(State(desk): State<Dashboard>, sent: SentFiles) -> Result<Response, DeskFailure> {
    let SentFiles { by: at, files, .. } = sent;
    let actor = at.require(Permission::ManageForecasts)?;
    let SentFile { name, bytes } = files.into_iter().next().unwrap_or_default();
    let store = &desk.app().desk()?.files;
    match receive_sales(demand(&desk, actor)?, store, &name, bytes).await {
        Ok(job) => Ok(go(&format!("{}/{job}", AT.path))),
        Err(OrionError::NoSales(_)) => {
            let reason = desk.texts(at.reader.locale).get("wrong-file").to_owned();
            overview::page(&desk, &at, Some(&Wrong { field: "file", reason })).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn show(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    let (actor, id) = (at.require(Permission::ManageForecasts)?, read_id(&id)?);
    wait_for_news(&desk, &at, actor, id).await?;
    let found = find_sales_file(demand(&desk, actor)?, &desk.app().desk()?.files, id).await?;
    let can_apply = found.can_be_applied();
    let SalesFile { job, import, report } = found;
    let report = report.map(|report| outcome(desk.texts(at.reader.locale), report));
    let sent = SentImport { name: import.name, trial: import.trial, can_apply, job, report };
    render(&desk, &at, &AT, sent).await
}

fn outcome(texts: &Texts, report: SalesReport) -> Outcome {
    let days = report.first.zip(report.last).map(|(first, last)| {
        let mut words = FluentArgs::new();
        words.set("first", day(first));
        words.set("last", day(last));
        texts.format("forecast-history", &words)
    });
    Outcome {
        rows: report.rows,
        refused: report.refused,
        about: days,
        counts: vec![("sales-days", report.days)],
        notes: report.notes,
        problem_count: report.refused,
        problems: report.problems,
    }
}

pub(crate) async fn apply(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let actor = at.require(Permission::ManageForecasts)?;
    let store = &desk.app().desk()?.files;
    let job = apply_sales_file(demand(&desk, actor)?, store, read_id(&id)?).await?;
    Ok(go(&format!("{}/{job}", AT.path)))
}

pub(crate) async fn problems(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ManageForecasts)?;
    let rows = read_sales_problems(demand(&desk, actor)?, &desk.app().desk()?.files, read_id(&id)?).await?;
    Ok(download("problems.csv", CSV, rows))
}
