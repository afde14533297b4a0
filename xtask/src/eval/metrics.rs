//! NDCG@10, bootstrap intervals, and the CPU time of this thread.

use rustc_hash::FxHashMap;

/// NDCG@10: linear gains, discount 1/log2(rank + 1), ideal over the judged products, unjudged = 0.
pub(super) fn ndcg(found: &[String], gains: &FxHashMap<String, f64>) -> f64 {
    let discounted = |gains: &mut dyn Iterator<Item = f64>| -> f64 {
        gains.take(10).enumerate().map(|(place, gain)| gain / (place as f64 + 2.0).log2()).sum()
    };
    let reached = discounted(&mut found.iter().map(|id| gains.get(id).copied().unwrap_or(0.0)));
    let mut best: Vec<f64> = gains.values().copied().collect();
    best.sort_by(|one, other| other.total_cmp(one));
    let ideal = discounted(&mut best.into_iter());
    if ideal == 0.0 { 0.0 } else { reached / ideal }
}

/// A mean with its 95 % bootstrap interval over queries.
#[derive(Debug, Clone, Copy)]
pub(super) struct Estimate {
    pub(super) mean: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl std::fmt::Display for Estimate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3} [{:.3}, {:.3}]", self.mean, self.low, self.high)
    }
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// 10,000 resamples with a fixed seed.
pub(super) fn bootstrap(values: &[f64]) -> Estimate {
    const RESAMPLES: usize = 10_000;
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut means: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            (0..values.len()).map(|_| values[random.below(values.len())]).sum::<f64>() / values.len() as f64
        })
        .collect();
    means.sort_by(f64::total_cmp);
    Estimate { mean: mean(values), low: means[RESAMPLES / 40], high: means[RESAMPLES - RESAMPLES / 40 - 1] }
}

/// xorshift64*, seeded, the same on every machine.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 33) as usize % bound.max(1)
    }
}

/// CPU time of this thread so far, in microseconds (Linux).
pub(super) fn thread_cpu_us() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) / 1_000.0
}

/// The value below which `share` of the sorted values lie.
pub(super) fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * share) as usize;
    values.get(place.min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
}
