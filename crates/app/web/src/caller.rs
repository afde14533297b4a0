//! Who sent a request: the one way for a handler to get an [`kernel::Actor`].
//!
//! [`Require`] names a permission in its type, so that a handler that forgets
//! to ask for one has no actor to work with.

use axum::extract::FromRequestParts;
use http::Method;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::request::Parts;
use identity::{Caller, Device, IdentityError, Person, authenticate_browser, authenticate_token};
use kernel::{Actor, ErrorCode, Permission};

use crate::rate_limits::check_account;
use crate::server::PeerAddress;
use crate::{AppState, Problem, cookie};

/// The header in which a page's script sends its form's token.
pub(crate) const CSRF_HEADER: &str = "x-csrf-token";

/// Somebody who has this permission: `Require<{ ViewAudit as u8 }>`.
pub struct Require<const PERMISSION: u8>(pub Caller);

impl<const PERMISSION: u8> Require<PERMISSION> {
    /// Who it is and what they may do.
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }
}

impl<const PERMISSION: u8> FromRequestParts<AppState> for Require<PERMISSION> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let permission = const { Permission::ALL[PERMISSION as usize] };
        let caller = authenticate(parts, state).await?;
        caller.actor.require(permission).map_err(IdentityError::from)?;
        Ok(Self(caller))
    }
}

/// A person of the staff, for what concerns their own account alone. A machine is refused.
pub struct SignedIn {
    /// Who they are and in which session.
    pub person: Person,
    /// What they may do.
    pub actor: Actor,
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let caller = authenticate(parts, state).await?;
        Ok(Self { person: caller.person()?, actor: caller.actor })
    }
}

/// From where somebody asks, signed in or not.
pub struct FromDevice(pub Device);

impl FromRequestParts<AppState> for FromDevice {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let name = parts.headers.get(USER_AGENT).and_then(|name| name.to_str().ok()).unwrap_or_default();
        Ok(Self(Device { address: client_address(parts, state), name: name.to_owned() }))
    }
}

/// By bearer token or API key, else by the browser's cookie.
async fn authenticate(parts: &Parts, state: &AppState) -> Result<Caller, Problem> {
    let desk = state.desk()?;
    let address = client_address(parts, state);
    let caller = if let Some(token) = bearer(parts)? {
        authenticate_token(&desk.identity, token, address).await?
    } else {
        let cookie = cookie::read(&parts.headers).ok_or(IdentityError::NotSignedIn)?;
        let caller = authenticate_browser(&desk.identity, cookie, address).await?;
        refuse_forged(parts, state, &caller)?;
        caller
    };
    check_account(&desk.limiter, &state.config.rates, &caller.actor)?;
    Ok(caller)
}

/// The token of `Authorization: Bearer`; any other scheme is refused rather than passed over.
fn bearer(parts: &Parts) -> Result<Option<&str>, IdentityError> {
    let Some(header) = parts.headers.get(AUTHORIZATION) else { return Ok(None) };
    let text = header.to_str().map_err(|_not_ascii| IdentityError::NotSignedIn)?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        _ => Err(IdentityError::NotSignedIn),
    }
}

/// A browser sends its cookie for whoever makes it ask: a change must bring the page's own token too.
fn refuse_forged(parts: &Parts, state: &AppState, caller: &Caller) -> Result<(), Problem> {
    if [Method::GET, Method::HEAD].contains(&parts.method) {
        return Ok(());
    }
    let token = parts.headers.get(CSRF_HEADER).and_then(|token| token.to_str().ok()).unwrap_or_default();
    let session = caller.person()?.session;
    if state.desk()?.identity.keys.csrf_matches(session.0, token) {
        Ok(())
    } else {
        Err(Problem::of(ErrorCode::Forbidden)
            .with_detail("the header X-CSRF-Token is missing or not of this session"))
    }
}

fn client_address(parts: &Parts, state: &AppState) -> Option<std::net::IpAddr> {
    let PeerAddress(peer) = parts.extensions.get()?;
    Some(state.config.exchange.trusted_proxies.client_address(peer.ip(), &parts.headers))
}
