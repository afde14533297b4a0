//! Products at the desk: listed, made, edited by one of two, taken away and brought back.

use axum::extract::State;
use catalogue::{DeskFilter, DeskQuery, DeskSort, ProductId, StockState};
use http::StatusCode;
use http::header::{ETAG, HeaderMap, HeaderValue, IF_MATCH, LOCATION};
use kernel::Permission::{EditProducts, ViewProducts};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::value::StrDeserializer;
use utoipa::ToSchema;

use super::Refusals;
use super::product_views::{
    PriceChangeView, ProductFields, ProductPageView, ProductRowView, ProductView, StateName,
};
use uuid::Uuid;
use web::caller::Require;
use web::json_body::{JsonBody, Private};
use web::parameters::Parameters;
use web::routing::Path;
use web::{AppState, Asked, Problem};

const FILTERS: [&str; 9] =
    ["q", "brand", "category", "state", "stock", "priceFrom", "priceTo", "withoutPrice", "sort"];

/// An answer that says which version of a product it shows.
type Versioned = ([(http::HeaderName, HeaderValue); 1], Private<ProductView>);

/// Products, drafts too, the last changed first.
#[utoipa::path(get, path = "/api/admin/products", tag = "products-desk",
    params(
        ("q" = Option<String>, Query, description = "Words of the name, or the beginning of any number"),
        ("brand" = Option<String>, Query, description = "The id of a brand"),
        ("category" = Option<String>, Query, description = "The id of a category; those within count too"),
        ("state" = Option<String>, Query, description = "live, draft or deleted; live and draft if missing"),
        ("stock" = Option<String>, Query, description = "in, low, out or not-counted"),
        ("priceFrom" = Option<String>, Query),
        ("priceTo" = Option<String>, Query),
        ("withoutPrice" = Option<bool>, Query, description = "true: those for which shoppers must ask"),
        ("sort" = Option<String>, Query, description = "changed, sku, price, -price or stock"),
        ("cursor" = Option<String>, Query),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 200),
    ),
    responses((status = 200, body = ProductPageView), Refusals), security(("bearer" = [])))]
pub(super) async fn list_products_at_desk(
    State(state): State<AppState>,
    caller: Require<{ ViewProducts as u8 }>,
    asked: Asked,
) -> Result<Private<ProductPageView>, Problem> {
    let desk = state.desk()?;
    let mut parameters = Parameters::read(asked.raw_query())?;
    let query = DeskQuery {
        filter: take_filter(&mut parameters, desk.settings.currency)?,
        sort: take_sort(&mut parameters)?,
        limit: parameters.take_count("limit", 1..=200)?.unwrap_or_default(),
        cursor: parameters.take("cursor")?.map(Into::into),
    };
    let known: Vec<&str> = FILTERS.into_iter().chain(["cursor", "limit"]).collect();
    parameters.refuse_rest(&known)?;
    let page = catalogue::list_products_at_desk(&desk.at(caller.actor()), &query).await?;
    Ok(Private(ProductPageView {
        items: page.rows.into_iter().map(ProductRowView::from).collect(),
        next: page.next_cursor,
    }))
}

/// One product, deleted or not.
#[utoipa::path(get, path = "/api/admin/products/{id}", tag = "products-desk", params(("id" = String, Path)),
    responses((status = 200, body = ProductView, headers(("ETag" = String, description = "Its version"))), Refusals),
    security(("bearer" = [])))]
pub(super) async fn get_product_at_desk(
    State(state): State<AppState>,
    caller: Require<{ ViewProducts as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Versioned, Problem> {
    let desk = state.desk()?;
    let found = catalogue::find_product_at_desk(&desk.at(caller.actor()), ProductId(id)).await?;
    Ok(versioned(found.into()))
}

/// Makes a product; it is on sale at once if it has a name and `published` does not say no.
#[utoipa::path(post, path = "/api/admin/products", tag = "products-desk",
    request_body(content = inline(ProductFields), content_type = "application/json"),
    responses((status = 201, body = ProductView, headers(("ETag" = String), ("Location" = String))), Refusals),
    security(("bearer" = [])))]
pub(super) async fn create_product(
    State(state): State<AppState>,
    caller: Require<{ EditProducts as u8 }>,
    JsonBody(patch): JsonBody<catalogue::ProductPatch>,
) -> Result<(StatusCode, [(http::HeaderName, String); 1], Versioned), Problem> {
    let made = catalogue::create_product(&state.desk()?.at(caller.actor()), &patch).await?;
    state.show_changes().await;
    let place = [(LOCATION, format!("/api/admin/products/{}", made.product.id))];
    Ok((StatusCode::CREATED, place, versioned(made.into())))
}

/// Changes the fields that are sent: `null` clears one, what is left out stays.
///
/// `If-Match` carries the `ETag` of what was seen. Who changes an older version than there is gets 412,
/// with the fields that collide.
#[utoipa::path(patch, path = "/api/admin/products/{id}", tag = "products-desk",
    params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "Needed: 428 without it")),
    request_body(content = inline(ProductFields), content_type = "application/json"),
    responses(
        (status = 200, body = ProductView, headers(("ETag" = String))),
        (status = 412, body = Problem, content_type = "application/problem+json", description = "Changed meanwhile"),
        (status = 428, body = Problem, content_type = "application/problem+json", description = "If-Match is missing"),
        Refusals,
    ),
    security(("bearer" = [])))]
