//! 2,674 car parts by month: the last year held out, one origin; and a year of restocking.

use std::path::Path;

use chrono::NaiveDate;
use orion::model::histogram::Pool;
use orion::model::{intermittent, moving_average};
use orion::{
    Counts, Delivered, DemandClass, DemandSeries, Errors, Forecast, Options, Outcome, Part, PastOrders,
    Period, Policy, Replay, Step, Stretch,
};
use orion::{forecast_shop, level_for, measure, replay, replay_part};

use super::{cpu_seconds, flat, heading, out, read, row};

const YEAR: usize = 12;
/// The levels whose coverage is printed, and their places in a step's quantiles.
const COVERED: [(f64, usize); 5] = [(0.5, 4), (0.8, 6), (0.9, 7), (0.95, 8), (0.99, 10)];

pub(super) fn run(data: &Path) -> anyhow::Result<()> {
    let parts = load(data)?;
    let cut = parts[0].quantity.len() - YEAR;
    let known: Vec<DemandSeries> = parts.iter().map(|part| part.until(cut)).collect();
    heading(&format!("Car parts: {} by month, {YEAR} months ahead of month {cut}, one origin", parts.len()));
    for (name, steps) in simple(&known) {
        row(name, &errors(&parts, &known, &steps));
    }
    fast(&known);
    let mut covered = Vec::new();
    for (name, thorough) in [("orion, quick (histogram)", false), ("orion", true)] {
        let before = cpu_seconds();
        let forecasts = forecast_shop(&known, YEAR, &Options { thorough, ..Options::default() }, &|_| ());
        let spent = cpu_seconds() - before;
        let steps: Vec<Vec<Step>> = forecasts.iter().map(|forecast| forecast.steps.clone()).collect();
        row(name, &errors(&parts, &known, &steps));
        covered.push((name, coverage(&parts, cut, &steps)));
        out(&format!("{name}: {spent:.2} CPU seconds, {}", sources(&forecasts)));
    }
    for (name, levels) in covered {
        out(&format!("P(y <= q) of {name}: {levels}"));
    }
    restock(&parts, &known);
    Ok(())
}

/// How long the models take that a shop can wait for.
fn fast(known: &[DemandSeries]) {
    let began = std::time::Instant::now();
    let pool = Pool::learn(known.iter().map(|part| (part.quantity.as_slice(), None)));
    let mut classes = std::collections::BTreeMap::new();
    let mut sum = 0.0;
    for part in known {
        let past = &part.quantity;
        *classes.entry(DemandClass::of(past).as_str()).or_insert(0) += 1;
        sum += intermittent::imapa(past) + intermittent::tsb(past, 0.2) + intermittent::smoothed(past);
        sum += Step::of_counts(&pool.of_history(past, None)).mean;
    }
    out(&format!(
        "routed and forecast by IMAPA, TSB, SES and the histogram on one core: {:.3} s (sum {sum:.0}; {classes:?})",
        began.elapsed().as_secs_f64()
    ));
}

/// The simple forecasts that every table carries.
fn simple(known: &[DemandSeries]) -> Vec<(&'static str, Vec<Vec<Step>>)> {
    let each = |of: &dyn Fn(&[f64]) -> Vec<Step>| known.iter().map(|part| of(&part.quantity)).collect();
    let last = |past: &[f64]| past.last().copied().unwrap_or(0.0);
    vec![
        ("all zero", each(&|_| flat(&[0.0; YEAR]))),
        ("naive", each(&|past| flat(&[last(past); YEAR]))),
        ("seasonal naive", each(&|past| flat(&past[past.len() - YEAR..]))),
        ("moving average + normal", each(&|past| moving_average::steps(past, YEAR))),
        ("TSB .2", each(&|past| flat(&[intermittent::tsb(past, 0.2); YEAR]))),
        ("IMAPA", each(&|past| flat(&[intermittent::imapa(past); YEAR]))),
    ]
}

fn errors(parts: &[DemandSeries], known: &[DemandSeries], steps: &[Vec<Step>]) -> Errors {
    measure(parts.iter().zip(known).zip(steps).map(|((part, known), steps)| Outcome {
        history: &known.quantity,
        actual: &part.quantity[known.quantity.len()..],
        steps,
        season: YEAR,
    }))
}

fn coverage(parts: &[DemandSeries], cut: usize, steps: &[Vec<Step>]) -> String {
    let share = |at: usize| {
        let cells = parts.iter().zip(steps).flat_map(|(part, steps)| part.quantity[cut..].iter().zip(steps));
        let within = cells.filter(|(actual, step)| **actual <= step.quantiles[at]).count();
        within as f64 / (parts.len() * YEAR) as f64
    };
    COVERED.map(|(level, at)| format!("{level}: {:.3}", share(at))).join("  ")
}

fn sources(forecasts: &[Forecast]) -> String {
    let mut counts = std::collections::BTreeMap::new();
    for forecast in forecasts {
        let fallback = forecast.fallback.map_or("", orion::Fallback::as_str);
        *counts.entry((forecast.model.as_str(), fallback)).or_insert(0) += 1;
    }
    counts.iter().map(|((model, why), count)| format!("{model} {why} {count}")).collect::<Vec<_>>().join(", ")
}

