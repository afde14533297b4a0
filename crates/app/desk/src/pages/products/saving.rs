//! A product's form as it is sent: saved, refused beside its fields, or held against what a colleague saved.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use catalogue::{
    CatalogueError, Desk, ProductId, ProductVersion, create_product, delete_product, edit_product,
    find_product_at_desk, restore_product,
};
use http::StatusCode;
use kernel::Permission;
use serde::Serialize;
use web::routing::Path;

use super::form::{self, FIELDS, Typed};
use super::list::PATH;
use super::one::{Refused, page, read_id};
use crate::pages::failure::{DeskFailure, go};
use crate::pages::field::Wrong;
use crate::pages::reader::{AtDesk, Posted};
use crate::pages::{Dashboard, names};
use web::storefront::address::Pairs;

/// What somebody else changed meanwhile.
#[derive(Debug, Serialize)]
pub(super) struct Clash {
    lead: String,
    fields: Vec<ClashField>,
}

#[derive(Debug, Serialize)]
struct ClashField {
    label: String,
    theirs: String,
    yours: String,
}

pub(super) async fn create(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditProducts)?)?;
    let texts = desk.texts(at.reader.locale);
    let typed = Typed::of_form(&form);
    let mut touched = typed.touched(&Typed::of_new().marks());
    // What a new product is without being asked is said all the same.
    touched.extend(["published"].iter().filter(|name| !touched.contains(*name)).collect::<Vec<_>>());
    let refused = |wrong| Refused { typed: Some(typed.clone()), wrong, ..Refused::default() };
    let patch = match typed.patch(&touched, shop.settings.currency, texts) {
        Ok(patch) => patch,
        Err(wrong) => return page(&desk, &at, None, refused(wrong)).await,
    };
    match create_product(&shop, &patch).await {
        Ok(product) => Ok(go(&format!("{PATH}/{}?done=created", product.product.id))),
        Err(error) => match form::wrong(texts, error) {
            Ok(wrong) => page(&desk, &at, None, refused(vec![wrong])).await,
            Err(error) => Err(error.into()),
        },
    }
}

pub(super) async fn edit(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    edited(&desk, &at, &id, &form).await
}

async fn edited(desk: &Dashboard, at: &AtDesk, id: &str, form: &Pairs) -> Result<Response, DeskFailure> {
    let shop = desk.at(at.require(Permission::EditProducts)?)?;
    let (texts, id) = (desk.texts(at.reader.locale), read_id(id)?);
    let version = read_version(form)?;
    let marks = form.get("marks").unwrap_or_default();
    let typed = Typed::of_form(form);
    let mut touched = typed.touched(marks);
    if !shop.actor.may(Permission::ViewCosts) {
        touched.retain(|name| *name != "cost");
    }
    let again = async |wrong: Vec<Wrong>| {
        let product = find_product_at_desk(&shop, id).await?;
        let refused = Refused {
            typed: Some(typed.clone()),
            marks: Some(marks.to_owned()),
            wrong,
            ..Refused::default()
        };
        page(desk, at, Some(product), refused).await
    };
    let patch = match typed.patch(&touched, shop.settings.currency, texts) {
        Ok(patch) => patch,
        Err(wrong) => return again(wrong).await,
    };
    match edit_product(&shop, id, version, &patch).await {
        Ok(_) => Ok(go(&format!("{PATH}/{id}?done=saved"))),
        Err(CatalogueError::ChangedMeanwhile(_)) => clash(desk, at, &shop, id, &typed, &touched).await,
        Err(error) => match form::wrong(texts, error) {
            Ok(wrong) => again(vec![wrong]).await,
            Err(error) => Err(error.into()),
        },
    }
}

/// The version that a form was based on.
pub(super) fn read_version(form: &Pairs) -> Result<ProductVersion, DeskFailure> {
    form.get("version").and_then(|text| text.parse().ok()).ok_or(DeskFailure::NotFound)
}

/// 412: theirs beside mine, mine in the form over what is there now.
async fn clash(
    desk: &Dashboard,
    at: &AtDesk,
    shop: &Desk<'_>,
    id: ProductId,
    typed: &Typed,
    touched: &[&'static str],
) -> Result<Response, DeskFailure> {
    let (texts, locale) = (desk.texts(at.reader.locale), at.reader.locale);
    let snapshot = desk.app().snapshot();
    let product = find_product_at_desk(shop, id).await?;
    let theirs = Typed::of_product(&product.product, shop.settings.currency, locale);
    let shown = |name: &str, value: &str| match name {
        "brand" => {
            value.parse().ok().and_then(|id| names::brand(&snapshot, id)).unwrap_or_default().to_owned()
        }
        "category" => value
            .parse()
            .ok()
            .and_then(|id| names::category(&snapshot, id))
            .map_or_else(String::new, |category| category.names.best(locale).to_owned()),
        "published" | "on_order" => texts.get(if value.is_empty() { "no" } else { "yes" }).to_owned(),
        _ => value.to_owned(),
    };
    let differing =
        FIELDS.iter().filter(|(name, _)| touched.contains(name) && theirs.get(name) != typed.get(name));
    let fields: Vec<ClashField> = differing
        .map(|(name, key)| ClashField {
            label: texts.get(key).to_owned(),
            theirs: shown(name, theirs.get(name)),
            yours: shown(name, typed.get(name)),
        })
        .collect();
    let lead = texts.get(if fields.is_empty() { "clash-lead-others" } else { "clash-lead" }).to_owned();
    let refused = Refused {
        typed: Some(typed.clone().over(&theirs, touched)),
        marks: Some(theirs.marks()),
        clash: Some(Clash { lead, fields }),
        ..Refused::default()
    };
    Ok((StatusCode::PRECONDITION_FAILED, page(desk, at, Some(product), refused).await?).into_response())
}

pub(super) async fn take_step(
    State(desk): State<Dashboard>,
    Path((id, step)): Path<(String, String)>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let shop = desk.at(at.require(Permission::EditProducts)?)?;
    let id = read_id(&id)?;
    let done = match step.as_str() {
        "delete" => {
            delete_product(&shop, id).await?;
            "deleted"
        }
        "restore" => {
            restore_product(&shop, id).await?;
            "restored"
        }
        _ => return Err(DeskFailure::NotFound),
    };
    Ok(go(&format!("{PATH}/{id}?done={done}")))
}
