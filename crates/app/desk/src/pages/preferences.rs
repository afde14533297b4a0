//! Language and colours of the desk: a person's, kept on their device.

use axum::extract::State;
use axum::response::Response;
use http::HeaderValue;
use http::header::SET_COOKIE;
use kernel::Locale;

use super::Dashboard;
use super::failure::{desk_path, go};
use super::reader::{Anybody, Posted};

/// The cookie of the language.
pub(crate) const LANGUAGE: &str = "desk-language";
/// The cookie of the colours.
pub(crate) const THEME: &str = "desk-theme";
/// A year.
const KEPT_S: u32 = 31_536_000;

/// A theme that there is.
pub(crate) fn theme(name: &str) -> Option<&'static str> {
    ["light", "dark"].into_iter().find(|known| *known == name)
}

/// Keeps what was chosen and goes back to the page.
pub(crate) async fn keep(State(desk): State<Dashboard>, posted: Posted<Anybody>) -> Response {
    let form = &posted.form;
    let language = form.get("language").and_then(|code| code.parse::<Locale>().ok());
    let colours =
        form.get("theme").map(|name| (theme(name).unwrap_or(""), theme(name).map_or(0, |_| KEPT_S)));
    let mut answer = go(form.get("back").and_then(desk_path).unwrap_or("/desk"));
    let secure = if desk.front().public_url().starts_with("https:") { "; Secure" } else { "" };
    let chosen = [
        language.map(|locale| format!("{LANGUAGE}={locale}; Max-Age={KEPT_S}")),
        colours.map(|(name, age)| format!("{THEME}={name}; Max-Age={age}")),
    ];
    for cookie in chosen.into_iter().flatten() {
        let cookie = format!("{cookie}; Path=/desk; SameSite=Lax; HttpOnly{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    answer
}
