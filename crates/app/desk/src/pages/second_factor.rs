//! The second factor of one's own account: set up with an app's camera, proven by a code, removed.

use std::fmt::Write as _;

use axum::extract::State;
use axum::response::Response;
use identity::{IdentityError, TotpSecret};
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Serialize;

use super::Dashboard;
use super::account;
use super::failure::{DeskFailure, go};
use super::field::{Field, Wrong};
use super::reader::{AtDesk, Posted};
use super::sheet::Sheet;
use web::rate_limits::take_try;

/// White modules around the code, so that a camera finds it.
const QUIET: i32 = 4;

#[derive(Debug, Serialize)]
struct SetUpView {
    secret: String,
    uri: String,
    qr: Option<QrView>,
    code: Field,
}

/// A code to be drawn: one unit a module.
#[derive(Debug, Serialize)]
struct QrView {
    size: i32,
    path: String,
}

#[derive(Debug, Serialize)]
struct RecoveryView {
    codes: Vec<String>,
}

impl QrView {
    fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
        Some(Self { size: code.size() + 2 * QUIET, path })
    }
}

pub(crate) async fn begin(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let identity = &desk.app().desk()?.identity;
    let secret = identity::begin_second_factor(identity, at.member()?.person).await?;
    page(&desk, &at, secret, None)
}

fn page(
    desk: &Dashboard,
    at: &AtDesk,
    secret: TotpSecret,
    wrong: Option<&Wrong>,
) -> Result<Response, DeskFailure> {
    let view = SetUpView {
        qr: QrView::of(&secret.uri),
        code: Field::empty("code").wrong(wrong),
        secret: secret.secret,
        uri: secret.uri,
    };
    let texts = desk.texts(at.reader.locale);
    Ok(Sheet::new(desk, &at.reader, "account", texts.get("second-factor"))
        .render("desk/second_factor.html", view)?)
}

pub(crate) async fn confirm(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let (staff_desk, person, texts) = (desk.app().desk()?, at.member()?.person, desk.texts(at.reader.locale));
    count_try(&desk, &at).await?;
    let of = |name| form.get(name).unwrap_or_default().to_owned();
    match identity::confirm_second_factor(&staff_desk.identity, person, of("code").trim()).await {
        Ok(codes) => {
            let sheet = Sheet::new(&desk, &at.reader, "account", texts.get("recovery-codes"));
            Ok(sheet.render("desk/recovery_codes.html", RecoveryView { codes })?)
        }
        Err(IdentityError::InvalidField { .. }) => {
            let wrong = Wrong { field: "code", reason: texts.get("wrong-code").to_owned() };
            page(&desk, &at, TotpSecret { secret: of("secret"), uri: of("uri") }, Some(&wrong))
        }
        Err(error) => Err(error.into()),
    }
}

/// A stolen session is no way to guess codes or the password.
async fn count_try(desk: &Dashboard, at: &AtDesk) -> Result<(), DeskFailure> {
    let account = at.member()?.person.staff.to_string();
    Ok(take_try(&desk.app().desk()?.limiter, &desk.app().config.rates, None, Some(&account)).await?)
}

pub(crate) async fn remove(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let identity = &desk.app().desk()?.identity;
    count_try(&desk, &at).await?;
    let password = form.get("password_again").unwrap_or_default();
    match identity::remove_second_factor(identity, at.member()?.person, password).await {
        Ok(()) => Ok(go("/desk/account?done=saved")),
        Err(IdentityError::InvalidField { .. }) => {
            let reason = desk.texts(at.reader.locale).get("wrong-current").to_owned();
            account::page(&desk, &at, Some(&Wrong { field: "password_again", reason })).await
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_with_its_finder_and_a_quiet_margin() {
        let qr = QrView::of("otpauth://totp/Shop:leila?secret=ABC").unwrap();
        assert!(qr.path.starts_with("M4 4h1v1h-1zM5 4h1v1h-1z"), "{:.40}", qr.path);
        assert!(qr.size > 29);
    }
}
