//! The page of a file that was sent, of the catalogue's or of sales: how far it is, what came of it, what to do now.

use std::time::Duration;

use axum::response::Response;
use catalogue::{Counts, Problem};
use fluent_bundle::FluentArgs;
use jobs::{Job, JobId};
use kernel::{Actor, Permission};
use serde::Serialize;

use super::Dashboard;
use super::failure::DeskFailure;
use super::job_list::{JobRow, row};
use super::reader::AtDesk;
use super::reasons;
use super::sheet::Sheet;
use super::story::Teller;
use web::storefront::texts::Texts;

/// How long a page waits for something else to show.
const PATIENCE: Duration = Duration::from_secs(10);
/// Problems that a page shows; the file has them all.
const PROBLEMS: usize = 50;

/// Where files of a kind are sent and looked at.
pub(crate) struct ImportPlace {
    /// Of the rail; its text names it too.
    pub(crate) place: &'static str,
    /// Where files are sent.
    pub(crate) list: &'static str,
    /// Where each has its page, under its id.
    pub(crate) path: &'static str,
    /// What changed, to look at: address and key of the text.
    pub(crate) see: Option<(&'static str, &'static str)>,
}

/// A file, and what is done with it.
pub(crate) struct SentImport {
    pub(crate) name: String,
    pub(crate) trial: bool,
    pub(crate) can_apply: bool,
    pub(crate) job: Job,
    pub(crate) report: Option<Outcome>,
}

/// What came of it.
pub(crate) struct Outcome {
    pub(crate) rows: u64,
    pub(crate) refused: u64,
    /// What it is about as a whole, for those who read it.
    pub(crate) about: Option<String>,
    /// Key of the text, and how many.
    pub(crate) counts: Vec<(&'static str, Counts)>,
    pub(crate) notes: Vec<String>,
    pub(crate) problem_count: u64,
    pub(crate) problems: Vec<Problem>,
}

#[derive(Debug, Serialize)]
struct ImportView {
    place: String,
    list: &'static str,
    here: String,
    see: Option<Link>,
    name: String,
    trial: bool,
    /// What is shown, for the page to ask for what comes after it; nothing once the job is over.
    live: Option<String>,
    job: JobRow,
    report: Option<ReportView>,
    /// Whether what was tried can be taken in now.
    can_apply: bool,
}

#[derive(Debug, Serialize)]
struct Link {
    href: &'static str,
    label: String,
}

#[derive(Debug, Serialize)]
struct ReportView {
    lead: String,
    counts: Vec<CountRow>,
    notes: Vec<String>,
    problems: Vec<ProblemRow>,
    problem_count: String,
}

#[derive(Debug, Serialize)]
struct CountRow {
    label: String,
    created: u64,
    updated: u64,
    unchanged: u64,
    removed: u64,
}

#[derive(Debug, Serialize)]
struct ProblemRow {
    line: u64,
    column: String,
    value: String,
    reason: String,
    refused: bool,
}

pub(crate) fn read_id(id: &str) -> Result<JobId, DeskFailure> {
    id.parse().ok().ok_or(DeskFailure::NotFound)
}

/// The page of one.
pub(crate) async fn render(
    desk: &Dashboard,
    at: &AtDesk,
    place: &ImportPlace,
    import: SentImport,
) -> Result<Response, DeskFailure> {
    let (actor, texts) = (at.actor()?, desk.texts(at.reader.locale));
    let teller = Teller::new(desk, texts, &desk.app().desk()?.identity, actor).await;
    let SentImport { name, trial, can_apply, job, report } = import;
    let over = job.state.is_over();
    let view = ImportView {
        place: texts.get(place.place).to_owned(),
        list: place.list,
        here: format!("{}/{}", place.path, job.id),
        see: place.see.map(|(href, key)| Link { href, label: texts.get(key).to_owned() }),
        name,
        trial,
        live: (!over).then(|| shown(&job)),
        // It is kept a moment before the job is over.
        report: report.filter(|_| over).map(|report| told(texts, trial, report)),
        can_apply,
        job: row(&job, texts, &teller, actor.may(Permission::ManageJobs)),
    };
    let title = view.name.clone();
    Ok(Sheet::new(desk, &at.reader, place.place, &title).render("desk/import.html", view)?)
}

fn told(texts: &Texts, trial: bool, report: Outcome) -> ReportView {
    let some = |counts: &Counts| counts.created + counts.updated + counts.unchanged + counts.removed > 0;
    let mut words = FluentArgs::new();
    words.set("rows", report.rows);
    words.set("refused", report.refused);
    // "1,000 rows, 12 of them left aside."
    let lead = texts.format(if trial { "import-would" } else { "import-did" }, &words);
    ReportView {
        lead: std::iter::once(lead).chain(report.about).collect::<Vec<_>>().join(" "),
        counts: report
            .counts
            .into_iter()
            .filter(|(_, counts)| some(counts))
            .map(|(key, counts)| CountRow {
                label: texts.get(key).to_owned(),
                created: counts.created,
                updated: counts.updated,
                unchanged: counts.unchanged,
                removed: counts.removed,
            })
            .collect(),
        problem_count: texts.count("import-problems", report.problem_count as usize),
        problems: report.problems.into_iter().take(PROBLEMS).map(|one| problem(texts, one)).collect(),
        notes: report.notes.iter().map(|note| reasons::remark(texts, note)).collect(),
    }
}

fn problem(texts: &Texts, problem: Problem) -> ProblemRow {
    let Problem { line, column, value, reason, refused, .. } = problem;
    ProblemRow { line, column, value, reason: reasons::told(texts, &reason), refused }
}

/// What a page shows of a job that goes on.
fn shown(job: &Job) -> String {
    format!("{}-{}-{}", job.state, job.done, job.total)
}

/// Until there is something else to show than what the reader has seen; one whose patience ends is shown what is there.
pub(crate) async fn wait_for_news(
    desk: &Dashboard,
    at: &AtDesk,
    actor: &Actor,
    id: JobId,
) -> Result<(), DeskFailure> {
    let Some(seen) = at.reader.query.get("seen") else { return Ok(()) };
    let db = &desk.app().desk()?.identity.db;
    let mut news = db.watch();
    let another = async {
        loop {
            let job = jobs::find_job(db, actor, id).await?;
            if job.state.is_over() || shown(&job) != seen {
                return Ok(());
            }
            news.moved().await;
        }
    };
    tokio::time::timeout(PATIENCE, another).await.unwrap_or(Ok(()))
}
