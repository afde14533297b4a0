//! Names of one thing, so that search finds it under each: groups made, changed, taken away, exported.

use axum::extract::State;
use axum::response::Response;
use catalogue::{SynonymGroup, add_synonyms, delete_synonyms, edit_synonyms, export_synonyms, list_synonyms};
use kernel::Permission;
use serde::Serialize;
use web::routing::Path;

use super::wrong;
use crate::pages::Dashboard;
use crate::pages::failure::{DeskFailure, go};
use crate::pages::field::Field;
use crate::pages::reader::{AtDesk, Posted};
use crate::pages::sheet::Sheet;
use web::download::{CSV, download};

const KNOWN: [(&str, &str, &str); 1] = [("words", "words", "wrong-synonyms")];

#[derive(Debug, Serialize)]
struct SynonymsView {
    words: String,
    rows: Vec<GroupRow>,
    new: Field,
    may_edit: bool,
}

#[derive(Debug, Serialize)]
struct GroupRow {
    href: String,
    words: Vec<String>,
}

#[derive(Debug, Serialize)]
struct GroupView {
    href: String,
    heading: String,
    words: Field,
    may_edit: bool,
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

pub(super) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at, Field::empty("words")).await
}

async fn page(desk: &Dashboard, at: &AtDesk, new: Field) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewProducts)?;
    let texts = desk.texts(at.reader.locale);
    let words = at.reader.query.get("q").unwrap_or_default().to_owned();
    let folded = kernel::text::fold(words.trim());
    let mut groups = list_synonyms(&desk.at(actor)?).await?;
    groups.retain(|group| group.words.iter().any(|word| kernel::text::fold(word).contains(&folded)));
    let row = |group: SynonymGroup| GroupRow { href: href(group.number), words: group.words };
    let view = SynonymsView {
        words,
        rows: groups.into_iter().map(row).collect(),
        new,
        may_edit: actor.may(Permission::EditCatalogue),
    };
    Ok(Sheet::new(desk, &at.reader, "catalogue", texts.get("synonyms")).render("desk/synonyms.html", view)?)
}

fn href(number: u32) -> String {
    format!("/desk/synonyms/{number}")
}

fn read_number(number: &str) -> Result<u32, DeskFailure> {
    number.parse().ok().ok_or(DeskFailure::NotFound)
}

pub(super) async fn show_one(
    State(desk): State<Dashboard>,
    Path(number): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    one(&desk, &at, &number, None).await
}

async fn one(
    desk: &Dashboard,
    at: &AtDesk,
    number: &str,
    typed: Option<Field>,
) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewProducts)?;
    let number = read_number(number)?;
    let groups = list_synonyms(&desk.at(actor)?).await?;
    let group = groups.iter().find(|group| group.number == number).ok_or(DeskFailure::NotFound)?;
    let view = GroupView {
        href: href(number),
        heading: group.words.first().cloned().unwrap_or_default(),
        words: typed.unwrap_or_else(|| Field::of("words", group.words.join("\n"))),
        may_edit: actor.may(Permission::EditCatalogue),
    };
    Ok(Sheet::new(desk, &at.reader, "catalogue", &view.heading.clone())
        .render("desk/synonym_group.html", view)?)
}

pub(super) async fn add(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    let words = form.get("words").unwrap_or_default();
    match add_synonyms(&shop, &lines(words)).await {
        Ok(_) => Ok(go("/desk/synonyms?done=saved")),
        Err(error) => {
            let wrong = wrong(desk.texts(at.reader.locale), error, &KNOWN)?;
            page(&desk, &at, Field::of("words", words).wrong(Some(&wrong))).await
        }
    }
}

pub(super) async fn edit(
    State(desk): State<Dashboard>,
    Path(number): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    let words = form.get("words").unwrap_or_default();
    match edit_synonyms(&shop, read_number(&number)?, &lines(words)).await {
        Ok(_) => Ok(go("/desk/synonyms?done=saved")),
        Err(error) => {
            let wrong = wrong(desk.texts(at.reader.locale), error, &KNOWN)?;
            one(&desk, &at, &number, Some(Field::of("words", words).wrong(Some(&wrong)))).await
        }
    }
}

pub(super) async fn delete(
    State(desk): State<Dashboard>,
    Path(number): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let shop = desk.at(at.require(Permission::EditCatalogue)?)?;
    delete_synonyms(&shop, read_number(&number)?).await?;
    Ok(go("/desk/synonyms?done=removed"))
}

pub(super) async fn export(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    let shop = desk.at(at.require(Permission::ViewProducts)?)?;
    Ok(download("synonyms.csv", CSV, export_synonyms(&shop).await?))
}
