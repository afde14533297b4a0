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
/// Where its operations of the API begin.
const DESK_API_PATH: &str = "/api/admin";

/// Whether who asks for `path` works at the desk.
pub(crate) fn is_of_staff(path: &str) -> bool {
    path.starts_with(DESK_PATH) || path.starts_with(DESK_API_PATH)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_desk_and_its_part_of_the_api_are_the_staffs_and_nothing_else_is() {
        assert!(["/desk", "/desk/products", "/api/admin/jobs"].into_iter().all(is_of_staff));
        assert!(!["/", "/fr/desk", "/api/products", "/api/search"].into_iter().any(is_of_staff));
    }
}
