//! Where a forecast comes from: the model, and why it is no better one.

use serde::{Deserialize, Serialize};

/// The model whose forecast it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// What products of the category sell: nothing is known of this one.
    PooledPrior,
    /// What it sold lately, filled up with what products like it sold.
    Histogram,
    /// The mean of the last year.
    MovingAverage,
    /// What all products' pasts teach of this one's.
    Global,
    /// ETS, theta, MSTL, ARIMA, Prophet and the year before, weighed by how they did on the series' own past.
    Ensemble,
    /// What promotions and other known causes do: Prophet, and one regression over all products that have them.
    Regression,
}

impl Model {
    /// All, the simplest first.
    pub const ALL: [Self; 6] = [
        Self::PooledPrior,
        Self::Histogram,
        Self::MovingAverage,
        Self::Global,
        Self::Ensemble,
        Self::Regression,
    ];

    /// The model with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.as_str() == word)
    }

    /// The word in which it is stored and shown to programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PooledPrior => "pooled_prior",
            Self::Histogram => "histogram",
            Self::MovingAverage => "moving_average",
            Self::Global => "global",
            Self::Ensemble => "ensemble",
            Self::Regression => "regression",
        }
    }
}

/// Why a forecast is not the one that its class of demand asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// No period is known.
    NoHistory,
    /// Nothing was sold yet.
    NoSales,
    /// Too few periods to learn from.
    ShortHistory,
    /// Quantities that no model of counts holds, too seldom for the others.
    TooLarge,
    /// The models of its class are not asked in a quick run, or could not be fitted.
    NotFitted,
}

impl Fallback {
    /// The word in which it is stored and shown to programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoHistory => "no_history",
            Self::NoSales => "no_sales",
            Self::ShortHistory => "short_history",
            Self::TooLarge => "too_large",
            Self::NotFitted => "not_fitted",
        }
    }
}
