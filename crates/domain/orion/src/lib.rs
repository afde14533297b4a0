//! What will sell, and what to do about it: sales history, series of demand, forecasts, insights.
//!
//! Owns what the shop sold on each day, the forecasts made from it and what they
//! propose. Reads the catalogue, writes nothing of it; knows nothing of HTTP.
#![warn(missing_docs)]

mod class;
mod counts;
mod error;
mod forecast;
mod measure;
mod migration;
pub mod model;
mod restock;
mod series;
mod step;

pub use class::DemandClass;
pub use counts::Counts;
pub use error::OrionError;
pub use forecast::{Fallback, Forecast, Model, Options, forecast_shop};
pub use measure::{Errors, Outcome, measure};
pub use migration::migrations;
pub use restock::{Part, Replay, level_for, replay, replay_part};
pub use series::{DemandSeries, Period};
pub use step::{LEVELS, Step};
