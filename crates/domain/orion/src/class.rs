//! The kind of demand that a series shows (Syntetos, Boylan and Croston 2005).

use serde::{Deserialize, Serialize};

/// Smooth, erratic, intermittent or lumpy; or too few sales to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemandClass {
    /// Fewer than two sales.
    Unknown,
    /// Sold often, in like quantities.
    Smooth,
    /// Sold often, in quantities that vary much.
    Erratic,
    /// Sold now and then, in like quantities.
    Intermittent,
    /// Sold now and then, in quantities that vary much.
    Lumpy,
}

/// Above this average number of periods between sales demand is intermittent.
const INTERVAL: f64 = 1.32;
/// Above this squared coefficient of variation of the quantities demand is erratic.
const VARIATION: f64 = 0.49;

impl DemandClass {
    /// The class of a history, read from its first sale on; what is no number was not seen.
    pub fn of(demand: &[f64]) -> Self {
        let sales: Vec<f64> = demand.iter().copied().filter(|sold| *sold > 0.0).collect();
        let Some(first) = demand.iter().position(|sold| *sold > 0.0) else { return Self::Unknown };
        if sales.len() < 2 {
            return Self::Unknown;
        }
        let seen = demand[first..].iter().filter(|sold| !sold.is_nan()).count();
        let interval = seen as f64 / sales.len() as f64;
        let mean = sales.iter().sum::<f64>() / sales.len() as f64;
        let variance = sales.iter().map(|sold| (sold - mean).powi(2)).sum::<f64>() / (sales.len() - 1) as f64;
        match (interval > INTERVAL, variance / (mean * mean) > VARIATION) {
            (false, false) => Self::Smooth,
            (false, true) => Self::Erratic,
            (true, false) => Self::Intermittent,
            (true, true) => Self::Lumpy,
        }
    }

    /// Whether demand comes often enough for the models of continuous series.
    pub fn is_regular(self) -> bool {
        matches!(self, Self::Smooth | Self::Erratic)
    }

    /// The word in which it is stored and shown to programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Smooth => "smooth",
            Self::Erratic => "erratic",
            Self::Intermittent => "intermittent",
            Self::Lumpy => "lumpy",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_demand_has_its_class() {
        let cases: [(&[f64], DemandClass); 6] = [
            (&[], DemandClass::Unknown),
            (&[0.0, 0.0, 3.0, 0.0], DemandClass::Unknown),
            (&[4.0, 5.0, 4.0, 6.0], DemandClass::Smooth),
            (&[1.0, 20.0, 1.0, 2.0], DemandClass::Erratic),
            (&[0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 2.0, 1.0], DemandClass::Intermittent),
            (&[1.0, 0.0, 0.0, 20.0, 0.0, 0.0, 1.0, 0.0], DemandClass::Lumpy),
        ];
        for (demand, class) in cases {
            assert_eq!(DemandClass::of(demand), class, "{demand:?}");
        }
    }
}
