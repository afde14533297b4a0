//! `eval prophet`: our Prophet beside the Python package's, on Rossmann's shops.

use std::path::Path;

use anyhow::Context;
use orion::model::prophet::History;

use super::{cpu_seconds, out, rossmann};

const AHEAD: usize = 4;

/// `theirs` is what `script/prophet rossmann` printed: store, origin, step ahead, forecast.
pub(in crate::eval) fn run(data: &Path, theirs: &Path) -> anyhow::Result<()> {
    let shops = rossmann::load(data)?;
    let text =
        std::fs::read_to_string(theirs).with_context(|| format!("cannot read {}", theirs.display()))?;
    let rows: Vec<Vec<f64>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|field| field.parse().unwrap_or(f64::NAN)).collect())
        .collect();
    let before = cpu_seconds();
    let (mut fits, mut failed) = (0, 0);
    let (mut apart, mut misses) = (Vec::new(), [0.0; 2]);
    let mut sold = 0.0;
    for rows in rows.chunks(AHEAD) {
        let shop = shops.get(&(rows[0][0] as u32)).context("a store that the data does not have")?;
        let known = shop.until(shop.quantity.len() - AHEAD * rows[0][1] as usize);
        let from = known.quantity.len();
        fits += 1;
        let causes = History::causes_of(&known);
        let history =
            History { period: known.period, first: known.first, values: &known.quantity, causes: &causes };
        let Some(path) = history.forecast(AHEAD) else {
            failed += 1;
            continue;
        };
        for (step, row) in rows.iter().enumerate() {
            let (ours, theirs, actual) = (path.mean[step], row[3], shop.quantity[from + step]);
            apart.push((ours - theirs).abs() / theirs.abs());
            misses[0] += (ours - actual).abs();
            misses[1] += (theirs - actual).abs();
            sold += actual;
        }
    }
    let spent = cpu_seconds() - before;
    apart.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| 100.0 * apart[((apart.len() - 1) as f64 * share) as usize];
    let mean = 100.0 * apart.iter().sum::<f64>() / apart.len() as f64;
    out(&format!(
        "{fits} fits, {failed} failed, {:.2} ms of CPU each; apart by: mean {mean:.3} %, median {:.3} %, 90th {:.3} %, most {:.3} %",
        1000.0 * spent / f64::from(fits),
        at(0.5),
        at(0.9),
        at(1.0)
    ));
    out(&format!("WMAPE: ours {:.3} %, theirs {:.3} %", 100.0 * misses[0] / sold, 100.0 * misses[1] / sold));
    Ok(())
}
