//! A file of sales: what would happen, or what did, and the rows that were left aside.

use axum::extract::{Path, State};
use axum::response::Response;
use fluent_bundle::FluentArgs;
use kernel::Permission;
use orion::{SalesFile, SalesReport, apply_sales_file, find_sales_file, read_sales_problems};
use serde::Serialize;

use super::{PATH, demand};
use crate::dashboard::failure::{self, DeskFailure, go};
use crate::dashboard::imports::{download, read_id};
use crate::dashboard::reader::{AtDesk, Posted};
use crate::dashboard::reasons;
use crate::dashboard::sheet::Sheet;
use crate::dashboard::{Dashboard, moment};
use crate::storefront::texts::Texts;

/// Problems on the page; the file has all.
const PROBLEMS: usize = 50;

#[derive(Debug, Serialize)]
struct SalesFileView {
    id: String,
    name: String,
    trial: bool,
    live: bool,
    begun: String,
    done: u64,
    total: u64,
    error: Option<String>,
    can_apply: bool,
    report: Option<ReportView>,
}

#[derive(Debug, Serialize)]
struct ReportView {
    lead: String,
    days: Option<String>,
    created: u64,
    updated: u64,
    unchanged: u64,
    notes: Vec<String>,
    problem_count: String,
    problems: Vec<ProblemRow>,
}

#[derive(Debug, Serialize)]
struct ProblemRow {
    line: u64,
    column: String,
    value: String,
    reason: String,
}

pub(crate) async fn show(State(desk): State<Dashboard>, Path(id): Path<String>, at: AtDesk) -> Response {
    let shown = page(&desk, &at, &id).await;
    shown.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

async fn page(desk: &Dashboard, at: &AtDesk, id: &str) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ManageForecasts)?;
    let texts = desk.texts(at.reader.locale);
    let found = find_sales_file(demand(desk, actor)?, &desk.app().desk()?.files, read_id(id)?).await?;
    let can_apply = found.can_be_applied();
    let SalesFile { job, import, report } = found;
    let view = SalesFileView {
        id: id.to_owned(),
        name: import.name,
        trial: import.trial,
        live: !job.state.is_over(),
        begun: moment::full(job.created_at, desk.zone()),
        done: job.done,
        total: job.total,
        error: job.last_error,
        can_apply,
        // It is kept a moment before the job is over.
        report: report.filter(|_| job.state.is_over()).map(|report| told(texts, report)),
    };
    let title = view.name.clone();
    Ok(Sheet::new(desk, &at.reader, "forecasts", &title).render("desk/forecasts/sales_file.html", view)?)
}

fn told(texts: &Texts, report: SalesReport) -> ReportView {
    let mut words = FluentArgs::new();
    words.set("rows", report.rows);
    words.set("refused", report.refused);
    let days = report.first.zip(report.last).map(|(first, last)| {
        let mut words = FluentArgs::new();
        words.set("first", super::chart::day(first));
        words.set("last", super::chart::day(last));
        texts.format("forecast-history", &words)
    });
    ReportView {
        lead: texts.format(if report.dry_run { "import-would" } else { "import-did" }, &words),
        days,
        created: report.days.created,
        updated: report.days.updated,
        unchanged: report.days.unchanged,
        notes: report.notes.iter().map(|note| reasons::remark(texts, note)).collect(),
        problem_count: texts.count("import-problems", report.refused as usize),
        problems: report
            .problems
            .into_iter()
            .take(PROBLEMS)
            .map(|one| ProblemRow {
                line: one.line,
                column: one.column,
                value: one.value,
                reason: reasons::told(texts, &one.reason),
            })
            .collect(),
    }
}

pub(crate) async fn apply(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Response {
    let at = posted.by;
    let applied = async {
        let actor = at.require(Permission::ManageForecasts)?;
        let store = &desk.app().desk()?.files;
        let job = apply_sales_file(demand(&desk, actor)?, store, read_id(&id)?).await?;
        Ok(go(&format!("{PATH}/imports/{job}")))
    };
    applied.await.unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

pub(crate) async fn problems(State(desk): State<Dashboard>, Path(id): Path<String>, at: AtDesk) -> Response {
    let read = async {
        let actor = at.require(Permission::ManageForecasts)?;
        let store = &desk.app().desk()?.files;
        Ok(read_sales_problems(demand(&desk, actor)?, store, read_id(&id)?).await?)
    };
    match read.await {
        Ok(bytes) => download("problems.csv", bytes),
        Err(failure) => failure::answer(&desk, &at.reader, failure),
    }
}
