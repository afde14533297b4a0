//! Roles: which permissions each has. This table is the only one.

use std::fmt;
use std::str::FromStr;

use kernel::Permission::{
    self, EditCatalogue, EditProducts, EditSettings, ExportCatalogue, ImportCatalogue, ManageForecasts,
    ManageJobs, ManageWebhooks, ViewAudit, ViewCosts, ViewDesk, ViewForecasts, ViewJobs, ViewProducts,
    ViewSettings,
};
use kernel::Permissions;
use serde::{Deserialize, Serialize};

/// What a person of the staff is here for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Owns the shop: may do everything, alone manages staff and API keys.
    Owner,
    /// Runs the shop.
    Manager,
    /// Keeps the products.
    Clerk,
    /// Reads figures, changes nothing.
    Analyst,
    /// Brings orders to their customers; sees nothing of the desk but their own account.
    Courier,
}

impl Role {
    /// Every role, the mightiest first.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Manager, Self::Clerk, Self::Analyst, Self::Courier];

    /// What it may do.
    pub fn permissions(self) -> Permissions {
        let granted: &[Permission] = match self {
            Self::Owner => Permission::ALL,
            Self::Manager => &[
                ViewDesk,
                ViewProducts,
                EditProducts,
                ViewCosts,
                EditCatalogue,
                ImportCatalogue,
                ExportCatalogue,
                ViewForecasts,
                ManageForecasts,
                ViewJobs,
                ManageJobs,
                ViewAudit,
                ViewSettings,
                EditSettings,
                ManageWebhooks,
            ],
            Self::Clerk => &[ViewDesk, ViewProducts, EditProducts, EditCatalogue, ImportCatalogue, ViewJobs],
            Self::Analyst => &[ViewDesk, ViewProducts, ViewCosts, ExportCatalogue, ViewForecasts, ViewJobs],
            Self::Courier => &[],
        };
        granted.iter().copied().collect()
    }

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Clerk => "clerk",
            Self::Analyst => "analyst",
            Self::Courier => "courier",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no role {0:?}")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_may_do_everything_and_nobody_else_manages_people() {
        assert_eq!(Role::Owner.permissions(), Permissions::all());
        for role in &Role::ALL[1..] {
            assert!(!role.permissions().contains(Permission::ManageStaff), "{role}");
            assert!(!role.permissions().contains(Permission::ManageApiKeys), "{role}");
        }
    }

    #[test]
    fn who_only_reads_can_change_nothing() {
        for one in Role::Analyst.permissions().iter().chain(Role::Courier.permissions().iter()) {
            let reads = one.name().rsplit_once('.').is_some_and(|(_, verb)| verb == "view");
            assert!(reads || one == ExportCatalogue, "{one}");
        }
    }
}
