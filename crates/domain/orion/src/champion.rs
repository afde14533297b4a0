//! Which model forecasts a product: the one that its demand asks for, until another one has lost clearly less for long
//! enough, in weeks in which something was sold.
//!
//! Quick to change is worse: on a shop of 10,000 seldom sold parts, models chosen by their last eight weeks lost a tenth
//! to a sixth more on the next four than the ones that they replaced.

use serde::{Deserialize, Serialize};

use crate::Model;

/// Weeks with sales before another model may take over.
const LONG_ENOUGH: f64 = 11.0;
/// Another model must have lost less than this share of what the standing one lost.
const CLEARLY_LESS: f64 = 0.9;
/// What a week counts against the one after it.
const KEEP: f64 = 0.98;

/// What one model lost on a product's weeks held back: the pinball loss over all quantiles, old weeks counting less.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The model.
    pub model: Model,
    /// What it lost.
    pub loss: f64,
    /// Over so many weeks.
    pub weeks: f64,
    /// In so many of them something was sold.
    pub selling: f64,
}

/// Adds the losses of one more week to the trials, of those models that were asked about it.
pub(crate) fn add_week(trials: &mut Vec<Trial>, week: &[(Model, f64)], sold: bool) {
    for trial in trials.iter_mut() {
        trial.loss *= KEEP;
        trial.weeks *= KEEP;
        trial.selling *= KEEP;
    }
    let selling = f64::from(u8::from(sold));
    for (model, loss) in week {
        match trials.iter_mut().find(|trial| trial.model == *model) {
            Some(trial) => {
                trial.loss += loss;
                trial.weeks += 1.0;
                trial.selling += selling;
            }
            None => trials.push(Trial { model: *model, loss: *loss, weeks: 1.0, selling }),
        }
    }
}

/// The champion: the one that stands (`routed`, the one that demand asks for, unless another does), until another one
/// lost clearly less. Where live sales left the band of the forecasts, less for half as long is enough.
pub(crate) fn choose(standing: Option<Model>, routed: Model, trials: &[Trial], drifted: bool) -> Model {
    let standing = standing.unwrap_or(routed);
    let Some(own) = trials.iter().find(|trial| trial.model == standing) else { return standing };
    let (margin, long_enough) = if drifted { (1.0, LONG_ENOUGH / 2.0) } else { (CLEARLY_LESS, LONG_ENOUGH) };
    let rate = |trial: &Trial| trial.loss / trial.weeks.max(1.0);
    let known = trials.iter().filter(|trial| trial.selling >= long_enough);
    match known.min_by(|a, b| rate(a).total_cmp(&rate(b))) {
        Some(best) if own.selling >= long_enough && rate(best) < margin * rate(own) => best.model,
        _ => standing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(weeks: usize, losses: [f64; 2], sold: bool) -> Vec<Trial> {
        let mut trials = Vec::new();
        for _ in 0..weeks {
            add_week(&mut trials, &[(Model::Global, losses[0]), (Model::Histogram, losses[1])], sold);
        }
        trials
    }

    #[test]
    fn another_model_takes_over_once_it_lost_clearly_less_for_long_enough() {
        let choose = |trials: &[Trial], drifted| choose(None, Model::Global, trials, drifted);
        assert_eq!(choose(&after(14, [1.0, 0.7], true), false), Model::Histogram);
        assert_eq!(choose(&after(8, [1.0, 0.7], true), false), Model::Global, "too short a time");
        assert_eq!(choose(&after(60, [1.0, 0.7], false), false), Model::Global, "nothing was sold");
        assert_eq!(choose(&after(14, [1.0, 0.95], true), false), Model::Global, "not clearly");
        assert_eq!(choose(&after(8, [1.0, 0.95], true), true), Model::Histogram, "sales left the band");
        assert_eq!(choose(&[], false), Model::Global);
    }

    #[test]
    fn the_champion_does_not_go_back_and_forth() {
        let narrow = after(14, [0.95, 1.0], true);
        assert_eq!(choose(Some(Model::Histogram), Model::Global, &narrow, false), Model::Histogram);
        assert_eq!(choose(Some(Model::Global), Model::Global, &narrow, false), Model::Global);
    }
}
