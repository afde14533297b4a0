//! The category tree at the desk.

use axum::extract::State;
use catalogue::{CategoryId, CategoryPatch, CategoryPlace, Patched, TextPatch};
use http::StatusCode;
use kernel::Permission::{EditCatalogue, ViewProducts};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Refusals;
use super::table_views::{CategoryRowView, CategoryView, TextsView};
use web::caller::Require;
use web::json_body::{JsonBody, Private};
use web::routing::Path;
use web::{AppState, Problem};

/// All categories: siblings in their order.
#[utoipa::path(get, path = "/api/admin/categories", tag = "tables",
    responses((status = 200, body = Vec<CategoryRowView>), Refusals), security(("bearer" = [])))]
pub(super) async fn list_categories_at_desk(
    State(state): State<AppState>,
    caller: Require<{ ViewProducts as u8 }>,
) -> Result<Private<Vec<CategoryRowView>>, Problem> {
    let categories = catalogue::list_categories_at_desk(&state.desk()?.at(caller.actor())).await?;
    Ok(Private(categories.into_iter().map(CategoryRowView::from).collect()))
}

/// Where a category is put: one of these, or nothing for the end of the top.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceFields {
    /// Beside this one, before it.
    before: Option<Uuid>,
    /// Beside this one, after it.
    after: Option<Uuid>,
    /// Within this one, behind what is there.
    into: Option<Uuid>,
}

impl PlaceFields {
    fn read(self) -> Result<CategoryPlace, Problem> {
        match (self.before, self.after, self.into) {
            (Some(beside), None, None) => Ok(CategoryPlace::Before(CategoryId(beside))),
            (None, Some(beside), None) => Ok(CategoryPlace::After(CategoryId(beside))),
            (None, None, parent) => Ok(CategoryPlace::Into(parent.map(CategoryId))),
            _ => Err(Problem::invalid_field("place", None, "says more than one of before, after and into")),
        }
    }
}

/// Fields of a category; `null` clears one, what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CategoryFields {
    #[serde(default)]
    #[schema(value_type = Option<TextsView>, inline)]
    names: Patched<TextPatch>,
    /// Cleared, it is made of its name.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    slug: Patched<String>,
    /// The name of the drawing that stands for it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    drawing: Patched<String>,
}

impl From<CategoryFields> for CategoryPatch {
    fn from(fields: CategoryFields) -> Self {
        Self { names: fields.names, slug: fields.slug, drawing: fields.drawing }
    }
}

/// A new category and its place.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCategory {
    #[schema(inline)]
    category: CategoryFields,
    #[serde(default)]
    #[schema(inline)]
    place: PlaceFields,
}

/// Adds a category.
#[utoipa::path(post, path = "/api/admin/categories", tag = "tables", request_body = inline(NewCategory),
    responses((status = 201, body = CategoryView), Refusals), security(("bearer" = [])))]
pub(super) async fn create_category(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    JsonBody(body): JsonBody<NewCategory>,
) -> Result<(StatusCode, Private<CategoryView>), Problem> {
    let (patch, place) = (body.category.into(), body.place.read()?);
    let made = catalogue::create_category(&state.desk()?.at(caller.actor()), &patch, place).await?;
    state.show_changes().await;
    Ok((StatusCode::CREATED, Private(made.into())))
}

/// Changes a category's names, slug or drawing.
#[utoipa::path(patch, path = "/api/admin/categories/{id}", tag = "tables", params(("id" = String, Path)),
    request_body = inline(CategoryFields),
    responses((status = 200, body = CategoryView), Refusals), security(("bearer" = [])))]
pub(super) async fn edit_category(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    Path(id): Path<Uuid>,
    JsonBody(body): JsonBody<CategoryFields>,
) -> Result<Private<CategoryView>, Problem> {
    let desk = state.desk()?;
    let edited = catalogue::edit_category(&desk.at(caller.actor()), CategoryId(id), &body.into()).await?;
    state.show_changes().await;
    Ok(Private(edited.into()))
}

/// Puts a category with all within it to another place; never within itself.
#[utoipa::path(post, path = "/api/admin/categories/{id}/move", tag = "tables", params(("id" = String, Path)),
    request_body = inline(PlaceFields),
    responses((status = 200, body = CategoryView), Refusals), security(("bearer" = [])))]
pub(super) async fn move_category(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    Path(id): Path<Uuid>,
    JsonBody(body): JsonBody<PlaceFields>,
) -> Result<Private<CategoryView>, Problem> {
    let desk = state.desk()?;
    let moved = catalogue::move_category(&desk.at(caller.actor()), CategoryId(id), body.read()?).await?;
    state.show_changes().await;
    Ok(Private(moved.into()))
}

/// Takes a category away in which nothing stands.
#[utoipa::path(delete, path = "/api/admin/categories/{id}", tag = "tables", params(("id" = String, Path)),
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn delete_category(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    catalogue::delete_category(&state.desk()?.at(caller.actor()), CategoryId(id)).await?;
    state.show_changes().await;
    Ok(StatusCode::NO_CONTENT)
}
