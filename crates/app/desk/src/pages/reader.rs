//! Who reads a page of the desk: their account, their language, and what they sent.
//!
//! A form arrives only as [`Posted`], which has checked that it came from a page
//! of ours: a handler that forgets the check does not compile.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{ACCEPT_LANGUAGE, COOKIE, HOST, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use identity::{Caller, Device, Person, Staff, authenticate_browser, find_staff};
use kernel::{Actor, Clock, Locale, Permission};

use super::failure::{DeskFailure, go};
use super::{Dashboard, preferences};
use web::caller::FromDevice;
use web::cookie;
use web::negotiate_locale;
use web::storefront::address::{self, Pairs};

/// Parameters that tell what was just done, and are no part of a page's address.
pub(crate) const FLASH: [&str; 6] = ["done", "bulk", "changed", "undone", "kept", "seen"];

/// Somebody at a page, signed in or not.
pub(crate) struct Reader {
    pub(crate) locale: Locale,
    /// "light" or "dark"; `None` follows the device.
    pub(crate) theme: Option<&'static str>,
    pub(crate) path: String,
    pub(crate) query: Pairs,
    pub(crate) device: Device,
    /// Whether their browser keeps a session's cookie here; over plain HTTP it does on the machine itself alone.
    pub(crate) keeps_sessions: bool,
    pub(crate) member: Option<Member>,
}

/// Somebody who is signed in.
pub(crate) struct Member {
    pub(crate) caller: Caller,
    pub(crate) person: Person,
    pub(crate) staff: Staff,
    /// What their forms must bring along.
    pub(crate) csrf: String,
}

impl Member {
    /// Who acts.
    pub(crate) fn actor(&self) -> &Actor {
        &self.caller.actor
    }
}

/// Anybody: at the gate.
pub(crate) struct Anybody(pub(crate) Reader);

/// Somebody who is signed in; others are led to the gate and back.
pub(crate) struct AtDesk {
    pub(crate) reader: Reader,
}

impl AtDesk {
    /// Whose page it is. Only made for somebody who is signed in.
    pub(crate) fn member(&self) -> Result<&Member, DeskFailure> {
        self.reader.member.as_ref().ok_or(DeskFailure::SignedOut)
    }

    /// Who acts.
    pub(crate) fn actor(&self) -> Result<&Actor, DeskFailure> {
        Ok(self.member()?.actor())
    }

    /// The actor, if they have this permission.
    pub(crate) fn require(&self, permission: Permission) -> Result<&Actor, DeskFailure> {
        let actor = self.actor()?;
        actor.require(permission).ok().ok_or(DeskFailure::Forbidden)?;
        Ok(actor)
    }
}

/// A form that came from a page of ours.
pub(crate) struct Posted<R> {
    pub(crate) by: R,
    pub(crate) form: Pairs,
}

impl Reader {
    /// Who asks, by a request's head.
    pub(crate) async fn read(parts: &mut Parts, desk: &Dashboard) -> Result<Self, DeskFailure> {
        let cookies = Cookies::read(&parts.headers);
        let front = desk.front();
        let locales = front.locales();
        let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let chosen = cookies.get(preferences::LANGUAGE).and_then(|code| code.parse().ok());
        let locale = chosen
            .or_else(|| negotiate_locale(accepted?, locales))
            .or_else(|| locales.first().copied())
            .unwrap_or(Locale::Fr);
        let theme = cookies.get(preferences::THEME).and_then(preferences::theme);
        let Ok(FromDevice(device)) = FromDevice::from_request_parts(parts, desk.app()).await;
        let member = Member::find(parts, desk, &device).await?;
        Ok(Self {
            locale,
            theme,
            path: parts.uri.path().to_owned(),
            query: Pairs::read(parts.uri.query().unwrap_or_default()),
            device,
            keeps_sessions: keeps_sessions(&parts.headers, front.public_url()),
            member,
        })
    }

    /// The page itself, to come back to.
    pub(crate) fn back(&self) -> String {
        self.query.without(&FLASH).on(&self.path)
    }
}

impl Member {
    async fn find(parts: &Parts, desk: &Dashboard, device: &Device) -> Result<Option<Self>, DeskFailure> {
        let Some(cookie) = cookie::read(&parts.headers) else { return Ok(None) };
        let identity = &desk.app().desk()?.identity;
        let caller = match authenticate_browser(identity, cookie, device.address).await {
            Ok(caller) => caller,
            Err(identity::IdentityError::NotSignedIn) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let person = caller.person()?;
        let staff = find_staff(identity, &caller.actor, person.staff).await?;
        let csrf = identity.keys.csrf_token(person.session.0);
        Ok(Some(Self { caller, person, staff, csrf }))
    }
}

impl FromRequest<Dashboard> for Anybody {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Dashboard) -> Result<Self, Response> {
        let (mut parts, _) = request.into_parts();
        Reader::read(&mut parts, desk).await.map(Self).map_err(IntoResponse::into_response)
    }
}

