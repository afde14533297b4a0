//! Gradient boosting: the only place that names the crate which does it.

use data_encoding::BASE64;
use hessboost::config::{MultiStrategy, TrainingParams, TreeMethod};
use hessboost::data::DMatrix;
use hessboost::error::Result;
use hessboost::model::{BoostedModel, Iterations, ModelFormat};
use hessboost::objective::{Objective, Quantiles, RegLoss, Thresholds, Tweedie};
use hessboost::training::train;
use serde::{Deserialize, Serialize};

/// What is learnt.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target<'a> {
    /// The mean of counts, most of them zero: Tweedie, of this power of the variance.
    CountMean(f64),
    /// The probabilities to reach each of these thresholds, in one tree for all.
    Exceedances(&'a [usize]),
    /// The mean, by least squares.
    Mean,
    /// The quantile at this probability.
    Quantile(f64),
}

/// How much is learnt, and from what part of the rows and columns at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    pub(crate) rounds: usize,
    pub(crate) depth: usize,
    pub(crate) eta: f64,
    pub(crate) rows: f64,
    pub(crate) columns: f64,
    /// The least weight of a leaf.
    pub(crate) leaf: f64,
    pub(crate) threads: usize,
    pub(crate) seed: u64,
}

/// What is learnt from: rows of `width` columns, a label for each, and what each counts (empty: all the same).
#[derive(Debug, Clone, Default)]
pub(crate) struct Lessons {
    pub(crate) rows: Vec<f32>,
    pub(crate) width: usize,
    pub(crate) labels: Vec<f32>,
    pub(crate) weights: Vec<f32>,
}

/// A model that was learnt; kept as text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Boosted(BoostedModel);

/// A kept model that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("a learnt model that is kept cannot be read")]
pub(crate) struct Unreadable;

impl TryFrom<String> for Boosted {
    type Error = Unreadable;

    fn try_from(text: String) -> std::result::Result<Self, Unreadable> {
        let bytes = BASE64.decode(text.as_bytes()).ok();
        let model = bytes.and_then(|bytes| BoostedModel::decode(bytes, ModelFormat::Binary).ok());
        model.map(Self).ok_or(Unreadable)
    }
}

impl From<Boosted> for String {
    fn from(boosted: Boosted) -> Self {
        // What cannot be written reads as nothing, and is learnt again.
        boosted.0.encode(ModelFormat::Binary).map(|bytes| BASE64.encode(&bytes)).unwrap_or_default()
    }
}

/// Learns. The same lessons, effort and seed give the same model on any number of threads.
pub(crate) fn learn(target: Target<'_>, effort: &Effort, lessons: &Lessons) -> Result<Boosted> {
    let mut builder = TrainingParams::builder()
        .objective(match target {
            Target::CountMean(power) => Objective::Tweedie(Tweedie::new(power)?),
            Target::Exceedances(thresholds) => {
                Objective::Exceedance(Thresholds::new(thresholds.iter().map(|pieces| *pieces as f64))?)
            }
            Target::Mean => Objective::SquaredError(RegLoss::default()),
            Target::Quantile(level) => Objective::Quantile(Quantiles::new([level])?),
        })
        .tree_method(TreeMethod::Hist)
        .max_bin(64)
        .max_depth(effort.depth)
        .eta(effort.eta)
        .subsample(effort.rows)
        .colsample_bytree(effort.columns)
        .min_child_weight(effort.leaf)
        .nthread(effort.threads)
        .seed(effort.seed);
    if matches!(target, Target::Exceedances(_)) {
        builder = builder.multi_strategy(MultiStrategy::MultiOutputTree);
    }
    let mut data = DMatrix::from_dense(&lessons.rows, lessons.labels.len(), lessons.width)?
        .with_labels(&lessons.labels)?;
    if !lessons.weights.is_empty() {
        data = data.with_weights(&lessons.weights)?;
    }
    Ok(Boosted(train(&builder.build()?, &data, effort.rounds)?))
}

impl Boosted {
    /// The answers for rows of `width` columns, a row's answers beside each other.
    pub(crate) fn predict(&self, rows: &[f32], width: usize) -> Result<Vec<f32>> {
        let data = DMatrix::from_dense(rows, rows.len() / width.max(1), width)?;
        Ok(self.0.predict(&data, Iterations::Best)?.into_vec())
    }
}