pub(super) async fn edit_product(
    State(state): State<AppState>,
    caller: Require<{ EditProducts as u8 }>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    JsonBody(patch): JsonBody<catalogue::ProductPatch>,
) -> Result<Versioned, Problem> {
    let expected = expected_version(&headers)?;
    let desk = state.desk()?;
    let edited = catalogue::edit_product(&desk.at(caller.actor()), ProductId(id), expected, &patch).await?;
    state.show_changes().await;
    Ok(versioned(edited.into()))
}

/// Takes a product out of the shop; its history stays, and it can be restored.
#[utoipa::path(delete, path = "/api/admin/products/{id}", tag = "products-desk", params(("id" = String, Path)),
    responses((status = 200, body = ProductView, headers(("ETag" = String))), Refusals), security(("bearer" = [])))]
pub(super) async fn delete_product(
    State(state): State<AppState>,
    caller: Require<{ EditProducts as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Versioned, Problem> {
    let deleted = catalogue::delete_product(&state.desk()?.at(caller.actor()), ProductId(id)).await?;
    state.show_changes().await;
    Ok(versioned(deleted.into()))
}

/// Brings a deleted product back as it was.
#[utoipa::path(post, path = "/api/admin/products/{id}/restore", tag = "products-desk",
    params(("id" = String, Path)),
    responses((status = 200, body = ProductView, headers(("ETag" = String))), Refusals), security(("bearer" = [])))]
pub(super) async fn restore_product(
    State(state): State<AppState>,
    caller: Require<{ EditProducts as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Versioned, Problem> {
    let restored = catalogue::restore_product(&state.desk()?.at(caller.actor()), ProductId(id)).await?;
    state.show_changes().await;
    Ok(versioned(restored.into()))
}

/// Every price it ever had, oldest first, with who set it and why.
#[utoipa::path(get, path = "/api/admin/products/{id}/price-history", tag = "products-desk",
    params(("id" = String, Path)),
    responses((status = 200, body = Vec<PriceChangeView>), Refusals), security(("bearer" = [])))]
pub(super) async fn list_price_changes(
    State(state): State<AppState>,
    caller: Require<{ ViewProducts as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Private<Vec<PriceChangeView>>, Problem> {
    let desk = state.desk()?;
    let changes = catalogue::list_price_changes_at_desk(&desk.at(caller.actor()), ProductId(id)).await?;
    Ok(Private(changes.into_iter().map(PriceChangeView::from).collect()))
}

fn versioned(product: ProductView) -> Versioned {
    let version = HeaderValue::from_str(&format!("\"{}\"", product.version()));
    ([(ETAG, version.unwrap_or(HeaderValue::from_static("\"\"")))], Private(product))
}

fn expected_version(headers: &HeaderMap) -> Result<catalogue::ProductVersion, Problem> {
    let header = headers.get(IF_MATCH).ok_or_else(Problem::version_needed)?;
    let text = header.to_str().unwrap_or_default();
    let version = text.trim().strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let unread = || Problem::invalid_field("If-Match", Some(text), "is not the ETag of a product");
    version.and_then(|version| version.parse().ok()).ok_or_else(unread)
}

/// The filter of a list, as parameters name it.
fn take_filter(parameters: &mut Parameters<'_>, currency: kernel::Currency) -> Result<DeskFilter, Problem> {
    Ok(DeskFilter {
        text: parameters.take("q")?.map(Into::into),
        brand_id: take_id(parameters, "brand")?.map(catalogue::BrandId),
        category_id: take_id(parameters, "category")?.map(catalogue::CategoryId),
        state: take_word::<StateName>(parameters, "state", "live, draft, deleted")?.map(Into::into),
        price_from_minor: parameters.take_price("priceFrom", currency)?,
        price_to_minor: parameters.take_price("priceTo", currency)?,
        stock: take_word::<StockName>(parameters, "stock", "in, low, out, not-counted")?.map(Into::into),
        without_price: parameters
            .take_parsed("withoutPrice", "is neither true nor false")?
            .unwrap_or_default(),
    })
}

fn take_id(parameters: &mut Parameters<'_>, name: &str) -> Result<Option<uuid::Uuid>, Problem> {
    let Some(text) = parameters.take(name)? else { return Ok(None) };
    let wrong = || Problem::invalid_field(name, Some(&text), "is no id");
    text.parse().ok().map(Some).ok_or_else(wrong)
}

/// How much of a product there is, as a filter.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StockName {
    In,
    Low,
    Out,
    NotCounted,
}

impl From<StockName> for StockState {
    fn from(field: StockName) -> Self {
        match field {
            StockName::In => Self::In,
            StockName::Low => Self::Low,
            StockName::Out => Self::Out,
            StockName::NotCounted => Self::NotCounted,
        }
    }
}

/// One word of a closed list.
pub(super) fn take_word<T: DeserializeOwned>(
    parameters: &mut Parameters<'_>,
    name: &str,
    words: &str,
) -> Result<Option<T>, Problem> {
    let Some(text) = parameters.take(name)? else { return Ok(None) };
    let word = T::deserialize(StrDeserializer::<serde::de::value::Error>::new(&text));
    word.ok()
        .map(Some)
        .ok_or_else(|| Problem::invalid_field(name, Some(&text), format!("is none of {words}")))
}

fn take_sort(parameters: &mut Parameters<'_>) -> Result<DeskSort, Problem> {
    Ok(match parameters.take("sort")?.as_deref() {
        None | Some("changed") => DeskSort::Changed,
        Some("sku") => DeskSort::Sku,
        Some("price") => DeskSort::Price,
        Some("-price") => DeskSort::PriceDescending,
        Some("stock") => DeskSort::Stock,
        Some(other) => {
            let reason = "is none of changed, sku, price, -price, stock";
            return Err(Problem::invalid_field("sort", Some(other), reason));
        }
    })
}
