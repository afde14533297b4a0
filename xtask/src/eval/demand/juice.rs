//! Orange juice in 83 shops by week, prices and promotions known: twelve rounds, two weeks ahead after one of delay.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use orion::model::regression::{Aim, Reach, Regression};
use orion::{DemandSeries, Period};

use super::{out, read};

const WEEKS: std::ops::RangeInclusive<usize> = 40..=160;
const BRANDS: usize = 11;
/// Weeks by which the factor is chosen that makes the percentage error least.
const HELD_BACK: usize = 8;

pub(super) fn run(data: &Path) -> anyhow::Result<()> {
    let all = load(data)?;
    out(&format!(
        "\nOrange juice: {} series by week, price, deal and feature known, 12 rounds, MAPE",
        all.len()
    ));
    let mut sums = [(0.0, 0.0); 5];
    for round in 0..12 {
        let known_weeks = 135 + 2 * round - WEEKS.start() + 1;
        let known: Vec<DemandSeries> = all.iter().map(|series| series.until(known_weeks)).collect();
        let model = Regression::learn(&known, Reach { from: 2, to: 3 }, Aim::Percentage, HELD_BACK, 1)
            .ok_or_else(|| anyhow::anyhow!("too little"))?;
        let factor = model.percentage_ratio();
        let forecasts = model.forecast(&known);
        let mut of_round = (0.0, 0.0);
        for ((series, known), forecast) in all.iter().zip(&known).zip(&forecasts) {
            for ahead in 0..2 {
                let week = known_weeks + 1 + ahead;
                if week >= series.quantity.len() || !series.in_stock[week] {
                    continue;
                }
                let seen: Vec<f64> =
                    (0..known_weeks).filter(|at| known.in_stock[*at]).map(|at| known.quantity[at]).collect();
                let last = seen.last().copied().unwrap_or(0.0);
                let recent = &seen[seen.len().saturating_sub(12)..];
                let average = recent.iter().sum::<f64>() / recent.len().max(1) as f64;
                let year_ago =
                    Some(week - 52).filter(|at| series.in_stock[*at]).map_or(last, |at| series.quantity[at]);
                let ours = forecast.as_ref().map_or(average, |steps| factor * steps[ahead]);
                for (sum, said) in sums.iter_mut().zip([0.0, last, year_ago, average, ours]) {
                    let miss = (said - series.quantity[week]).abs() / series.quantity[week];
                    *sum = (sum.0 + miss, sum.1 + 1.0);
                }
                of_round = (
                    of_round.0 + (ours - series.quantity[week]).abs() / series.quantity[week],
                    of_round.1 + 1.0,
                );
            }
        }
        out(&format!("round {:>2}, factor {factor:.2}: {:.2} %", round + 1, 100.0 * of_round.0 / of_round.1));
    }
    for (name, (miss, count)) in
        ["all zero", "naive", "seasonal naive", "moving average", "orion"].iter().zip(sums)
    {
        out(&format!("{name:<34}{:>8.2} %", 100.0 * miss / count));
    }
    Ok(())
}

fn load(data: &Path) -> anyhow::Result<Vec<DemandSeries>> {
    let text = read(data, "orange_juice_weekly.csv.gz")?;
    let mut shelves: BTreeMap<(usize, usize), DemandSeries> = BTreeMap::new();
    let weeks = WEEKS.count();
    for line in text.lines().skip(1) {
        let fields: Vec<f64> =
            line.trim().split(',').map(|field| field.parse().unwrap_or(f64::NAN)).collect();
        let (store, brand, week) =
            (fields[0] as usize, fields[1] as usize, fields[2] as usize - WEEKS.start());
        let shelf = shelves.entry((store, brand)).or_insert_with(|| DemandSeries {
            period: Period::Week,
            first: NaiveDate::from_ymd_opt(1990, 6, 18).unwrap_or_default(),
            quantity: vec![0.0; weeks],
            in_stock: vec![false; weeks],
            price: vec![None; weeks],
            promotion: vec![f64::NAN; weeks],
            category: Some(brand as u32),
            regressors: vec![vec![f64::NAN; weeks]; BRANDS + 3],
            fleet_age: Vec::new(),
            weather: None,
        });
        let (prices, deal, feature) = (&fields[5..5 + BRANDS], fields[16], fields[17]);
        let own = prices[brand - 1];
        shelf.quantity[week] = fields[3].exp().round();
        shelf.in_stock[week] = true;
        shelf.price[week] = Some(own);
        shelf.promotion[week] = f64::from(deal > 0.0 || feature > 0.0);
        for (column, price) in prices.iter().enumerate() {
            shelf.regressors[column][week] = (price / own).ln();
        }
        let others = prices.iter().enumerate().filter(|(at, _)| at + 1 != brand).map(|(_, price)| *price);
        shelf.regressors[BRANDS][week] = (others.fold(f64::MAX, f64::min) / own).ln();
        shelf.regressors[BRANDS + 1][week] = deal;
        shelf.regressors[BRANDS + 2][week] = feature;
    }
    Ok(shelves.into_values().collect())
}
