//! Brands.

use axum::extract::State;
use axum::response::Response;
use catalogue::{Brand, Snapshot};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Call, not_found};
use crate::{AppState, Asked, Problem, Slug};

/// A brand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Brand)]
pub(super) struct BrandView<'a> {
    slug: &'a str,
    name: &'a str,
    /// Products for sale.
    products: usize,
}

impl<'a> BrandView<'a> {
    fn new(brand: &'a Brand, snapshot: &Snapshot) -> Self {
        Self { slug: &brand.slug, name: &brand.name, products: snapshot.brand_count(brand.number) }
    }
}

/// All brands, by name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BrandList)]
pub(super) struct BrandList<'a> {
    items: Vec<BrandView<'a>>,
}

/// All brands with something for sale, by name.
#[utoipa::path(get, path = "/api/brands", tag = "brands", params(("locale" = Option<String>, Query)), responses(
    (status = 200, body = BrandList<'static>), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn list_brands(State(state): State<AppState>, asked: Asked) -> Result<Response, Problem> {
    let call = Call::plain(&state, &asked)?;
    let version = || Ok(call.snapshot.tree_version());
    let make = || {
        let brands = call.snapshot.brands().iter().map(|brand| BrandView::new(brand, &call.snapshot));
        Ok(BrandList { items: brands.filter(|brand| brand.products > 0).collect() })
    };
    Ok(call.answer("brands", version, make).await)
}

/// One brand.
#[utoipa::path(get, path = "/api/brands/{slug}", tag = "brands",
    params(("slug" = String, Path), ("locale" = Option<String>, Query)), responses(
    (status = 200, body = BrandView<'static>), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn get_brand(
    State(state): State<AppState>,
    slug: Slug,
    asked: Asked,
) -> Result<Response, Problem> {
    let call = Call::plain(&state, &asked)?;
    let brand = call.snapshot.brand(&slug.0).ok_or_else(|| not_found("no brand has this slug"))?;
    let version = || Ok(call.snapshot.tree_version());
    Ok(call.answer("brand", version, || Ok(BrandView::new(brand, &call.snapshot))).await)
}
