//! The API's own description: OpenAPI 3.1, and Swagger UI from the binary.

use std::sync::Arc;

use axum::response::{IntoResponse, Redirect, Response};
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use kernel::ErrorCode;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::Config;

use crate::Problem;
use crate::routing::{Path, Router, get};

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
    let config = Arc::new(Config::from("/api/openapi.json"));
    let index = Arc::clone(&config);
    Router::new()
        .route("/api/openapi.json", get(move || async move { (headers, text.clone()) }))
        .route("/api/docs", get(async || Redirect::to("/api/docs/")))
        .route("/api/docs/", get(move || async move { swagger_file("", index.clone()) }))
        .route(
            "/api/docs/{*rest}",
            get(move |Path(name): Path<String>| async move { swagger_file(&name, config.clone()) }),
        )
}

/// A file of Swagger UI; the one without a name is its page.
fn swagger_file(name: &str, config: Arc<Config<'static>>) -> Response {
    match utoipa_swagger_ui::serve(name, config) {
        Ok(Some(file)) => {
            let mut headers = HeaderMap::new();
            if let Ok(content_type) = HeaderValue::try_from(file.content_type) {
                headers.insert(CONTENT_TYPE, content_type);
            }
            if file.gzpipped {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            (headers, file.bytes).into_response()
        }
        Ok(None) => Problem::of(ErrorCode::NotFound).into_response(),
        Err(error) => Problem::internal(std::io::Error::other(error.to_string())).into_response(),
    }
}
