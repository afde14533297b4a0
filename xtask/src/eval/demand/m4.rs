//! Half of M4's weekly series, 13 weeks ahead, against the naive forecast.

use std::num::NonZeroUsize;
use std::path::Path;

use chrono::NaiveDate;
use orion::model::classical::Classical;
use orion::{DemandSeries, Options, Outcome, Period, Step, forecast_shop, measure};

use super::{flat, heading, out, read, row};

const AHEAD: usize = 13;
const YEAR: usize = 52;

pub(super) fn run(data: &Path) -> anyhow::Result<()> {
    let past = load(data, "m4_weekly_train.csv.gz")?;
    let actual = load(data, "m4_weekly_test.csv.gz")?;
    anyhow::ensure!(past.len() == actual.len(), "as many series in both files");
    heading(&format!("M4 weekly: {} series, {AHEAD} weeks ahead", past.len()));
    let means = |of: &dyn Fn(&[f64]) -> Vec<f64>| -> Vec<Vec<Step>> {
        past.iter().map(|series| flat(&of(series))).collect()
    };
    let asked = |model: Classical, series: &[f64]| {
        let recent = &series[series.len().saturating_sub(600)..];
        model
            .forecast(recent, YEAR, AHEAD)
            .map_or_else(|| vec![recent[recent.len() - 1]; AHEAD], |path| path.mean)
    };
    let three = [Classical::Ets, Classical::Arima, Classical::SeasonalTheta];
    let singles: Vec<[Vec<f64>; 3]> =
        past.iter().map(|series| three.map(|model| asked(model, series))).collect();
    let single = |at: usize| -> Vec<Vec<Step>> { singles.iter().map(|paths| flat(&paths[at])).collect() };
    let of_three = singles.iter().map(|paths| {
        flat(
            &(0..AHEAD)
                .map(|step| paths.iter().map(|path| path[step]).sum::<f64>() / 3.0)
                .collect::<Vec<_>>(),
        )
    });
    let monday = NaiveDate::from_ymd_opt(2010, 1, 4).unwrap_or_default();
    let series: Vec<DemandSeries> =
        past.iter().map(|values| DemandSeries::of_quantities(Period::Week, monday, values.clone())).collect();
    let options = Options { threads: NonZeroUsize::MIN, ..Options::default() };
    let forecasts = forecast_shop(&series, AHEAD, &options, &|_| ());
    let naive = means(&|series| vec![series[series.len() - 1]; AHEAD]);
    let rows: Vec<(&str, Vec<Vec<Step>>)> = vec![
        ("all zero", means(&|_| vec![0.0; AHEAD])),
        ("naive", naive.clone()),
        ("seasonal naive", means(&|series| asked(Classical::SeasonalNaive, series))),
        (
            "moving average + normal",
            past.iter().map(|series| orion::model::moving_average::steps(series, AHEAD)).collect(),
        ),
        ("ETS", single(0)),
        ("ARIMA", single(1)),
        ("theta", single(2)),
        ("mean of ETS, ARIMA, theta", of_three.collect()),
        ("orion", forecasts.iter().map(|forecast| forecast.steps.clone()).collect()),
    ];
    let base = against(&past, &actual, &naive);
    for (name, steps) in &rows {
        // Its own season of 1, as in the competition.
        row(
            name,
            &measure(past.iter().zip(&actual).zip(steps).map(|((history, actual), steps)| Outcome {
                history,
                actual,
                steps,
                season: 1,
            })),
        );
    }
    for (name, steps) in &rows {
        let own = against(&past, &actual, steps);
        let owa = f64::midpoint(own.0 / base.0, own.1 / base.1);
        out(&format!("{name:<34} sMAPE {:>7.3}  MASE {:>7.3}  OWA {owa:.3}", own.0 * 100.0, own.1));
    }
    let failed = forecasts.iter().filter(|forecast| forecast.fallback.is_some()).count();
    out(&format!("{failed} of {} fell back", forecasts.len()));
    Ok(())
}

/// Mean sMAPE and MASE of all series.
fn against(past: &[Vec<f64>], actual: &[Vec<f64>], steps: &[Vec<Step>]) -> (f64, f64) {
    let all = measure(past.iter().zip(actual).zip(steps).map(|((history, actual), steps)| Outcome {
        history,
        actual,
        steps,
        season: 1,
    }));
    (all.smape, all.mase.unwrap_or(f64::NAN))
}

fn load(data: &Path, name: &str) -> anyhow::Result<Vec<Vec<f64>>> {
    let text = read(data, name)?;
    let fields = |line: &str| {
        line.split(',').skip(1).filter_map(|field| field.trim_matches('"').parse().ok()).collect()
    };
    Ok(text.lines().skip(1).map(fields).collect())
}
