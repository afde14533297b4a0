//! Lists of products and one product.

use std::sync::LazyLock;

use axum::extract::State;
use axum::response::Response;
use catalogue::{ListQuery, ProductRef, Related, related};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::Call;
use super::facets::FacetView;
use super::filter::{FilterParameters, read_filter};
use super::product_detail::{PricePointView, ProductDetail};
use super::product_row::ProductRow;
use crate::answer::Effort;
use crate::parameters::Parameters;
use crate::{AppState, Asked, Problem, Slug};

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ProductPage)]
pub(super) struct PageView<'a> {
    items: Vec<ProductRow<'a>>,
    /// Products that match in all.
    total: usize,
    /// Where the next page begins, for `cursor`; `null` on the last page.
    next_cursor: Option<String>,
    /// With `facets=true` only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    facets: Vec<FacetView<'a>>,
}

/// Order, size and place of a page.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what the handler takes")]
pub(super) struct PageParameters {
    /// `popularity`, `price`, `-price`, `name` or `newest`.
    sort: Option<String>,
    /// Products on a page.
    #[param(minimum = 1, maximum = 100, default = 24)]
    limit: Option<usize>,
    /// The `nextCursor` of the page before. While products come and go, none comes twice and none is
    /// missed. One that changes is shown where it stands then: re-priced while one pages by price, it
    /// may come again or be passed over.
    cursor: Option<String>,
    /// Whether to count facets.
    facets: Option<bool>,
}

/// Products, filtered and in order.
#[utoipa::path(get, path = "/api/products", tag = "products", params(FilterParameters, PageParameters), responses(
    (status = 200, body = PageView<'static>), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn list_products(State(state): State<AppState>, asked: Asked) -> Result<Response, Problem> {
    let mut parameters = Parameters::read(asked.raw_query())?;
    let call = Call::new(&state, &asked, &mut parameters)?;
    let query = ListQuery {
        sort: parameters.take_sort()?.unwrap_or_default(),
        locale: Some(call.locale),
        limit: parameters.take_count("limit", 1..=100)?.unwrap_or(0),
        cursor: parameters.take("cursor")?.map(Into::into),
        facets: parameters.take_flag("facets")?,
        filter: read_filter(parameters, &call.snapshot)?,
    };
    // Products lie in order; facets are counted in all that are found.
    let call = if query.facets { call.looking_at_many() } else { call.taking(Effort::Little) };
    let snapshot = &call.snapshot;
    let version = || Ok(snapshot.list_version(&query.filter, query.facets, query.sort.by_price()));
    let make = || {
        let page = catalogue::list_products(snapshot, &query)?;
        let shown = page.products.iter().map(ProductRef::number).collect();
        let rows = page.products.into_iter().map(|product| ProductRow::new(product, call.locale));
        let view = PageView {
            items: rows.collect(),
            total: page.total,
            next_cursor: page.next_cursor,
            facets: page.facets.into_iter().map(FacetView::from).collect(),
        };
        Ok((view, shown))
    };
    Ok(call.answer_showing("list", version, make).await)
}

/// Everything about one product.
#[utoipa::path(get, path = "/api/products/{slug}", tag = "products",
    params(("slug" = String, Path), ("locale" = Option<String>, Query)), responses(
    (status = 200, body = ProductDetail<'static>), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn get_product(
    State(state): State<AppState>,
    slug: Slug,
    asked: Asked,
) -> Result<Response, Problem> {
    let call = Call::plain(&state, &asked)?.taking(Effort::Little);
    let product = LazyLock::new(|| call.product(&slug));
    let product = || product.as_ref().map_err(Problem::clone);
    let version = || Ok(call.snapshot.product_version(product()?.number()));
    let make = || Ok(ProductDetail::new(product()?, &call.snapshot, call.locale));
    Ok(call.answer("product", version, make).await)
}

/// The prices of one product, oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PriceHistory)]
pub(super) struct PriceHistory {
    items: Vec<PricePointView>,
}

/// What one product has cost, and since when it costs what it does.
#[utoipa::path(get, path = "/api/products/{slug}/price-history", tag = "products",
    params(("slug" = String, Path), ("locale" = Option<String>, Query)), responses(
    (status = 200, body = PriceHistory), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn get_price_history(
    State(state): State<AppState>,
    slug: Slug,
    asked: Asked,
) -> Result<Response, Problem> {
    let call = Call::plain(&state, &asked)?.taking(Effort::Little);
    let product = LazyLock::new(|| call.product(&slug));
    let product = || product.as_ref().map_err(Problem::clone);
    let version = || Ok(call.snapshot.product_version(product()?.number()));
    let make = || {
        let points = product()?.price_points();
        let currency = call.snapshot.settings().currency;
        Ok(PriceHistory { items: points.map(|point| PricePointView::new(point, currency)).collect() })
    };
    Ok(call.answer("price-history", version, make).await)
}

/// Products that belong with one.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RelatedProducts)]
pub(super) struct RelatedView<'a> {
    /// The same part from other brands.
    same_part: Vec<ProductRow<'a>>,
    /// Parts of the same category for the same vehicles.
    same_vehicles: Vec<ProductRow<'a>>,
}

/// Most products of each kind in `/related`.
const RELATED: usize = 12;

/// The same part from other brands, and other parts for the same vehicles.
#[utoipa::path(get, path = "/api/products/{slug}/related", tag = "products",
    params(("slug" = String, Path), ("locale" = Option<String>, Query)), responses(
    (status = 200, body = RelatedView<'static>), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn list_related_products(
    State(state): State<AppState>,
    slug: Slug,
    asked: Asked,
) -> Result<Response, Problem> {
    let call = Call::plain(&state, &asked)?;
    let snapshot = &call.snapshot;
    let product = LazyLock::new(|| call.product(&slug));
    let product = || product.as_ref().map_err(Problem::clone);
    let version = || Ok(snapshot.page_version(product()?.number()));
    let rows = |products: Vec<_>| products.into_iter().map(|p| ProductRow::new(p, call.locale)).collect();
    let make = || {
        let number = product()?.number();
        let Related { same_part, same_vehicles } = related(snapshot, number, RELATED);
        let shown = same_part.iter().chain(&same_vehicles).map(ProductRef::number).collect();
        Ok((RelatedView { same_part: rows(same_part), same_vehicles: rows(same_vehicles) }, shown))
    };
    Ok(call.answer_showing("related", version, make).await)
}
