//! One product's demand per week or month, ready for a model.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How long a step of a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// ISO weeks, from Monday.
    Week,
    /// Calendar months.
    Month,
}

/// Demand step by step, without gaps. All lists are as long as `quantity`.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandSeries {
    /// How long a step is.
    pub period: Period,
    /// The first day of the first step.
    pub first: NaiveDate,
    /// What was asked for, returns subtracted.
    pub quantity: Vec<f64>,
    /// Whether it could be had; where not, the quantity says nothing about demand.
    pub in_stock: Vec<bool>,
    /// What a piece cost the buyer, where known.
    pub price: Vec<Option<f64>>,
    /// The share of the step in which it was on promotion, 0 to 1.
    pub promotion: Vec<f64>,
    /// The category, by its dense number.
    pub category: Option<u32>,
}
