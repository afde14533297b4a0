//! What differs from one shop's catalogue to another's.

use kernel::{Currency, Locale};

/// The catalogue's part of the shop's configuration.
#[derive(Debug, Clone)]
pub struct CatalogueSettings {
    /// The one currency of all prices.
    pub currency: Currency,
    /// Languages of the shop; the first is the default.
    pub locales: Vec<Locale>,
    /// At or below this many pieces a product is "low".
    pub low_stock: u32,
    /// Whether the shop sells for vehicles at all.
    pub vehicles: bool,
}

impl Default for CatalogueSettings {
    fn default() -> Self {
        Self {
            currency: Currency::TND,
            locales: vec![Locale::Fr, Locale::Ar, Locale::En],
            low_stock: 3,
            vehicles: true,
        }
    }
}
