//! Chooses weights by cross-validation: many settings are tried on all queries, each fold's
//! winner is chosen on the other folds, and only its figure on its own fold counts.

use catalogue::{SearchSettings, Snapshot};

use super::judged::JudgedQuery;
use super::metrics::{Random, bootstrap, mean};
use super::search::{ask, figures, out};

const TRIES: usize = 400;
const FOLDS: usize = 5;

/// One weight: its name, where it lies, and the values between which it is drawn.
type Knob = (&'static str, fn(&mut SearchSettings) -> &mut f32, f32, f32);

const KNOBS: &[Knob] = &[
    ("saturation", |s| &mut s.saturation, 0.4, 3.0),
    ("title_weight", |s| &mut s.title_weight, 0.5, 6.0),
    ("keys_weight", |s| &mut s.keys_weight, 0.1, 3.0),
    ("text_weight", |s| &mut s.text_weight, 0.2, 2.0),
    ("title_length", |s| &mut s.title_length, 0.0, 0.9),
    ("text_length", |s| &mut s.text_length, 0.1, 1.0),
    ("pair_weight", |s| &mut s.pair_weight, 0.0, 4.0),
    ("coverage_power", |s| &mut s.coverage_power, 0.0, 3.0),
    ("synonym_weight", |s| &mut s.synonym_weight, 0.2, 1.0),
    ("exclusion_penalty", |s| &mut s.exclusion_penalty, 0.0, 0.9),
    ("exclusion_reward", |s| &mut s.exclusion_reward, 0.0, 2.0),
];

pub(super) fn run(snapshot: &Snapshot, queries: &[JudgedQuery]) -> anyhow::Result<()> {
    let mut random = Random(42);
    let mut tried: Vec<(SearchSettings, Vec<f64>)> = Vec::with_capacity(TRIES);
    let mut best = SearchSettings::default();
    let mut best_mean = 0.0;
    for attempt in 0..TRIES {
        let settings = if attempt == 0 { best.clone() } else { changed(&best, &mut random) };
        let figures = both(snapshot, &settings, queries)?;
        if mean(&figures) > best_mean {
            (best, best_mean) = (settings.clone(), mean(&figures));
        }
        tried.push((settings, figures));
    }
    let mut held_out = vec![0.0; queries.len()];
    for fold in 0..FOLDS {
        let inside = |place: usize| place % FOLDS == fold;
        let learnt = |figures: &[f64]| -> f64 {
            figures.iter().enumerate().filter(|(place, _)| !inside(*place)).map(|(_, figure)| figure).sum()
        };
        let winner = tried.iter().max_by(|one, other| learnt(&one.1).total_cmp(&learnt(&other.1)));
        let Some((_, figures)) = winner else { continue };
        for place in (0..queries.len()).filter(|place| inside(*place)) {
            held_out[place] = figures[place];
        }
    }
    let first = tried.first().map(|(_, figures)| mean(figures)).unwrap_or_default();
    out(&format!("tuning on the mean of clean and typo: default {first:.3}, best of {TRIES} {best_mean:.3}"));
    out(&format!("{FOLDS}-fold held-out {}", bootstrap(&held_out)));
    for (name, knob, ..) in KNOBS {
        out(&format!("  {name:<18} {:.3}", knob(&mut best)));
    }
    Ok(())
}

/// Each query's mean of its clean and its typo figure.
fn both(snapshot: &Snapshot, settings: &SearchSettings, queries: &[JudgedQuery]) -> anyhow::Result<Vec<f64>> {
    let clean: Vec<String> = queries.iter().map(|query| query.clean.clone()).collect();
    let typo: Vec<String> = queries.iter().map(|query| query.typo.clone()).collect();
    let clean = figures(queries, &clean, |text| ask(snapshot, settings, text))?;
    let typo = figures(queries, &typo, |text| ask(snapshot, settings, text))?;
    Ok(clean.figures.iter().zip(&typo.figures).map(|(one, other)| f64::midpoint(*one, *other)).collect())
}

/// One to three weights drawn anew.
fn changed(settings: &SearchSettings, random: &mut Random) -> SearchSettings {
    let mut settings = settings.clone();
    for _ in 0..=random.below(3) {
        let (_, knob, low, high) = KNOBS[random.below(KNOBS.len())];
        let share = random.below(10_000) as f32 / 10_000.0;
        *knob(&mut settings) = low + (high - low) * share;
    }
    settings
}
