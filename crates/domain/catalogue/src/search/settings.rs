//! The weights of search, all of them a shop's configuration.

use serde::{Deserialize, Serialize};

/// How search weighs what it finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchSettings {
    /// How much more an in-stock product counts: 0.1 = a tenth.
    pub stock_weight: f32,
    /// How much more the most popular product counts than one nobody bought.
    pub popularity_weight: f32,
}

impl Default for SearchSettings {
    fn default() -> Self {
        Self { stock_weight: 0.1, popularity_weight: 0.2 }
    }
}
