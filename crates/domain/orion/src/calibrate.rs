//! Intervals put right on what happened: a pooled conformal factor, since one series alone has too short a past.

/// Fewer past outcomes say nothing of a 95 % interval.
const FEWEST: usize = 100;
/// The mean of several models errs less than each claims; used where the past is too short to tell. Seen on M4's weekly
/// series before their last origin.
const USUAL: f64 = 0.85;

/// With what claimed deviations must be multiplied so that 95 % of past outcomes lie inside 1.96 of them; `past` are the
/// outcomes' distances from the forecast in claimed deviations.
pub(crate) fn factor(mut past: Vec<f64>) -> f64 {
    past.retain(|distance| distance.is_finite());
    if past.len() < FEWEST {
        return USUAL;
    }
    past.sort_unstable_by(f64::total_cmp);
    // The conformal quantile: ceil((n + 1) * 0.95) of n.
    let at = ((past.len() + 1) * 95).div_ceil(100).min(past.len()) - 1;
    (past[at] / 1.96).clamp(0.2, 5.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_that_claimed_too_little_are_widened() {
        let twice_as_far: Vec<f64> = (1..=200).map(|at| 2.0 * 1.96 * f64::from(at) / 190.0).collect();
        assert!((factor(twice_as_far) - 2.0).abs() < 0.03);
        assert!((factor(vec![9.0; 10]) - USUAL).abs() < 1e-12);
    }
}
