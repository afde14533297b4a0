//! Reading and changing accounts of the staff.

use audit::Entry;
use kernel::{Actor, Permission, Who, boxed};
use serde_json::json;

use crate::staff::read_name;
use crate::store::session::Which;
use crate::{Identity, IdentityError, Role, Staff, StaffId, StaffPatch, store};

/// All accounts, the oldest first.
///
/// # Errors
/// [`IdentityError::Forbidden`] without [`Permission::ManageStaff`].
#[boxed]
pub async fn list_staff(identity: &Identity, actor: &Actor) -> Result<Vec<Staff>, IdentityError> {
    actor.require(Permission::ManageStaff)?;
    Ok(store::staff::list(identity.db.reader()).await?.into_iter().map(Staff::from).collect())
}

/// One account: anybody's with [`Permission::ManageStaff`], one's own without.
///
/// # Errors
/// [`IdentityError::Forbidden`], [`IdentityError::NotFound`].
#[boxed]
pub async fn find_staff(identity: &Identity, actor: &Actor, id: StaffId) -> Result<Staff, IdentityError> {
    if actor.who != Who::Staff(id.0) {
        actor.require(Permission::ManageStaff)?;
    }
    let found = store::staff::find(identity.db.reader(), id).await?;
    found.map(Staff::from).ok_or(IdentityError::NotFound("account"))
}

/// Changes an account. Shutting it ends its sessions; its API keys rest while it is shut.
///
/// # Errors
/// [`IdentityError::Forbidden`] without [`Permission::ManageStaff`],
/// [`IdentityError::NotYours`] for an account or a role that may do more than
/// the actor, [`IdentityError::Conflict`] if no owner would be left.
#[boxed]
pub async fn edit_staff(
    identity: &Identity,
    actor: &Actor,
    id: StaffId,
    patch: &StaffPatch,
) -> Result<Staff, IdentityError> {
    actor.require(Permission::ManageStaff)?;
    let now = identity.clock.now();
    let tx = identity.db.begin_write().await?;
    let owners = store::staff::lock_owners(&tx).await?;
    let old = store::staff::lock(&tx, id).await?;
    refuse_above(actor, old.role())?;
    let mut new = old.clone();
    if let Some(name) = &patch.name {
        new.name = read_name(name)?;
    }
    if let Some(role) = patch.role {
        refuse_above(actor, role)?;
        role.name().clone_into(&mut new.role);
    }
    match patch.disabled {
        Some(true) => new.disabled_at_us = new.disabled_at_us.or(Some(now.timestamp_micros())),
        Some(false) => new.disabled_at_us = None,
        None => {}
    }
    let is_owner = |staff: &crate::entity::staff::Model| staff.role() == Role::Owner && staff.is_open();
    if is_owner(&old) && !is_owner(&new) && owners == 1 {
        return Err(IdentityError::Conflict("this is the last owner"));
    }
    if new == old {
        return Ok(old.into());
    }
    store::staff::update(&tx, new.clone()).await?;
    if !new.is_open() {
        store::session::end(&tx, id, Which::All, now).await?;
    }
    let values =
        |staff: &crate::entity::staff::Model| json!({ "role": staff.role, "disabled": !staff.is_open() });
    let entry = Entry::new("staff.edit", "staff", id).changed(values(&old), values(&new)).personal(
        id.0,
        Some(json!({ "name": old.name })),
        Some(json!({ "name": new.name })),
    );
    audit::record(&tx, actor, entry).await?;
    tx.commit().await?;
    Ok(new.into())
}

/// Nobody gives, takes or changes what they do not have themselves.
pub(crate) fn refuse_above(actor: &Actor, role: Role) -> Result<(), IdentityError> {
    let wanted = role.permissions();
    if wanted.intersection(actor.permissions()) == wanted {
        Ok(())
    } else {
        Err(IdentityError::NotYours("this role may do more than you"))
    }
}
