//! A forecast as the shop keeps it: which model, trained when, on what, how good; and what a run saw as a whole.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::uuid::Uuid;
use serde::{Deserialize, Serialize};

use crate::{DemandClass, Errors, Forecast, Model, Span, Trial};

/// What one product will sell, and where that is known from.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptForecast {
    /// The product.
    pub number: u32,
    /// Of the data that it was made from.
    pub fingerprint: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The first day of the first week ahead.
    pub first: NaiveDate,
    /// What it says.
    pub forecast: Forecast,
    /// How good the same way of forecasting was on the product's last weeks.
    pub errors: Option<Errors>,
    /// The model that won the product's trials; `None` = the one that its demand asks for.
    pub champion: Option<Model>,
    /// What each model lost so far.
    pub trials: Vec<Trial>,
    /// How its trials stood before this week: what a run of the same week begins with, be it again or for the rest of one
    /// that was cut off.
    pub before: Option<Stand>,
    /// What its model was taught, if it learns from all products.
    pub lesson: Option<Lesson>,
}

/// How a product's trials stood after a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stand {
    /// The first day of the first week ahead then.
    pub first: NaiveDate,
    /// The champion then.
    pub champion: Option<Model>,
    /// The trials then.
    pub trials: Vec<Trial>,
}

/// What a row keeps as JSON.
#[derive(Serialize, Deserialize)]
pub(crate) struct Body {
    pub(crate) forecast: Forecast,
    pub(crate) errors: Option<Errors>,
    #[serde(default)]
    pub(crate) champion: Option<Model>,
    #[serde(default)]
    pub(crate) trials: Vec<Trial>,
    #[serde(default)]
    pub(crate) before: Option<Stand>,
    #[serde(default)]
    pub(crate) lesson: Option<Lesson>,
}

/// What the next run must know of a forecast that is kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standing {
    pub(crate) fingerprint: String,
    /// How its trials stood before this week, if they had begun.
    pub(crate) before: Option<Stand>,
    /// The run that taught its model.
    pub(crate) lesson: Option<Uuid>,
}

/// When models were learnt over all products, and from what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// In which run.
    pub run: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Of the data.
    pub fingerprint: String,
    /// The first day that was not in it.
    pub until: NaiveDate,
    /// From so many products.
    pub products: usize,
    /// What is learnt otherwise from the same data has another edition.
    pub edition: u32,
}

/// Whose errors a row of the accuracy table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The shop's own forecasts.
    Forecast,
    /// Nothing is ever sold.
    AllZero,
    /// As last week.
    Naive,
    /// As a year ago.
    SeasonalNaive,
    /// The mean of the last quarter.
    MovingAverage,
}

/// How far one way of forecasting lay from what happened.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MethodErrors {
    /// The way of forecasting.
    pub method: Method,
    /// Over the products of one class; `None` = over all.
    pub class: Option<DemandClass>,
    /// The errors.
    pub errors: Errors,
}

/// Demand of a category, or of the whole shop, week by week, with what is ahead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Total {
    /// The category's number; `None` = the shop.
    pub category: Option<u32>,
    /// The first day of the first week kept.
    pub first: NaiveDate,
    /// Pieces sold in each week.
    pub weeks: Vec<f64>,
    /// What is ahead.
    pub forecast: Forecast,
}

/// What a run saw and made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunReport {
    /// The run's id: its job's.
    pub id: Uuid,
    /// When it began.
    pub begun: DateTime<Utc>,
    /// When it was done.
    pub ended: DateTime<Utc>,
    /// The first day that it forecast.
    pub first: NaiveDate,
    /// How much of the past it knew.
    pub span: Span,
    /// Products that were forecast.
    pub products: usize,
    /// Of them those whose data had changed.
    pub fitted: usize,
    /// How many products each fallback stood in for, by its word.
    pub fallbacks: Vec<(String, usize)>,
    /// Errors on the last weeks, held back: the shop's forecasts first, then what is easy.
    pub accuracy: Vec<MethodErrors>,
    /// How the forecasts of earlier runs compare with what was sold since.
    pub live: Option<Errors>,
    /// Weeks that were held back for [`Self::accuracy`].
    pub tested_weeks: usize,
    /// The shop and its categories.
    pub totals: Vec<Total>,
    /// What the models that learn from all products were taught.
    #[serde(default)]
    pub lesson: Option<Lesson>,
    /// Products whose forecasts another model makes than their demand asks for.
    #[serde(default)]
    pub champions: usize,
    /// Whether live errors had left the band of the tests, so that the models were learnt anew.
    #[serde(default)]
    pub drifted: bool,
}
