//! Keys for machines: what their owner may do, and of that only their scopes.

use chrono::{DateTime, Utc};
use kernel::{Permission, Permissions};

use crate::{IdentityError, StaffId};

kernel::typed_id! {
    /// Names an API key.
    pub struct ApiKeyId;
}

/// A key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Whose permissions it can never exceed.
    pub staff: StaffId,
    /// What it is for.
    pub name: String,
    /// How it begins, to recognise it by.
    pub shown: String,
    /// What it may do, as far as its owner may.
    pub scopes: Permissions,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends, if ever.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, within the hour.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Since when it is worth nothing.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A key to be made.
#[derive(Debug, Clone)]
pub struct NewApiKey {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Permissions,
    /// When it ends, if ever.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What no machine may do: it could make itself a person, or another key.
const FOR_PERSONS: [Permission; 2] = [Permission::ManageStaff, Permission::ManageApiKeys];

impl ApiKey {
    pub(crate) fn write_scopes(scopes: Permissions) -> String {
        scopes.iter().map(Permission::name).collect::<Vec<_>>().join(" ")
    }

    /// Names that this release does not know give nothing.
    pub(crate) fn read_scopes(text: &str) -> Permissions {
        text.split(' ').filter_map(|name| name.parse().ok()).collect()
    }

    pub(crate) fn check_scopes(scopes: Permissions, owner: Permissions) -> Result<(), IdentityError> {
        let refuse = |reason: String| Err(IdentityError::invalid("scopes", reason));
        if scopes == Permissions::NONE {
            return refuse("a key without a scope could do nothing".to_owned());
        }
        for one in scopes.iter() {
            if FOR_PERSONS.contains(&one) {
                return refuse(format!("{one} is not for machines"));
            }
            if !owner.contains(one) {
                return refuse(format!("you do not have {one} yourself"));
            }
        }
        Ok(())
    }
}