/// Monthly review, one month's lead time, lost sales: units held for the fill rate reached. Models are learnt once, at
/// the first origin; their view of each part moves on month by month. The level is looked up as a shop does.
fn restock(parts: &[DemandSeries], known: &[DemandSeries]) {
    let cut = known[0].quantity.len();
    out(
        "\nRestock: pieces held per part at the end of a month for the fill rate reached (80 %, 85 %, 90 %, 95 %)",
    );
    let textbook = |wanted_rate: f64| {
        let (mut low, mut high) = (0.0, 4.3);
        let held = |factor: f64| {
            let mut all = Replay::default();
            for part in parts {
                let target = |at: usize| textbook_target(&part.quantity[..cut + at], factor);
                replay_part(&part.quantity[cut..], target, Policy { lead_time: 1, review: 1 }, &mut all);
            }
            (all.fill_rate(), all.held / (parts.len() * YEAR) as f64)
        };
        for _ in 0..14 {
            let middle = f64::midpoint(low, high);
            if held(middle).0 < wanted_rate { low = middle } else { high = middle }
        }
        let (rate, pieces) = held(high);
        if rate < wanted_rate - 1e-3 { format!("{:>9}", "never") } else { format!("{pieces:>9.2}") }
    };
    let rates = [0.8, 0.85, 0.9, 0.95];
    out(&format!("{:<34}{}", "textbook (mean + z deviations)", rates.map(textbook).concat()));
    let pool_of = |at: usize| Pool::learn(parts.iter().map(|part| (&part.quantity[..at], None)));
    let by_histogram = |from: usize, months: usize| -> Vec<Part> {
        let pool = pool_of(from);
        protected(parts, from, months, |past| {
            let month = pool.of_history(past, None);
            month.and(&month)
        })
    };
    let by_poisson = protected(parts, cut, YEAR, |past| {
        let mean = 2.0 * intermittent::tsb(past, 0.2);
        Counts::negative_binomial(mean, mean)
    });
    for (name, this_year) in [("TSB + Poisson", by_poisson), ("histogram", by_histogram(cut, YEAR))] {
        out(&format!("{name:<34}{}", rates.map(|rate| held_at(&this_year, rate)).concat()));
    }
    let year = Stretch::year(known);
    let policy = Policy { lead_time: 1, review: 1 };
    let this_year = PastOrders::by_earlier(parts, year, &Options::default());
    let held = |rate: f64| {
        let level = level_for(rate, |level| this_year.replay(level, policy));
        format!("{:>9.2}", this_year.replay(level, policy).held)
    };
    out(&format!("{:<34}{}", "orion", rates.map(held).concat()));
    // The histogram's level is looked up on the year before, learnt anew each half year.
    let half = YEAR / 2;
    let mut histogram_then = by_histogram(cut - YEAR, half);
    histogram_then.extend(by_histogram(cut - half, half));
    let histogram_now = by_histogram(cut, YEAR);
    let told = |name: &str, asked: f64, level: f64, reached: Replay| {
        out(&format!(
            "{name}: asked {:.1} %, level {level:.3} by the year before, delivered {:.1} % with {:.2} pieces",
            asked * 100.0,
            reached.fill_rate() * 100.0,
            reached.held
        ));
    };
    for asked in rates {
        let level = level_for(asked, |level| replay(&histogram_then, level, 1));
        told("histogram", asked, level, replay(&histogram_now, level, 1));
    }
    let before = cpu_seconds();
    let delivered = Delivered::learn(known, policy, &Options::default());
    for asked in rates {
        let level = delivered.level_for(asked);
        told("orion", asked, level, this_year.replay(level, policy));
    }
    out(&format!("orion: levels looked up in {:.2} CPU seconds", cpu_seconds() - before));
}

fn held_at(parts: &[Part], rate: f64) -> String {
    format!("{:>9.2}", replay(parts, level_for(rate, |level| replay(parts, level, 1)), 1).held)
}

fn textbook_target(past: &[f64], factor: f64) -> f64 {
    let year = &past[past.len() - YEAR..];
    let mean = year.iter().sum::<f64>() / YEAR as f64;
    let variance = year.iter().map(|sold| (sold - mean).powi(2)).sum::<f64>() / (YEAR - 1) as f64;
    (2.0 * mean + factor * (2.0 * variance).sqrt() - 1e-9).ceil()
}

fn protected(
    parts: &[DemandSeries],
    from: usize,
    months: usize,
    of_past: impl Fn(&[f64]) -> Counts,
) -> Vec<Part> {
    parts
        .iter()
        .map(|part| Part {
            wanted: part.quantity[from..from + months].to_vec(),
            protect: (from..from + months).map(|at| of_past(&part.quantity[..at])).collect(),
        })
        .collect()
}

pub(super) fn load(data: &Path) -> anyhow::Result<Vec<DemandSeries>> {
    let first = NaiveDate::from_ymd_opt(1998, 1, 1).unwrap_or_default();
    let mut parts: Vec<DemandSeries> = Vec::new();
    let mut before = "";
    let text = read(data, "carparts.csv.gz")?;
    for line in text.lines().skip(1) {
        let mut fields = line.trim().split(',');
        let id = fields.next().unwrap_or("");
        if id != before {
            parts.push(DemandSeries::of_quantities(Period::Month, first, Vec::new()));
            before = id;
        }
        // A missing month counts as none, as in the published tables.
        let sold = fields.nth(1).and_then(|quantity| quantity.parse().ok()).unwrap_or(0.0);
        if let Some(part) = parts.last_mut() {
            part.quantity.push(sold);
        }
    }
    anyhow::ensure!(!parts.is_empty(), "no car parts");
    Ok(parts)
}
