//! The pictures of a product: sent, put in order, taken away.

use axum::extract::State;
use axum::response::Response;
use catalogue::{
    CatalogueError, Desk, Patched, Product, ProductId, ProductPatch, ProductVersion, add_picture,
    edit_product, find_product_at_desk, picture_for,
};
use kernel::Permission;
use picture::PictureError;
use serde::Serialize;
use web::routing::Path;

use super::form;
use super::list::PATH;
use super::one::{self, Refused, read_id};
use super::saving::read_version;
use crate::pages::Dashboard;
use crate::pages::failure::{DeskFailure, go};
use crate::pages::field::{Field, Wrong};
use crate::pages::reader::{AtDesk, Posted};
use crate::pages::upload_form::SentFiles;
use web::storefront::address;

/// The form's fields, and the key of each one's text.
pub(super) const FIELDS: [(&str, &str); 2] = [("file", "picture-file"), ("address", "picture-address")];
/// Points of a picture as the desk shows it, on a screen of twice the density.
const SHOWN: u32 = 192;

/// The part of a product's page about pictures.
#[derive(Debug, Serialize)]
pub(super) struct PicturesView {
    product: String,
    rows: Vec<PictureRow>,
    file: Field,
    address: Field,
}

#[derive(Debug, Serialize)]
struct PictureRow {
    /// As the product names it.
    path: String,
    /// Where a browser finds it, if it may.
    href: Option<String>,
    shown: Option<String>,
}

impl PicturesView {
    pub(super) fn of(product: &Product, wrong: &[Wrong]) -> Self {
        let field = |name| Field::empty(name).wrong(wrong.iter().find(|wrong| wrong.field == name));
        let rows = product.images.iter().map(|path| PictureRow {
            path: path.clone(),
            href: address::picture(path),
            shown: address::picture(picture_for(path, SHOWN).as_ref().unwrap_or(path)),
        });
        Self {
            product: product.id.to_string(),
            rows: rows.collect(),
            file: field("file"),
            address: field("address"),
        }
    }
}

pub(super) async fn add(State(desk): State<Dashboard>, sent: SentFiles) -> Result<Response, DeskFailure> {
    added(&desk, &sent).await
}

async fn added(desk: &Dashboard, sent: &SentFiles) -> Result<Response, DeskFailure> {
    let (at, form) = (&sent.by, &sent.form);
    let shop = desk.at(at.require(Permission::EditProducts)?)?;
    let texts = desk.texts(at.reader.locale);
    let (id, version) = (read_id(form.get("product").unwrap_or_default())?, read_version(form)?);
    let product = find_product_at_desk(&shop, id).await?;
    let mut images = product.product.images.clone();
    let address = form.get("address").unwrap_or_default().trim();
    let mut wrong = Vec::new();
    if sent.files.is_empty() && address.is_empty() {
        wrong.push(Wrong { field: "file", reason: texts.get("picture-none").to_owned() });
    }
    for file in &sent.files {
        match add_picture(&shop, &desk.app().desk()?.files, file.bytes.clone()).await {
            Ok(sizes) => images.extend(sizes.first().map(|size| size.path.to_string())),
            Err(CatalogueError::Picture(error)) => {
                let reason = texts.with(reason(error), "file", &file.name);
                wrong.push(Wrong { field: "file", reason });
                break;
            }
            Err(error) => return Err(error.into()),
        }
    }
    if !address.is_empty() {
        images.push(address.to_owned());
    }
    let laid = if wrong.is_empty() { lay(&shop, id, version, images).await } else { Ok("") };
    match laid {
        Ok("") => {}
        Ok(done) => return Ok(go(&format!("{PATH}/{id}?done={done}#pictures"))),
        Err(error) => wrong.push(form::wrong(texts, error)?),
    }
    one::page(desk, at, Some(product), Refused::beside(wrong)).await
}

fn reason(error: PictureError) -> &'static str {
    match error {
        PictureError::Unknown => "picture-unknown",
        PictureError::TooLarge => "picture-too-large",
        PictureError::Broken => "picture-broken",
    }
}

/// Gives the product these pictures, unless somebody else has just changed it.
async fn lay(
    shop: &Desk<'_>,
    id: ProductId,
    version: ProductVersion,
    images: Vec<String>,
) -> Result<&'static str, CatalogueError> {
    let patch = ProductPatch { images: Patched::Set(images), ..ProductPatch::default() };
    match edit_product(shop, id, version, &patch).await {
        Ok(_) => Ok("saved"),
        Err(CatalogueError::ChangedMeanwhile(_)) => Ok("look-again"),
        Err(error) => Err(error),
    }
}

pub(super) async fn change(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditProducts)?)?;
    let (id, version) = (read_id(&id)?, read_version(&form)?);
    let mut images = find_product_at_desk(&shop, id).await?.product.images;
    let path = form.get("picture").unwrap_or_default();
    let place = images.iter().position(|image| image == path).ok_or(DeskFailure::NotFound)?;
    let image = images.remove(place);
    match form.get("step") {
        Some("first") => images.insert(0, image),
        Some("earlier") => images.insert(place.saturating_sub(1), image),
        Some("later") => images.insert((place + 1).min(images.len()), image),
        Some("remove") => {}
        _ => return Err(DeskFailure::NotFound),
    }
    let done = lay(&shop, id, version, images).await?;
    Ok(go(&format!("{PATH}/{id}?done={done}#pictures")))
}
