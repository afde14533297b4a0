//! What will sell, and what to do about it: sales history, series of demand, forecasts, insights.
//!
//! Owns what the shop sold on each day, the forecasts made from it and what they
//! propose. Reads the catalogue, writes nothing of it; knows nothing of HTTP.
#![warn(missing_docs)]

mod backtest;
mod backtest_shop;
mod boosting;
mod calendar;
mod calibrate;
mod causes;
mod champion;
mod class;
mod counts;
mod delivered;
mod desk;
mod ensemble;
mod entity;
mod error;
mod explain;
mod fetch_weather;
mod find_insights;
mod fleet_age;
mod forecast;
mod history;
mod import_sales;
mod insight;
mod kept_forecast;
mod learnt;
mod measure;
mod migration;
pub mod model;
mod past_orders;
mod promotions;
mod record_sales;
mod restock;
mod rules;
mod run_forecasts;
mod sale_day;
mod sales_file;
mod sales_row;
mod series;
mod shop_series;
mod simulate_restock;
mod source;
mod step;
mod store;
mod totals;
mod watch;
mod weather;
mod weather_place;
mod work;

pub use backtest_shop::backtest_shop;
pub use calendar::{Country, Feast, Holiday, holidays};
pub use champion::Trial;
pub use class::DemandClass;
pub use counts::Counts;
pub use delivered::Delivered;
pub use desk::{
    DemandDesk, InsightOfProduct, MOST_INSIGHTS, Overview, ProductDemand, count_insights, edit_rules,
    find_overview, find_product_demand, list_first_insights, list_forecasts, list_insights, order_run,
    pin_model, receive_sales,
};
pub use error::OrionError;
pub use fetch_weather::WeatherSource;
pub use forecast::{Asked, Forecast, Options, forecast_shop, forecast_some};
pub use history::{Span, next_start, outliers, series_of, start};
pub use import_sales::{SalesImport, SalesReport, import_sales};
pub use insight::{Evidence, Insight, InsightKind};
pub use kept_forecast::{KeptForecast, Lesson, Method, MethodErrors, RunReport, Stand, Total};
pub use learnt::Learnt;
pub use measure::{Errors, Outcome, measure};
pub use migration::migrations;
pub use past_orders::{PastOrders, Stretch};
pub use record_sales::{find_span, list_sales, record_sales};
pub use restock::{Part, Policy, Replay, level_for, replay, replay_part};
pub use rules::Rules;
pub use run_forecasts::{OrionSettings, Progress, Training, run_forecasts};
pub use sale_day::SaleDay;
pub use sales_file::{SalesFile, apply_sales_file, find_sales_file, read_sales_problems};
pub use series::{DemandSeries, Period};
pub use simulate_restock::{Simulated, simulate_restock};
pub use source::{Fallback, Model};
pub use step::{LEVELS, Step};
pub use weather::Weather;
pub use weather_place::{
    WeatherKnown, WeatherPlace, edit_weather_place, find_weather_known, find_weather_place,
};
pub use work::{ForecastRun, MonthlyTraining, SalesImportJob, WeatherFetch, handlers, schedules};
