//! The browser's cookie of a session at the desk.
//!
//! `__Host-`: set by this host alone, for all of it, over HTTPS alone. Scripts
//! cannot read it and no other site's request carries it.

use chrono::TimeDelta;
use http::header::{COOKIE, HeaderMap};

const NAME: &str = "__Host-dukkan";

/// The cookie's value, if the request has it once.
pub fn read(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut found = lines.flat_map(|line| line.split(';')).filter_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == NAME).then_some(value)
    });
    let value = found.next()?;
    found.next().is_none().then_some(value)
}

/// The header that sets it.
pub fn set(value: &str, life: TimeDelta) -> String {
    let seconds = life.num_seconds();
    format!("{NAME}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict")
}

/// The header that takes it away.
pub fn clear() -> String {
    set("", TimeDelta::zero())
}
