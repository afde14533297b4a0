//! Vehicles at the desk. What fits them stands in each product, as `fitments`.

use axum::extract::State;
use catalogue::VehicleId;
use http::StatusCode;
use kernel::Permission::{EditCatalogue, ViewProducts};
use serde::Serialize;
use utoipa::ToSchema;

use super::Refusals;
use super::table_views::{VehicleFields, VehicleView};
use uuid::Uuid;
use web::caller::Require;
use web::json_body::{JsonBody, Private};
use web::parameters::Parameters;
use web::routing::Path;
use web::{AppState, Asked, Problem};

/// Some vehicles.
#[derive(Serialize, ToSchema)]
#[schema(as = DeskVehiclePage)]
pub(super) struct VehiclePageView {
    #[schema(inline)]
    items: Vec<VehicleView>,
    /// For the parameter `cursor` of the next page; absent on the last.
    next: Option<String>,
}

/// Vehicles by words of make, model, generation and engine; 50 a page.
#[utoipa::path(get, path = "/api/admin/vehicles", tag = "tables",
    params(("q" = Option<String>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = VehiclePageView), Refusals), security(("bearer" = [])))]
pub(super) async fn list_vehicles_at_desk(
    State(state): State<AppState>,
    caller: Require<{ ViewProducts as u8 }>,
    asked: Asked,
) -> Result<Private<VehiclePageView>, Problem> {
    let mut parameters = Parameters::read(asked.raw_query())?;
    let text = parameters.take("q")?.unwrap_or_default();
    let cursor = parameters.take_count("cursor", 0..=u32::MAX as usize)?;
    parameters.refuse_rest(&["q", "cursor"])?;
    let desk = state.desk()?;
    let after = cursor.map(|number| number as u32);
    let page = catalogue::list_vehicles_at_desk(&desk.at(caller.actor()), &text, after).await?;
    Ok(Private(VehiclePageView {
        items: page.vehicles.into_iter().map(VehicleView::from).collect(),
        next: page.next.map(|number| number.to_string()),
    }))
}

/// Adds a vehicle.
#[utoipa::path(post, path = "/api/admin/vehicles", tag = "tables", request_body = inline(VehicleFields),
    responses((status = 201, body = VehicleView), Refusals), security(("bearer" = [])))]
pub(super) async fn create_vehicle(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    JsonBody(body): JsonBody<VehicleFields>,
) -> Result<(StatusCode, Private<VehicleView>), Problem> {
    let made = catalogue::create_vehicle(&state.desk()?.at(caller.actor()), &body.into()).await?;
    state.show_changes().await;
    Ok((StatusCode::CREATED, Private(made.into())))
}

/// Puts what is sent in place of all that the vehicle was; without a slug it keeps its own.
#[utoipa::path(put, path = "/api/admin/vehicles/{id}", tag = "tables", params(("id" = String, Path)),
    request_body = inline(VehicleFields),
    responses((status = 200, body = VehicleView), Refusals), security(("bearer" = [])))]
pub(super) async fn edit_vehicle(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    Path(id): Path<Uuid>,
    JsonBody(body): JsonBody<VehicleFields>,
) -> Result<Private<VehicleView>, Problem> {
    let desk = state.desk()?;
    let edited = catalogue::edit_vehicle(&desk.at(caller.actor()), VehicleId(id), &body.into()).await?;
    state.show_changes().await;
    Ok(Private(edited.into()))
}

/// Takes a vehicle away that no product fits.
#[utoipa::path(delete, path = "/api/admin/vehicles/{id}", tag = "tables", params(("id" = String, Path)),
    responses((status = 204), Refusals), security(("bearer" = [])))]
pub(super) async fn delete_vehicle(
    State(state): State<AppState>,
    caller: Require<{ EditCatalogue as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    catalogue::delete_vehicle(&state.desk()?.at(caller.actor()), VehicleId(id)).await?;
    state.show_changes().await;
    Ok(StatusCode::NO_CONTENT)
}
