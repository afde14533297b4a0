//! The audit trail: filtered by address, newest first, exported as a table.

use audit::{AuditFilter, csv_head, csv_rows};
use axum::extract::State;
use axum::response::Response;
use identity::list_staff;
use kernel::Permission;
use serde::Serialize;

use super::failure::DeskFailure;
use super::field::{Choice, Field};
use super::reader::AtDesk;
use super::sheet::Sheet;
use super::story::{EntryView, Teller};
use super::{Dashboard, moment};
use web::download::{CSV, download};
use web::storefront::address::Pairs;

/// Entries on a page.
const PAGE: usize = 50;
/// Entries read at once for an export.
const CHUNK: usize = 1_000;
/// Groups of actions to filter by.
const ACTIONS: [&str; 8] =
    ["staff", "session", "api-key", "product", "catalogue", "job", "webhook", "settings"];
/// The parameters of the address.
const FILTERS: [&str; 4] = ["who", "action", "from", "until"];

#[derive(Debug, Serialize)]
pub(crate) struct AuditView {
    pub(crate) export_href: String,
    pub(crate) who: Field,
    pub(crate) people: Vec<Choice>,
    pub(crate) action: Field,
    pub(crate) actions: Vec<Choice>,
    pub(crate) from: Field,
    pub(crate) until: Field,
    pub(crate) chips: Vec<Chip>,
    pub(crate) rows: Vec<EntryView>,
    pub(crate) next: Option<String>,
}

/// A filter that is on, and the address without it.
#[derive(Debug, Serialize)]
pub(crate) struct Chip {
    pub(crate) label: String,
    pub(crate) href: String,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at).await
}

fn filter(desk: &Dashboard, query: &Pairs) -> AuditFilter {
    let day = |name: &str| query.get(name).and_then(|text| moment::begin_of(text, desk.zone()));
    AuditFilter {
        who: query.get("who").and_then(|id| id.parse().ok()),
        action: query.get("action").filter(|action| ACTIONS.contains(action)).map(str::to_owned),
        from: day("from"),
        // The day itself is meant too.
        until: day("until").map(|begin| begin + chrono::TimeDelta::days(1)),
        below: query.get("below").and_then(|number| number.parse().ok()),
        ..AuditFilter::default()
    }
}

async fn page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewAudit)?;
    let (texts, query) = (desk.texts(at.reader.locale), &at.reader.query);
    let identity = &desk.app().desk()?.identity;
    let trail = audit::list(identity.db.reader(), actor, &filter(desk, query), PAGE).await?;
    let teller = Teller::new(desk, texts, identity, actor).await;
    let people =
        if actor.may(Permission::ManageStaff) { list_staff(identity, actor).await? } else { Vec::new() };
    let people: Vec<Choice> = people
        .into_iter()
        .map(|person| Choice { value: person.id.to_string(), label: person.name })
        .collect();
    let actions: Vec<Choice> = ACTIONS
        .iter()
        .map(|action| Choice {
            value: (*action).to_owned(),
            label: super::story::action_name(texts, &format!("all.{action}")),
        })
        .collect();
    let given = |name: &'static str| Field::of(name, query.get(name).unwrap_or_default());
    let label = |name: &str, value: &str| {
        let choices = if name == "who" { &people } else { &actions };
        choices.iter().find(|choice| choice.value == value).map_or(value, |choice| &choice.label).to_owned()
    };
    let kept = query.without(&["below", "done"]);
    let chips = FILTERS.iter().filter_map(|name| {
        let value = query.get(name)?;
        Some(Chip { label: label(name, value), href: kept.without(&[*name]).on("/desk/audit") })
    });
    let chips: Vec<Chip> = chips.collect();
    let view = AuditView {
        export_href: kept.on("/desk/audit/export"),
        who: given("who"),
        action: given("action"),
        from: given("from"),
        until: given("until"),
        chips,
        rows: trail.entries.iter().map(|entry| teller.tell(entry)).collect(),
        next: trail.next.map(|below| kept.clone().with("below", &below.to_string()).on("/desk/audit")),
        people,
        actions,
    };
    Ok(Sheet::new(desk, &at.reader, "audit", texts.get("audit")).render("desk/audit.html", view)?)
}

pub(crate) async fn export(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    Ok(download("audit.csv", CSV, table(&desk, &at).await?))
}

async fn table(desk: &Dashboard, at: &AtDesk) -> Result<Vec<u8>, DeskFailure> {
    let actor = at.require(Permission::ViewAudit)?;
    let db = &desk.app().desk()?.identity.db;
    let mut filter = filter(desk, &at.reader.query);
    let mut rows = csv_head();
    loop {
        let trail = audit::list(db.reader(), actor, &filter, CHUNK).await?;
        rows.append(&mut csv_rows(&trail.entries));
        match trail.next {
            Some(below) => filter.below = Some(below),
            None => return Ok(rows),
        }
    }
}
