//! `eval demand`: forecasts beside what happened, on shops' data that no model was tuned on.

use std::io::Read;
use std::path::Path;

use anyhow::Context;
use orion::{Errors, Step};

use super::search::out;

mod cars;
mod censored;
mod juice;
mod m4;
mod planted;
pub(super) mod prophet;
mod rossmann;

/// Which tables are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Table {
    /// 2,674 car parts, monthly: mean, quantiles, restock.
    Cars,
    /// Half of M4's weekly series.
    M4,
    /// Orange juice, with prices and promotions.
    Juice,
    /// A hundred shops by week.
    Rossmann,
    /// Planted effects of temperature, holidays and the fleet's age.
    Planted,
    /// Stock-outs made at random.
    Censored,
}

/// Prints the tables asked for; all, if none is named.
pub(super) fn run(data: &Path, tables: &[Table]) -> anyhow::Result<()> {
    let asked = |table| tables.is_empty() || tables.contains(&table);
    if asked(Table::Cars) {
        cars::run(data)?;
    }
    if asked(Table::M4) {
        m4::run(data)?;
    }
    if asked(Table::Juice) {
        juice::run(data)?;
    }
    if asked(Table::Rossmann) {
        rossmann::run(data)?;
    }
    if asked(Table::Planted) {
        planted::run();
    }
    if asked(Table::Censored) {
        censored::run(data)?;
    }
    Ok(())
}

/// The text of a gzipped file.
fn read(data: &Path, name: &str) -> anyhow::Result<String> {
    let path = data.join(name);
    let file = std::fs::File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text)?;
    Ok(text)
}

/// The heading of a table of errors.
fn heading(title: &str) {
    out(&format!("\n{title}"));
    out(&format!(
        "{:<34}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}",
        "",
        "RMSE",
        "RMSSE",
        "MAE",
        "MASE",
        "total",
        "bias",
        "WMAPE",
        "MAPE",
        "sMAPE",
        "wQL",
        "in 80%",
        "in 95%"
    ));
}

/// One row of a table of errors.
fn row(name: &str, errors: &Errors) {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"));
    let percent =
        |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{:.1}", value * 100.0));
    out(&format!(
        "{name:<34}{:>8.4}{:>8}{:>8.3}{:>8}{:>8.3}{:>8}{:>8}{:>8}{:>8.3}{:>8}{:>8.1}{:>8.1}",
        errors.rmse,
        number(errors.rmsse),
        errors.mae,
        number(errors.mase),
        errors.total,
        percent(errors.bias),
        percent(errors.wmape),
        percent(errors.mape),
        errors.smape,
        number(errors.quantile_loss),
        errors.within_80 * 100.0,
        errors.within_95 * 100.0
    ));
}

/// Steps that say these means and nothing of their spread.
fn flat(means: &[f64]) -> Vec<Step> {
    means.iter().map(|mean| Step { mean: *mean, quantiles: [mean.max(0.0).round(); 11] }).collect()
}

/// Seconds of processor time that this process has used, all its threads together.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
