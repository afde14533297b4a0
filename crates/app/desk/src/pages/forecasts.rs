//! Demand: what will sell, product by product, what to order, and how far that can be trusted.

mod accuracy;
mod chart;
mod list;
mod overview;
mod product;
mod rules;
mod sales_file;
mod words;

use kernel::Actor;
use orion::DemandDesk;
use web::routing::{Router, get, post};

use super::Dashboard;
use super::failure::DeskFailure;

pub(super) use words::kind_key;

/// Where the pages of demand begin.
pub(super) const PATH: &str = "/desk/forecasts";

/// The pages of demand.
pub(super) fn router() -> Router<Dashboard> {
    Router::new()
        .route("/desk/forecasts", get(overview::show))
        .route("/desk/forecasts/run", post(overview::order_run))
        .route("/desk/forecasts/import", post(sales_file::receive))
        .route("/desk/forecasts/imports/{id}", get(sales_file::show))
        .route("/desk/forecasts/imports/{id}/apply", post(sales_file::apply))
        .route("/desk/forecasts/imports/{id}/problems", get(sales_file::problems))
        .route("/desk/forecasts/rules", get(rules::show).merge(post(rules::edit)))
        .route("/desk/forecasts/list", get(list::show))
        .route("/desk/forecasts/order-list.csv", get(list::export_orders))
        .route("/desk/forecasts/accuracy", get(accuracy::show))
        .route("/desk/forecasts/find", get(product::find))
        .route("/desk/forecasts/products/{sku}", get(product::show))
        .route("/desk/forecasts/products/{sku}/model", post(product::pin))
}

/// The shop's demand as this person sees it.
pub(super) fn demand<'a>(desk: &'a Dashboard, actor: &'a Actor) -> Result<DemandDesk<'a>, DeskFailure> {
    Ok(DemandDesk { db: &desk.app().desk()?.identity.db, actor })
}
