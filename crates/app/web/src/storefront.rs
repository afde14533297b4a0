//! The storefront: the shop's pages in its languages, rendered here, working without JavaScript.
//!
//! Owns templates, texts, assets and what pages show of a product; asks the
//! shelf for everything else and never touches the database.

use std::path::PathBuf;

use kernel::Locale;

mod profile;

pub use profile::{Branch, OpeningHours, ShopProfile, Weekday};

/// What makes one shop's pages differ from another's.
#[derive(Debug, Clone, Default)]
pub struct StorefrontSettings {
    /// Who the shop is.
    pub profile: ShopProfile,
    /// Its languages; the first is the default. Empty = all.
    pub locales: Vec<Locale>,
    /// A folder whose `templates/` and `assets/` stand in for the embedded files.
    pub theme: Option<PathBuf>,
}
