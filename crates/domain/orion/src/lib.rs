//! What will sell, and what to do about it: sales history, series of demand, forecasts, insights.
//!
//! Owns what the shop sold on each day, the forecasts made from it and what they
//! propose. Reads the catalogue, writes nothing of it; knows nothing of HTTP.
#![warn(missing_docs)]

mod error;
mod forecast;
mod migration;
mod series;

pub use error::OrionError;
pub use forecast::{Forecast, LEVELS, Step};
pub use migration::migrations;
pub use series::{DemandSeries, Period};
