//! The gate: signing in and out, the first owner, a forgotten password.

use axum::extract::State;
use axum::response::Response;
use http::HeaderValue;
use http::header::SET_COOKIE;
use identity::{Credentials, FirstOwner, Identity, IdentityError, SESSION_LIFE};
use kernel::ErrorCode;
use serde::Serialize;

use super::Dashboard;
use super::failure::{DeskFailure, FailureView, desk_path, go};
use super::field::{Field, Wrong};
use super::reader::{Anybody, AtDesk, Posted, Reader};
use super::sheet::Sheet;
use web::cookie;
use web::rate_limits::take_try;
use web::storefront::texts::Texts;

#[derive(Debug, Serialize)]
pub(crate) struct SignInView {
    pub(crate) next: String,
    pub(crate) email: Field,
    pub(crate) password: Field,
    /// Asked for once the password was right.
    pub(crate) code: Option<Field>,
}

#[derive(Debug, Serialize)]
pub(crate) struct FirstOwnerView {
    pub(crate) token: String,
    pub(crate) name: Field,
    pub(crate) email: Field,
    pub(crate) password: Field,
}

#[derive(Debug, Serialize)]
pub(crate) struct ForgottenView {
    pub(crate) sent: bool,
    pub(crate) email: Field,
}

#[derive(Debug, Serialize)]
pub(crate) struct NewPasswordView {
    pub(crate) token: String,
    pub(crate) password: Field,
}

/// The field that a failure of identity is about, in the reader's language.
pub(crate) fn wrong(texts: &Texts, error: &IdentityError) -> Option<Wrong> {
    let IdentityError::InvalidField { field, .. } = error else { return None };
    let key = match *field {
        "email" => "wrong-email",
        "name" => "wrong-name",
        "password" => "wrong-password",
        "code" => "wrong-code",
        _ => return None,
    };
    Some(Wrong { field, reason: texts.get(key).to_owned() })
}

async fn count_try(desk: &Dashboard, reader: &Reader, email: Option<&str>) -> Result<(), DeskFailure> {
    let limiter = &desk.app().desk()?.limiter;
    Ok(take_try(limiter, &desk.app().config.rates, reader.device.address, email).await?)
}

/// What is said about too many tries, and of anything else that is no fault of the form.
fn refused(
    desk: &Dashboard,
    reader: &Reader,
    failure: DeskFailure,
    shown: impl FnOnce(&str) -> Shown,
) -> Result<Response, DeskFailure> {
    if !matches!(failure.code(), ErrorCode::RateLimited | ErrorCode::Unavailable) {
        return Err(failure);
    }
    Ok(shown(desk.texts(reader.locale).get("too-many-tries"))?)
}

type Shown = Result<Response, web::storefront::StorefrontError>;

pub(crate) async fn show_sign_in(
    State(desk): State<Dashboard>,
    Anybody(reader): Anybody,
) -> Result<Response, DeskFailure> {
    let next = reader.query.get("next").and_then(desk_path).unwrap_or("/desk");
    if reader.member.is_some() {
        return Ok(go(next));
    }
    let view = SignInView {
        next: next.to_owned(),
        email: Field::empty("email"),
        password: Field::empty("password"),
        code: None,
    };
    let sheet = Sheet::new(&desk, &reader, "", title(&desk, &reader, "sign-in"));
    Ok(sheet.render("desk/sign_in.html", view)?)
}

