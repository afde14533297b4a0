//! Search: understands what was typed, finds and ranks products, suggests while one types.
//!
//! Owns the text index, the analysis of French, Arabic and English, the reading
//! of part numbers and vehicles in a query, and the ranking. Never hands user
//! text to a query parser.

mod analysis;
mod answer;
mod as_written;
mod find;
mod highlight;
mod index;
mod lexicon;
mod names;
mod numbers;
mod plan;
mod query;
#[cfg(test)]
mod renamed;
mod respelling;
mod retrieve;
mod settings;
mod suggest;
mod synonyms;
#[cfg(test)]
mod tests;
mod understand;
mod vocabulary;

pub use answer::{
    Correction, Named, QuerySense, Reading, SearchAnswer, SearchHit, Suggestion, SuggestionKind, Suggestions,
};
pub use find::{search_products, search_products_with};
pub use index::{SearchIndex, SearchNames};
pub use query::{SearchQuery, SuggestQuery};
pub use settings::SearchSettings;
pub use suggest::suggest;
pub(crate) use synonyms::{Synonyms, initial_synonyms, synonym_rows, tells_apart};
pub use synonyms::{SynonymsReport, check_synonyms};
