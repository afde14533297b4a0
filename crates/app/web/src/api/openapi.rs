//! The API's own description: OpenAPI 3.1, and Swagger UI from the binary.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::SwaggerUi;

use crate::routing::get;

/// What is said of the API as a whole; the paths come from the handlers.
#[derive(OpenApi)]
#[openapi(
    info(title = "Dukkan", description = "The API of a shop: what is for sale and finding it, and, below /api/admin, the desk of its staff."),
    tags(
        (name = "products", description = "What is for sale"),
        (name = "search", description = "One box that takes anything"),
        (name = "brands", description = "Who makes it"),
        (name = "categories", description = "Where it stands in the shop"),
        (name = "vehicles", description = "What it fits"),
    ),
    modifiers(&Bearer),
)]
struct Api;

/// How operations of the desk are asked for: `Authorization: Bearer`, an access token or an API key.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut Document) {
        let scheme = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        document.components.get_or_insert_default().add_security_scheme("bearer", scheme);
    }
}

/// The document without paths.
pub(super) fn document() -> Document {
    Api::openapi()
}

/// `/api/openapi.json` and `/api/docs`.
pub(super) fn router(document: &Document) -> Router {
    let text = document.to_json().unwrap_or_default();
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")];
    Router::new()
        .route("/api/openapi.json", get(move || async move { (headers, text.clone()) }))
        .merge(SwaggerUi::new("/api/docs").config(utoipa_swagger_ui::Config::from("/api/openapi.json")))
}
