//! Ending sessions: one's own, one by one or all; and those of somebody of the staff.

use audit::Entry;
use kernel::{Actor, Permission, Who, boxed};
use serde_json::json;

use crate::store::session::Which;
use crate::{Identity, IdentityError, Person, Session, SessionId, StaffId, store};

/// The person's open sessions, the newest first.
#[boxed]
pub async fn list_sessions(identity: &Identity, person: Person) -> Result<Vec<Session>, IdentityError> {
    let open = store::session::list_open(identity.db.reader(), person.staff, identity.clock.now()).await?;
    Ok(open.into_iter().map(Session::from).collect())
}

/// Ends one of the person's own sessions.
///
/// # Errors
/// [`IdentityError::NotFound`] for one that is not open or not theirs.
#[boxed]
pub async fn end_session(
    identity: &Identity,
    person: Person,
    session: SessionId,
) -> Result<(), IdentityError> {
    let ended = end(identity, &oneself(person), person.staff, Which::One(session)).await?;
    if ended == 0 { Err(IdentityError::NotFound("session")) } else { Ok(()) }
}

/// Ends all of the person's own sessions; how many there were.
#[boxed]
pub async fn end_all_sessions(identity: &Identity, person: Person) -> Result<u64, IdentityError> {
    end(identity, &oneself(person), person.staff, Which::All).await
}

/// Ends all sessions of somebody; how many there were.
///
/// # Errors
/// [`IdentityError::Forbidden`] without [`Permission::ManageStaff`], [`IdentityError::NotFound`].
#[boxed]
pub async fn end_sessions_of(
    identity: &Identity,
    actor: &Actor,
    staff: StaffId,
) -> Result<u64, IdentityError> {
    actor.require(Permission::ManageStaff)?;
    if store::staff::find(identity.db.reader(), staff).await?.is_none() {
        return Err(IdentityError::NotFound("account"));
    }
    end(identity, actor, staff, Which::All).await
}

pub(crate) fn oneself(person: Person) -> Actor {
    Actor::new(Who::Staff(person.staff.0), person.address, kernel::Permissions::NONE)
}

async fn end(identity: &Identity, actor: &Actor, staff: StaffId, which: Which) -> Result<u64, IdentityError> {
    let tx = identity.db.begin_write().await?;
    let ended = store::session::end(&tx, staff, which, identity.clock.now()).await?;
    if ended > 0 {
        let entry = Entry::new("session.end", "staff", staff).after(json!({ "sessions": ended }));
        audit::record(&tx, actor, entry).await?;
        tx.commit().await?;
    }
    Ok(ended)
}
