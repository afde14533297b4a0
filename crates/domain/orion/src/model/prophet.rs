//! Prophet (Taylor and Letham 2017): a trend that may bend, the year's season, and known causes, each with a prior.
//!
//! The defaults and the scaling are those of the Python package; the most likely parameters are found exactly, not by
//! a line search, so that no fit fails.

mod fit;

use chrono::NaiveDate;

use super::classical::Path;
use crate::series::{DemandSeries, Period, mean};
use fit::{Design, Fitted};

/// The trend may bend at as many places.
const BENDS: usize = 25;
/// All of them in this share of the history.
const BENDING: f64 = 0.8;
/// Sines and cosines of the year.
const HARMONICS: usize = 10;
const YEAR_DAYS: f64 = 365.25;
/// A shorter history says nothing of a year.
const TWO_YEARS_DAYS: i64 = 730;
/// The deviation of the season's and the causes' coefficients before anything is seen.
const WIDE: f64 = 10.0;

/// One series as the model reads it.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// The step.
    pub period: Period,
    /// The first period's first day.
    pub first: NaiveDate,
    /// What was seen; NaN where nothing was.
    pub values: &'a [f64],
    /// Known causes, a column each; one that does not reach the horizon is left out.
    pub causes: &'a [&'a [f64]],
}

/// How times and causes became columns.
struct Frame<'a> {
    history: History<'a>,
    start: i64,
    days: f64,
    bends: Vec<f64>,
    yearly: bool,
    /// The column, what is taken off it and by what it is divided.
    causes: Vec<(&'a [f64], f64, f64)>,
}

impl<'a> History<'a> {
    /// The columns of a series that its sales may hang on.
    pub fn causes_of(series: &'a DemandSeries) -> Vec<&'a [f64]> {
        let promotion = std::iter::once(series.promotion.as_slice()).filter(|column| !column.is_empty());
        promotion.chain(series.regressors.iter().map(Vec::as_slice)).collect()
    }

    /// Forecasts; None where fewer than two periods were seen.
    pub fn forecast(&self, horizon: usize) -> Option<Path> {
        let seen: Vec<usize> = (0..self.values.len()).filter(|at| self.values[*at].is_finite()).collect();
        let scale = seen.iter().map(|at| self.values[*at].abs()).fold(0.0, f64::max);
        let (first, last) = (*seen.first()?, *seen.last()?);
        if first == last {
            return None;
        }
        if seen.iter().all(|at| (self.values[*at] - self.values[first]).abs() <= 1e-12 * scale) {
            return Some(Path { mean: vec![self.values[first]; horizon], half_width: vec![0.0; horizon] });
        }
        let frame = Frame::read(*self, &seen, horizon);
        let rows: Vec<Vec<f64>> = seen.iter().map(|at| frame.row(*at)).collect();
        let y: Vec<f64> = seen.iter().map(|at| self.values[*at] / scale).collect();
        let bends = frame.bends.len();
        let fitted = Fitted::search(&Design { rows: &rows, y: &y, bends })?;
        let ahead = self.values.len()..self.values.len() + horizon;
        Some(Path {
            mean: ahead.clone().map(|at| scale * fitted.mean(&frame.row(at))).collect(),
            half_width: ahead.map(|at| 1.96 * scale * frame.deviation(&fitted, at)).collect(),
        })
    }
}

impl<'a> Frame<'a> {
    fn read(history: History<'a>, seen: &[usize], horizon: usize) -> Self {
        let day = |at: usize| i64::from(days_of(history.period.after(history.first, at)));
        let (start, end) = (day(seen[0]), day(seen[seen.len() - 1]));
        let days = (end - start) as f64;
        let reach = history.values.len() + horizon;
        let usable = history.causes.iter().filter(|column| {
            column.len() >= reach
                && seen.iter().all(|at| column[*at].is_finite())
                && column[history.values.len()..reach].iter().all(|value| value.is_finite())
        });
        let causes = usable.map(|column| {
            let (shift, spread) = standard(&seen.iter().map(|at| column[*at]).collect::<Vec<_>>());
            (*column, shift, spread)
        });
        let time = |at: usize| (day(at) - start) as f64 / days;
        Self {
            start,
            days,
            bends: bends(seen.len()).into_iter().map(|place| time(seen[place])).collect(),
            yearly: end - start >= TWO_YEARS_DAYS,
            causes: causes.collect(),
            history,
        }
    }

    fn day(&self, at: usize) -> i64 {
        i64::from(days_of(self.history.period.after(self.history.first, at)))
    }

    fn time(&self, at: usize) -> f64 {
        (self.day(at) - self.start) as f64 / self.days
    }