impl FromRequest<Dashboard> for AtDesk {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Dashboard) -> Result<Self, Response> {
        let Anybody(reader) = Anybody::from_request(request, desk).await?;
        if reader.member.is_none() {
            let next = address::encode(&reader.back()).to_string();
            return Err(go(&format!("/desk/sign-in?next={next}&done=signed-in-needed")));
        }
        Ok(Self { reader })
    }
}

impl FromRequest<Dashboard> for Posted<Anybody> {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Dashboard) -> Result<Self, Response> {
        let (reader, form) = read_form(request, desk).await?;
        Ok(Self { by: Anybody(reader), form })
    }
}

impl FromRequest<Dashboard> for Posted<AtDesk> {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Dashboard) -> Result<Self, Response> {
        let (reader, form) = read_form(request, desk).await?;
        let Some(member) = &reader.member else {
            return Err(go("/desk/sign-in?done=signed-in-needed"));
        };
        let keys = &desk.app().desk().map_err(IntoResponse::into_response)?.identity.keys;
        if !keys.csrf_matches(member.person.session.0, form.get("csrf").unwrap_or_default()) {
            return Err(go("/desk?done=form-old"));
        }
        Ok(Self { by: AtDesk { reader }, form })
    }
}

async fn read_form(request: Request, desk: &Dashboard) -> Result<(Reader, Pairs), Response> {
    let (mut parts, body) = request.into_parts();
    if !is_from_here(&parts.headers) {
        return Err(StatusCode::FORBIDDEN.into_response());
    }
    let reader = Reader::read(&mut parts, desk).await.map_err(IntoResponse::into_response)?;
    let body = Bytes::from_request(Request::from_parts(parts, body), desk).await;
    let body = body.map_err(IntoResponse::into_response)?;
    Ok((reader, Pairs::read(&String::from_utf8_lossy(&body))))
}

/// Whether this is HTTPS, or the machine itself, as far as the request tells.
///
/// Browsers say where a request comes from (`Sec-Fetch-Site`) only where they would also keep a `Secure` cookie.
fn keeps_sessions(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(host) = text(HOST.as_str()) else { return true };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => name,
        _ => host,
    };
    let address = name.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    let here = name == "localhost" || address.is_ok_and(|address| address.is_loopback());
    here || text("sec-fetch-site").is_some()
        || text("x-forwarded-proto") == Some("https")
        || public_url.strip_prefix("https://") == Some(host)
}

/// Whether a form was sent from a page of this host, as far as the browser tells.
pub(crate) fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = text(ORIGIN.as_str()) else { return true };
    origin.split_once("://").is_some_and(|(_, host)| Some(host) == text(HOST.as_str()))
}

/// The request's cookies.
struct Cookies<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Cookies<'a> {
    fn read(headers: &'a HeaderMap) -> Self {
        let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
        Self(lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('=')).collect())
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// What time it is at the desk.
pub(crate) fn clock(desk: &Dashboard) -> &Clock {
    &desk.app().clock
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_session_is_kept_over_https_and_on_the_machine_itself() {
        let check = |pairs: &[(&'static str, &'static str)], expected: bool| {
            let headers = pairs
                .iter()
                .map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_static(value)));
            let kept = keeps_sessions(&headers.collect(), "https://shop.example");
            assert_eq!(kept, expected, "{pairs:?}");
        };
        check(&[("host", "192.168.1.7:8080")], false);
        check(&[("host", "shop.example:8080")], false);
        check(&[("host", "127.0.0.1.evil.example")], false);
        check(&[("host", "shop.example")], true);
        check(&[("host", "127.0.0.1:8080")], true);
        check(&[("host", "[::1]:8080")], true);
        check(&[("host", "localhost")], true);
        check(&[("host", "192.168.1.7"), ("sec-fetch-site", "none")], true);
        check(&[("host", "192.168.1.7"), ("x-forwarded-proto", "https")], true);
    }

    #[test]
    fn a_form_of_another_site_is_not_from_here() {
        let check = |pairs: &[(&'static str, &'static str)], expected: bool| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            assert_eq!(is_from_here(&headers), expected, "{pairs:?}");
        };
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("sec-fetch-site", "cross-site")], false);
        check(&[("host", "shop.example"), ("origin", "https://shop.example")], true);
        check(&[("host", "shop.example"), ("origin", "https://evil.example")], false);
        check(&[("host", "shop.example"), ("origin", "null")], false);
        check(&[("host", "shop.example")], true);
    }
}
