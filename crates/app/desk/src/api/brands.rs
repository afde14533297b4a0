//! Brands at the desk.

use axum::extract::State;
use catalogue::BrandId;
use http::StatusCode;
use kernel::Permission::{EditCatalogue, ViewProducts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Refusals;
use super::table_views::{BrandName, BrandView};
use web::caller::Require;
use web::json_body::{JsonBody, Private};
use web::routing::Path;
use web::{AppState, Problem};

/// All brands, by name.
#[utoipa::path(get, path = "/api/admin/brands", tag = "tables",
    responses((status = 200, body = Vec<BrandView>), Refusals), security(("bearer" = [])))]
pub(super) async fn list_brands_at_desk(
    State(state): State<AppState>,
    caller: Require<{ ViewProducts as u8 }>,
) -> Result<Private<Vec<BrandView>>, Problem> {
    let brands = catalogue::list_brands_at_desk(&state.desk()?.at(caller.actor())).await?;
    Ok(Private(brands.into_iter().map(BrandView::from).collect()))
}

/// A brand to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BrandFields {
    name: String,
}

/// Adds a brand.
#[utoipa::path(post, path = "/api/admin/brands", tag = "tables", request_body = inline(BrandFields),
    responses((status = 201, body = BrandName), Refusals), security(("bearer" = [])))]
pub(super) async fn create_brand(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    JsonBody(body): JsonBody<BrandFields>,
) -> Result<(StatusCode, Private<BrandName>), Problem> {
    let made = catalogue::create_brand(&state.desk()?.at(caller.actor()), &body.name).await?;
    state.show_changes().await;
    Ok((StatusCode::CREATED, Private(made.into())))
}

/// Gives a brand another name, and the slug that goes with it.
#[utoipa::path(patch, path = "/api/admin/brands/{id}", tag = "tables", params(("id" = String, Path)),
    request_body = inline(BrandFields), responses((status = 200, body = BrandName), Refusals), security(("bearer" = [])))]
pub(super) async fn rename_brand(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    Path(id): Path<Uuid>,
    JsonBody(body): JsonBody<BrandFields>,
) -> Result<Private<BrandName>, Problem> {
    let renamed = catalogue::rename_brand(&state.desk()?.at(caller.actor()), BrandId(id), &body.name).await?;
    state.show_changes().await;
    Ok(Private(renamed.into()))
}

/// Takes a brand away that no product has.
#[utoipa::path(delete, path = "/api/admin/brands/{id}", tag = "tables", params(("id" = String, Path)),
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn delete_brand(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    catalogue::delete_brand(&state.desk()?.at(caller.actor()), BrandId(id)).await?;
    state.show_changes().await;
    Ok(StatusCode::NO_CONTENT)
}

/// The brand that stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MergeInto {
    into: Uuid,
}

/// What a merging did.
#[derive(Serialize, ToSchema)]
#[schema(as = Merged)]
pub(super) struct MergedView {
    /// Products that have another brand now.
    products: u64,
}

/// Gives all products of a brand another one and takes it away. Needs `products.edit` too.
#[utoipa::path(post, path = "/api/admin/brands/{id}/merge", tag = "tables", params(("id" = String, Path)),
    request_body = inline(MergeInto), responses((status = 200, body = MergedView), Refusals), security(("bearer" = [])))]
pub(super) async fn merge_brand(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    Path(id): Path<Uuid>,
    JsonBody(body): JsonBody<MergeInto>,
) -> Result<Private<MergedView>, Problem> {
    let desk = state.desk()?;
    let products = catalogue::merge_brands(&desk.at(caller.actor()), BrandId(id), BrandId(body.into)).await?;
    state.show_changes().await;
    Ok(Private(MergedView { products }))
}
