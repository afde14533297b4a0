//! Brands: made, renamed, merged into another, taken away.

use axum::extract::State;
use axum::response::Response;
use catalogue::{
    BrandAtDesk, BrandId, create_brand, delete_brand, list_brands_at_desk, merge_brands, rename_brand,
};
use kernel::Permission;
use serde::Serialize;
use web::routing::Path;

use super::wrong;
use crate::pages::Dashboard;
use crate::pages::failure::{DeskFailure, go};
use crate::pages::field::{Choice, Field, Wrong};
use crate::pages::reader::{AtDesk, Posted};
use crate::pages::sheet::Sheet;

const KNOWN: [(&str, &str, &str); 2] =
    [("name", "name", "wrong-brand-name"), ("slug", "name", "wrong-brand-name")];

#[derive(Debug, Serialize)]
struct BrandsView {
    words: String,
    rows: Vec<BrandRow>,
    name: Field,
    may_edit: bool,
}

#[derive(Debug, Serialize)]
struct BrandRow {
    href: String,
    name: String,
    products: u64,
    products_href: String,
}

#[derive(Debug, Serialize)]
struct BrandView {
    href: String,
    heading: String,
    name: Field,
    products: u64,
    products_href: String,
    into: Field,
    others: Vec<Choice>,
    may_edit: bool,
}

pub(super) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at, Field::empty("name")).await
}

fn row(brand: &BrandAtDesk) -> BrandRow {
    BrandRow {
        href: format!("/desk/brands/{}", brand.brand.id),
        name: brand.brand.name.clone(),
        products: brand.products,
        products_href: format!("/desk/products?brand={}", brand.brand.id),
    }
}

async fn page(desk: &Dashboard, at: &AtDesk, name: Field) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewProducts)?;
    let texts = desk.texts(at.reader.locale);
    let words = at.reader.query.get("q").unwrap_or_default().to_owned();
    let folded = kernel::text::fold(words.trim());
    let mut brands = list_brands_at_desk(&desk.at(actor)?).await?;
    brands.retain(|brand| kernel::text::fold(&brand.brand.name).contains(&folded));
    let may_edit = actor.may(Permission::EditCatalogue);
    let view = BrandsView { words, rows: brands.iter().map(row).collect(), name, may_edit };
    Ok(Sheet::new(desk, &at.reader, "catalogue", texts.get("brands")).render("desk/brands.html", view)?)
}

pub(super) async fn create(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    let name = form.get("name").unwrap_or_default();
    match create_brand(&shop, name).await {
        Ok(_) => Ok(go("/desk/brands?done=saved")),
        Err(error) => {
            let wrong = wrong(desk.texts(at.reader.locale), error, &KNOWN)?;
            page(&desk, &at, Field::of("name", name).wrong(Some(&wrong))).await
        }
    }
}

fn read_id(id: &str) -> Result<BrandId, DeskFailure> {
    id.parse().ok().ok_or(DeskFailure::NotFound)
}

pub(super) async fn show_one(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    one(&desk, &at, &id, None).await
}

async fn one(
    desk: &Dashboard,
    at: &AtDesk,
    id: &str,
    typed: Option<(String, Wrong)>,
) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewProducts)?;
    let id = read_id(id)?;
    let brands = list_brands_at_desk(&desk.at(actor)?).await?;
    let brand = brands.iter().find(|brand| brand.brand.id == id).ok_or(DeskFailure::NotFound)?;
    let others = brands.iter().filter(|other| other.brand.id != id);
    let name = match typed {
        Some((name, wrong)) => Field::of("name", name).wrong(Some(&wrong)),
        None => Field::of("name", &*brand.brand.name),
    };
    let row = row(brand);
    let view = BrandView {
        href: row.href,
        heading: row.name,
        name,
        products: row.products,
        products_href: row.products_href,
        into: Field::empty("into"),
        others: others
            .map(|other| Choice { value: other.brand.id.to_string(), label: other.brand.name.clone() })
            .collect(),
        may_edit: actor.may(Permission::EditCatalogue),
    };
    Ok(Sheet::new(desk, &at.reader, "catalogue", &view.heading.clone()).render("desk/brand.html", view)?)
}

pub(super) async fn rename(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    let name = form.get("name").unwrap_or_default();
    match rename_brand(&shop, read_id(&id)?, name).await {
        Ok(_) => Ok(go(&format!("/desk/brands/{id}?done=saved"))),
        Err(error) => {
            let wrong = wrong(desk.texts(at.reader.locale), error, &KNOWN)?;
            one(&desk, &at, &id, Some((name.to_owned(), wrong))).await
        }
    }
}

pub(super) async fn take_step(
    State(desk): State<Dashboard>,
    Path((id, step)): Path<(String, String)>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    let id = read_id(&id)?;
    match step.as_str() {
        "merge" => {
            let into = form.get("into").and_then(|id| id.parse().ok()).ok_or(DeskFailure::NotFound)?;
            merge_brands(&shop, id, into).await?;
            Ok(go(&format!("/desk/brands/{into}?done=merged")))
        }
        "delete" => {
            delete_brand(&shop, id).await?;
            Ok(go("/desk/brands?done=removed"))
        }
        _ => Err(DeskFailure::NotFound),
    }
}
