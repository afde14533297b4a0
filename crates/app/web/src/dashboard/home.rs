//! Home: what is to be done now, how the catalogue stands, what happened last.

use audit::AuditFilter;
use axum::extract::State;
use axum::response::Response;
use catalogue::{Availability, Snapshot};
use fluent_bundle::FluentArgs;
use jobs::{JobFilter, JobState};
use kernel::Permission;
use serde::Serialize;

use super::failure::{self, DeskFailure, go};
use super::reader::{AtDesk, clock};
use super::sheet::Sheet;
use super::story::{EntryView, Teller};
use super::{Dashboard, moment};
use crate::storefront::texts::Texts;

/// Entries of the trail that the page shows.
const RECENT: usize = 12;
/// Jobs that are counted at most.
const JOBS: u64 = 200;

#[derive(Debug, Serialize)]
pub(crate) struct HomeView {
    pub(crate) greeting: String,
    pub(crate) today: String,
    pub(crate) first_steps: Vec<Step>,
    pub(crate) groups: Vec<Group>,
    pub(crate) audit_href: Option<&'static str>,
    pub(crate) entries: Vec<EntryView>,
}

/// Something to begin with.
#[derive(Debug, Serialize)]
pub(crate) struct Step {
    pub(crate) href: &'static str,
    pub(crate) label: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Group {
    pub(crate) heading: String,
    pub(crate) figures: Vec<Figure>,
}

/// A figure that opens its list.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) note: String,
    pub(crate) value: String,
    /// "warning", "danger" or nothing.
    pub(crate) kind: &'static str,
    pub(crate) href: String,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Response {
    match page(&desk, &at).await {
        Ok(answer) => answer,
        // Who sees nothing of the desk has an account all the same.
        Err(DeskFailure::Forbidden) => go("/desk/account"),
        Err(failure) => failure::answer(&desk, &at.reader, failure),
    }
}

async fn page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewDesk)?;
    let texts = desk.texts(at.reader.locale);
    let identity = &desk.app().desk()?.identity;
    let snapshot = desk.app().snapshot();
    let stock = StockFigures::of(&snapshot);
    let mut now = Vec::new();
    if actor.may(Permission::ViewJobs) {
        let count = async |state: JobState| -> Result<usize, DeskFailure> {
            let filter = JobFilter { state: Some(state), kind: None };
            Ok(jobs::list_jobs(&identity.db, actor, &filter, None, JOBS).await?.jobs.len())
        };
        let (failed, busy) = (
            count(JobState::Failed).await?,
            count(JobState::Running).await? + count(JobState::Queued).await?,
        );
        let kind = if failed > 0 { "danger" } else { "" };
        now.push(figure(
            texts,
            ["figure-failed", "figure-failed-note"],
            failed,
            kind,
            "/desk/jobs?state=failed",
        ));
        now.push(figure(texts, ["figure-running", "figure-running-note"], busy, "", "/desk/jobs"));
    }
    let list = |query: &str| format!("/desk/products{query}");
    let mut groups = Vec::new();
    if !now.is_empty() {
        groups.push(Group { heading: texts.get("home-now").to_owned(), figures: now });
    }
    let on_sale =
        figure(texts, ["figure-on-sale", "figure-on-sale-note"], stock.on_sale, "", &list("?state=live"));
    let out_kind = if stock.out > 0 { "warning" } else { "" };
    let out =
        figure(texts, ["figure-out", "figure-out-note"], stock.out, out_kind, &list("?state=live&stock=out"));
    let low_kind = if stock.low > 0 { "warning" } else { "" };
    let low = figure(
        texts,
        ["figure-low", "figure-low-note"],
        stock.low,
        low_kind,
        &list("?state=live&stock=low&sort=stock"),
    );
    let unpriced = figure(
        texts,
        ["figure-unpriced", "figure-unpriced-note"],
        stock.unpriced,
        "",
        &list("?state=live&sort=price"),
    );
    groups.push(Group {
        heading: texts.get("home-stock").to_owned(),
        figures: vec![on_sale, out, low, unpriced],
    });
    let mut entries = Vec::new();
    let may_audit = actor.may(Permission::ViewAudit);
    if may_audit {
        let teller = Teller::new(desk, texts, identity, actor).await;
        let trail = audit::list(identity.db.reader(), actor, &AuditFilter::default(), RECENT).await?;
        entries = trail.entries.iter().map(|entry| teller.tell(entry)).collect();
    }
    let mut first_steps = Vec::new();
    if snapshot.product_count() == 0 && actor.may(Permission::ImportCatalogue) {
        first_steps.push(Step { href: "/desk/files", label: texts.get("step-products").to_owned() });
    }
    if actor.may(Permission::ManageStaff) && identity::list_staff(identity, actor).await?.len() == 1 {
        first_steps.push(Step { href: "/desk/staff", label: texts.get("step-staff").to_owned() });
    }
    let mut today = FluentArgs::new();
    today.set("date", moment::date(clock(desk).now(), desk.zone()));
    today.set("products", stock.on_sale);
    let view = HomeView {
        greeting: texts.with("greeting", "name", &at.member()?.staff.name),
        today: texts.format("today", &today),
        first_steps,
        groups,
        audit_href: may_audit.then_some("/desk/audit"),
        entries,
    };
    Ok(Sheet::new(desk, &at.reader, "home", texts.get("home")).render("desk/home.html", view)?)
}

fn figure(texts: &Texts, [name, note]: [&str; 2], value: usize, kind: &'static str, href: &str) -> Figure {
    Figure {
        name: texts.get(name).to_owned(),
        note: texts.get(note).to_owned(),
        value: texts.count("plain-number", value),
        kind,
        href: href.to_owned(),
    }
}

/// How the catalogue stands.
struct StockFigures {
    on_sale: usize,
    out: usize,
    low: usize,
    unpriced: usize,
}

impl StockFigures {
    fn of(snapshot: &Snapshot) -> Self {
        let mut figures = Self { on_sale: snapshot.product_count(), out: 0, low: 0, unpriced: 0 };
        for product in snapshot.products() {
            figures.out += usize::from(product.availability() == Availability::Out);
            figures.low += usize::from(product.availability() == Availability::Low);
            figures.unpriced += usize::from(product.price().is_none());
        }
        figures
    }
}
