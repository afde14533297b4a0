//! The storefront: the shop's pages in its languages, rendered here, working without JavaScript.
//!
//! Owns templates, texts, assets and what pages show of a product; asks the
//! shelf for everything else and never touches the database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::Problem;
use catalogue::{CatalogueError, CatalogueSettings};
use include_dir::{Dir, include_dir};
use kernel::Locale;
use minijinja::value::{Serde, Value};

pub mod address;
mod app;
pub mod assets;
mod car;
mod chooser;
mod compare;
mod forms;
mod front;
mod head;
mod home;
mod icon;
mod list;
mod plain;
mod product;
mod profile;
pub mod profile_rules;
pub mod render;
mod routes;
mod row;
mod search_page;
mod shelves;
mod shop_view;
mod sitemap;
mod structured;
pub mod texts;
mod tile;
mod vin_page;
mod visit;

pub use front::{Front, FrontError, profile_now};
pub use profile::{Branch, OpeningHours, ShopProfile, Weekday};
pub use routes::{not_found, router};

use assets::Assets;
use render::{Face, Pages};
use shop_view::ShopView;
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

/// Why one page could not be made.
#[derive(Debug)]
pub(crate) enum PageError {
    /// The shopper is told.
    Problem(Problem),
    /// The log is told.
    Storefront(StorefrontError),
}

impl From<Problem> for PageError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<CatalogueError> for PageError {
    fn from(error: CatalogueError) -> Self {
        Self::Problem(Problem::from(error))
    }
}

impl From<StorefrontError> for PageError {
    fn from(error: StorefrontError) -> Self {
        Self::Storefront(error)
    }
}

/// All that pages are made of, ready. Cheap to clone.
#[derive(Clone)]
pub struct Storefront(Arc<Inner>);

struct Inner {
    profile: ShopProfile,
    catalogue: CatalogueSettings,
    locales: Vec<Locale>,
    assets: Arc<Assets>,
    /// By [`Locale::index`].
    texts: Vec<Arc<Texts>>,
    /// By [`Locale::index`].
    pages: Vec<Pages>,
    worker: String,
    fingerprint: u64,
    theme: Option<PathBuf>,
}

impl Storefront {
    /// Reads texts, templates and assets, the theme's in place of ours.
    ///
    /// # Errors
    /// A file of the theme that cannot be read, a template or a Fluent file that is wrong.
    pub fn open(
        settings: StorefrontSettings,
        catalogue: &CatalogueSettings,
    ) -> Result<Self, StorefrontError> {
        let StorefrontSettings { profile, locales, theme } = settings;
        let folder = theme;
        let theme = folder.as_deref();
        let locales = if locales.is_empty() { Locale::ALL.to_vec() } else { locales };
        let assets = Arc::new(Assets::open(theme)?);
        let mut texts = Vec::new();
        let mut pages = Vec::new();
        for locale in Locale::ALL {
            let words = Arc::new(Texts::read(locale, locale_source(locale)?)?);
            let shop = Value::from(Serde(ShopView::new(&profile, catalogue, &words)));
            pages.push(Pages::open(Face::SHOP, &words, &assets, theme, shop)?);
            texts.push(words);
        }
        let worker = app::worker(&assets::worker_source(theme)?, &assets, &locales);
        let fingerprint = fingerprint(&profile, &pages, &worker);
        let catalogue = catalogue.clone();
        let theme = folder;
        let inner = Inner { profile, catalogue, locales, assets, texts, pages, worker, fingerprint, theme };
        Ok(Self(Arc::new(inner)))
    }

    /// The same of a shop that is somebody else.
    pub(crate) fn with_profile(&self, profile: ShopProfile) -> Result<Self, StorefrontError> {
        let Inner { locales, theme, catalogue, .. } = &*self.0;
        let settings = StorefrontSettings { profile, locales: locales.clone(), theme: theme.clone() };
        Self::open(settings, catalogue)
    }

    pub fn profile(&self) -> &ShopProfile {
        &self.0.profile
    }

    pub fn public_url(&self) -> &str {
        &self.0.profile.public_url
    }

    /// The shop's languages, the default first.
    pub fn locales(&self) -> &[Locale] {
        &self.0.locales
    }

    /// The folder whose files stand in for the embedded ones.
    pub fn theme(&self) -> Option<&Path> {
        self.0.theme.as_deref()
    }

    pub fn assets(&self) -> &Arc<Assets> {
        &self.0.assets
    }

    pub(crate) fn texts(&self, locale: Locale) -> &Texts {
        &self.0.texts[locale.index()]
    }

    pub(crate) fn pages(&self, locale: Locale) -> &Pages {
        &self.0.pages[locale.index()]
    }

    /// The service worker.
    pub(crate) fn worker(&self) -> &str {
        &self.0.worker
    }

    /// Another number means that texts, templates, assets or the profile changed.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.0.fingerprint
    }
}

impl std::fmt::Debug for Storefront {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Storefront").field("locales", &self.0.locales).finish_non_exhaustive()
    }
}

/// The embedded Fluent file of a language.
fn locale_source(locale: Locale) -> Result<&'static str, StorefrontError> {
    LOCALES
        .get_file(format!("{locale}.ftl"))
        .and_then(|file| file.contents_utf8())
        .ok_or_else(|| StorefrontError::Texts { locale, reason: "there is no file".to_owned() })
}

fn fingerprint(profile: &ShopProfile, pages: &[Pages], worker: &str) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(serde_json::to_string(profile).unwrap_or_default().as_bytes());
    hasher.update(worker.as_bytes());
    for locale in Locale::ALL {
        hasher.update(locale_source(locale).unwrap_or_default().as_bytes());
    }
    for pages in pages {
        pages.hash_into(&mut hasher);
    }
    let bytes = hasher.finalize();
    u64::from_le_bytes(bytes.as_bytes()[..8].try_into().unwrap_or_default())
}
