//! Causes that move demand, and causes that do not.

use std::sync::Arc;

use chrono::NaiveDate;

use super::*;
use crate::forecast::forecast_shop;
use crate::series::Period;
use crate::weather::WeatherDay;
use crate::weather::planted::{measured_until, six_years, warmth};

/// Shops whose sales follow a cause by `effect`, known four weeks ahead.
fn shops(level: f64, effect: f64) -> Vec<DemandSeries> {
    let drawn = |shop: u64, week: u64| ((shop * 7_919 + week * 104_729) % 97) as f64 / 97.0 - 0.5;
    let cause: Vec<f64> = (0..124).map(|week| (drawn(99, week * week) * 6.0).round()).collect();
    let of_shop = |shop: u64| {
        let sold = (0..120).map(|week| {
            let noise = 0.1 * level * drawn(shop, week * 31 + week * week);
            (level * (1.0 + effect * cause[week as usize]) + noise).round()
        });
        let first = NaiveDate::from_ymd_opt(2023, 1, 2).unwrap();
        let mut series = DemandSeries::of_quantities(Period::Week, first, sold.collect());
        series.regressors = vec![cause.clone()];
        series
    };
    (0..6).map(of_shop).collect()
}

fn blind(shops: &[DemandSeries]) -> Vec<DemandSeries> {
    shops.iter().map(|shop| DemandSeries { regressors: Vec::new(), ..shop.clone() }).collect()
}

#[test]
fn a_cause_that_moves_demand_is_heeded_by_small_series_and_large() {
    for level in [20.0, 500.0] {
        let shops = shops(level, 0.15);
        for (shop, forecast) in shops.iter().zip(forecast_shop(&shops, 4, &Options::default(), &|_| ())) {
            for (step, cause) in forecast.steps.iter().zip(&shop.regressors[0][120..]) {
                let wanted = level * (1.0 + 0.15 * cause);
                assert!((step.mean - wanted).abs() < 0.2 * level, "{level} {cause}: {step:?}");
            }
        }
    }
}

/// A little more than a year of shops that sell `effect` more with each degree, up to the spring of 2023.
fn young_shops(effect: f64) -> Vec<DemandSeries> {
    let first = NaiveDate::from_ymd_opt(2021, 12, 6).unwrap();
    let weather = Arc::new(six_years());
    let of_shop = |shop: u32| {
        let sold = (0..68).map(|week: u32| {
            let day = Period::Week.after(first, week as usize) + chrono::Days::new(3);
            let noise = f64::from((shop * 7_919 + week * week * 104_729) % 97) / 97.0 - 0.5;
            (300.0 * (effect * (warmth(day) - 20.0)).exp() * (1.0 + 0.1 * noise)).round()
        });
        let series = DemandSeries::of_quantities(Period::Week, first, sold.collect());
        DemandSeries { weather: Some(Arc::clone(&weather)), ..series }
    };
    (0..6).map(of_shop).collect()
}

fn missed(shops: &[DemandSeries], effect: f64) -> f64 {
    let mut sum = 0.0;
    for (shop, forecast) in shops.iter().zip(forecast_shop(shops, 8, &Options::default(), &|_| ())) {
        for (at, step) in forecast.steps.iter().enumerate() {
            let day = Period::Week.after(shop.end(), at) + chrono::Days::new(3);
            sum += (step.mean - 300.0 * (effect * (warmth(day) - 20.0)).exp()).abs();
        }
    }
    sum
}

