//! A new person of the staff, with a link by which they choose their password.

use audit::Entry;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Actor, Permission, boxed};
use serde_json::json;

use crate::edit_staff::refuse_above;
use crate::entity::staff::Model;
use crate::staff::{read_email, read_name};
use crate::store::link::Purpose;
use crate::token::{TokenKind, hash_token};
use crate::{Identity, IdentityError, NewStaff, Staff, StaffId, store};

const INVITATION_LIFE: TimeDelta = TimeDelta::days(7);

/// A new account, and the token of the link that sets its first password.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The account.
    pub staff: Staff,
    /// The link's token, for [`crate::set_password`].
    pub token: String,
    /// When the link ends.
    pub expires_at: DateTime<Utc>,
}

/// Makes an account.
///
/// # Errors
/// [`IdentityError::Forbidden`] without [`Permission::ManageStaff`],
/// [`IdentityError::NotYours`] for a role that may do more than the actor,
/// [`IdentityError::InvalidField`], [`IdentityError::Conflict`] for an e-mail that has an account.
#[boxed]
pub async fn add_staff(
    identity: &Identity,
    actor: &Actor,
    new: &NewStaff,
) -> Result<Invitation, IdentityError> {
    actor.require(Permission::ManageStaff)?;
    refuse_above(actor, new.role)?;
    let (email, name) = (read_email(&new.email)?, read_name(&new.name)?);
    let now = identity.clock.now();
    let (token, expires_at) = (TokenKind::Link.new_token()?, now + INVITATION_LIFE);
    let tx = identity.db.begin_write().await?;
    if store::staff::find_by_email(tx.conn(), &email).await?.is_some() {
        return Err(IdentityError::Conflict("this e-mail has an account already"));
    }
    let staff = Model {
        id: StaffId::new(&identity.clock).0,
        email,
        name,
        role: new.role.name().to_owned(),
        password_hash: None,
        totp_secret: None,
        totp_confirmed_at_us: None,
        totp_last_step: 0,
        created_at_us: now.timestamp_micros(),
        disabled_at_us: None,
        erased_at_us: None,
    };
    let id = StaffId(staff.id);
    store::staff::insert(&tx, staff.clone()).await?;
    store::link::insert(&tx, hash_token(&token), Purpose::SetPassword, Some(id), expires_at).await?;
    let entry = Entry::new("staff.add", "staff", id).after(json!({ "role": new.role })).personal(
        id.0,
        None,
        Some(json!({ "email": staff.email, "name": staff.name })),
    );
    audit::record(&tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Invitation { staff: staff.into(), token, expires_at })
}
