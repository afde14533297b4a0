//! The storefront: the shop's pages in its languages, rendered here, working without JavaScript.
//!
//! Owns templates, texts, assets and what pages show of a product; asks the
//! shelf for everything else and never touches the database.

use std::path::PathBuf;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use kernel::Locale;

mod assets;
mod profile;
mod render;
mod texts;

pub use profile::{Branch, OpeningHours, ShopProfile, Weekday};

use assets::Assets;
use render::Pages;
use texts::Texts;

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

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

/// Why the pages cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum StorefrontError {
    /// A file of the theme cannot be read.
    #[error("cannot read {path}", path = path.display())]
    Theme {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A template does not compile.
    #[error("the template {name} is wrong")]
    Template {
        /// Which.
        name: String,
        /// Where and why.
        source: minijinja::Error,
    },
    /// A Fluent file is wrong or missing.
    #[error("the texts in {locale} are wrong: {reason}")]
    Texts {
        /// Of which language.
        locale: Locale,
        /// What is wrong.
        reason: String,
    },
}
