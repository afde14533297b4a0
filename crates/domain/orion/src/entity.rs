//! Tables of demand, private to this crate.

pub(crate) mod forecast;
pub(crate) mod forecast_model;
pub(crate) mod forecast_pin;
pub(crate) mod forecast_rules;
pub(crate) mod forecast_run;
pub(crate) mod forecast_step;
pub(crate) mod insight;
pub(crate) mod sale_day;
pub(crate) mod weather_day;
