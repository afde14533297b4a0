//! Setting a password: by a one-time link, or by who knows the old one.

use audit::Entry;
use chrono::TimeDelta;
use kernel::boxed;

use crate::open_session::oneself;
use crate::password::{Checked, check_rules, is_possible};
use crate::staff::read_email;
use crate::store::link::Purpose;
use crate::store::session::Which;
use crate::token::{TokenKind, hash_token};
use crate::{Device, Identity, IdentityError, Person, StaffId, sign_out, store};

const LINK_LIFE: TimeDelta = TimeDelta::minutes(30);

/// A link to be sent to a person.
#[derive(Debug, Clone)]
pub struct PasswordLink {
    /// Where to send it.
    pub email: String,
    /// Whom to greet.
    pub name: String,
    /// The link's token, for [`set_password`].
    pub token: String,
}

/// A link for the account with this e-mail, if there is one that is open; it
/// holds for 30 minutes. Whoever asked must not learn which.
#[boxed]
pub async fn ask_password_link(
    identity: &Identity,
    email: &str,
) -> Result<Option<PasswordLink>, IdentityError> {
    let Ok(email) = read_email(email) else { return Ok(None) };
    let Some(staff) = store::staff::find_by_email(identity.db.reader(), &email).await? else {
        return Ok(None);
    };
    if !staff.is_open() {
        return Ok(None);
    }
    let token = TokenKind::Link.new_token()?;
    let expires_at = identity.clock.now() + LINK_LIFE;
    let tx = identity.db.begin_write().await?;
    let id = Some(StaffId(staff.id));
    store::link::insert(&tx, hash_token(&token), Purpose::SetPassword, id, expires_at).await?;
    tx.commit().await?;
    Ok(Some(PasswordLink { email: staff.email, name: staff.name, token }))
}

/// Sets the password of the link's account; all its sessions and other links end.
///
/// # Errors
/// [`IdentityError::LinkSpent`], [`IdentityError::InvalidField`] for a password
/// that breaks the rules: the link stays good then.
#[boxed]
pub async fn set_password(
    identity: &Identity,
    token: &str,
    password: &str,
    device: &Device,
) -> Result<(), IdentityError> {
    let (now, hash) = (identity.clock.now(), hash_token(token));
    let link = store::link::find_open(identity.db.reader(), hash.clone(), Purpose::SetPassword, now).await?;
    let id = link.and_then(|link| link.staff_id).map(StaffId).ok_or(IdentityError::LinkSpent)?;
    let staff = store::staff::find(identity.db.reader(), id).await?.ok_or(IdentityError::LinkSpent)?;
    check_rules(password, &[&staff.email, &staff.name])?;
    let password_hash = identity.passwords.hash(password).await?;
    let tx = identity.db.begin_write().await?;
    if !store::link::spend(&tx, hash, Purpose::SetPassword, now).await? {
        return Err(IdentityError::LinkSpent);
    }
    let mut staff = store::staff::lock(&tx, id).await?;
    if !staff.is_open() {
        return Err(IdentityError::LinkSpent);
    }
    staff.password_hash = Some(password_hash);
    store::staff::update(&tx, staff).await?;
    store::link::delete_of(&tx, id).await?;
    store::session::end(&tx, id, Which::All, now).await?;
    audit::record(&tx, &oneself(id, device), Entry::new("staff.set-password", "staff", id)).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes the person's own password; their other sessions and all links end.
///
/// # Errors
/// [`IdentityError::InvalidField`] for a wrong `current` or a `new` that breaks the rules.
#[boxed]
pub async fn change_password(
    identity: &Identity,
    person: Person,
    current: &str,
    new: &str,
) -> Result<(), IdentityError> {
    let staff = store::staff::find(identity.db.reader(), person.staff).await?;
    let staff = staff.ok_or(IdentityError::NotSignedIn)?;
    check_rules(new, &[&staff.email, &staff.name])?;
    prove_password(identity, staff.password_hash.as_deref(), current).await?;
    let password_hash = identity.passwords.hash(new).await?;
    let now = identity.clock.now();
    let tx = identity.db.begin_write().await?;
    let mut locked = store::staff::lock(&tx, person.staff).await?;
    if locked.password_hash != staff.password_hash {
        return Err(IdentityError::Conflict("the password was changed meanwhile"));
    }
    locked.password_hash = Some(password_hash);
    store::staff::update(&tx, locked).await?;
    store::link::delete_of(&tx, person.staff).await?;
    store::session::end(&tx, person.staff, Which::AllBut(person.session), now).await?;
    let entry = Entry::new("staff.set-password", "staff", person.staff);
    audit::record(&tx, &sign_out::oneself(person), entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Refuses who does not know the password of the account they are signed in to.
pub(crate) async fn prove_password(
    identity: &Identity,
    known: Option<&str>,
    typed: &str,
) -> Result<(), IdentityError> {
    let typed = if is_possible(typed) { typed } else { "" };
    match identity.passwords.check(typed, known).await? {
        Checked::Right | Checked::RightButOld => Ok(()),
        Checked::Wrong => Err(IdentityError::invalid("currentPassword", "is wrong")),
    }
}
