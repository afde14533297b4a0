//! The small tables of the catalogue: brands, the tree of categories, vehicles, names of one thing.

mod brands;
mod categories;
mod synonyms;
mod tree;
mod vehicles;

use catalogue::CatalogueError;
use serde::Serialize;
use web::routing::{Router, get, post};

use super::Dashboard;
use super::failure::DeskFailure;
use super::field::{Field, Wrong};
use web::storefront::texts::Texts;

/// The pages of the four tables.
pub(super) fn router() -> Router<Dashboard> {
    Router::new()
        .route("/desk/brands", get(brands::show).merge(post(brands::create)))
        .route("/desk/brands/{id}", get(brands::show_one).merge(post(brands::rename)))
        .route("/desk/brands/{id}/{step}", post(brands::take_step))
        .route("/desk/categories", get(categories::show))
        .route("/desk/categories/new", get(categories::show_new).merge(post(categories::create)))
        .route("/desk/categories/{id}", get(categories::show_one).merge(post(categories::edit)))
        .route("/desk/categories/{id}/move", post(categories::put))
        .route("/desk/categories/{id}/delete", post(categories::delete))
        .route("/desk/vehicles", get(vehicles::show))
        .route("/desk/vehicles/new", get(vehicles::show_new).merge(post(vehicles::create)))
        .route("/desk/vehicles/{id}", get(vehicles::show_one).merge(post(vehicles::edit)))
        .route("/desk/vehicles/{id}/delete", post(vehicles::delete))
        .route("/desk/synonyms", get(synonyms::show).merge(post(synonyms::add)))
        .route("/desk/synonyms/export", get(synonyms::export))
        .route("/desk/synonyms/{number}", get(synonyms::show_one).merge(post(synonyms::edit)))
        .route("/desk/synonyms/{number}/delete", post(synonyms::delete))
}

/// One field with the name of its label.
#[derive(Debug, Serialize)]
struct LabelledField {
    label: String,
    dir: &'static str,
    field: Field,
}

/// The field that was refused, in the reader's language; any other failure is given back.
///
/// `known` = the catalogue's name of the field, ours, and the key of what is said.
fn wrong(
    texts: &Texts,
    error: CatalogueError,
    known: &[(&str, &'static str, &'static str)],
) -> Result<Wrong, DeskFailure> {
    let field = match &error {
        CatalogueError::Refused(refusal) => refusal.field.as_str(),
        CatalogueError::Taken { field, .. } => field,
        _ => return Err(error.into()),
    };
    let taken = matches!(error, CatalogueError::Taken { .. });
    match known.iter().find(|(name, ..)| *name == field) {
        Some((_, field, key)) => {
            let key = if taken { "wrong-taken" } else { key };
            Ok(Wrong { field, reason: texts.get(key).to_owned() })
        }
        None => Err(error.into()),
    }
}
