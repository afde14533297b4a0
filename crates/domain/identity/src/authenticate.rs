//! From a token, key or cookie to an [`Actor`].
//!
//! Every request asks the database whether the session, the key and the
//! account still hold: what was ended or taken away has no effect later than
//! the next request, in every process, whether Redis is there or not.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Actor, Who, boxed};

use crate::entity::session::Model;
use crate::session::{LONGEST_SESSION, SESSION_LIFE, USE_NOTED_EVERY};
use crate::store::moment;
use crate::token::{TokenKind, hash_token};
use crate::{ApiKey, ApiKeyId, Identity, IdentityError, SessionId, StaffId, access_token, entity, store};

/// Who sent a request.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    /// Who it is and what they may do.
    pub actor: Actor,
    /// The person and their session; `None` for a machine.
    pub person: Option<Person>,
}

/// A person of the staff in a session of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Their account.
    pub staff: StaffId,
    /// Their session.
    pub session: SessionId,
    /// From where they ask.
    pub address: Option<IpAddr>,
}

impl Caller {
    /// The person, for what a machine cannot do.
    ///
    /// # Errors
    /// [`IdentityError::NotYours`] for a machine.
    pub fn person(&self) -> Result<Person, IdentityError> {
        self.person.ok_or(IdentityError::NotYours("only a person can do this, an API key cannot"))
    }
}

/// Who sent this bearer token: an access token or an API key.
///
/// # Errors
/// [`IdentityError::NotSignedIn`].
#[boxed]
pub async fn authenticate_token(
    identity: &Identity,
    token: &str,
    address: Option<IpAddr>,
) -> Result<Caller, IdentityError> {
    if token.starts_with(TokenKind::ApiKey.prefix()) {
        return authenticate_key(identity, token, address).await;
    }
    let now = identity.clock.now();
    let (staff, id) = access_token::read(&identity.keys, token, now).ok_or(IdentityError::NotSignedIn)?;
    let session = store::session::find(identity.db.reader(), id).await?;
    let session = session.filter(|session| session.staff_id == staff.0).ok_or(IdentityError::NotSignedIn)?;
    caller_in(identity, &session, address).await
}

/// Who sent this cookie.
///
/// # Errors
/// [`IdentityError::NotSignedIn`].
#[boxed]
pub async fn authenticate_browser(
    identity: &Identity,
    cookie: &str,
    address: Option<IpAddr>,
) -> Result<Caller, IdentityError> {
    let session = store::session::find_by_cookie(identity.db.reader(), hash_token(cookie)).await?;
    let session = session.ok_or(IdentityError::NotSignedIn)?;
    let caller = caller_in(identity, &session, address).await?;
    let now = identity.clock.now();
    if is_due(moment(session.last_used_at_us), now, USE_NOTED_EVERY) {
        let expires_at = (now + SESSION_LIFE).min(moment(session.created_at_us) + LONGEST_SESSION);
        let tx = identity.db.begin_write().await?;
        store::session::note_use(&tx, SessionId(session.id), expires_at).await?;
        tx.commit().await?;
    }
    Ok(caller)
}

async fn caller_in(
    identity: &Identity,
    session: &Model,
    address: Option<IpAddr>,
) -> Result<Caller, IdentityError> {
    if !session.is_open(identity.clock.now()) {
        return Err(IdentityError::NotSignedIn);
    }
    let staff = open_account(identity, StaffId(session.staff_id)).await?;
    Ok(Caller {
        actor: Actor::new(Who::Staff(staff.id), address, staff.role().permissions()),
        person: Some(Person { staff: StaffId(staff.id), session: SessionId(session.id), address }),
    })
}

async fn authenticate_key(
    identity: &Identity,
    key: &str,
    address: Option<IpAddr>,
) -> Result<Caller, IdentityError> {
    let now = identity.clock.now();
    let row = store::api_key::find_by_hash(identity.db.reader(), hash_token(key)).await?;
    let row = row.ok_or(IdentityError::NotSignedIn)?;
    let ended = row.expires_at_us.is_some_and(|at_us| at_us <= now.timestamp_micros());
    if row.revoked_at_us.is_some() || ended {
        return Err(IdentityError::NotSignedIn);
    }
    let staff = open_account(identity, StaffId(row.staff_id)).await?;
    if row.last_used_at_us.is_none_or(|at_us| is_due(moment(at_us), now, USE_NOTED_EVERY)) {
        let tx = identity.db.begin_write().await?;
        store::api_key::note_use(&tx, ApiKeyId(row.id)).await?;
        tx.commit().await?;
    }
    let permissions = ApiKey::read_scopes(&row.scopes).intersection(staff.role().permissions());
    Ok(Caller { actor: Actor::new(Who::ApiKey(row.id), address, permissions), person: None })
}

async fn open_account(identity: &Identity, id: StaffId) -> Result<entity::staff::Model, IdentityError> {
    let staff = store::staff::find(identity.db.reader(), id).await?;
    staff.filter(entity::staff::Model::is_open).ok_or(IdentityError::NotSignedIn)
}

fn is_due(last: DateTime<Utc>, now: DateTime<Utc>, every: TimeDelta) -> bool {
    now >= last + every
}
