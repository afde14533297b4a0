//! What differs from one shop's catalogue to another's, as it is configured; [`Trade`](crate::Trade) is laid over it.

use std::path::PathBuf;

use kernel::{Currency, Locale};

use crate::SearchSettings;

/// The catalogue's part of the shop's configuration.
#[derive(Debug, Clone)]
pub struct CatalogueSettings {
    /// The one currency of all prices.
    pub currency: Currency,
    /// Languages of the shop; the first is the default.
    pub locales: Vec<Locale>,
    /// Minor units to whose multiples a computed price is rounded.
    pub price_step_minor: i64,
    /// At or below this many pieces a product is "low".
    pub low_stock: u32,
    /// Whether the shop sells for vehicles at all.
    pub vehicles: bool,
    /// The weights of search.
    pub search: SearchSettings,
    /// The shop's own synonyms file; `None` = the built-in one.
    pub synonyms: Option<PathBuf>,
}

impl Default for CatalogueSettings {
    fn default() -> Self {
        Self {
            currency: Currency::TND,
            locales: vec![Locale::Fr, Locale::Ar, Locale::En],
            price_step_minor: 1,
            low_stock: 3,
            vehicles: true,
            search: SearchSettings::default(),
            synonyms: None,
        }
    }
}
