//! Sessions: who is signed in, from which device, until when.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{AccessToken, StaffId};

kernel::typed_id! {
    /// Names a session: one sign-in on one device.
    pub struct SessionId;
}

/// How long a refresh token or a browser's cookie holds from its last use.
pub const SESSION_LIFE: TimeDelta = TimeDelta::days(7);
/// After so long a person signs in again, however busy the session was.
pub(crate) const LONGEST_SESSION: TimeDelta = TimeDelta::days(30);
/// How long after its use a refresh token still gives the same successor: for parallel or repeated requests.
pub(crate) const REFRESH_GRACE: TimeDelta = TimeDelta::seconds(10);
/// A browser's session is written as used at most so often.
pub(crate) const USE_NOTED_EVERY: TimeDelta = TimeDelta::hours(1);

/// A session as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub staff: StaffId,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used, within the hour.
    pub last_used_at: DateTime<Utc>,
    /// When it ends if it is not used.
    pub expires_at: DateTime<Utc>,
    /// What the device calls itself.
    pub device: String,
    /// From where it was opened.
    pub address: Option<String>,
}

/// The device from which somebody signs in.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// Its address.
    pub address: Option<IpAddr>,
    /// What it calls itself (`User-Agent`).
    pub name: String,
}

impl Device {
    /// At most 200 characters of its name, without control characters.
    pub(crate) fn shown_name(&self) -> String {
        self.name.chars().filter(|c| !c.is_control()).take(200).collect()
    }
}

/// What a program holds of its session.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// The session.
    pub session: SessionId,
    /// For each request.
    pub access: AccessToken,
    /// For the next pair of tokens, once.
    pub refresh_token: String,
    /// When the refresh token ends.
    pub refresh_expires_at: DateTime<Utc>,
}

/// What a browser holds of its session.
#[derive(Debug, Clone)]
pub struct BrowserSession {
    /// The session.
    pub session: SessionId,
    /// The cookie's value.
    pub cookie: String,
    /// When it ends if it is not used.
    pub expires_at: DateTime<Utc>,
}
