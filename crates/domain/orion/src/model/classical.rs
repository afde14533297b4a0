//! The models of regular series, each fitted to one series: the only place that names the crate which fits them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anofox_forecast::core::TimeSeries;
use anofox_forecast::models::arima::{AutoARIMA, AutoARIMAConfig};
use anofox_forecast::models::exponential::{AutoETS, AutoETSConfig};
use anofox_forecast::models::theta::{AutoTheta, DynamicTheta, Theta};
use anofox_forecast::models::{Forecaster, MSTLForecaster};
use chrono::{DateTime, Duration};

use crate::series::mean;

/// A model of one regular series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Classical {
    /// The last value.
    Naive,
    /// The value a year before.
    SeasonalNaive,
    /// The value a year before, moved as the last month lies above or below the same month a year before.
    SeasonalLevel,
    /// Exponential smoothing, its form chosen by `AICc`.
    Ets,
    /// ARIMA, its orders chosen by `AICc`.
    Arima,
    /// The theta method.
    Theta,
    /// The theta method's best form, on what a year's season leaves.
    SeasonalTheta,
    /// The optimised dynamic theta method.
    DynamicTheta,
    /// A year's season split off by loess, the rest by exponential smoothing.
    Mstl,
}

/// The mean of each step and half the width of its 95 % interval, as the model itself gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The mean of each step.
    pub mean: Vec<f64>,
    /// Half the width of the 95 % interval of each step.
    pub half_width: Vec<f64>,
}

impl Classical {
    /// Forecasts `values`; None where the model cannot be fitted, or gives numbers that are none.
    pub fn forecast(self, values: &[f64], season: usize, horizon: usize) -> Option<Path> {
        match self {
            Self::Naive => Some(Path::flat(vec![*values.last()?; horizon])),
            Self::SeasonalNaive => {
                let year = values.get(values.len().checked_sub(season)?..)?;
                Some(Path::flat((0..horizon).map(|step| year[step % season]).collect()))
            }
            Self::SeasonalLevel => {
                let naive = Self::SeasonalNaive.forecast(values, season, horizon)?;
                let month = |end: usize| Some(mean(&values[end.checked_sub(season.div_ceil(13))?..end]));
                let before = month(values.len() - season).filter(|before| *before > 0.0)?;
                let moved = (month(values.len())? / before).clamp(0.5, 2.0);
                Some(Path::flat(naive.mean.into_iter().map(|value| value * moved).collect()))
            }
            _ => self.fitted(values, season, horizon).filter(Path::is_finite),
        }
    }

    fn fitted(self, values: &[f64], season: usize, horizon: usize) -> Option<Path> {
        let seasonal = values.len() >= 2 * season + 4;
        let mut model: Box<dyn Forecaster> = match self {
            Self::Ets => Box::new(AutoETS::with_config(AutoETSConfig::non_seasonal())),
            Self::Arima => Box::new(AutoARIMA::with_config(AutoARIMAConfig::default())),
            Self::Theta => Box::new(Theta::new()),
            Self::SeasonalTheta if seasonal => Box::new(AutoTheta::seasonal(season)),
            Self::SeasonalTheta => Box::new(AutoTheta::new()),
            Self::DynamicTheta => Box::new(DynamicTheta::dotm()),
            Self::Mstl if seasonal => Box::new(MSTLForecaster::new(vec![season])),
            Self::Mstl | Self::Naive | Self::SeasonalNaive | Self::SeasonalLevel => return None,
        };
        // A crate that is young: what it does not refuse may still panic, and one series must not stop a shop.
        catch_unwind(AssertUnwindSafe(|| {
            let days = (0..values.len())
                .filter_map(|at| DateTime::UNIX_EPOCH.checked_add_signed(Duration::days(7 * at as i64)));
            let series = TimeSeries::univariate(days.collect(), values.to_vec()).ok()?;
            model.fit(&series).ok()?;
            let forecast = model.predict_with_intervals(horizon, 0.95).ok()?;
            let mean = forecast.primary().to_vec();
            let half_width = match (forecast.lower_series(0), forecast.upper_series(0)) {
                (Ok(lower), Ok(upper)) => {
                    lower.iter().zip(upper).map(|(low, high)| (high - low) / 2.0).collect()
                }
                _ => vec![0.0; mean.len()],
            };
            Some(Path { mean, half_width })
        }))
        .ok()
        .flatten()
    }
}

impl Path {
    fn flat(mean: Vec<f64>) -> Self {
        let half_width = vec![0.0; mean.len()];
        Self { mean, half_width }
    }

    fn is_finite(&self) -> bool {
        self.mean.iter().chain(&self.half_width).all(|value| value.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_year_is_moved_to_the_level_of_this_one() {
        let year: Vec<f64> = (0..12).map(|month| f64::from(10 + month)).collect();
        let values: Vec<f64> = year.iter().copied().chain(year.iter().map(|value| value * 1.5)).collect();
        let path = Classical::SeasonalLevel.forecast(&values, 12, 2).unwrap();
        assert!((path.mean[0] - 22.5).abs() < 1e-9 && (path.mean[1] - 24.75).abs() < 1e-9, "{path:?}");
        assert_eq!(Classical::SeasonalLevel.forecast(&values[..12], 12, 2), None);
    }
}
