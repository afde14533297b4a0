//! Forgetting a person who no longer works here.

use audit::Entry;
use kernel::{Actor, Permission, boxed};

use crate::edit_staff::refuse_above;
use crate::{Identity, IdentityError, StaffId, store};

/// Forgets a person: their name, address, password, sessions, keys and second
/// factor are deleted, and what the audit trail holds of them can never be read
/// again. What they did stays, under an id that names nobody.
///
/// # Errors
/// [`IdentityError::Forbidden`] without [`Permission::ManageStaff`],
/// [`IdentityError::NotYours`] for somebody who may do more than the actor,
/// [`IdentityError::Conflict`] for an account that is not shut.
#[boxed]
pub async fn erase_staff(identity: &Identity, actor: &Actor, id: StaffId) -> Result<(), IdentityError> {
    actor.require(Permission::ManageStaff)?;
    let now = identity.clock.now();
    let tx = identity.db.begin_write().await?;
    let mut staff = store::staff::lock(&tx, id).await?;
    refuse_above(actor, staff.role())?;
    if staff.disabled_at_us.is_none() {
        return Err(IdentityError::Conflict("the account is open: shut it first"));
    }
    store::session::delete_all(&tx, id).await?;
    store::link::delete_of(&tx, id).await?;
    store::recovery_code::replace(&tx, id, Vec::new()).await?;
    store::api_key::revoke_of(&tx, id, now).await?;
    staff.email = format!("erased:{id}");
    staff.name = String::new();
    staff.password_hash = None;
    staff.totp_secret = None;
    staff.totp_confirmed_at_us = None;
    staff.erased_at_us = Some(now.timestamp_micros());
    store::staff::update(&tx, staff).await?;
    settings::forget_person(&tx, id.0).await?;
    audit::erase_person(&tx, id.0).await?;
    audit::record(&tx, actor, Entry::new("staff.erase", "staff", id)).await?;
    tx.commit().await?;
    Ok(())
}
