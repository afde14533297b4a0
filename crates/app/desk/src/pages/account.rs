//! One's own account: password, devices, language and colours.

use axum::extract::State;
use axum::response::Response;
use identity::{IdentityError, SessionId};
use serde::Serialize;
use web::routing::Path;

use super::failure::{DeskFailure, go};
use super::field::{Field, Wrong};
use super::gate::with_cookie;
use super::reader::{AtDesk, Posted};
use super::sheet::Sheet;
use super::{Dashboard, moment};
use web::cookie;
use web::rate_limits::take_try;

#[derive(Debug, Serialize)]
pub(crate) struct AccountView {
    pub(crate) email: String,
    pub(crate) second_factor: String,
    pub(crate) has_second_factor: bool,
    /// The password once more, to remove the second factor.
    pub(crate) password_again: Field,
    pub(crate) current: Field,
    pub(crate) password: Field,
    pub(crate) sessions: Vec<SessionRow>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SessionRow {
    pub(crate) id: String,
    pub(crate) at: String,
    pub(crate) used: String,
    pub(crate) device: String,
    pub(crate) address: String,
    /// Whether it is the one that asks.
    pub(crate) here: bool,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at, None).await
}

pub(crate) async fn page(
    desk: &Dashboard,
    at: &AtDesk,
    wrong: Option<&Wrong>,
) -> Result<Response, DeskFailure> {
    let (member, texts) = (at.member()?, desk.texts(at.reader.locale));
    let identity = &desk.app().desk()?.identity;
    let now = identity.clock.now();
    let sessions = identity::list_sessions(identity, member.person).await?;
    let view = AccountView {
        email: member.staff.email.clone(),
        second_factor: texts
            .get(if member.staff.has_second_factor { "second-factor-on" } else { "second-factor-off" })
            .to_owned(),
        has_second_factor: member.staff.has_second_factor,
        password_again: Field::empty("password_again").wrong(wrong),
        current: Field::empty("current").wrong(wrong),
        password: Field::empty("password").wrong(wrong),
        sessions: sessions
            .into_iter()
            .map(|session| SessionRow {
                id: session.id.to_string(),
                at: session.last_used_at.to_rfc3339(),
                used: moment::short(session.last_used_at, now, desk.zone()),
                here: session.id == member.person.session,
                device: device_name(&session.device)
                    .unwrap_or_else(|| texts.get("unknown-device").to_owned()),
                address: session.address.unwrap_or_default(),
            })
            .collect(),
    };
    Ok(Sheet::new(desk, &at.reader, "account", texts.get("my-account")).render("desk/account.html", view)?)
}

/// "Firefox, Windows" of what a browser calls itself.
pub(crate) fn device_name(agent: &str) -> Option<String> {
    // In this order: Chrome calls itself Safari too, Edge calls itself Chrome too.
    let browsers = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let known = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    match (known(&browsers), known(&systems)) {
        (Some(browser), Some(system)) => Some(format!("{browser}, {system}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) if agent.is_empty() => None,
        (None, None) => Some(agent.chars().take(40).collect()),
    }
}

pub(crate) async fn change_password(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let (person, texts) = (at.member()?.person, desk.texts(at.reader.locale));
    let staff_desk = desk.app().desk()?;
    // A stolen session is no way to guess the password.
    let account = person.staff.to_string();
    take_try(&staff_desk.limiter, &desk.app().config.rates, None, Some(&account)).await?;
    let of = |name| form.get(name).unwrap_or_default();
    let error =
        match identity::change_password(&staff_desk.identity, person, of("current"), of("password")).await {
            Ok(()) => return Ok(go("/desk/account?done=password-changed")),
            Err(error) => error,
        };
    let wrong = match &error {
        IdentityError::InvalidField { field: "password", .. } => ("password", "wrong-password"),
        IdentityError::InvalidField { .. } => ("current", "wrong-current"),
        _ => return Err(error.into()),
    };
    page(&desk, &at, Some(&Wrong { field: wrong.0, reason: texts.get(wrong.1).to_owned() })).await
}

pub(crate) async fn end_session(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let id: SessionId = id.parse().ok().ok_or(DeskFailure::NotFound)?;
    identity::end_session(&desk.app().desk()?.identity, at.member()?.person, id).await?;
    Ok(go("/desk/account?done=sessions-ended"))
}

pub(crate) async fn end_all_sessions(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    identity::end_all_sessions(&desk.app().desk()?.identity, at.member()?.person).await?;
    Ok(with_cookie(go("/desk/sign-in?done=signed-out"), &cookie::clear()))
}
