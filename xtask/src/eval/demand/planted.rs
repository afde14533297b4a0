//! Series whose causes were planted: temperature, holidays, the age of the fleet; and the same without any effect.

use chrono::NaiveDate;
use orion::{DemandSeries, Errors, Options, Outcome, Period, Step, forecast_shop, measure};

use super::{flat, heading, out, row};

const SERIES: usize = 40;
const WEEKS: usize = 156;
const AHEAD: usize = 4;
const ORIGINS: usize = 3;
const YEAR: usize = 52;
const SEED: u64 = 20;

/// What is easy to say of a past.
type Easy = fn(&[f64]) -> Vec<Step>;

const EASY: [(&str, Easy); 4] = [
    ("all zero", |_| flat(&[0.0; AHEAD])),
    ("naive", |past| flat(&[past[past.len() - 1]; AHEAD])),
    ("seasonal naive", |past| flat(&past[past.len() - YEAR..past.len() - YEAR + AHEAD])),
    ("moving average + normal", |past| orion::model::moving_average::steps(past, AHEAD)),
];

/// Numbers that look drawn, from a seed alone (`SplitMix64`).
pub(super) struct Draw(pub(super) u64);

impl Draw {
    /// From 0 to 1.
    pub(super) fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Standard normal (Box and Muller).
    fn normal(&mut self) -> f64 {
        (-2.0 * self.share().max(1e-300).ln()).sqrt() * (std::f64::consts::TAU * self.share()).cos()
    }
}

pub(super) fn run() {
    for (name, level) in [("30 pieces a week", 30.0), ("300 pieces a week", 300.0)] {
        for (effects, size) in [("planted effects", 1.0), ("no effects", 0.0)] {
            let shop = planted(level, size);
            heading(&format!(
                "{effects}, {name}: {SERIES} series, {WEEKS} weeks, {AHEAD} ahead, {ORIGINS} origins, seed {SEED}"
            ));
            for (name, steps) in EASY {
                row(name, &errors(&shop, &|known| known.iter().map(|one| steps(&one.quantity)).collect()));
            }
            let said = |known: &[DemandSeries]| -> Vec<Vec<Step>> {
                let forecasts = forecast_shop(known, AHEAD, &Options::default(), &|_| ());
                forecasts.into_iter().map(|forecast| forecast.steps).collect()
            };
            let blind = |known: &[DemandSeries]| -> Vec<Vec<Step>> {
                let unknowing = |one: &DemandSeries| DemandSeries { regressors: Vec::new(), ..one.clone() };
                said(&known.iter().map(unknowing).collect::<Vec<_>>())
            };
            let (without, with) = (errors(&shop, &blind), errors(&shop, &said));
            row("orion, no causes known", &without);
            row("orion", &with);
            if let (Some(with), Some(without)) = (with.wmape, without.wmape) {
                out(&format!("causes change WMAPE by {:+.1} %", 100.0 * (with / without - 1.0)));
            }
        }
    }
}

fn errors(shop: &[DemandSeries], said: &dyn Fn(&[DemandSeries]) -> Vec<Vec<Step>>) -> Errors {
    let origins: Vec<(Vec<DemandSeries>, Vec<Vec<Step>>)> = (1..=ORIGINS)
        .map(|back| {
            let known: Vec<DemandSeries> = shop.iter().map(|one| one.until(WEEKS - back * AHEAD)).collect();
            let steps = said(&known);
            (known, steps)
        })
        .collect();
    measure(origins.iter().flat_map(|(known, steps)| {
        shop.iter().zip(known).zip(steps).map(|((one, known), steps)| {
            let from = known.quantity.len();
            let actual = &one.quantity[from..from + AHEAD];
            Outcome { history: &known.quantity, actual, steps, season: YEAR }
        })
    }))
}

/// Temperature follows the year with spells of a few weeks; holidays move through it as the moon's do; the share of the
/// fleet that is of an age to need the part rises and falls once. `size` 0: the columns are there and do nothing.
fn planted(level: f64, size: f64) -> Vec<DemandSeries> {
    let mut draw = Draw(SEED);
    let first = NaiveDate::from_ymd_opt(2023, 1, 2).unwrap_or_default();
    let mut spell = 0.0;
    let temperature: Vec<f64> = (0..WEEKS)
        .map(|week| {
            spell = 0.6 * spell + 3.0 * draw.normal();
            20.0 - 9.0 * (week as f64 * std::f64::consts::TAU / 52.18).cos() + spell
        })
        .collect();
    let holidays: Vec<f64> = (0..WEEKS)
        .map(|week| {
            let of_moon = (week as f64 + 9.0) % 50.6;
            if of_moon < 1.0 {
                5.0
            } else if (10.0..11.0).contains(&of_moon) {
                3.0
            } else {
                0.0
            }
        })
        .collect();
    (0..SERIES)
        .map(|_| {
            let own_level = level * (0.5 + draw.share());
            let peak = WEEKS as f64 * (0.3 + 0.8 * draw.share());
            let fleet: Vec<f64> =
                (0..WEEKS).map(|week| (-((week as f64 - peak) / 60.0).powi(2)).exp()).collect();
            let (heat, feast, age) = (
                size * (0.03 + 0.04 * draw.share()),
                size * (0.1 + 0.08 * draw.share()),
                size * draw.share(),
            );
            let quantity = (0..WEEKS).map(|week| {
                let moved =
                    heat * (temperature[week] - 20.0) - feast * holidays[week] + age * (fleet[week] - 0.5);
                let mean = own_level * moved.exp();
                (mean + mean.sqrt() * draw.normal()).round().max(0.0)
            });
            let quantity = quantity.collect();
            DemandSeries {
                regressors: vec![temperature.clone(), holidays.clone(), fleet],
                ..DemandSeries::of_quantities(Period::Week, first, quantity)
            }
        })
        .collect()
}