pub(crate) async fn sign_in(
    State(desk): State<Dashboard>,
    posted: Posted<Anybody>,
) -> Result<Response, DeskFailure> {
    let (Anybody(reader), form) = (posted.by, posted.form);
    let texts = desk.texts(reader.locale);
    let email = form.get("email").unwrap_or_default();
    let credentials = Credentials {
        email: email.to_owned(),
        password: form.get("password").unwrap_or_default().to_owned(),
        code: form.get("code").map(|code| code.trim().to_owned()),
    };
    let next = form.get("next").and_then(desk_path).unwrap_or("/desk");
    let again = |text: &str, kind: &'static str, code: Option<Field>| {
        let view = SignInView {
            next: next.to_owned(),
            email: Field::of("email", email),
            password: Field::empty("password"),
            code,
        };
        let sheet = Sheet::new(&desk, &reader, "", texts.get("sign-in"));
        let sheet = if text.is_empty() { sheet } else { sheet.saying(kind, text) };
        sheet.render("desk/sign_in.html", view)
    };
    let asked_code = credentials.code.is_some().then(|| Field::empty("code"));
    if let Err(failure) = count_try(&desk, &reader, Some(email)).await {
        return refused(&desk, &reader, failure, |text| again(text, "danger", asked_code));
    }
    let identity = &desk.app().desk()?.identity;
    let shown = match identity::sign_in_browser(identity, &credentials, &reader.device).await {
        Ok(session) => return Ok(with_cookie(go(next), &cookie::set(&session.cookie, SESSION_LIFE))),
        Err(IdentityError::SecondFactorNeeded) => {
            again(texts.get("code-needed"), "", Some(Field::empty("code")))
        }
        Err(IdentityError::WrongCode) => {
            let wrong = Wrong { field: "code", reason: texts.get("wrong-code").to_owned() };
            again("", "", Some(Field::empty("code").wrong(Some(&wrong))))
        }
        Err(IdentityError::WrongCredentials) => again(texts.get("wrong-credentials"), "danger", asked_code),
        Err(error) => return refused(&desk, &reader, error.into(), |text| again(text, "danger", asked_code)),
    };
    Ok(shown?)
}

pub(crate) async fn sign_out(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let (identity, person) = (&desk.app().desk()?.identity, at.member()?.person);
    identity::end_session(identity, person, person.session).await?;
    Ok(with_cookie(go("/desk/sign-in?done=signed-out"), &cookie::clear()))
}

pub(crate) async fn show_first_owner(
    State(desk): State<Dashboard>,
    Anybody(reader): Anybody,
) -> Result<Response, DeskFailure> {
    let token = reader.query.get("token").unwrap_or_default();
    let view = FirstOwnerView {
        token: token.to_owned(),
        name: Field::empty("name"),
        email: Field::empty("email"),
        password: Field::empty("password"),
    };
    let sheet = Sheet::new(&desk, &reader, "", title(&desk, &reader, "first-owner"));
    Ok(sheet.render("desk/first_owner.html", view)?)
}

pub(crate) async fn create_first_owner(
    State(desk): State<Dashboard>,
    posted: Posted<Anybody>,
) -> Result<Response, DeskFailure> {
    let (Anybody(reader), form) = (posted.by, posted.form);
    let texts = desk.texts(reader.locale);
    let of = |name| form.get(name).unwrap_or_default().to_owned();
    let again = |text: &str, wrong: Option<&Wrong>| {
        let view = FirstOwnerView {
            token: of("token"),
            name: Field::of("name", of("name")).wrong(wrong),
            email: Field::of("email", of("email")).wrong(wrong),
            password: Field::empty("password").wrong(wrong),
        };
        let sheet = Sheet::new(&desk, &reader, "", texts.get("first-owner"));
        let sheet = if text.is_empty() { sheet } else { sheet.saying("danger", text) };
        sheet.render("desk/first_owner.html", view)
    };
    if let Err(failure) = count_try(&desk, &reader, None).await {
        return refused(&desk, &reader, failure, |text| again(text, None));
    }
    let identity = &desk.app().desk()?.identity;
    let owner =
        FirstOwner { token: of("token"), email: of("email"), name: of("name"), password: of("password") };
    match identity::create_first_owner(identity, owner, &reader.device).await {
        Ok(_) => Ok(enter(identity, &reader, &of("email"), of("password")).await),
        Err(error) => match wrong(texts, &error) {
            Some(wrong) => Ok(again("", Some(&wrong))?),
            None if matches!(error, IdentityError::LinkSpent) => spent(&desk, &reader),
            None => refused(&desk, &reader, error.into(), |text| again(text, None)),
        },
    }
}

/// Who has just made their account need not type it all again.
async fn enter(identity: &Identity, reader: &Reader, email: &str, password: String) -> Response {
    let credentials = Credentials { email: email.to_owned(), password, code: None };
    match identity::sign_in_browser(identity, &credentials, &reader.device).await {
        Ok(session) => with_cookie(go("/desk"), &cookie::set(&session.cookie, SESSION_LIFE)),
        Err(_) => go("/desk/sign-in?done=password-set"),
    }
}

