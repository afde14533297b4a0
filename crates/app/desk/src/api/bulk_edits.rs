//! One change to many products at once, and the undoing of it.

use axum::extract::State;
use catalogue::{BrandId, BulkChange, BulkEditId, CategoryId, DeskFilter, Patched, ProductId, Selection};
use kernel::Permission::EditProducts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Refusals;
use super::product_views::StateName;
use super::products::StockName;
use web::caller::Require;
use web::json_body::{JsonBody, Private};
use web::routing::Path;
use web::{AppState, Problem};

/// Which products: these, or all that match a filter as `GET /api/admin/products` takes it.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SelectionFields {
    /// At most 10,000.
    ids: Option<Vec<Uuid>>,
    #[schema(inline)]
    filter: Option<FilterFields>,
}

/// A filter; empty, it selects the whole shop.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FilterFields {
    q: Option<String>,
    brand: Option<Uuid>,
    category: Option<Uuid>,
    #[schema(inline)]
    state: Option<StateName>,
    #[schema(inline)]
    stock: Option<StockName>,
    price_from_minor: Option<i64>,
    price_to_minor: Option<i64>,
    #[serde(default)]
    without_price: bool,
}

/// What becomes of each: at least one of these.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ChangeFields {
    /// Hundredths of a percent by which prices rise, or fall: 1250 = +12.5 %.
    price_by_basis_points: Option<i32>,
    /// `null` takes the brand away.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    brand_id: Patched<Uuid>,
    /// `null` takes them out of their category.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    category_id: Patched<Uuid>,
    /// Whether they can be ordered when there is none.
    on_order: Option<bool>,
    /// Whether they are on sale.
    published: Option<bool>,
}

/// A selection and what becomes of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BulkEditFields {
    #[schema(inline)]
    selection: SelectionFields,
    #[schema(inline)]
    change: ChangeFields,
}

impl SelectionFields {
    fn read(self) -> Result<Selection, Problem> {
        match (self.ids, self.filter) {
            (Some(ids), None) => Ok(Selection::Ids(ids.into_iter().map(ProductId).collect())),
            (None, Some(filter)) => Ok(Selection::Filter(DeskFilter {
                text: filter.q,
                brand_id: filter.brand.map(BrandId),
                category_id: filter.category.map(CategoryId),
                state: filter.state.map(Into::into),
                stock: filter.stock.map(Into::into),
                price_from_minor: filter.price_from_minor,
                price_to_minor: filter.price_to_minor,
                without_price: filter.without_price,
            })),
            _ => Err(Problem::invalid_field("selection", None, "needs ids or a filter, and not both")),
        }
    }
}

impl From<ChangeFields> for BulkChange {
    fn from(fields: ChangeFields) -> Self {
        Self {
            price_by_basis_points: fields.price_by_basis_points,
            brand_id: fields.brand_id.map(BrandId),
            category_id: fields.category_id.map(CategoryId),
            on_order: fields.on_order,
            published: fields.published,
        }
    }
}

/// What came of a bulk edit.
#[derive(Serialize, ToSchema)]
#[schema(as = BulkEdit)]
pub(super) struct BulkEditView {
    /// Undoes it.
    id: Uuid,
    changed: u64,
    /// Products that were so already, or could not be so.
    unchanged: u64,
    /// Of selected ids: those of no product, or of a deleted one.
    missing: u64,
}

/// Changes all products of a selection in one transaction.
#[utoipa::path(post, path = "/api/admin/bulk-edits", tag = "products-desk", request_body = inline(BulkEditFields),
    responses((status = 200, body = BulkEditView), Refusals), security(("bearer" = [])))]
pub(super) async fn bulk_edit(
    State(state): State<AppState>,
    caller: Require<{ EditProducts as u8 }>,
    JsonBody(body): JsonBody<BulkEditFields>,
) -> Result<Private<BulkEditView>, Problem> {
    let selection = body.selection.read()?;
    let desk = state.desk()?;
    let edit = catalogue::bulk_edit(&desk.at(caller.actor()), &selection, &body.change.into()).await?;
    state.show_changes().await;
    Ok(Private(BulkEditView {
        id: edit.id.0,
        changed: edit.changed,
        unchanged: edit.unchanged,
        missing: edit.missing,
    }))
}

/// A product that an undoing left as it is.
#[derive(Serialize, ToSchema)]
struct KeptProduct {
    id: Uuid,
    sku: String,
}

/// What came of an undoing.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BulkUndo)]
pub(super) struct BulkUndoView {
    restored: u64,
    /// Products that somebody changed since; they stay as they are.
    kept: u64,
    /// The first 100 of those.
    #[schema(inline)]
    kept_products: Vec<KeptProduct>,
}

/// Gives the products of a bulk edit back what it took, but for those that were changed since.
#[utoipa::path(post, path = "/api/admin/bulk-edits/{id}/undo", tag = "products-desk",
    params(("id" = String, Path)),
    responses((status = 200, body = BulkUndoView), Refusals), security(("bearer" = [])))]
pub(super) async fn undo_bulk_edit(
    State(state): State<AppState>,
    caller: Require<{ EditProducts as u8 }>,
    Path(id): Path<Uuid>,
) -> Result<Private<BulkUndoView>, Problem> {
    let undo = catalogue::undo_bulk_edit(&state.desk()?.at(caller.actor()), BulkEditId(id)).await?;
    state.show_changes().await;
    let kept = undo.kept_products.into_iter().map(|(id, sku)| KeptProduct { id: id.0, sku });
    Ok(Private(BulkUndoView { restored: undo.restored, kept: undo.kept, kept_products: kept.collect() }))
}
