//! Stock-outs made at random: how much of the level a forecast loses that knows of them, and one that does not.

use std::path::Path;

use orion::{DemandSeries, Options, forecast_shop};

use super::planted::Draw;
use super::{cars, out, rossmann};

/// The share of periods made stock-outs.
const OUT: f64 = 0.1;
const SEED: u64 = 5;

pub(super) fn run(data: &Path) -> anyhow::Result<()> {
    let cars = cars::load(data)?;
    let cut = cars[0].quantity.len() - 12;
    let cars: Vec<DemandSeries> = cars.iter().map(|part| part.until(cut)).collect();
    let shops: Vec<DemandSeries> = rossmann::load(data)?
        .into_values()
        .map(|shop| DemandSeries { promotion: Vec::new(), regressors: Vec::new(), ..shop })
        .collect();
    out(&format!("\nStock-outs in {:.0} % of all periods, seed {SEED}: pieces forecast in all", OUT * 100.0));
    for (name, series, ahead, thorough) in [
        ("car parts by month, quick", &cars, 12, false),
        ("car parts by month", &cars, 12, true),
        ("Rossmann by week", &shops, 4, true),
    ] {
        let total = |series: &[DemandSeries]| -> f64 {
            let forecasts =
                forecast_shop(series, ahead, &Options { thorough, ..Options::default() }, &|_| ());
            forecasts.iter().flat_map(|forecast| &forecast.steps).map(|step| step.mean).sum()
        };
        let (masked, unmasked) = censored(series);
        let (whole, masked, unmasked) = (total(series), total(&masked), total(&unmasked));
        let (lost, naive) = ((masked / whole - 1.0) * 100.0, (unmasked / whole - 1.0) * 100.0);
        out(&format!(
            "{name:<34}without stock-outs {whole:.0}, known {masked:.0} ({lost:+.2} %), not known {unmasked:.0} ({naive:+.2} %): {:.0} % of the bias",
            100.0 * (lost / naive).abs()
        ));
    }
    Ok(())
}

/// Nothing is sold in some periods: once with that known, once without.
fn censored(series: &[DemandSeries]) -> (Vec<DemandSeries>, Vec<DemandSeries>) {
    let mut draw = Draw(SEED);
    let masked = series.iter().map(|one| {
        let mut masked = one.clone();
        masked.in_stock = one.quantity.iter().map(|_| draw.share() >= OUT).collect();
        for (sold, in_stock) in masked.quantity.iter_mut().zip(&masked.in_stock) {
            *sold *= f64::from(u8::from(*in_stock));
        }
        masked
    });
    let masked: Vec<DemandSeries> = masked.collect();
    let unmasked = masked.iter().map(|one| DemandSeries { in_stock: Vec::new(), ..one.clone() }).collect();
    (masked, unmasked)
}
