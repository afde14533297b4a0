//! Accounts, sessions and tokens as programs see them.

use chrono::{DateTime, Utc};
use identity::{Role, Session, SessionId, Staff, Tokens};
use kernel::{Permission, Permissions};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a person is here for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Role)]
pub(super) enum RoleName {
    Owner,
    Manager,
    Clerk,
    Analyst,
    Courier,
}

impl From<Role> for RoleName {
    fn from(role: Role) -> Self {
        match role {
            Role::Owner => Self::Owner,
            Role::Manager => Self::Manager,
            Role::Clerk => Self::Clerk,
            Role::Analyst => Self::Analyst,
            Role::Courier => Self::Courier,
        }
    }
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Owner => Self::Owner,
            RoleName::Manager => Self::Manager,
            RoleName::Clerk => Self::Clerk,
            RoleName::Analyst => Self::Analyst,
            RoleName::Courier => Self::Courier,
        }
    }
}

/// An account of the staff.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Staff)]
pub(super) struct StaffView {
    id: Uuid,
    email: String,
    name: String,
    #[schema(inline)]
    role: RoleName,
    has_second_factor: bool,
    /// False until they have chosen one by the link of their invitation.
    has_password: bool,
    created_at: DateTime<Utc>,
    /// Since when the account is shut.
    disabled_at: Option<DateTime<Utc>>,
}

impl From<Staff> for StaffView {
    fn from(staff: Staff) -> Self {
        Self {
            id: staff.id.0,
            email: staff.email,
            name: staff.name,
            role: staff.role.into(),
            has_second_factor: staff.has_second_factor,
            has_password: staff.has_password,
            created_at: staff.created_at,
            disabled_at: staff.disabled_at,
        }
    }
}

/// What a program holds of its session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Tokens)]
pub(super) struct TokensView {
    /// For the header `Authorization: Bearer`.
    access_token: String,
    access_expires_at: DateTime<Utc>,
    /// For the next pair of tokens, once.
    refresh_token: String,
    refresh_expires_at: DateTime<Utc>,
}

impl From<Tokens> for TokensView {
    fn from(tokens: Tokens) -> Self {
        Self {
            access_token: tokens.access.token,
            access_expires_at: tokens.access.expires_at,
            refresh_token: tokens.refresh_token,
            refresh_expires_at: tokens.refresh_expires_at,
        }
    }
}

/// A session of the person who asks.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
pub(super) struct SessionView {
    id: Uuid,
    created_at: DateTime<Utc>,
    /// Within the hour.
    last_used_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// What the device calls itself.
    device: String,
    address: Option<String>,
    /// Whether it is the one that asks.
    current: bool,
}

impl SessionView {
    pub(super) fn new(session: Session, current: SessionId) -> Self {
        Self {
            current: session.id == current,
            id: session.id.0,
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            expires_at: session.expires_at,
            device: session.device,
            address: session.address,
        }
    }
}

/// Permissions by name.
pub(super) fn names(permissions: Permissions) -> Vec<&'static str> {
    permissions.iter().map(Permission::name).collect()
}
