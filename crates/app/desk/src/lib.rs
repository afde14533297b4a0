//! The desk: where staff work, as pages and as operations of the API.
//!
//! Owns the addresses below `/desk` and `/api/admin` and what they show. Holds
//! no rule of the trade and no query to the database: those are the domains',
//! which refuse whoever lacks a permission.

mod api;
mod pages;

use web::exchange::Exchange;
use web::routing::RouteConflict;
use web::storefront::Front;
use web::{AppState, Beside};

pub use pages::Dashboard;

/// The shop with the desk beside it; `front` shows at once what staff say of the shop.
///
/// # Errors
/// When two handlers would answer the same.
pub fn app(state: AppState, front: Front, pages: Dashboard) -> Result<Exchange, RouteConflict> {
    let operations = api::router(front.clone(), pages.zone());
    let beside = Beside { operations, pages: pages::router(pages) };
    web::app(state, front, beside)
}
