//! Who writes to the catalogue, when and why; and what came of each document.

use kernel::Clock;

use crate::CatalogueSettings;

/// In whose name, when and for which reason something is written.
#[derive(Debug, Clone, Copy)]
pub struct WriteContext<'a> {
    /// The shop's settings: its currency and languages.
    pub settings: &'a CatalogueSettings,
    /// What time it is.
    pub clock: &'a Clock,
    /// Who writes, for the price history.
    pub who: &'a str,
    /// Why, for the price history: "import of prices.csv".
    pub why: &'a str,
    /// Whether a brand or category that the shop does not know is refused instead of made.
    pub refuse_unknown: bool,
    /// Whether a new product without a price starts as a draft, as one without a name always does.
    pub draft_without_price: bool,
}

impl<'a> WriteContext<'a> {
    /// A context that makes what is missing and publishes what has a name.
    pub fn new(settings: &'a CatalogueSettings, clock: &'a Clock, who: &'a str, why: &'a str) -> Self {
        Self { settings, clock, who, why, refuse_unknown: false, draft_without_price: false }
    }
}

/// What became of one document of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upserted {
    /// It is new.
    Created,
    /// Something of it changed.
    Updated,
    /// The shop has it just so already; nothing was written.
    Unchanged,
    /// It was left aside; the rest of the batch was not.
    Refused(Refusal),
}

/// Why a document was left aside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} {value:?}: {reason}")]
pub struct Refusal {
    /// The document's field, as [`crate::ProductDocument`] writes it in JSON.
    pub field: String,
    /// What stood there, shortened.
    pub value: String,
    /// What is wrong and what would be right.
    pub reason: String,
}

impl Refusal {
    pub(crate) fn new(field: &str, value: &str, reason: impl Into<String>) -> Self {
        Self { field: field.to_owned(), value: shortened(value), reason: reason.into() }
    }
}

/// At most 100 characters of a value, for a report.
pub(crate) fn shortened(value: &str) -> String {
    match value.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}