    /// Slope, offset, bends, then what has a wide prior.
    fn row(&self, at: usize) -> Vec<f64> {
        let time = self.time(at);
        let mut row = vec![time, 1.0];
        row.extend(self.bends.iter().map(|bend| (time - bend).max(0.0)));
        if self.yearly {
            let turns = std::f64::consts::TAU * self.day(at) as f64 / YEAR_DAYS;
            for harmonic in 1..=HARMONICS {
                let angle = turns * harmonic as f64;
                row.extend([angle.sin(), angle.cos()]);
            }
        }
        row.extend(self.causes.iter().map(|(column, shift, spread)| (column[at] - shift) / spread));
        row
    }

    /// The noise, and what a trend that goes on bending as it did adds to it beyond the history.
    fn deviation(&self, fitted: &Fitted, at: usize) -> f64 {
        let beyond = (self.time(at) - 1.0).max(0.0);
        let usual = mean(&fitted.bends().iter().map(|bend| bend.abs()).collect::<Vec<_>>());
        let bending = self.bends.len() as f64 * 2.0 * usual * usual * beyond.powi(3) / 3.0;
        (fitted.variance + bending).sqrt()
    }
}

/// Days since 1970.
fn days_of(date: NaiveDate) -> i32 {
    date.to_epoch_days()
}

/// The periods at which the trend may bend: evenly in the first four fifths, the very first left out.
fn bends(periods: usize) -> Vec<usize> {
    let bending = (periods as f64 * BENDING).floor() as usize;
    let bends = BENDS.min(bending.saturating_sub(1));
    (1..=bends)
        .map(|bend| ((bending - 1) as f64 * bend as f64 / bends as f64).round_ties_even() as usize)
        .collect()
}

/// What is taken off a column and by what it is divided: nothing for a constant, and for a yes or no.
fn standard(column: &[f64]) -> (f64, f64) {
    let (low, high) = column.iter().fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(*x), high.max(*x)));
    let is_flag = column.iter().all(|x| *x <= 0.0 || *x >= 1.0) && low >= 0.0 && high <= 1.0;
    if low >= high || is_flag {
        return (0.0, 1.0);
    }
    let level = mean(column);
    let squares: f64 = column.iter().map(|x| (x - level).powi(2)).sum();
    (level, (squares / (column.len() - 1) as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// `script/prophet` makes the table from the `prophet` of the Python package index.
    #[test]
    fn forecasts_are_those_of_the_python_package() {
        let mut cases: BTreeMap<&str, Vec<[f64; 3]>> = BTreeMap::new();
        for line in include_str!("../../tests/prophet.csv").lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let number = |at: usize| fields[at].parse().unwrap_or(f64::NAN);
            cases.entry(fields[0]).or_default().push([number(2), number(3), number(4)]);
        }
        for (name, rows) in &cases {
            let theirs: Vec<f64> = rows.iter().map(|row| row[2]).filter(|said| said.is_finite()).collect();
            let known = rows.len() - theirs.len();
            let values: Vec<f64> = rows[..known].iter().map(|row| row[0]).collect();
            let cause: Vec<f64> = rows.iter().map(|row| row[1]).collect();
            let history = History {
                period: if name.starts_with("monthly") { Period::Month } else { Period::Week },
                first: NaiveDate::from_ymd_opt(2021, 3, 1).unwrap(),
                values: &values,
                causes: &[&cause],
            };
            let ours = history.forecast(theirs.len()).unwrap();
            let level = mean(&theirs);
            for (ours, theirs) in ours.mean.iter().zip(&theirs) {
                assert!((ours - theirs).abs() < 0.005 * level, "{name}: {ours} {theirs}");
            }
        }
        assert!(cases.len() >= 6, "{}", cases.len());
    }

    #[test]
    fn a_cause_is_learnt_and_carried_forward() {
        let cause: Vec<f64> = (0..64).map(|week| f64::from(week % 3 == 0)).collect();
        let values: Vec<f64> = cause[..60].iter().map(|on| 100.0 + 50.0 * on).collect();
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let history = History { period: Period::Week, first, values: &values, causes: &[&cause] };
        let path = history.forecast(4).unwrap();
        for (mean, wanted) in path.mean.iter().zip([150.0, 100.0, 100.0, 150.0]) {
            assert!((mean - wanted).abs() < 1.0, "{path:?}");
        }
    }

    #[test]
    fn no_history_is_too_odd_to_be_fitted() {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let odd: [&[f64]; 6] = [
            &[0.0, 1.0],
            &[5.0; 40],
            &[0.0, 0.0, 1e9, 0.0],
            &[f64::NAN, 3.0, f64::NAN, 4.0],
            &[1e-9, 2e-9, 1e-9],
            &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0],
        ];
        for values in odd {
            let path = History { period: Period::Week, first, values, causes: &[] }.forecast(4).unwrap();
            assert!(path.mean.iter().chain(&path.half_width).all(|value| value.is_finite()), "{values:?}");
        }
        let nothing = History { period: Period::Week, first, values: &[3.0], causes: &[] };
        assert_eq!(nothing.forecast(4), None);
    }
}
