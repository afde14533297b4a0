//! The tree of categories: moved by drag, by buttons and so by keyboard; names in three languages.

use axum::extract::State;
use axum::response::Response;
use catalogue::{
    CatalogueError, CategoryId, CategoryPatch, CategoryPlace, Patched, TextPatch, create_category,
    delete_category, edit_category, list_categories_at_desk, move_category,
};
use kernel::Permission;
use serde::Serialize;
use web::routing::Path;

use super::tree::{in_order, read_place};
use super::wrong;
use crate::pages::failure::{DeskFailure, go};
use crate::pages::field::{Choice, Field, Wrong};
use crate::pages::reader::{AtDesk, Posted};
use crate::pages::sheet::Sheet;
use crate::pages::{Dashboard, names};
use web::storefront::address::Pairs;

const KNOWN: [(&str, &str, &str); 3] = [
    ("names", "name_fr", "wrong-category-name"),
    ("slug", "name_fr", "wrong-category-name"),
    ("drawing", "drawing", "wrong-drawing"),
];
/// The fields of the form.
const FIELDS: [&str; 4] = ["name_fr", "name_ar", "name_en", "drawing"];

#[derive(Debug, Serialize)]
struct TreeView {
    nodes: Vec<NodeView>,
    may_edit: bool,
}

#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "one for each step that the template offers")]
struct NodeView {
    id: String,
    href: String,
    name: String,
    depth: usize,
    products: u64,
    products_href: String,
    up: bool,
    down: bool,
    inward: bool,
    out: bool,
}

#[derive(Debug, Serialize)]
struct CategoryView {
    heading: String,
    href: String,
    is_new: bool,
    parent: Field,
    parents: Vec<Choice>,
    name_fr: Field,
    name_ar: Field,
    name_en: Field,
    drawing: Field,
    may_edit: bool,
}

pub(super) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    tree(&desk, &at).await
}

async fn tree(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewProducts)?;
    let (texts, locale) = (desk.texts(at.reader.locale), at.reader.locale);
    let categories = list_categories_at_desk(&desk.at(actor)?).await?;
    let nodes = in_order(&categories).into_iter().map(|node| {
        let category = &node.category.category;
        NodeView {
            id: category.id.to_string(),
            href: format!("/desk/categories/{}", category.id),
            name: category.names.best(locale).to_owned(),
            depth: node.depth,
            products: node.products,
            products_href: format!("/desk/products?category={}", category.id),
            up: node.step("up").is_some(),
            down: node.step("down").is_some(),
            inward: node.step("in").is_some(),
            out: node.step("out").is_some(),
        }
    });
    let view = TreeView { nodes: nodes.collect(), may_edit: actor.may(Permission::EditCatalogue) };
    Ok(Sheet::new(desk, &at.reader, "catalogue", texts.get("categories"))
        .render("desk/categories.html", view)?)
}

pub(super) async fn put(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    let id = read_id(&id)?;
    let to = form.get("to").ok_or(DeskFailure::NotFound)?;
    let mut place = read_place(to);
    if place.is_none() {
        let categories = list_categories_at_desk(&shop).await?;
        let nodes = in_order(&categories);
        place = nodes.iter().find(|node| node.category.category.id == id).and_then(|node| node.step(to));
    }
    match move_category(&shop, id, place.ok_or(DeskFailure::NotFound)?).await {
        Ok(_) => Ok(go(&format!("/desk/categories?moved={id}#c-{id}"))),
        Err(CatalogueError::NotNow(_)) => Ok(go("/desk/categories?done=within-itself")),
        Err(error) => Err(error.into()),
    }
}

fn read_id(id: &str) -> Result<CategoryId, DeskFailure> {
    id.parse().ok().ok_or(DeskFailure::NotFound)
}

pub(super) async fn show_new(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at, None, None, None).await
}

pub(super) async fn show_one(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    page(&desk, &at, Some(&id), None, None).await
}

async fn page(
    desk: &Dashboard,
    at: &AtDesk,
    id: Option<&str>,
    typed: Option<&Pairs>,
    wrong: Option<&Wrong>,
) -> Result<Response, DeskFailure> {
    let needed = if id.is_some() { Permission::ViewProducts } else { Permission::EditCatalogue };
    let actor = at.require(needed)?;
    let (texts, locale) = (desk.texts(at.reader.locale), at.reader.locale);
    let category = match id.map(read_id).transpose()? {
        None => None,
        Some(id) => {
            let mut all = list_categories_at_desk(&desk.at(actor)?).await?;
            all.retain(|one| one.category.id == id);
            Some(all.pop().ok_or(DeskFailure::NotFound)?.category)
        }
    };
    let saved = |name: &str| {
        let category = category.as_ref()?;
        match name {
            "name_fr" => category.names.fr.clone(),
            "name_ar" => category.names.ar.clone(),
            "name_en" => category.names.en.clone(),
            _ => category.drawing.clone(),
        }
    };
    let field = |name: &'static str| {
        let text = match typed {
            Some(form) => form.get(name).unwrap_or_default().to_owned(),
            None => saved(name).unwrap_or_default(),
        };
        Field::of(name, text).wrong(wrong)
    };
    let parent =
        typed.and_then(|form| form.get("parent")).or(at.reader.query.get("parent")).unwrap_or_default();
    let view = CategoryView {
        heading: category
            .as_ref()
            .map_or_else(|| texts.get("category-new").to_owned(), |one| one.names.best(locale).to_owned()),
        href: id.map_or_else(|| "/desk/categories/new".to_owned(), |id| format!("/desk/categories/{id}")),
        is_new: id.is_none(),
        parent: Field::of("parent", parent),
        parents: names::categories(&desk.app().snapshot(), locale),
        name_fr: field("name_fr"),
        name_ar: field("name_ar"),
        name_en: field("name_en"),
        drawing: field("drawing"),
        may_edit: actor.may(Permission::EditCatalogue),
    };
    Ok(Sheet::new(desk, &at.reader, "catalogue", &view.heading.clone()).render("desk/category.html", view)?)
}

/// All fields of the form: an empty one clears.
fn patch(form: &Pairs) -> CategoryPatch {
    let [fr, ar, en, drawing] =
        FIELDS.map(|name| form.get(name).map_or(Patched::Clear, |text| Patched::Set(text.trim().to_owned())));
    CategoryPatch { names: Patched::Set(TextPatch { fr, ar, en }), drawing, ..CategoryPatch::default() }
}

pub(super) async fn create(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    let parent = form.get("parent").and_then(|id| id.parse().ok());
    match create_category(&shop, &patch(&form), CategoryPlace::Into(parent)).await {
        Ok(category) => Ok(go(&format!("/desk/categories?done=saved#c-{}", category.id))),
        Err(error) => {
            let wrong = wrong(desk.texts(at.reader.locale), error, &KNOWN)?;
            page(&desk, &at, None, Some(&form), Some(&wrong)).await
        }
    }
}

pub(super) async fn edit(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    match edit_category(&shop, read_id(&id)?, &patch(&form)).await {
        Ok(_) => Ok(go(&format!("/desk/categories?done=saved#c-{id}"))),
        Err(error) => {
            let wrong = wrong(desk.texts(at.reader.locale), error, &KNOWN)?;
            page(&desk, &at, Some(&id), Some(&form), Some(&wrong)).await
        }
    }
}

pub(super) async fn delete(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    delete_category(&shop, read_id(&id)?).await?;
    Ok(go("/desk/categories?done=removed"))
}
