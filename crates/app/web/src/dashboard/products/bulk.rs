//! Many products changed at once, and that taken back.

use axum::extract::State;
use axum::response::Response;
use catalogue::{
    BulkChange, BulkEditId, CatalogueError, Patched, ProductId, Selection, bulk_edit, undo_bulk_edit,
};
use kernel::Permission;

use super::list::{self, BulkTyped, PATH};
use crate::dashboard::failure::{DeskFailure, desk_path, go};
use crate::dashboard::field::Wrong;
use crate::dashboard::reader::{AtDesk, FLASH, Posted};
use crate::dashboard::{Dashboard, amount};
use crate::storefront::address::Pairs;

pub(super) async fn change(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    changed(&desk, &at, &form).await
}

async fn changed(desk: &Dashboard, at: &AtDesk, form: &Pairs) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::EditProducts)?;
    let texts = desk.texts(at.reader.locale);
    let shop = desk.at(actor)?;
    let query = Pairs::read(form.get("filter").unwrap_or_default().trim_start_matches('?'));
    let percent = form.get("percent").unwrap_or_default();
    let typed = |wrong: Option<&str>, error: Option<&str>| BulkTyped {
        percent: percent.to_owned(),
        wrong: wrong.map(|key| Wrong { field: "percent", reason: texts.get(key).to_owned() }),
        error: error.map(|key| texts.get(key).to_owned()),
    };
    let again = async |typed| list::page(desk, at, &query, Some(typed)).await;
    let price_by_basis_points = match percent {
        "" => None,
        text => match amount::basis_points(text) {
            Some(points) => Some(points),
            None => return again(typed(Some("wrong-percent"), None)).await,
        },
    };
    let (on_order, published) = match form.get("availability") {
        Some("publish") => (None, Some(true)),
        Some("withdraw") => (None, Some(false)),
        Some("on-order") => (Some(true), None),
        Some("not-on-order") => (Some(false), None),
        _ => (None, None),
    };
    let change = BulkChange {
        price_by_basis_points,
        brand_id: form.get("to-brand").and_then(|id| id.parse().ok()).map_or(Patched::Leave, Patched::Set),
        category_id: form
            .get("to-category")
            .and_then(|id| id.parse().ok())
            .map_or(Patched::Leave, Patched::Set),
        on_order,
        published,
    };
    if change == BulkChange::default() {
        return again(typed(None, Some("bulk-says-nothing"))).await;
    }
    let selection = if form.get("whole").is_some() {
        Selection::Filter(list::filter(&query, shop.settings.currency))
    } else {
        let ids: Vec<ProductId> =
            form.0.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| id.parse().ok()).collect();
        if ids.is_empty() {
            return again(typed(None, Some("bulk-nobody"))).await;
        }
        Selection::Ids(ids)
    };
    match bulk_edit(&shop, &selection, &change).await {
        Ok(edit) => {
            let query = query.without(&FLASH).with("bulk", &edit.id.to_string());
            Ok(go(&query.with("changed", &edit.changed.to_string()).on(PATH)))
        }
        Err(CatalogueError::Refused(refusal)) if refusal.field == "pricePercent" => {
            again(typed(Some("wrong-percent"), None)).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn undo(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditProducts)?)?;
    let id: BulkEditId = form.get("bulk").and_then(|id| id.parse().ok()).ok_or(DeskFailure::NotFound)?;
    let undo = undo_bulk_edit(&shop, id).await?;
    let back = form.get("back").and_then(desk_path).unwrap_or(PATH);
    let query = Pairs::read(back.split_once('?').map_or("", |(_, query)| query)).without(&FLASH);
    let query = query.with("undone", &undo.restored.to_string()).with("kept", &undo.kept.to_string());
    Ok(go(&query.on(PATH)))
}
