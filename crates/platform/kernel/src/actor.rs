//! Who acts, from where, and what they may do.
//!
//! Owns the closed list of permissions and the one check of them. Which role
//! has which permissions is `identity`'s; how somebody proves who they are too.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! permissions {
    ($($(#[$meta:meta])* $name:ident = $text:literal,)+) => {
        /// Something that can be allowed or refused; also the scope of an API key.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Permission {
            $($(#[$meta])* #[serde(rename = $text)] $name,)+
        }

        impl Permission {
            /// Every permission there is, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its stable name, as in an API key's scopes: `products.edit`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

permissions! {
    /// See the desk's home, its figures and recent activity.
    ViewDesk = "desk.view",
    /// See products as staff do: drafts, deleted ones, history.
    ViewProducts = "products.view",
    /// Create, change, delete and restore products and their pictures.
    EditProducts = "products.edit",
    /// See what things cost us.
    ViewCosts = "costs.view",
    /// Change brands, categories, vehicles and synonyms.
    EditCatalogue = "catalogue.edit",
    /// Import files of products, vehicles and fitment.
    ImportCatalogue = "catalogue.import",
    /// Export the whole catalogue.
    ExportCatalogue = "catalogue.export",
    /// See forecasts of demand and what they propose.
    ViewForecasts = "forecasts.view",
    /// Bring sales in, run forecasts, change their rules.
    ManageForecasts = "forecasts.manage",
    /// See background jobs and their progress.
    ViewJobs = "jobs.view",
    /// Cancel jobs and run them again.
    ManageJobs = "jobs.manage",
    /// Read and export the audit trail.
    ViewAudit = "audit.view",
    /// See the shop's settings.
    ViewSettings = "settings.view",
    /// Change the shop's settings.
    EditSettings = "settings.edit",
    /// Invite staff, change their roles, end their sessions.
    ManageStaff = "staff.manage",
    /// Create and revoke API keys.
    ManageApiKeys = "api-keys.manage",
    /// Create, change and replay webhooks.
    ManageWebhooks = "webhooks.manage",
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text that names no permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no permission {0:?}")]
pub struct UnknownPermission(pub String);

impl FromStr for Permission {
    type Err = UnknownPermission;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|one| one.name() == text)
            .ok_or_else(|| UnknownPermission(text.to_owned()))
    }
}

/// A set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(u64);

impl Permissions {
    /// No permission at all.
    pub const NONE: Self = Self(0);

    /// Every permission there is.
    pub fn all() -> Self {
        Permission::ALL.iter().copied().collect()
    }

    /// Whether `permission` is among them.
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u64) != 0
    }

    /// Those that are in both: an API key never has more than its owner.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Its members, in the order of their declaration.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |&one| self.contains(one))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(iter: I) -> Self {
        Self(iter.into_iter().fold(0, |set, one| set | 1 << one as u64))
    }
}

/// What kind of being acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// A person of the staff, by the id of their account.
    Staff(Uuid),
    /// A machine with an API key, by the id of the key.
    ApiKey(Uuid),
    /// A customer, by the id of their account. Never has a permission of the desk.
    Customer(Uuid),
    /// Dukkan itself: the command line, a job, a schedule; says which.
    System(&'static str),
}

/// Somebody who asks for something, proven by `identity` or by the operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// Who it is.
    pub who: Who,
    /// From which address, where there is one.
    pub address: Option<IpAddr>,
    permissions: Permissions,
}

/// The actor lacks a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this needs the permission {0}")]
pub struct Forbidden(pub Permission);

impl Actor {
    /// Somebody with these permissions. Customers have none of them, whatever is given.
    pub fn new(who: Who, address: Option<IpAddr>, permissions: Permissions) -> Self {
        let permissions = if matches!(who, Who::Customer(_)) { Permissions::NONE } else { permissions };
        Self { who, address, permissions }
    }

    /// Dukkan itself, which may do everything; `part` says which part of it acts.
    pub fn system(part: &'static str) -> Self {
        Self { who: Who::System(part), address: None, permissions: Permissions::all() }
    }

    /// Whether this actor has `permission`.
    pub const fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(permission)
    }

    /// All that this actor may do.
    pub const fn permissions(&self) -> Permissions {
        self.permissions
    }

    /// Refuses who lacks `permission`.
    ///
    /// # Errors
    /// [`Forbidden`], naming the permission.
    pub const fn require(&self, permission: Permission) -> Result<(), Forbidden> {
        if self.may(permission) { Ok(()) } else { Err(Forbidden(permission)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_is_found_by_its_name() {
        for &one in Permission::ALL {
            assert_eq!(one.name().parse(), Ok(one));
        }
        assert!("products.everything".parse::<Permission>().is_err());
    }

    #[test]
    fn an_actor_may_do_what_is_in_the_set_and_nothing_else() {
        let set: Permissions = [Permission::ViewProducts, Permission::ViewAudit].into_iter().collect();
        let clerk = Actor::new(Who::Staff(Uuid::nil()), None, set);
        let allowed: Vec<_> =
            Permission::ALL.iter().copied().filter(|&one| clerk.require(one).is_ok()).collect();
        assert_eq!(allowed, [Permission::ViewProducts, Permission::ViewAudit]);
        assert_eq!(set.iter().collect::<Vec<_>>(), allowed);
    }

    #[test]
    fn a_customer_has_no_permission_of_the_desk() {
        let customer = Actor::new(Who::Customer(Uuid::nil()), None, Permissions::all());
        assert!(Permission::ALL.iter().all(|&one| !customer.may(one)));
    }

    #[test]
    fn an_api_key_never_has_more_than_its_owner() {
        let key: Permissions = [Permission::ViewProducts, Permission::ManageStaff].into_iter().collect();
        let owner: Permissions = [Permission::ViewProducts, Permission::ViewAudit].into_iter().collect();
        assert_eq!(key.intersection(owner).iter().collect::<Vec<_>>(), [Permission::ViewProducts]);
    }
}
