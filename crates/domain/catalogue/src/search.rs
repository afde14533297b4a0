//! Search: understands what was typed, finds and ranks products, suggests while one types.
//!
//! Owns the text index, the analysis of French, Arabic and English, the reading
//! of part numbers and vehicles in a query, and the ranking. Never hands user
//! text to a query parser.

mod answer;
mod find;
mod index;
mod query;
mod settings;
mod suggest;

pub use answer::{
    Correction, Named, QuerySense, Reading, SearchAnswer, SearchHit, Suggestion, SuggestionKind, Suggestions,
};
pub use find::search_products;
pub use index::SearchIndex;
pub use query::{SearchQuery, SuggestQuery};
pub use settings::SearchSettings;
pub use suggest::suggest;
