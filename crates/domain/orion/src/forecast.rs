//! What a model says of the steps ahead.

use serde::{Deserialize, Serialize};

/// The levels of [`Step::quantiles`].
pub const LEVELS: [f64; 11] = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.975, 0.99];

/// One step ahead.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The expected demand; never negative.
    pub mean: f64,
    /// Whole pieces at each of [`LEVELS`], never negative, never falling.
    pub quantiles: [f64; 11],
}

/// The steps ahead of one series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The next step first.
    pub steps: Vec<Step>,
    /// The model's name.
    pub model: String,
    /// Why it is not the model that the series' class asks for, where it is not.
    pub fallback: Option<String>,
}
