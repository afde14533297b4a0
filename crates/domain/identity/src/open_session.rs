//! Opening a session for a person who has proven who they are.

use audit::Entry;
use chrono::{DateTime, Utc};
use db::WriteTx;
use kernel::{Actor, Who};
use serde_json::json;

use crate::entity::{refresh_token, session};
use crate::session::SESSION_LIFE;
use crate::token::{TokenKind, hash_token};
use crate::{
    BrowserSession, Device, Identity, IdentityError, SessionId, StaffId, Tokens, access_token, store,
};

/// Of a program: an access token, and a refresh token that rotates.
pub(crate) async fn open_with_tokens(
    identity: &Identity,
    tx: &WriteTx,
    staff: StaffId,
    device: &Device,
) -> Result<Tokens, IdentityError> {
    let now = identity.clock.now();
    let refresh_expires_at = now + SESSION_LIFE;
    let session = insert(identity, tx, staff, device, None).await?;
    let refresh_token = TokenKind::Refresh.new_token()?;
    let row = refresh_token::Model {
        token_hash: hash_token(&refresh_token),
        session_id: session.0,
        expires_at_us: refresh_expires_at.timestamp_micros(),
        used_at_us: None,
    };
    store::refresh_token::insert(tx, row).await?;
    let access = access_token::issue(&identity.keys, staff, session, now)?;
    Ok(Tokens { session, access, refresh_token, refresh_expires_at })
}

/// Of a browser: a cookie.
pub(crate) async fn open_in_browser(
    identity: &Identity,
    tx: &WriteTx,
    staff: StaffId,
    device: &Device,
) -> Result<BrowserSession, IdentityError> {
    let cookie = TokenKind::Browser.new_token()?;
    let session = insert(identity, tx, staff, device, Some(hash_token(&cookie))).await?;
    Ok(BrowserSession { session, cookie, expires_at: identity.clock.now() + SESSION_LIFE })
}

async fn insert(
    identity: &Identity,
    tx: &WriteTx,
    staff: StaffId,
    device: &Device,
    cookie_hash: Option<Vec<u8>>,
) -> Result<SessionId, IdentityError> {
    let now = identity.clock.now();
    let id = SessionId::new(&identity.clock);
    store::session::delete_expired(tx, staff, now).await?;
    let session = session::Model {
        id: id.0,
        staff_id: staff.0,
        cookie_hash,
        created_at_us: now.timestamp_micros(),
        last_used_at_us: now.timestamp_micros(),
        expires_at_us: (now + SESSION_LIFE).timestamp_micros(),
        ended_at_us: None,
        device: device.shown_name(),
        address: device.address.map(|address| address.to_string()),
    };
    store::session::insert(tx, session).await?;
    Ok(id)
}

/// The entry of a session that was opened.
pub(crate) fn entry(staff: StaffId, session: SessionId, device: &Device, at: DateTime<Utc>) -> Entry {
    let after = json!({ "device": device.shown_name(), "at": at });
    Entry::new("session.open", "session", session).personal(staff.0, None, Some(after))
}

/// Somebody who acts on their own account alone.
pub(crate) fn oneself(staff: StaffId, device: &Device) -> Actor {
    Actor::new(Who::Staff(staff.0), device.address, kernel::Permissions::NONE)
}
