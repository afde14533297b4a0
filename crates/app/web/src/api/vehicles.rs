//! Vehicles: makes, models of a make, generations and engines of a model.

use axum::extract::State;
use axum::response::Response;
use catalogue::{Vehicle, VehicleLevel, VehicleNode};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Call, not_found};
use crate::routing::Path;
use crate::{AppState, Asked, Problem, Slug};

/// A make, model or generation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VehicleNode)]
pub(super) struct NodeView<'a> {
    /// For the filter `vehicle`, and for the next path.
    slug: &'a str,
    label: &'a str,
    /// Products that fit.
    products: usize,
}

impl<'a> From<VehicleNode<'a>> for NodeView<'a> {
    fn from(node: VehicleNode<'a>) -> Self {
        Self { slug: node.slug(), label: node.label(), products: node.count() }
    }
}

/// Makes or models.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VehicleNodeList)]
pub(super) struct NodeList<'a> {
    items: Vec<NodeView<'a>>,
}

/// One vehicle with its engine.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Engine)]
pub(super) struct EngineView<'a> {
    /// For the filter `vehicle`.
    slug: &'a str,
    label: &'a str,
    /// The generation that it belongs to, as `slug` for the filter `vehicle`.
    generation: Option<&'a str>,
    year_from: Option<u16>,
    year_to: Option<u16>,
    engine: Option<&'a str>,
    fuel: Option<&'a str>,
    power_kw: Option<u16>,
    body: Option<&'a str>,
    /// Products that fit.
    products: usize,
}

/// The vehicles of one model.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngineList)]
pub(super) struct EngineList<'a> {
    items: Vec<EngineView<'a>>,
}

/// The makes, by name.
#[utoipa::path(get, path = "/api/vehicles/makes", tag = "vehicles", params(("locale" = Option<String>, Query)), responses(
    (status = 200, body = NodeList<'static>), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn list_makes(State(state): State<AppState>, asked: Asked) -> Result<Response, Problem> {
    let call = Call::plain(&state, &asked)?;
    let version = || Ok(call.snapshot.tree_version());
    let make = || Ok(NodeList { items: call.snapshot.makes().map(NodeView::from).collect() });
    Ok(call.answer("makes", version, make).await)
}

/// The models of a make, by name.
#[utoipa::path(get, path = "/api/vehicles/makes/{make}/models", tag = "vehicles",
    params(("make" = String, Path), ("locale" = Option<String>, Query)), responses(
    (status = 200, body = NodeList<'static>), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn list_models(
    State(state): State<AppState>,
    make: Slug,
    asked: Asked,
) -> Result<Response, Problem> {
    let call = Call::plain(&state, &asked)?;
    let node = call.snapshot.vehicle_node(&make.0).filter(|node| node.level() == VehicleLevel::Make);
    let node = node.ok_or_else(|| not_found("no make has this slug"))?;
    let version = || Ok(call.snapshot.tree_version());
    Ok(call
        .answer("models", version, || Ok(NodeList { items: node.children().map(NodeView::from).collect() }))
        .await)
}

/// The vehicles of a model, with generation, years and engine.
#[utoipa::path(get, path = "/api/vehicles/makes/{make}/models/{model}/engines", tag = "vehicles",
    params(("make" = String, Path), ("model" = String, Path), ("locale" = Option<String>, Query)), responses(
    (status = 200, body = EngineList<'static>), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn list_engines(
    State(state): State<AppState>,
    Path((make_slug, model_slug)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Problem> {
    let call = Call::plain(&state, &asked)?;
    let of_make = |node: &VehicleNode<'_>| {
        node.level() == VehicleLevel::Model && node.parent().is_some_and(|make| make.slug() == make_slug)
    };
    let model = call.snapshot.vehicle_node(&model_slug).filter(of_make);
    let model = model.ok_or_else(|| not_found("no model of this make has this slug"))?;
    let version = || Ok(call.snapshot.tree_version());
    let make = || {
        let mut items = Vec::new();
        push_engines(model, None, &mut items);
        Ok(EngineList { items })
    };
    Ok(call.answer("engines", version, make).await)
}

/// The vehicles below a node, each with the generation between.
fn push_engines<'a>(node: VehicleNode<'a>, generation: Option<&'a str>, engines: &mut Vec<EngineView<'a>>) {
    for child in node.children() {
        match child.vehicle() {
            Some(vehicle) => engines.push(engine(child, vehicle, generation)),
            None => push_engines(child, Some(child.slug()), engines),
        }
    }
}

fn engine<'a>(node: VehicleNode<'a>, vehicle: &'a Vehicle, generation: Option<&'a str>) -> EngineView<'a> {
    EngineView {
        slug: node.slug(),
        label: node.label(),
        generation,
        year_from: vehicle.year_from,
        year_to: vehicle.year_to,
        engine: vehicle.engine.as_deref(),
        fuel: vehicle.fuel.as_deref(),
        power_kw: vehicle.power_kw,
        body: vehicle.body.as_deref(),
        products: node.count(),
    }
}
