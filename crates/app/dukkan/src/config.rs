//! The shop's configuration: one TOML file, the environment over it, flags over that.
//!
//! Owns what can be configured and what holds when nobody says. Where each value came from stays known.

mod desk;
mod layers;
mod masked;
mod unknown_key;
mod weather;

use std::path::PathBuf;

use anyhow::{Context, Result};
use catalogue::{CatalogueSettings, SearchSettings};
use chrono_tz::Tz;
use files::Files;
use kernel::{Currency, Locale};
use serde::{Deserialize, Serialize};
use web::storefront::ShopProfile;

pub(crate) use desk::{Mail, RateLimits};
pub(crate) use layers::{ConfigError, Flags, Loaded, load};
pub(crate) use masked::report;
pub(crate) use weather::Weather;

/// Everything that can be configured.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub(crate) struct Config {
    /// Where to listen: address and port.
    pub listen: String,
    /// The folder of the shop's files.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://...`; by default a file in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// `redis://...`; without it each process caches for itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redis: Option<String>,
    /// Whether answers are kept and given again.
    pub cache: bool,
    /// How much memory the answers may take, in MiB.
    pub cache_mib: u64,
    /// From which level up to log, or by part: "warn,web=debug".
    pub log: String,
    /// The one currency of all prices.
    pub currency: Currency,
    /// The shop's languages; the first is the default.
    pub locales: Vec<Locale>,
    /// The shop's time zone, as "Africa/Tunis": when schedules fire.
    pub time_zone: Tz,
    /// Minor units to whose multiples a computed price is rounded, until it is set at the desk: 100 makes 48.195 into
    /// 48.200.
    pub price_step: i64,
    /// At or below this many pieces a product is "low", until it is set at the desk.
    pub low_stock: u32,
    /// Whether the shop sells for vehicles.
    pub vehicles: bool,
    /// A folder whose templates and assets stand in for ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<PathBuf>,
    /// Proxies whose word on the client's address is believed: addresses or networks.
    pub trusted_proxies: Vec<String>,
    /// Who may read /metrics: addresses or networks.
    pub metrics_readers: Vec<String>,
    /// Receivers of webhooks in the house, which are refused otherwise: addresses with ports, as "127.0.0.1:9000".
    pub trusted_receivers: Vec<String>,
    /// Origins whose scripts may read the API; "*" = all.
    pub allowed_origins: Vec<String>,
    /// Signs tokens and seals secrets: 32 characters or more; by default made in the data folder. Several processes
    /// need one and the same. More than one, parted by spaces: the first is used, the others still hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// A file that holds the secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_file: Option<PathBuf>,
    /// Letters to the staff.
    pub mail: Mail,
    /// How often clients may ask at /api.
    pub rates: RateLimits,
    /// Bounds on what clients may take.
    pub limits: Limits,
    /// Background jobs.
    pub jobs: Jobs,
    /// Where the shop lies, for the weather that forecasts heed.
    pub weather: Weather,
    /// The weights of search.
    pub search: SearchSettings,
    /// Who the shop is.
    pub shop: ShopProfile,
}

/// Bounds on what clients may take.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub(crate) struct Limits {
    /// Connections open at once.
    pub connections: usize,
    /// Connections open at once from one address.
    pub connections_per_address: usize,
    /// Seconds for a request's head.
    pub head_seconds: u64,
    /// Seconds between two requests of one connection.
    pub idle_seconds: u64,
    /// Seconds that /readyz fails before the server stops taking connections; for shops behind a load balancer.
    pub stop_notice_seconds: u64,
}

/// Background jobs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub(crate) struct Jobs {
    /// Whether `dukkan serve` does jobs too.
    pub in_serve: bool,
    /// How many jobs one process does at once.
    pub at_once: usize,
}

impl Default for Config {
    fn default() -> Self {
        let catalogue = CatalogueSettings::default();
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            data: PathBuf::from("dukkan-data"),
            database: None,
            redis: None,
            cache: true,
            cache_mib: 16,
            log: "info".to_owned(),
            currency: catalogue.currency,
            locales: catalogue.locales,
            time_zone: Tz::Africa__Tunis,
            price_step: catalogue.price_step_minor,
            low_stock: catalogue.low_stock,
            vehicles: catalogue.vehicles,
            theme: None,
            trusted_proxies: Vec::new(),
            metrics_readers: vec!["127.0.0.0/8".to_owned(), "::1".to_owned()],
            trusted_receivers: Vec::new(),
            allowed_origins: Vec::new(),
            secret: None,
            secret_file: None,
            mail: Mail::default(),
            rates: RateLimits::default(),
            limits: Limits::default(),
            jobs: Jobs::default(),
            weather: Weather::default(),
            search: catalogue.search,
            shop: ShopProfile::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            connections_per_address: 1_000,
            head_seconds: 10,
            idle_seconds: 60,
            stop_notice_seconds: 0,
        }
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self { in_serve: true, at_once: 4 }
    }
}

impl Config {
    /// The address of the database.
    pub(crate) fn database_url(&self) -> String {
        let file = || format!("sqlite:{}", self.data.join("dukkan.sqlite").display());
        self.database.clone().unwrap_or_else(file)
    }

    /// Where the search index and the shelf's files lie.
    pub(crate) fn shelf_folder(&self) -> PathBuf {
        self.data.join("shelf")
    }

    /// The store of pictures, imports and exports.
    pub(crate) fn files(&self) -> Result<Files> {
        let folder = self.data.join("files");
        Files::open(&format!("file:{}", folder.display())).context("the shop's files cannot be opened")
    }

    /// Where shop owners put their synonyms.
    pub(crate) fn synonyms_file(&self) -> PathBuf {
        self.data.join("synonyms.csv")
    }

    /// What forecasts must know of the shop.
    pub(crate) fn orion_settings(&self) -> Result<orion::OrionSettings> {
        Ok(orion::OrionSettings {
            zone: self.time_zone,
            currency: self.catalogue_settings().currency,
            threads: std::thread::available_parallelism().unwrap_or(std::num::NonZeroUsize::MIN),
            weather: self.weather.place()?,
        })
    }

    /// The catalogue's part.
    pub(crate) fn catalogue_settings(&self) -> CatalogueSettings {
        CatalogueSettings {
            currency: self.currency,
            locales: self.locales.clone(),
            price_step_minor: self.price_step,
            low_stock: self.low_stock,
            vehicles: self.vehicles,
            search: self.search.clone(),
            synonyms: Some(self.synonyms_file()).filter(|file| file.exists()),
        }
    }
}
