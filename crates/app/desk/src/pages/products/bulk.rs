//! Many products changed at once, and that taken back.

use axum::extract::State;
use axum::response::Response;
use catalogue::{
    BulkChange, BulkEditId, CatalogueError, Patched, ProductId, Selection, bulk_edit, undo_bulk_edit,
};
use kernel::Permission;
use serde::Serialize;

use super::list::{self, PATH};
use crate::pages::failure::{DeskFailure, desk_path, go};
use crate::pages::field::{Choice, Field, Wrong};
use crate::pages::reader::{AtDesk, FLASH, Posted};
use crate::pages::{Dashboard, amount};
use web::storefront::address::Pairs;
use web::storefront::texts::Texts;

/// Value in the form and key of the text.
const AVAILABILITIES: [(&str, &str); 4] = [
    ("publish", "bulk-publish"),
    ("withdraw", "bulk-withdraw"),
    ("on-order", "bulk-on-order"),
    ("not-on-order", "bulk-not-on-order"),
];

/// The form that changes many: what it was sent with, and what is wrong with that.
#[derive(Debug, Serialize)]
pub(super) struct BulkForm {
    percent: Field,
    availability: Field,
    availabilities: Vec<Choice>,
    category: Field,
    brand: Field,
    whole: bool,
    picked: Vec<String>,
    error: Option<String>,
    open: bool,
}

impl BulkForm {
    /// One that nobody has filled in.
    pub(super) fn empty(texts: &Texts) -> Self {
        Self::of(&Pairs::default(), texts)
    }

    fn of(form: &Pairs, texts: &Texts) -> Self {
        let of = |name| Field::of(name, form.get(name).unwrap_or_default());
        let choice =
            |(value, key): (&str, &str)| Choice { value: value.to_owned(), label: texts.get(key).to_owned() };
        Self {
            percent: of("percent"),
            availability: of("availability"),
            availabilities: AVAILABILITIES.into_iter().map(choice).collect(),
            category: of("to-category"),
            brand: of("to-brand"),
            whole: form.get("whole").is_some(),
            picked: picked(form).map(str::to_owned).collect(),
            error: None,
            open: false,
        }
    }

    /// The same with what is wrong.
    fn wrong(self, texts: &Texts, key: &str) -> Self {
        Self { error: Some(texts.get(key).to_owned()), open: true, ..self }
    }

    /// The same with a percentage that is none.
    fn wrong_percent(self, texts: &Texts) -> Self {
        let wrong = Wrong { field: "percent", reason: texts.get("wrong-percent").to_owned() };
        Self { percent: self.percent.wrong(Some(&wrong)), open: true, ..self }
    }
}

/// Ids of the products that were ticked.
fn picked(form: &Pairs) -> impl Iterator<Item = &str> {
    form.0.iter().filter(|(name, _)| name == "id").map(|(_, id)| id.as_str())
}

pub(super) async fn change(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let actor = at.require(Permission::EditProducts)?;
    let texts = desk.texts(at.reader.locale);
    let shop = desk.at(actor)?;
    let query = Pairs::read(form.get("filter").unwrap_or_default().trim_start_matches('?'));
    let percent = form.get("percent").unwrap_or_default();
    let sent = || BulkForm::of(&form, texts);
    let again = async |bulk| list::page(&desk, &at, &query, bulk).await;
    let price_by_basis_points = match percent {
        "" => None,
        text => match amount::basis_points(text) {
            Some(points) => Some(points),
            None => return again(sent().wrong_percent(texts)).await,
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
        return again(sent().wrong(texts, "bulk-says-nothing")).await;
    }
    let selection = if form.get("whole").is_some() {
        Selection::Filter(list::filter(&query, shop.settings.currency))
    } else {
        let ids: Vec<ProductId> = picked(&form).filter_map(|id| id.parse().ok()).collect();
        if ids.is_empty() {
            return again(sent().wrong(texts, "bulk-nobody")).await;
        }
        Selection::Ids(ids)
    };
    match bulk_edit(&shop, &selection, &change).await {
        Ok(edit) => {
            let query = query.without(&FLASH).with("bulk", &edit.id.to_string());
            Ok(go(&query.with("changed", &edit.changed.to_string()).on(PATH)))
        }
        Err(CatalogueError::Refused(refusal)) if refusal.field == "pricePercent" => {
            again(sent().wrong_percent(texts)).await
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
