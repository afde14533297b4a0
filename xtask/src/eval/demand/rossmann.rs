//! A hundred Rossmann shops by week: four weeks ahead from eight origins; opening days, promotions and school holidays known.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use orion::model::classical::Classical;
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
    let shops = load(data)?;
    heading(&format!("Rossmann: {} shops by week, {AHEAD} weeks ahead, {ORIGINS} origins", shops.len()));
    let origins: Vec<Known> = (1..=ORIGINS)
        .map(|back| shops.iter().map(|shop| shop.until(shop.quantity.len() - back * AHEAD)).collect())
        .collect();
    let each = |of: &dyn Fn(&[f64]) -> Vec<Step>| -> Vec<Vec<Vec<Step>>> {
        origins.iter().map(|known| known.iter().map(|shop| of(&shop.quantity)).collect()).collect()
    };
    let last = |past: &[f64]| past[past.len() - 1];
    let print = |name: &str, steps: &[Vec<Vec<Step>>]| {
        let outcomes = origins.iter().zip(steps).flat_map(|(known, steps)| {
            shops.iter().zip(known).zip(steps).map(|((shop, known), steps)| {
                let from = known.quantity.len();
                Outcome {
                    history: &known.quantity,
                    actual: &shop.quantity[from..from + AHEAD],
                    steps,
                    season: YEAR,
                }
            })
        });
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

fn without_causes(shop: &DemandSeries) -> DemandSeries {
    DemandSeries { promotion: Vec::new(), regressors: Vec::new(), ..shop.clone() }
}

/// Whole weeks only: the first and the last are cut.
fn load(data: &Path) -> anyhow::Result<Vec<DemandSeries>> {
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
        shop.quantity.push(number(2));
        shop.promotion.push(number(4) / 5.0);
        for (column, at) in [(0, 3), (1, 4), (2, 5)] {
            shop.regressors[column].push(number(at));
        }
    }
    Ok(shops.into_values().collect())
}
