//! Signing in with e-mail, password and, where one is set up, the second factor.

use db::WriteTx;
use kernel::boxed;

use crate::entity::staff::Model;
use crate::open_session::{entry, oneself, open_in_browser, open_with_tokens};
use crate::password::{Checked, is_possible};
use crate::staff::read_email;
use crate::{BrowserSession, Device, Identity, IdentityError, StaffId, Tokens, second_factor, store};

/// What a person types to sign in.
#[derive(Clone)]
pub struct Credentials {
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: String,
    /// A code of their app, or a recovery code, if a second factor is set up.
    pub code: Option<String>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials")
    }
}

/// Signs a program in.
///
/// # Errors
/// [`IdentityError::WrongCredentials`], the same for an unknown e-mail as for a
/// wrong password and after the same work; [`IdentityError::SecondFactorNeeded`]
/// and [`IdentityError::WrongCode`] once the password is right;
/// [`IdentityError::Busy`].
#[boxed]
pub async fn sign_in(
    identity: &Identity,
    credentials: &Credentials,
    device: &Device,
) -> Result<Tokens, IdentityError> {
    let (tx, staff) = prove(identity, credentials).await?;
    let tokens = open_with_tokens(identity, &tx, staff, device).await?;
    let entry = entry(staff, tokens.session, device, identity.clock.now());
    audit::record(&tx, &oneself(staff, device), entry).await?;
    tx.commit().await?;
    Ok(tokens)
}

/// Signs a person in at a browser; otherwise as [`sign_in`].
#[boxed]
pub async fn sign_in_browser(
    identity: &Identity,
    credentials: &Credentials,
    device: &Device,
) -> Result<BrowserSession, IdentityError> {
    let (tx, staff) = prove(identity, credentials).await?;
    let session = open_in_browser(identity, &tx, staff, device).await?;
    let entry = entry(staff, session.session, device, identity.clock.now());
    audit::record(&tx, &oneself(staff, device), entry).await?;
    tx.commit().await?;
    Ok(session)
}

/// The person, and a transaction in which their proof has been used up.
async fn prove(identity: &Identity, credentials: &Credentials) -> Result<(WriteTx, StaffId), IdentityError> {
    let found = match read_email(&credentials.email) {
        Ok(email) => store::staff::find_by_email(identity.db.reader(), &email).await?,
        Err(_no_address) => None,
    };
    let found = found.filter(Model::is_open);
    let known = found.as_ref().and_then(|staff| staff.password_hash.as_deref());
    // One of an impossible length is never right, but costs the same.
    let password = if is_possible(&credentials.password) { credentials.password.as_str() } else { "" };
    let checked = identity.passwords.check(password, known).await?;
    let (Some(seen), Checked::Right | Checked::RightButOld) = (&found, checked) else {
        return Err(IdentityError::WrongCredentials);
    };
    let better = match checked {
        Checked::RightButOld => Some(identity.passwords.hash(password).await?),
        _ => None,
    };
    let tx = identity.db.begin_write().await?;
    let mut staff = store::staff::lock(&tx, StaffId(seen.id)).await?;
    // Shut or given another password while this one was being checked.
    if !staff.is_open() || staff.password_hash != seen.password_hash {
        return Err(IdentityError::WrongCredentials);
    }
    let id = StaffId(staff.id);
    if staff.has_second_factor() {
        let code = credentials.code.as_deref().ok_or(IdentityError::SecondFactorNeeded)?;
        second_factor::use_up(identity, &tx, &staff, code).await?;
        staff = store::staff::lock(&tx, id).await?;
    }
    if better.is_some() {
        staff.password_hash = better;
        store::staff::update(&tx, staff).await?;
    }
    Ok((tx, id))
}
