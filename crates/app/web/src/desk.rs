//! What the desk of the staff works with, and where its pages are.

use cache::RateLimiter;
use catalogue::CatalogueSettings;
use files::Files;
use identity::Identity;
use kernel::{Actor, Locale};
use mail::Mailbox;
use orion::WeatherPlace;
use webhooks::Webhooks;

/// Where the desk's pages begin. Queries below it are not logged.
pub(crate) const DESK_PATH: &str = "/desk";

/// What the desk works with. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Accounts and sessions.
    pub identity: Identity,
    /// Where letters are posted; without one nobody resets a password by mail.
    pub mailbox: Option<Mailbox>,
    /// The shop's settings.
    pub settings: CatalogueSettings,
    /// Pictures, and files that jobs read and write.
    pub files: Files,
    /// Counts who comes how often.
    pub limiter: RateLimiter,
    /// What programs of others are told.
    pub webhooks: Webhooks,
    /// Where the shop lies, if nobody has set it at the desk.
    pub weather: WeatherPlace,
    /// How links in letters begin: "<https://shop.example>".
    pub public_url: String,
    /// The language of letters.
    pub locale: Locale,
}

impl Desk {
    /// The catalogue's desk, with `actor` at it.
    pub fn at<'a>(&'a self, actor: &'a Actor) -> catalogue::Desk<'a> {
        let Identity { db, clock, .. } = &self.identity;
        catalogue::Desk { db, settings: &self.settings, clock, actor }
    }

    /// The page on which the first owner makes their account.
    pub fn first_owner_link(&self, token: &str) -> String {
        format!("{}{DESK_PATH}/first-owner?token={token}", self.public_url)
    }

    /// The page on which a password is set.
    pub fn password_link(&self, token: &str) -> String {
        format!("{}{DESK_PATH}/password?token={token}", self.public_url)
    }
}