/// A number from 0 to 1.
fn chance(seed: u64) -> f64 {
    let mut x = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    ((x ^ (x >> 33)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[test]
fn an_interval_is_as_wide_as_pieces_are_many_whoever_else_heeds_a_cause() {
    // Three and thirty pieces a week, as chance has them, twice as many where the cause is there.
    let first = NaiveDate::from_ymd_opt(2023, 1, 2).unwrap();
    let cause: Vec<f64> = (0..124).map(|week| f64::from(chance(7_000 + week) < 0.3)).collect();
    let shops: Vec<DemandSeries> = (0..16_u64)
        .map(|shop| {
            let level = if shop < 8 { 3 } else { 30 };
            let sold = (0..120_u64).map(|week| {
                let customers = level * if cause[week as usize] > 0.0 { 8 } else { 4 };
                let come = |one: &u64| chance(shop << 40 | week << 20 | one) < 0.25;
                (0..customers).filter(come).count() as f64
            });
            let mut series = DemandSeries::of_quantities(Period::Week, first, sold.collect());
            series.regressors = vec![cause.clone()];
            series
        })
        .collect();
    let forecasts = forecast_shop(&shops, 4, &Options::default(), &|_| ());
    for step in forecasts[8..].iter().flat_map(|forecast| &forecast.steps) {
        let [low, high] = [2, 7].map(|at| step.quantiles[at] / step.mean);
        assert!(low > 0.6 && high < 1.5, "{step:?}");
    }
    for step in forecasts[..8].iter().flat_map(|forecast| &forecast.steps) {
        let [low, high] = [2, 7].map(|at| step.quantiles[at] / step.mean);
        assert!(low < 0.7 && high > 1.3, "{step:?}");
    }
}

#[test]
fn weather_that_moves_demand_tells_a_young_shop_of_the_season_ahead() {
    let shops = young_shops(0.08);
    let without: Vec<DemandSeries> =
        shops.iter().map(|shop| DemandSeries { weather: None, ..shop.clone() }).collect();
    let (heeding, blind) = (missed(&shops, 0.08), missed(&without, 0.08));
    assert!(heeding < 0.9 * blind, "{heeding} beside {blind}");
}

#[test]
fn weather_that_does_nothing_costs_next_to_nothing_and_none_of_it_is_known_ahead() {
    let shops = young_shops(0.0);
    let without: Vec<DemandSeries> =
        shops.iter().map(|shop| DemandSeries { weather: None, ..shop.clone() }).collect();
    let demand = 300.0 * 8.0 * shops.len() as f64;
    assert!(missed(&shops, 0.0) <= missed(&without, 0.0) + 0.01 * demand);
    let shops = young_shops(0.08);
    let mut other = six_years();
    other.change_from(shops[0].end());
    let changed: Vec<DemandSeries> = shops
        .iter()
        .map(|shop| DemandSeries { weather: Some(Arc::new(other.clone())), ..shop.clone() })
        .collect();
    let ask = |shops: &[DemandSeries]| forecast_shop(shops, 8, &Options::default(), &|_| ());
    assert_eq!(ask(&shops), ask(&changed));
}

#[test]
fn weather_that_is_foretold_is_heeded_ahead() {
    let shops = young_shops(0.08);
    let end = shops[0].end();
    let hot: Vec<WeatherDay> =
        end.iter_days().take(16).map(|day| WeatherDay { day, facts: [30.0, 36.0, 1.0] }).collect();
    let told = Arc::new(measured_until(end).foretelling(end, &hot));
    let knowing: Vec<DemandSeries> =
        shops.iter().map(|shop| DemandSeries { weather: Some(Arc::clone(&told)), ..shop.clone() }).collect();
    let ask = |shops: &[DemandSeries]| forecast_shop(shops, 8, &Options::default(), &|_| ());
    for (hot, usual) in ask(&knowing).iter().zip(ask(&shops)) {
        let ratio = |at: usize| hot.steps[at].mean / usual.steps[at].mean;
        assert!(ratio(0) > 1.2 && ratio(1) > 1.2, "{} {}", ratio(0), ratio(1));
        assert!((ratio(4) - 1.0).abs() < 0.1, "{}", ratio(4));
    }
}

#[test]
fn the_age_of_the_fleet_is_heeded_where_it_moves_demand() {
    let shops: Vec<DemandSeries> = shops(500.0, 0.15)
        .into_iter()
        .map(|mut shop| DemandSeries { fleet_age: shop.regressors.remove(0), ..shop })
        .collect();
    for (shop, forecast) in shops.iter().zip(forecast_shop(&shops, 4, &Options::default(), &|_| ())) {
        for (step, age) in forecast.steps.iter().zip(&shop.fleet_age[120..]) {
            let wanted = 500.0 * (1.0 + 0.15 * age);
            assert!((step.mean - wanted).abs() < 100.0, "{age}: {step:?}");
        }
    }
}

#[test]
fn a_cause_that_does_nothing_costs_next_to_nothing() {
    let shops = shops(500.0, 0.0);
    let missed = |shops: &[DemandSeries]| -> f64 {
        let forecasts = forecast_shop(shops, 4, &Options::default(), &|_| ());
        forecasts.iter().flat_map(|forecast| &forecast.steps).map(|step| (step.mean - 500.0).abs()).sum()
    };
    let (heeding, blind) = (missed(&shops), missed(&blind(&shops)));
    let demand = 500.0 * 4.0 * shops.len() as f64;
    assert!(heeding <= blind + 0.01 * demand, "{heeding} beside {blind} of {demand}");
}
