//! Home: what is to be done now, how the catalogue stands, what happened last.
//! Each figure opens the list that it counts.

use audit::AuditFilter;
use axum::extract::State;
use axum::response::Response;
use catalogue::CatalogueFigures;
use fluent_bundle::FluentArgs;
use jobs::{JobState, QueueFigures};
use kernel::{Actor, Permission};
use orion::InsightKind;
use serde::Serialize;

use super::failure::{DeskFailure, go};
use super::reader::{AtDesk, clock};
use super::sheet::Sheet;
use super::story::{EntryView, Teller};
use super::{Dashboard, forecasts, moment};
use web::storefront::texts::Texts;

/// Entries of the trail that the page shows.
const RECENT: usize = 12;

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

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    match page(&desk, &at).await {
        // Who sees nothing of the desk has an account all the same.
        Err(DeskFailure::Forbidden) => Ok(go("/desk/account")),
        shown => shown,
    }
}

async fn page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewDesk)?;
    let texts = desk.texts(at.reader.locale);
    let identity = &desk.app().desk()?.identity;
    let mut groups = Vec::new();
    if actor.may(Permission::ViewJobs) {
        let queue = jobs::figures(&identity.db).await?;
        let mut figures = job_figures(texts, &queue);
        if actor.may(Permission::ManageWebhooks) {
            figures.extend(paused_webhooks(desk, actor, texts).await?);
        }
        groups.push(Group { heading: texts.get("home-now").to_owned(), figures });
    }
    let mut on_sale = None;
    if actor.may(Permission::ViewProducts) {
        let shop = desk.at(actor)?;
        let figures = catalogue::catalogue_figures(&shop).await?;
        on_sale = Some(figures.on_sale);
        let figures = product_figures(texts, &figures, desk.app().snapshot().settings().low_stock);
        groups.push(Group { heading: texts.get("home-stock").to_owned(), figures });
    }
    if actor.may(Permission::ViewForecasts) {
        let counts = orion::count_insights(forecasts::demand(desk, actor)?).await?;
        let figures: Vec<Figure> = counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| demand_figure(texts, kind, count))
            .collect();
        if !figures.is_empty() {
            groups.push(Group { heading: texts.get("home-demand").to_owned(), figures });
        }
    }
    let may_audit = actor.may(Permission::ViewAudit);
    let teller = Teller::new(desk, texts, identity, actor).await;
    let recent = if may_audit {
        audit::list(identity.db.reader(), actor, &AuditFilter::default(), RECENT).await?.entries
    } else {
        audit::recent(identity.db.reader(), actor, RECENT as u64).await?
    };
    let entries = recent.iter().map(|entry| teller.tell(entry)).collect();
    let mut first_steps = Vec::new();
    if on_sale == Some(0) && actor.may(Permission::ImportCatalogue) {
        first_steps.push(Step { href: "/desk/files", label: texts.get("step-products").to_owned() });
    }
    if actor.may(Permission::ManageStaff) && identity::list_staff(identity, actor).await?.len() == 1 {
        first_steps.push(Step { href: "/desk/staff", label: texts.get("step-staff").to_owned() });
    }
    let mut today = FluentArgs::new();
    today.set("date", moment::date(clock(desk).now(), desk.zone()));
    today.set("products", on_sale.unwrap_or_default());
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

fn job_figures(texts: &Texts, queue: &QueueFigures) -> Vec<Figure> {
    let of = |state: JobState, key: &'static str, kind: &'static str| {
        let count = queue.count(state);
        let kind = if count > 0 { kind } else { "" };
        figure(texts, key, count, kind, format!("/desk/jobs?state={state}"))
    };
    vec![
        of(JobState::Failed, "figure-failed", "danger"),
        of(JobState::Running, "figure-running", ""),
        of(JobState::Queued, "figure-waiting", ""),
    ]
}

/// Programs that hear nothing any more, if there are any.
async fn paused_webhooks(
    desk: &Dashboard,
    actor: &Actor,
    texts: &Texts,
) -> Result<Option<Figure>, DeskFailure> {
    let endpoints = webhooks::list_endpoints(&desk.app().desk()?.webhooks, actor).await?;
    let paused = endpoints.iter().filter(|endpoint| endpoint.paused.is_some()).count() as u64;
    let tile = || figure(texts, "figure-paused", paused, "warning", "/desk/webhooks".to_owned());
    Ok((paused > 0).then(tile))
}

/// Each opens the list of just those products.
fn product_figures(texts: &Texts, figures: &CatalogueFigures, low_stock: u32) -> Vec<Figure> {
    let of = |key: &'static str, count: u64, kind: &'static str, query: &str| {
        let kind = if count > 0 { kind } else { "" };
        figure(texts, key, count, kind, format!("/desk/products?state={query}"))
    };
    let mut low = of("figure-low", figures.low, "warning", "live&stock=low&sort=stock");
    low.note = texts.count("figure-low-note", low_stock as usize);
    vec![
        of("figure-on-sale", figures.on_sale, "", "live"),
        of("figure-out", figures.out, "warning", "live&stock=out"),
        low,
        of("figure-unpriced", figures.without_price, "", "live&price=none"),
        of("figure-drafts", figures.drafts, "", "draft"),
    ]
}

fn demand_figure(texts: &Texts, kind: InsightKind, count: u64) -> Figure {
    let colour = if kind == InsightKind::Restock { "warning" } else { "" };
    let href = format!("{}/list?kind={}", forecasts::PATH, kind.as_str());
    figure(texts, forecasts::kind_key(kind), count, colour, href)
}

fn figure(texts: &Texts, key: &'static str, value: u64, kind: &'static str, href: String) -> Figure {
    Figure {
        name: texts.get(key).to_owned(),
        note: texts.fixed(&format!("{key}-note")).unwrap_or_default().to_owned(),
        value: texts.count("plain-number", value as usize),
        kind,
        href,
    }
}
