//! How far forecasts lay from what happened: Hyndman and Koehler 2006, and what stock is ordered by.
//!
//! MAE and MASE choose no model here: where most periods are zero, the forecast that is always zero wins them.

use serde::{Deserialize, Serialize};

use crate::series::mean;
use crate::step::{LEVELS, Step};

/// One series' forecast beside what happened.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// What the forecast was made from.
    pub history: &'a [f64],
    /// What happened, as long as `steps`.
    pub actual: &'a [f64],
    /// The forecast.
    pub steps: &'a [Step],
    /// Periods of a year.
    pub season: usize,
}

/// Errors over one series or many. RMSE, RMSSE, MAE, MASE, `total` are means of the series' own; the others are of all
/// periods together.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Errors {
    /// Series that were measured.
    pub series: usize,
    /// Mean absolute error.
    pub mae: f64,
    /// Root of the mean squared error.
    pub rmse: f64,
    /// RMSE in units of the naive forecast's inside the history; over the series where that is defined.
    pub rmsse: Option<f64>,
    /// MAE in units of the seasonal naive forecast's inside the history.
    pub mase: Option<f64>,
    /// Absolute errors' sum as a share of what was sold. None if nothing was.
    pub wmape: Option<f64>,
    /// Mean absolute percentage error over the periods with sales. None if there is a period without: it would
    /// divide by zero there, and leaving those out would praise a forecast that is too high.
    pub mape: Option<f64>,
    /// Symmetric MAPE, 0 to 2; 0 where forecast and sales are both zero.
    pub smape: f64,
    /// Forecast's sum against the sales' sum: 0.1 is a tenth too much. None if nothing was sold.
    pub bias: Option<f64>,
    /// Mean absolute error of the whole horizon's sum.
    pub total: f64,
    /// Quantile loss, twice the pinball loss's sum as a share of what was sold, mean over 0.5, 0.8, 0.9, 0.95, 0.99.
    pub quantile_loss: Option<f64>,
    /// The share of outcomes between the 10 % and the 90 % quantile, after [`Step::share_between`]: 0.8 of forecasts that
    /// are right, on counts too.
    pub within_80: f64,
    /// The share of outcomes between the 2.5 % and the 97.5 % quantile, likewise.
    pub within_95: f64,
}

/// The places in [`LEVELS`] of the levels whose loss is counted.
const COUNTED: [usize; 5] = [4, 6, 7, 8, 10];

/// Measures forecasts of many series together.
pub fn measure<'a>(outcomes: impl IntoIterator<Item = Outcome<'a>>) -> Errors {
    let mut sums = Sums::default();
    for outcome in outcomes {
        sums.take(&outcome);
    }
    sums.errors()
}

#[derive(Default)]
struct Sums {
    series: usize,
    periods: f64,
    mae: f64,
    rmse: f64,
    rmsse: (f64, f64),
    mase: (f64, f64),
    absolute: f64,
    sold: f64,
    forecast: f64,
    percentage: f64,
    zeros: bool,
    smape: f64,
    total: f64,
    pinball: f64,
    within_80: f64,
    within_95: f64,
}

impl Sums {
    fn take(&mut self, outcome: &Outcome<'_>) {
        let n = outcome.actual.len().min(outcome.steps.len());
        if n == 0 {
            return;
        }
        let (mut absolute, mut squared, mut sold, mut forecast) = (0.0, 0.0, 0.0, 0.0);
        for (actual, step) in outcome.actual.iter().zip(outcome.steps) {
            let miss = (actual - step.mean).abs();
            absolute += miss;
            squared += miss * miss;
            sold += actual;
            forecast += step.mean;
            self.percentage += if *actual > 0.0 { miss / actual } else { 0.0 };
            self.zeros |= *actual <= 0.0;
            self.smape += if miss > 0.0 { 2.0 * miss / (actual.abs() + step.mean.abs()) } else { 0.0 };
            for level in COUNTED {
                let off = actual - step.quantiles[level];
                self.pinball += (LEVELS[level] * off).max((LEVELS[level] - 1.0) * off);
            }
            self.within_80 += step.share_between(*actual, 0.1, 0.9);
            self.within_95 += step.share_between(*actual, 0.025, 0.975);
        }
        let (own_mae, own_rmse) = (absolute / n as f64, (squared / n as f64).sqrt());
        self.series += 1;
        self.periods += n as f64;
        self.mae += own_mae;
        self.rmse += own_rmse;
        self.absolute += absolute;
        self.sold += sold;
        self.forecast += forecast;
        self.total += (sold - forecast).abs();
        let steps = |lag: usize| -> Vec<f64> {
            let lagged = outcome.history.get(lag..).unwrap_or_default().iter().zip(outcome.history);
            lagged.map(|(now, before)| (now - before).abs()).collect()
        };
        let one: Vec<f64> = steps(1).iter().map(|step| step * step).collect();
        let season = if outcome.history.len() > outcome.season { outcome.season } else { 1 };
        for (scale, own, sum) in
            [(mean(&one).sqrt(), own_rmse, &mut self.rmsse), (mean(&steps(season)), own_mae, &mut self.mase)]
        {
            if scale > 0.0 {
                *sum = (sum.0 + own / scale, sum.1 + 1.0);
            }
        }
    }

    fn errors(&self) -> Errors {
        let series = self.series.max(1) as f64;
        let periods = self.periods.max(1.0);
        let of_sold = |sum: f64| (self.sold > 0.0).then(|| sum / self.sold);
        Errors {
            series: self.series,
            mae: self.mae / series,
            rmse: self.rmse / series,
            rmsse: (self.rmsse.1 > 0.0).then(|| self.rmsse.0 / self.rmsse.1),
            mase: (self.mase.1 > 0.0).then(|| self.mase.0 / self.mase.1),
            wmape: of_sold(self.absolute),
            mape: (self.periods > 0.0 && !self.zeros).then(|| self.percentage / periods),
            smape: self.smape / periods,
            bias: of_sold(self.forecast - self.sold),
            total: self.total / series,
            quantile_loss: of_sold(2.0 * self.pinball / COUNTED.len() as f64),
            within_80: self.within_80 / periods,
            within_95: self.within_95 / periods,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(mean: f64) -> Step {
        Step::of_quantiles(mean, [mean; 11])
    }

    #[test]
    fn errors_are_those_of_the_books() {
        let steps = [step(2.0), step(4.0)];
        let errors =
            measure([Outcome { history: &[1.0, 3.0, 1.0], actual: &[4.0, 4.0], steps: &steps, season: 12 }]);
        assert!((errors.mae - 1.0).abs() < 1e-12);
        assert!((errors.rmse - 2.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!(errors.mase, Some(0.5));
        assert_eq!((errors.wmape, errors.mape, errors.bias), (Some(0.25), Some(0.25), Some(-0.25)));
        assert!((errors.total - 2.0).abs() < 1e-12);
        assert!((errors.within_80 - 0.5 * 0.8 / 0.9825).abs() < 1e-12);
    }

    #[test]
    fn a_percentage_of_nothing_is_undefined() {
        let steps = [step(1.0), step(1.0)];
        let errors = measure([Outcome { history: &[], actual: &[0.0, 2.0], steps: &steps, season: 52 }]);
        assert_eq!((errors.mape, errors.mase), (None, None));
        let nothing = measure([Outcome { history: &[0.0], actual: &[0.0, 0.0], steps: &steps, season: 52 }]);
        assert_eq!((nothing.wmape, nothing.bias, nothing.quantile_loss), (None, None, None));
    }
}
