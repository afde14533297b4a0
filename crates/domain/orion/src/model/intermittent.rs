//! The models of intermittent demand that can be explained in a sentence: TSB and IMAPA.

/// Teunter, Syntetos and Babai 2011: the chance of a sale and its size, each smoothed; the chance also decays while
/// nothing is sold, so that a dead part's forecast goes to zero.
pub fn tsb(demand: &[f64], speed: f64) -> f64 {
    let Some(first) = demand.iter().position(|sold| *sold > 0.0) else { return 0.0 };
    let mut chance = f64::from(demand[0] > 0.0);
    let mut size = demand[first];
    for (index, sold) in demand.iter().enumerate().skip(1) {
        chance += speed * (f64::from(*sold > 0.0) - chance);
        if *sold > 0.0 && index > first {
            size += speed * (sold - size);
        }
    }
    chance * size
}

/// Petropoulos and Kourentzes 2015: simple exponential smoothing of the series summed in buckets of 1, 2, ... periods
/// up to the average interval between sales; the mean of their forecasts.
pub fn imapa(demand: &[f64]) -> f64 {
    let sales = demand.iter().filter(|sold| **sold > 0.0).count();
    let Some(last) = demand.iter().rposition(|sold| *sold > 0.0) else { return 0.0 };
    // The silence since the last sale is no interval between sales.
    let widest = ((last + 1) as f64 / sales as f64).round().max(1.0) as usize;
    let sum: f64 = (1..=widest)
        .map(|width| {
            let buckets: Vec<f64> =
                demand[demand.len() % width..].chunks(width).map(|bucket| bucket.iter().sum()).collect();
            smoothed(&buckets) / width as f64
        })
        .sum();
    sum / widest as f64
}

/// Simple exponential smoothing at the speed from 0.1 to 0.3 that fits best: slower ones never forget how a series began.
pub fn smoothed(values: &[f64]) -> f64 {
    const SPEEDS: usize = 11;
    let Some(first) = values.first() else { return 0.0 };
    let mut levels = [*first; SPEEDS];
    let mut errors = [0.0; SPEEDS];
    for value in &values[1..] {
        for (step, (level, error)) in levels.iter_mut().zip(&mut errors).enumerate() {
            let miss = value - *level;
            *error += miss * miss;
            *level += (0.1 + 0.02 * step as f64) * miss;
        }
    }
    let best = (0..SPEEDS).min_by(|a, b| errors[*a].total_cmp(&errors[*b])).unwrap_or(0);
    levels[best]
}
