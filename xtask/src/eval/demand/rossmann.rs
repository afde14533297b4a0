//! A hundred Rossmann shops by week: four weeks ahead from eight origins; opening days, promotions and school holidays known.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use orion::model::classical::{Classical, Path as Said};
use orion::model::prophet::History;
use orion::model::regression::{Aim, Reach, Regression};
use orion::{DemandSeries, Forecast, Options, Outcome, Period, Step, forecast_shop, measure};

use super::{cpu_seconds, flat, heading, out, read, row};

const AHEAD: usize = 4;
const ORIGINS: usize = 8;
const YEAR: usize = 52;
const SINGLES: [(&str, Classical); 4] = [
    ("ETS", Classical::Ets),
    ("theta", Classical::SeasonalTheta),
    ("MSTL", Classical::Mstl),
    ("ARIMA", Classical::Arima),
];

/// What was known at one origin.
type Known = Vec<DemandSeries>;

pub(super) fn run(data: &Path) -> anyhow::Result<()> {
    let shops: Vec<DemandSeries> = load(data)?.into_values().collect();
    heading(&format!("Rossmann: {} shops by week, {AHEAD} weeks ahead, {ORIGINS} origins", shops.len()));
    let origins: Vec<Known> = (1..=ORIGINS)
        .map(|back| shops.iter().map(|shop| shop.until(shop.quantity.len() - back * AHEAD)).collect())
        .collect();
    let each = |of: &dyn Fn(&[f64]) -> Vec<Step>| -> Vec<Vec<Vec<Step>>> {
        origins.iter().map(|known| known.iter().map(|shop| of(&shop.demand())).collect()).collect()
    };
    let last = |past: &[f64]| past[past.len() - 1];
    let print = |name: &str, steps: &[Vec<Vec<Step>>]| {
        // Weeks that are missing measure nothing.
        let mut seen: Vec<(&[f64], Vec<f64>, Vec<Step>)> = Vec::new();
        for (known, steps) in origins.iter().zip(steps) {
            for ((shop, known), steps) in shops.iter().zip(known).zip(steps) {
                let from = known.quantity.len();
                let observed = (0..AHEAD).filter(|step| shop.is_observed(from + step));
                let (actual, steps) = observed.map(|step| (shop.quantity[from + step], steps[step])).unzip();
                seen.push((&known.quantity, actual, steps));
            }
        }
        let outcomes =
            seen.iter().map(|(history, actual, steps)| Outcome { history, actual, steps, season: YEAR });
        row(name, &measure(outcomes));
    };
    print("all zero", &each(&|_| flat(&[0.0; AHEAD])));
    print("naive", &each(&|past| flat(&[last(past); AHEAD])));
    print("seasonal naive", &each(&|past| flat(&past[past.len() - YEAR..past.len() - YEAR + AHEAD])));
    print("moving average + normal", &each(&|past| orion::model::moving_average::steps(past, AHEAD)));
    for (name, model) in SINGLES {
        print(
            name,
            &each(&|past| {
                model
                    .forecast(past, YEAR, AHEAD)
                    .map_or_else(|| flat(&[last(past); AHEAD]), |path| flat(&path.mean))
            }),
        );
    }
    for (name, heeding) in [("Prophet, no causes known", false), ("Prophet", true)] {
        let said = |known: &DemandSeries| {
            let causes = if heeding { History::causes_of(known) } else { Vec::new() };
            let path = prophet_of(known, &causes);
            path.map_or_else(|| flat(&[0.0; AHEAD]), |path| around(&path))
        };
        let all: Vec<Vec<Vec<Step>>> = origins.iter().map(|known| known.iter().map(said).collect()).collect();
        print(name, &all);
    }
    let regressed = |known: &Known| -> Vec<Vec<Step>> {
        let model = Regression::learn(known, Reach { from: 1, to: AHEAD }, Aim::Middle, 0, 1);
        let said = model.map_or_else(|| vec![None; known.len()], |model| model.forecast(known));
        said.into_iter().map(|said| flat(&said.unwrap_or_else(|| vec![0.0; AHEAD]))).collect()
    };
    print("boosted regression", &origins.iter().map(regressed).collect::<Vec<_>>());
    let steps = |forecasts: Vec<Forecast>| forecasts.into_iter().map(|forecast| forecast.steps).collect();
    for (name, causes) in [("orion, no causes known", false), ("orion", true)] {
        let before = cpu_seconds();
        let all: Vec<Vec<Vec<Step>>> = origins
            .iter()
            .map(|known| {
                let known: Known =
                    if causes { known.clone() } else { known.iter().map(without_causes).collect() };
                steps(forecast_shop(&known, AHEAD, &Options::default(), &|_| ()))
            })
            .collect();
        print(name, &all);
        out(&format!("{name}: {:.1} CPU seconds", cpu_seconds() - before));
    }
    Ok(())
}

/// What Prophet says four weeks ahead.
fn prophet_of(known: &DemandSeries, causes: &[&[f64]]) -> Option<Said> {
    let seen = |at: usize| if known.is_observed(at) { known.quantity[at] } else { f64::NAN };
    let values: Vec<f64> = (0..known.quantity.len()).map(seen).collect();
    History { period: known.period, first: known.first, values: &values, causes }.forecast(AHEAD)
}

fn around(path: &Said) -> Vec<Step> {
    let widths = path.mean.iter().zip(&path.half_width);
    widths.map(|(mean, width)| orion::model::moving_average::around(*mean, width / 1.96)).collect()
}

fn without_causes(shop: &DemandSeries) -> DemandSeries {
    DemandSeries { promotion: Vec::new(), regressors: Vec::new(), ..shop.clone() }
}

/// Whole weeks only: the first and the last are cut. Weeks that are missing were not sold in.
pub(super) fn load(data: &Path) -> anyhow::Result<BTreeMap<u32, DemandSeries>> {
    let text = read(data, "rossmann_top100_weekly.csv.gz")?;
    let mut shops: BTreeMap<u32, DemandSeries> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.trim().split(',').collect();
        anyhow::ensure!(fields.len() > 9, "too few columns: {line}");
        if fields[6] != "7" {
            continue;
        }
        let number = |at: usize| fields[at].parse::<f64>().unwrap_or(f64::NAN);
        let monday: NaiveDate = fields[1].parse()?;
        let shop = shops.entry(number(0) as u32).or_insert_with(|| DemandSeries {
            category: fields[7].bytes().next().map(u32::from),
            regressors: vec![Vec::new(); 3],
            ..DemandSeries::of_quantities(Period::Week, monday, Vec::new())
        });
        while Period::Week.after(shop.first, shop.quantity.len()) < monday {
            shop.quantity.push(f64::NAN);
            shop.promotion.push(f64::NAN);
            shop.regressors.iter_mut().for_each(|column| column.push(f64::NAN));
        }
        shop.quantity.push(number(2));
        shop.promotion.push(number(4) / 5.0);
        for (column, at) in [(0, 3), (1, 4), (2, 5)] {
            shop.regressors[column].push(number(at));
        }
    }
    Ok(shops)
}
