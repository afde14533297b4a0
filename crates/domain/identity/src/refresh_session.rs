//! A refresh token against the next pair of tokens.
//!
//! Each is used once. One that comes again shortly after gives the same
//! successor (a client that asked twice at once, or lost the answer); later
//! than that somebody else has it, and the whole session ends (RFC 9700, 4.14).

use audit::Entry;
use chrono::{DateTime, Utc};
use db::WriteTx;
use kernel::boxed;

use crate::entity::refresh_token::Model;
use crate::entity::session;
use crate::open_session::oneself;
use crate::session::{LONGEST_SESSION, REFRESH_GRACE, SESSION_LIFE};
use crate::store::moment;
use crate::store::session::Which;
use crate::token::hash_token;
use crate::{Device, Identity, IdentityError, SessionId, StaffId, Tokens, access_token, store};

/// The next pair of tokens.
///
/// # Errors
/// [`IdentityError::NotSignedIn`] for an unknown, expired, revoked or twice used token.
#[boxed]
pub async fn refresh_session(
    identity: &Identity,
    token: &str,
    device: &Device,
) -> Result<Tokens, IdentityError> {
    let now = identity.clock.now();
    let tx = identity.db.begin_write().await?;
    let Some(sent) = store::refresh_token::lock(&tx, hash_token(token)).await? else {
        return Err(IdentityError::NotSignedIn);
    };
    let session = store::session::lock(&tx, SessionId(sent.session_id)).await?;
    let session = session.filter(|session| session.is_open(now)).ok_or(IdentityError::NotSignedIn)?;
    let staff = StaffId(session.staff_id);
    let person = store::staff::find(tx.conn(), staff).await?;
    if sent.expires_at_us <= now.timestamp_micros() || !person.is_some_and(|person| person.is_open()) {
        return Err(IdentityError::NotSignedIn);
    }
    let refresh_expires_at = match sent.used_at_us.map(moment) {
        None => rotate(identity, &tx, &sent, &session, token).await?,
        Some(used_at) if now < used_at + REFRESH_GRACE => moment(session.expires_at_us),
        Some(_) => {
            end_stolen(identity, &tx, staff, SessionId(session.id), device).await?;
            tx.commit().await?;
            return Err(IdentityError::NotSignedIn);
        }
    };
    let id = SessionId(session.id);
    let access = access_token::issue(&identity.keys, staff, id, now)?;
    tx.commit().await?;
    Ok(Tokens { session: id, access, refresh_token: identity.keys.successor(token), refresh_expires_at })
}

async fn rotate(
    identity: &Identity,
    tx: &WriteTx,
    sent: &Model,
    session: &session::Model,
    token: &str,
) -> Result<DateTime<Utc>, IdentityError> {
    let now = identity.clock.now();
    let expires_at = (now + SESSION_LIFE).min(moment(session.created_at_us) + LONGEST_SESSION);
    let next = Model {
        token_hash: hash_token(&identity.keys.successor(token)),
        session_id: session.id,
        expires_at_us: expires_at.timestamp_micros(),
        used_at_us: None,
    };
    store::refresh_token::note_use(tx, sent.token_hash.clone(), now.timestamp_micros()).await?;
    store::refresh_token::insert(tx, next).await?;
    store::session::note_use(tx, SessionId(session.id), expires_at).await?;
    Ok(expires_at)
}

async fn end_stolen(
    identity: &Identity,
    tx: &WriteTx,
    staff: StaffId,
    session: SessionId,
    device: &Device,
) -> Result<(), IdentityError> {
    tracing::warn!(%staff, %session, "a refresh token came again: its session is ended");
    store::session::end(tx, staff, Which::One(session), identity.clock.now()).await?;
    let entry = Entry::new("session.stolen", "session", session);
    audit::record(tx, &oneself(staff, device), entry).await?;
    Ok(())
}
