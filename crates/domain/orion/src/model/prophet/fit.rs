//! The most likely parameters of a Prophet model.
//!
//! Given the noise the problem is least squares with a quadratic prior on all coefficients but the bends', whose
//! prior is Laplace's; that one is bounded by a parabola that touches it where the search stands (Hunter and Lange
//! 2004). Each step solves one system and can only rise in likelihood: there is nothing to fail.

/// The deviation of slope and offset before anything is seen.
const TREND: f64 = 5.0;
/// The scale of the bends' Laplace prior.
const BENDING: f64 = 0.05;
/// The noise's deviation before anything is seen is half the largest value: its prior's variance.
const NOISE: f64 = 0.25;
/// A bend below this counts as none.
const STRAIGHT: f64 = 1e-7;
const MOST_STEPS: usize = 400;
/// The search ends when no fitted value moved by this share of the largest value.
const STILL: f64 = 1e-7;

/// Rows of slope, offset, bends and the rest; what each row should say, at most 1.
pub(super) struct Design<'a> {
    pub(super) rows: &'a [Vec<f64>],
    pub(super) y: &'a [f64],
    pub(super) bends: usize,
}

/// What was found.
pub(super) struct Fitted {
    coefficients: Vec<f64>,
    bends: usize,
    /// Of the noise.
    pub(super) variance: f64,
}

impl Fitted {
    /// Climbs until nothing moves.
    pub(super) fn search(design: &Design<'_>) -> Option<Self> {
        let width = design.rows.first()?.len();
        let n = design.y.len() as f64;
        let mut squares = vec![vec![0.0; width]; width];
        let mut products = vec![0.0; width];
        for (row, y) in design.rows.iter().zip(design.y) {
            for (i, x) in row.iter().enumerate().filter(|(_, x)| **x != 0.0) {
                products[i] += x * y;
                for (square, other) in squares[i][..=i].iter_mut().zip(row) {
                    *square += x * other;
                }
            }
        }
        let mut found = Self { coefficients: vec![0.0; width], bends: design.bends, variance: 0.01 };
        let mut bend_sizes = vec![BENDING; design.bends];
        let mut said = vec![0.0; design.y.len()];
        for _ in 0..MOST_STEPS {
            let precision = |at: usize| match at {
                0 | 1 => 1.0 / (TREND * TREND),
                bend if bend < 2 + design.bends => 1.0 / (BENDING * bend_sizes[bend - 2]),
                _ => 1.0 / (super::WIDE * super::WIDE),
            };
            let mut system = squares.clone();
            for (at, row) in system.iter_mut().enumerate() {
                row[at] += found.variance * precision(at);
            }
            found.coefficients = solve(system, &products)?;
            let now: Vec<f64> = design.rows.iter().map(|row| found.mean(row)).collect();
            let missed: f64 = now.iter().zip(design.y).map(|(said, y)| (said - y).powi(2)).sum();
            // The root of the likelihood's derivative by the noise: 4 v^2 + n v = missed.
            found.variance = (2.0 * missed / ((n * n + 4.0 * missed / NOISE).sqrt() + n)).max(1e-9);
            for (size, bend) in bend_sizes.iter_mut().zip(&found.coefficients[2..]) {
                *size = bend.abs().max(STRAIGHT);
            }
            let moved = now.iter().zip(&said).map(|(now, before)| (now - before).abs()).fold(0.0, f64::max);
            said = now;
            if moved < STILL {
                break;
            }
        }
        found.coefficients.iter().all(|value| value.is_finite()).then_some(found)
    }

    /// What is expected of a row.
    pub(super) fn mean(&self, row: &[f64]) -> f64 {
        row.iter().zip(&self.coefficients).map(|(x, coefficient)| x * coefficient).sum()
    }

    /// By how much the slope changes at each bend.
    pub(super) fn bends(&self) -> &[f64] {
        &self.coefficients[2..2 + self.bends]
    }
}

/// Cholesky's way; of `system` the lower half is read. Rounding may leave a pivot that is not above zero: it is given
/// the least that is.
fn solve(mut system: Vec<Vec<f64>>, right: &[f64]) -> Option<Vec<f64>> {
    let n = right.len();
    let least = 1e-13 * (0..n).map(|at| system[at][at]).fold(0.0, f64::max);
    for i in 0..n {
        for j in 0..=i {
            let (above, own) = system.split_at_mut(i);
            let own = &mut own[0];
            let other: &[f64] = if j < i { &above[j][..j] } else { &[] };
            let dot: f64 = if j < i {
                own[..j].iter().zip(other).map(|(a, b)| a * b).sum()
            } else {
                own[..i].iter().map(|a| a * a).sum()
            };
            own[j] = if j < i { (own[j] - dot) / above[j][j] } else { (own[i] - dot).max(least).sqrt() };
        }
    }
    let mut solution = right.to_vec();
    for i in 0..n {
        let known: f64 = system[i][..i].iter().zip(&solution).map(|(a, x)| a * x).sum();
        solution[i] = (solution[i] - known) / system[i][i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|below| system[below][i] * solution[below]).sum();
        solution[i] = (solution[i] - known) / system[i][i];
    }
    solution.iter().all(|value| value.is_finite()).then_some(solution)
}
