//! What can be configured of the desk: letters, and how often clients may ask.

use serde::{Deserialize, Serialize};
use web::Rates;

/// Letters to the staff.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub(crate) struct Mail {
    /// `smtps://USER:PASSWORD@HOST`; without it nobody resets a password by mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// The sender's address; by default the shop's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// How often clients may ask at /api.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub(crate) struct RateLimits {
    /// An address, each minute.
    pub address_per_minute: u32,
    /// An address, at once: many shoppers can stand behind one.
    pub address_burst: u32,
    /// An account or API key, each minute.
    pub account_per_minute: u32,
    /// An account or API key, at once.
    pub account_burst: u32,
    /// Tries to sign in each minute, for an address and for an e-mail each.
    pub sign_in_per_minute: u32,
    /// Addresses and networks that are not counted.
    pub exempt: Vec<String>,
}

impl Default for RateLimits {
    fn default() -> Self {
        let rates = Rates::default();
        Self {
            address_per_minute: rates.address.per_minute,
            address_burst: rates.address.burst,
            account_per_minute: rates.account.per_minute,
            account_burst: rates.account.burst,
            sign_in_per_minute: rates.sign_in.per_minute,
            exempt: Vec::new(),
        }
    }
}