pub(crate) async fn show_forgotten(
    State(desk): State<Dashboard>,
    Anybody(reader): Anybody,
) -> Result<Response, DeskFailure> {
    let view = ForgottenView { sent: false, email: Field::empty("email") };
    let sheet = Sheet::new(&desk, &reader, "", title(&desk, &reader, "forgotten"));
    Ok(sheet.render("desk/forgotten.html", view)?)
}

pub(crate) async fn send_password_link(
    State(desk): State<Dashboard>,
    posted: Posted<Anybody>,
) -> Result<Response, DeskFailure> {
    let (Anybody(reader), form) = (posted.by, posted.form);
    let email = form.get("email").unwrap_or_default().to_owned();
    let sheet = || Sheet::new(&desk, &reader, "", title(&desk, &reader, "forgotten"));
    if let Err(failure) = count_try(&desk, &reader, Some(&email)).await {
        let view = ForgottenView { sent: false, email: Field::of("email", email) };
        return refused(&desk, &reader, failure, |text| {
            sheet().saying("danger", text).render("desk/forgotten.html", view)
        });
    }
    post_password_link(desk.app().desk()?.clone(), email);
    let view = ForgottenView { sent: true, email: Field::empty("email") };
    Ok(sheet().render("desk/forgotten.html", view)?)
}

/// Beside the answer: the time that it takes tells nobody whether there is an account.
fn post_password_link(desk: web::Desk, email: String) {
    tokio::spawn(async move {
        match identity::ask_password_link(&desk.identity, &email).await {
            Ok(Some(link)) => desk.send_password_link(link),
            Ok(None) => {}
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "a password link failed"),
        }
    });
}

pub(crate) async fn show_new_password(
    State(desk): State<Dashboard>,
    Anybody(reader): Anybody,
) -> Result<Response, DeskFailure> {
    let token = reader.query.get("token").unwrap_or_default().to_owned();
    let view = NewPasswordView { token, password: Field::empty("password") };
    let sheet = Sheet::new(&desk, &reader, "", title(&desk, &reader, "new-password"));
    Ok(sheet.render("desk/new_password.html", view)?)
}

pub(crate) async fn set_password(
    State(desk): State<Dashboard>,
    posted: Posted<Anybody>,
) -> Result<Response, DeskFailure> {
    let (Anybody(reader), form) = (posted.by, posted.form);
    let texts = desk.texts(reader.locale);
    let token = form.get("token").unwrap_or_default();
    let again = |text: &str, wrong: Option<&Wrong>| {
        let view =
            NewPasswordView { token: token.to_owned(), password: Field::empty("password").wrong(wrong) };
        let sheet = Sheet::new(&desk, &reader, "", texts.get("new-password"));
        let sheet = if text.is_empty() { sheet } else { sheet.saying("danger", text) };
        sheet.render("desk/new_password.html", view)
    };
    if let Err(failure) = count_try(&desk, &reader, None).await {
        return refused(&desk, &reader, failure, |text| again(text, None));
    }
    let identity = &desk.app().desk()?.identity;
    let password = form.get("password").unwrap_or_default();
    match identity::set_password(identity, token, password, &reader.device).await {
        Ok(()) => Ok(go("/desk/sign-in?done=password-set")),
        Err(IdentityError::LinkSpent) => spent(&desk, &reader),
        Err(error) => match wrong(texts, &error) {
            Some(wrong) => Ok(again("", Some(&wrong))?),
            None => refused(&desk, &reader, error.into(), |text| again(text, None)),
        },
    }
}

/// The page of a link that was used or is too old.
fn spent(desk: &Dashboard, reader: &Reader) -> Result<Response, DeskFailure> {
    let texts = desk.texts(reader.locale);
    let view = FailureView {
        heading: texts.get("link-spent").to_owned(),
        reason: texts.get("link-spent-why").to_owned(),
        detail: None,
    };
    let sheet = Sheet::new(desk, reader, "", texts.get("link-spent"));
    let mut answer = sheet.render("desk/gate_problem.html", view)?;
    *answer.status_mut() = http::StatusCode::BAD_REQUEST;
    Ok(answer)
}

fn title<'a>(desk: &'a Dashboard, reader: &Reader, key: &'a str) -> &'a str {
    desk.texts(reader.locale).get(key)
}

pub(crate) fn with_cookie(mut answer: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    answer
}
