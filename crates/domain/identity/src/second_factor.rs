//! Setting up, using and removing the second factor.

use audit::Entry;
use db::WriteTx;
use kernel::boxed;

use crate::entity::staff::Model;
use crate::set_password::prove_password;
use crate::{Identity, IdentityError, Person, StaffId, TotpSecret, sign_out, store, totp};

/// A new secret for the person's app; in force once a code of it was confirmed.
///
/// # Errors
/// [`IdentityError::Conflict`] if a second factor is in force.
#[boxed]
pub async fn begin_second_factor(identity: &Identity, person: Person) -> Result<TotpSecret, IdentityError> {
    let secret = totp::new_secret()?;
    let tx = identity.db.begin_write().await?;
    let mut staff = store::staff::lock(&tx, person.staff).await?;
    if staff.has_second_factor() {
        return Err(IdentityError::Conflict("a second factor is set up: remove it first"));
    }
    staff.totp_secret = Some(identity.keys.sealer().seal(&secret)?);
    staff.totp_last_step = 0;
    let shown = totp::show(&secret, &identity.shop_name, &staff.email);
    store::staff::update(&tx, staff).await?;
    tx.commit().await?;
    Ok(shown)
}

/// Puts the second factor in force; gives the recovery codes, which are shown this once.
///
/// # Errors
/// [`IdentityError::InvalidField`] for a wrong code, [`IdentityError::Conflict`] if none was begun.
#[boxed]
pub async fn confirm_second_factor(
    identity: &Identity,
    person: Person,
    code: &str,
) -> Result<Vec<String>, IdentityError> {
    let now = identity.clock.now();
    let tx = identity.db.begin_write().await?;
    let mut staff = store::staff::lock(&tx, person.staff).await?;
    let begun = staff.totp_secret.as_deref().filter(|_| !staff.has_second_factor());
    let sealed = begun.ok_or(IdentityError::Conflict("no second factor is being set up"))?;
    let secret = open(identity, sealed)?;
    let step = totp::step_of(&secret, code, now.timestamp());
    let step = step.ok_or_else(|| IdentityError::invalid("code", "is not of this secret and moment"))?;
    staff.totp_confirmed_at_us = Some(now.timestamp_micros());
    staff.totp_last_step = step;
    store::staff::update(&tx, staff).await?;
    let codes = totp::new_recovery_codes()?;
    let hashes =
        codes.iter().filter_map(|code| totp::recovery_hashes(&identity.keys, code).into_iter().next());
    store::recovery_code::replace(&tx, person.staff, hashes.collect()).await?;
    let entry = Entry::new("staff.second-factor-on", "staff", person.staff);
    audit::record(&tx, &sign_out::oneself(person), entry).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Removes the person's second factor and recovery codes.
///
/// # Errors
/// [`IdentityError::InvalidField`] for a wrong password, [`IdentityError::Conflict`] if none is set up.
#[boxed]
pub async fn remove_second_factor(
    identity: &Identity,
    person: Person,
    password: &str,
) -> Result<(), IdentityError> {
    let staff = store::staff::find(identity.db.reader(), person.staff).await?;
    let staff = staff.ok_or(IdentityError::NotSignedIn)?;
    prove_password(identity, staff.password_hash.as_deref(), password).await?;
    let tx = identity.db.begin_write().await?;
    let mut staff = store::staff::lock(&tx, person.staff).await?;
    if staff.totp_secret.is_none() {
        return Err(IdentityError::Conflict("no second factor is set up"));
    }
    staff.totp_secret = None;
    staff.totp_confirmed_at_us = None;
    store::staff::update(&tx, staff).await?;
    store::recovery_code::replace(&tx, person.staff, Vec::new()).await?;
    let entry = Entry::new("staff.second-factor-off", "staff", person.staff);
    audit::record(&tx, &sign_out::oneself(person), entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Uses up a code of the app, or a recovery code.
pub(crate) async fn use_up(
    identity: &Identity,
    tx: &WriteTx,
    staff: &Model,
    code: &str,
) -> Result<(), IdentityError> {
    let id = StaffId(staff.id);
    let sealed = staff.totp_secret.as_deref().ok_or(IdentityError::WrongCode)?;
    let secret = open(identity, sealed)?;
    let taken = match totp::step_of(&secret, code, identity.clock.now().timestamp()) {
        Some(step) => store::staff::take_totp_step(tx, id, step).await?,
        None => store::recovery_code::spend(tx, id, totp::recovery_hashes(&identity.keys, code)).await?,
    };
    if taken { Ok(()) } else { Err(IdentityError::WrongCode) }
}

fn open(identity: &Identity, sealed: &[u8]) -> Result<Vec<u8>, IdentityError> {
    let missing = "the shop's secret is not the one under which second factors were sealed";
    identity.keys.sealer().open(sealed).ok_or(IdentityError::BadSecret(missing))
}
