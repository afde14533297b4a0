//! Views of the list that somebody has saved for themselves.

use axum::extract::State;
use axum::response::Response;
use kernel::Permission;
use settings::{SavedView, SettingsError, keep_view, remove_view};

use super::list::{FILTERS, PATH};
use crate::pages::Dashboard;
use crate::pages::failure::{DeskFailure, go};
use crate::pages::reader::{AtDesk, Posted};
use web::storefront::address::Pairs;

/// What the list is called where views are kept.
const LIST: &str = "products";

/// Those of the person at the page.
pub(super) async fn list(desk: &Dashboard, at: &AtDesk) -> Result<Vec<SavedView>, DeskFailure> {
    let db = &desk.app().desk()?.identity.db;
    Ok(settings::list_views(db, at.member()?.person.staff.0, LIST).await?)
}

/// Of an address, what makes a view: the filters and the order.
pub(super) fn essence(query: &Pairs) -> Pairs {
    let kept = |name: &str| FILTERS.contains(&name) || name == "sort";
    Pairs(query.0.iter().filter(|(name, _)| kept(name)).cloned().collect())
}

/// The address of a view.
pub(super) fn address(query: &str) -> String {
    essence(&Pairs::read(query)).on(PATH)
}

pub(super) async fn keep(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let actor = at.require(Permission::ViewProducts)?;
    let db = &desk.app().desk()?.identity.db;
    let of = |name: &str| form.get(name).unwrap_or_default();
    let query = essence(&Pairs::read(of("query").trim_start_matches('?'))).on("");
    let query = query.trim_start_matches('?').to_owned();
    let back = |done: &str| go(&Pairs::read(&query).with("done", done).on(PATH));
    let view = SavedView { name: of("name").to_owned(), query: query.clone() };
    match keep_view(db, actor, at.member()?.person.staff.0, LIST, view).await {
        Ok(()) => Ok(back("saved")),
        Err(SettingsError::Invalid { .. }) => Ok(back("wrong-view")),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn remove(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let actor = at.require(Permission::ViewProducts)?;
    let db = &desk.app().desk()?.identity.db;
    let name = form.get("name").unwrap_or_default();
    remove_view(db, actor, at.member()?.person.staff.0, LIST, name).await?;
    Ok(go(&format!("{PATH}?done=view-removed")))
}
