//! The first start: a one-time link creates the owner. There is no default account and no default password.

use audit::Entry;
use chrono::TimeDelta;
use kernel::boxed;
use serde_json::json;

use crate::entity::staff::Model;
use crate::open_session::oneself;
use crate::password::check_rules;
use crate::staff::{read_email, read_name};
use crate::store::link::Purpose;
use crate::token::{TokenKind, hash_token};
use crate::{Device, Identity, IdentityError, Role, Staff, StaffId, store};

/// Every start of a shop without an owner gives a new one.
const LINK_LIFE: TimeDelta = TimeDelta::days(1);

/// The owner to be.
pub struct FirstOwner {
    /// The link's token.
    pub token: String,
    /// The address to sign in with.
    pub email: String,
    /// As others call them.
    pub name: String,
    /// Their password.
    pub password: String,
}

/// The token of a new link, if the shop has no owner yet; it holds for a day.
#[boxed]
pub async fn open_first_owner_link(identity: &Identity) -> Result<Option<String>, IdentityError> {
    if store::staff::has_owner(identity.db.reader()).await? {
        return Ok(None);
    }
    let token = TokenKind::Link.new_token()?;
    let expires_at = identity.clock.now() + LINK_LIFE;
    let tx = identity.db.begin_write().await?;
    store::link::insert(&tx, hash_token(&token), Purpose::FirstOwner, None, expires_at).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Creates the owner.
///
/// # Errors
/// [`IdentityError::LinkSpent`] for a link that was used or is too old, also if
/// another made an owner meanwhile; [`IdentityError::InvalidField`].
#[boxed]
pub async fn create_first_owner(
    identity: &Identity,
    owner: FirstOwner,
    device: &Device,
) -> Result<Staff, IdentityError> {
    let (email, name) = (read_email(&owner.email)?, read_name(&owner.name)?);
    check_rules(&owner.password, &[&email, &name])?;
    let (now, hash) = (identity.clock.now(), hash_token(&owner.token));
    // No work is done for a token that opens nothing.
    let open = store::link::find_open(identity.db.reader(), hash.clone(), Purpose::FirstOwner, now).await?;
    open.ok_or(IdentityError::LinkSpent)?;
    let password_hash = identity.passwords.hash(&owner.password).await?;
    let tx = identity.db.begin_write().await?;
    if !store::link::spend(&tx, hash, Purpose::FirstOwner, now).await? {
        return Err(IdentityError::LinkSpent);
    }
    store::link::spend_all(&tx, Purpose::FirstOwner, now).await?;
    if store::staff::has_owner(tx.conn()).await? {
        return Err(IdentityError::LinkSpent);
    }
    let staff = Model {
        id: StaffId::new(&identity.clock).0,
        email,
        name,
        role: Role::Owner.name().to_owned(),
        password_hash: Some(password_hash),
        totp_secret: None,
        totp_confirmed_at_us: None,
        totp_last_step: 0,
        created_at_us: now.timestamp_micros(),
        disabled_at_us: None,
        erased_at_us: None,
    };
    store::staff::insert(&tx, staff.clone()).await?;
    let id = StaffId(staff.id);
    let entry = Entry::new("staff.add", "staff", id).after(json!({ "role": Role::Owner })).personal(
        id.0,
        None,
        Some(json!({ "email": staff.email, "name": staff.name })),
    );
    audit::record(&tx, &oneself(id, device), entry).await?;
    tx.commit().await?;
    Ok(staff.into())
}
