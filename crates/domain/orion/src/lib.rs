//! What will sell, and what to do about it: sales history, series of demand, forecasts, insights.
//!
//! Owns what the shop sold on each day, the forecasts made from it and what they
//! propose. Reads the catalogue, writes nothing of it; knows nothing of HTTP.
#![warn(missing_docs)]

mod boosting;
mod calendar;
mod class;
mod counts;
mod entity;
mod error;
mod forecast;
mod history;
mod import_sales;
mod measure;
mod migration;
pub mod model;
mod record_sales;
mod restock;
mod sale_day;
mod sales_row;
mod series;
mod step;
mod store;

pub use calendar::{Country, Feast, Holiday, holidays};
pub use class::DemandClass;
pub use counts::Counts;
pub use error::OrionError;
pub use forecast::{Fallback, Forecast, Model, Options, forecast_shop};
pub use history::{Span, next_start, outliers, series_of, start};
pub use import_sales::{SalesImport, SalesReport, import_sales};
pub use measure::{Errors, Outcome, measure};
pub use migration::migrations;
pub use record_sales::{find_span, list_sales, record_sales};
pub use restock::{Part, Replay, level_for, replay, replay_part};
pub use sale_day::SaleDay;
pub use series::{DemandSeries, Period};
pub use step::{LEVELS, Step};
