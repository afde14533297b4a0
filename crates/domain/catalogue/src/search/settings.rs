//! The weights of search, all of them a shop's configuration.

use serde::{Deserialize, Serialize};

/// How search weighs what it finds. The defaults were chosen by cross-validation on judged queries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct SearchSettings {
    /// How fast repeated words stop counting (BM25's k1).
    pub saturation: f32,
    /// Weight of a word in the name.
    pub title_weight: f32,
    /// Weight of a word in brand, category and specifications.
    pub keys_weight: f32,
    /// Weight of a word anywhere in the product's texts.
    pub text_weight: f32,
    /// How much a long name counts against its words, 0 to 1 (BM25's b).
    pub title_length: f32,
    /// How much a long text counts against its words, 0 to 1.
    pub text_length: f32,
    /// Reward for two words of the query side by side in the name.
    pub pair_weight: f32,
    /// How strongly words that are missing count: score is multiplied by coverage to this power.
    pub coverage_power: f32,
    /// Weight of a synonym against the typed word.
    pub synonym_weight: f32,
    /// Weight of a corrected word against a typed one.
    pub correction_weight: f32,
    /// A word in at most this many products is checked for a spelling that is much commoner.
    pub rare: u32,
    /// How many times commoner a spelling must be to be offered beside a rare word.
    pub much_commoner: f32,
    /// Share of its score that a product loses for a word that was excluded.
    pub exclusion_penalty: f32,
    /// Reward for a product that says it is without the excluded word.
    pub exclusion_reward: f32,
    /// How much more a product of the brand counts that the query names: 0.1 = a tenth.
    pub brand_weight: f32,
    /// How much more a product of the category counts that the query names.
    pub category_weight: f32,
    /// How much more an in-stock product counts: 0.1 = a tenth.
    pub stock_weight: f32,
    /// How much more a much-wanted product counts than one nobody bought.
    pub popularity_weight: f32,
    /// With fewer products than this that have all the words, some words may be missing.
    pub enough: usize,
    /// Least share of the query's weight that a product must have when words may be missing.
    pub least_coverage: f32,
}

impl Default for SearchSettings {
    fn default() -> Self {
        Self {
            saturation: 2.0,
            title_weight: 1.0,
            keys_weight: 1.5,
            text_weight: 0.6,
            title_length: 0.5,
            text_length: 0.8,
            pair_weight: 1.0,
            coverage_power: 0.75,
            synonym_weight: 0.65,
            correction_weight: 0.8,
            rare: 1,
            much_commoner: 10.0,
            exclusion_penalty: 0.35,
            exclusion_reward: 0.25,
            brand_weight: 0.2,
            category_weight: 0.2,
            stock_weight: 0.05,
            popularity_weight: 0.1,
            enough: 24,
            least_coverage: 0.35,
        }
    }
}
