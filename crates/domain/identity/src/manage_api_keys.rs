//! Making, listing and revoking API keys.

use audit::Entry;
use kernel::{Actor, Permission, boxed};
use serde_json::json;

use crate::entity::api_key::Model;
use crate::staff::read_name;
use crate::token::{TokenKind, hash_token};
use crate::{ApiKey, ApiKeyId, Caller, Identity, IdentityError, NewApiKey, store};

/// How much of a key is kept to recognise it by.
const SHOWN_CHARACTERS: usize = 10;

/// All keys, the oldest first, the revoked ones too.
///
/// # Errors
/// [`IdentityError::Forbidden`] without [`Permission::ManageApiKeys`].
#[boxed]
pub async fn list_api_keys(identity: &Identity, actor: &Actor) -> Result<Vec<ApiKey>, IdentityError> {
    actor.require(Permission::ManageApiKeys)?;
    Ok(store::api_key::list(identity.db.reader()).await?.into_iter().map(ApiKey::from).collect())
}

/// Makes a key of the caller's; gives its secret, which is shown this once.
///
/// # Errors
/// [`IdentityError::Forbidden`] without [`Permission::ManageApiKeys`],
/// [`IdentityError::NotYours`] for a machine, [`IdentityError::InvalidField`]
/// for scopes that the caller does not have or that are not for machines.
#[boxed]
pub async fn create_api_key(
    identity: &Identity,
    caller: &Caller,
    new: &NewApiKey,
) -> Result<(ApiKey, String), IdentityError> {
    let actor = &caller.actor;
    actor.require(Permission::ManageApiKeys)?;
    let person = caller.person()?;
    let (now, name) = (identity.clock.now(), read_name(&new.name)?);
    ApiKey::check_scopes(new.scopes, actor.permissions())?;
    if new.expires_at.is_some_and(|at| at <= now) {
        return Err(IdentityError::invalid("expiresAt", "is past"));
    }
    let key = TokenKind::ApiKey.new_token()?;
    let row = Model {
        id: ApiKeyId::new(&identity.clock).0,
        staff_id: person.staff.0,
        name,
        shown: key.chars().take(SHOWN_CHARACTERS).collect(),
        key_hash: hash_token(&key),
        scopes: ApiKey::write_scopes(new.scopes),
        created_at_us: now.timestamp_micros(),
        expires_at_us: new.expires_at.map(|at| at.timestamp_micros()),
        last_used_at_us: None,
        revoked_at_us: None,
    };
    let tx = identity.db.begin_write().await?;
    store::api_key::insert(&tx, row.clone()).await?;
    let after = json!({ "name": row.name, "scopes": row.scopes, "expiresAt": new.expires_at });
    let entry = Entry::new("api-key.add", "api-key", ApiKeyId(row.id)).after(after);
    audit::record(&tx, actor, entry).await?;
    tx.commit().await?;
    Ok((row.into(), key))
}

/// Revokes a key.
///
/// # Errors
/// [`IdentityError::Forbidden`] without [`Permission::ManageApiKeys`], [`IdentityError::NotFound`].
#[boxed]
pub async fn revoke_api_key(identity: &Identity, actor: &Actor, id: ApiKeyId) -> Result<(), IdentityError> {
    actor.require(Permission::ManageApiKeys)?;
    let tx = identity.db.begin_write().await?;
    if !store::api_key::revoke(&tx, id, identity.clock.now()).await? {
        return Err(IdentityError::NotFound("API key"));
    }
    audit::record(&tx, actor, Entry::new("api-key.revoke", "api-key", id)).await?;
    tx.commit().await?;
    Ok(())
}
