//! What differs from one shop's web server to another's; read by the binary, never here.

use std::time::Duration;

use crate::client_address::Networks;
use crate::exchange::ExchangeSettings;
use crate::rate_limits::Rates;
use crate::server::ServerLimits;

/// The web's part of the shop's configuration.
#[derive(Debug, Clone)]
pub struct WebConfig {
    /// What clients may take of connections and time.
    pub limits: ServerLimits,
    /// What surrounds every request.
    pub exchange: ExchangeSettings,
    /// How often clients may ask.
    pub rates: Rates,
    /// How long readiness fails before new connections are refused.
    pub stop_notice: Duration,
    /// Who may read `/metrics`; to others it is not there.
    pub metrics_readers: Networks,
    /// Whether `/bench/constant/{bytes}` is there.
    pub bench: bool,
}

impl Default for WebConfig {
    fn default() -> Self {
        Self {
            limits: ServerLimits::default(),
            exchange: ExchangeSettings::default(),
            rates: Rates::default(),
            stop_notice: Duration::ZERO,
            metrics_readers: Networks::loopback(),
            bench: false,
        }
    }
}
