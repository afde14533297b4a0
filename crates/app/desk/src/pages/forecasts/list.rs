//! Lists of what should be done, one a kind; the order list prints and goes out as CSV.

use axum::extract::State;
use axum::response::Response;
use kernel::Permission;
use orion::{InsightKind, MOST_INSIGHTS, list_insights};
use serde::Serialize;

use super::words::{InsightRow, Words, kind_key};
use super::{PATH, demand};
use crate::pages::Dashboard;
use crate::pages::failure::DeskFailure;
use crate::pages::reader::AtDesk;
use crate::pages::sheet::Sheet;
use web::download::{CSV, download, table};

#[derive(Debug, Serialize)]
struct ListView {
    heading: String,
    lead: String,
    tabs: Vec<Tab>,
    restock: bool,
    rows: Vec<InsightRow>,
}

#[derive(Debug, Serialize)]
struct Tab {
    href: String,
    label: String,
    current: bool,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    list_page(&desk, &at).await
}

async fn list_page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewForecasts)?;
    let kind = at.reader.query.get("kind").and_then(InsightKind::parse).unwrap_or(InsightKind::Restock);
    let (texts, snapshot) = (desk.texts(at.reader.locale), desk.app().snapshot());
    let words = Words::of(desk, &snapshot, at.reader.locale)?;
    let found = list_insights(demand(desk, actor)?, Some(kind), MOST_INSIGHTS, words.today).await?;
    let view = ListView {
        heading: texts.get(kind_key(kind)).to_owned(),
        lead: texts.get(&format!("{}-note", kind_key(kind))).to_owned(),
        tabs: InsightKind::ALL
            .into_iter()
            .map(|one| Tab {
                href: format!("{PATH}/list?kind={}", one.as_str()),
                label: texts.get(kind_key(one)).to_owned(),
                current: one == kind,
            })
            .collect(),
        restock: kind == InsightKind::Restock,
        rows: found.iter().map(|one| words.row(one)).collect(),
    };
    let title = view.heading.clone();
    Ok(Sheet::new(desk, &at.reader, "forecasts", &title).render("desk/forecasts/list.html", view)?)
}

/// The order list as CSV, with a mark of its encoding for spreadsheets.
pub(crate) async fn export_orders(
    State(desk): State<Dashboard>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewForecasts)?;
    let snapshot = desk.app().snapshot();
    let words = Words::of(&desk, &snapshot, at.reader.locale)?;
    let found =
        list_insights(demand(&desk, actor)?, Some(InsightKind::Restock), MOST_INSIGHTS, words.today).await?;
    let rows = found.iter().map(|one| {
        let (row, evidence) = (words.row(one), one.0.evidence);
        let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
        [
            row.sku.unwrap_or_default(),
            row.name,
            number(row.order),
            number(row.stock),
            // As in every file: the same day and number for every reader.
            evidence.by.map(|by| by.to_string()).unwrap_or_default(),
            evidence.weekly.map(|pieces| format!("{pieces:.1}")).unwrap_or_default(),
        ]
    });
    let head = ["sku", "name", "order", "stock", "by", "weekly"].map(str::to_owned);
    Ok(download("order-list.csv", CSV, table(std::iter::once(head).chain(rows))))
}
