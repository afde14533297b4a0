//! Addresses of pages: one scheme in all languages, `/fr/p/slug`.

use std::borrow::Cow;

use kernel::Locale;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What needs no escape in a path segment or a query value.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A text as a path segment or a query's name or value; most need no escape and are lent.
pub fn encode(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    // Looked at as a whole, without stopping, because that is done many bytes at a time.
    if text.bytes().fold(true, |all, byte| all & plain(byte)) {
        return Cow::Borrowed(text);
    }
    utf8_percent_encode(text, PLAIN).into()
}

/// A product's page.
pub fn product(locale: Locale, slug: &str) -> String {
    ["/", locale.as_str(), "/p/", &encode(slug)].concat()
}

/// A category's page.
pub fn category(locale: Locale, slug: &str) -> String {
    ["/", locale.as_str(), "/c/", &encode(slug)].concat()
}

/// A brand's page.
pub fn brand(locale: Locale, slug: &str) -> String {
    ["/", locale.as_str(), "/b/", &encode(slug)].concat()
}

/// All parts for a vehicle of any level.
pub fn vehicle(locale: Locale, slug: &str) -> String {
    ["/", locale.as_str(), "/v/", &encode(slug)].concat()
}

/// A search.
pub fn search(locale: Locale, text: &str) -> String {
    format!("/{locale}/search?q={}", encode(text))
}

/// The names and values of a query string, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// Reads a raw query; empty values (of a form's empty fields) are left aside.
    pub fn read(raw: &str) -> Self {
        let pairs = form_urlencoded::parse(raw.as_bytes());
        Self(pairs.into_owned().filter(|(_, value)| !value.trim().is_empty()).collect())
    }

    /// The first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The same without the pairs of these names.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        Self(self.0.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect())
    }

    /// The same without this one pair.
    pub(crate) fn without_pair(&self, name: &str, value: &str) -> Self {
        Self(self.0.iter().filter(|(n, v)| n != name || v != value).cloned().collect())
    }

    /// The same with another pair at the end.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// `path` with these pairs as its query.
    pub fn on(&self, path: &str) -> String {
        let mut address = path.to_owned();
        for (index, (name, value)) in self.0.iter().enumerate() {
            address.extend([if index == 0 { "?" } else { "&" }, &encode(name), "=", &encode(value)]);
        }
        address
    }
}

/// Where a form says to go back to, if that is a page of this shop in a language.
pub(crate) fn local_path(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('/')?;
    let language = rest.split(['/', '?']).next()?;
    let clean = !text.contains(['\\', '\r', '\n', '\t']) && text.is_ascii();
    (clean && language.parse::<Locale>().is_ok()).then_some(text)
}

/// A picture's address if a browser may load it: the web's or our own, never a script.
pub fn picture(text: &str) -> Option<String> {
    let lower = text.trim_start().to_ascii_lowercase();
    if lower.starts_with("https://") || lower.starts_with("http://") {
        return Some(text.trim().to_owned());
    }
    let path = text.trim().strip_prefix('/').unwrap_or(text.trim());
    if path.is_empty()
        || path.starts_with('/')
        || path.contains(':')
        || path.contains('\\')
        || path.contains("..")
    {
        return None;
    }
    let segments: Vec<Cow<'_, str>> = path.split('/').map(encode).collect();
    Some(format!("/{}", segments.join("/")))
}

/// The same, of our own pictures in the smallest size that fills `side` points.
pub fn picture_for(text: &str, side: u32) -> Option<String> {
    picture(catalogue::picture_for(text.trim(), side).as_deref().unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_never_a_script_or_another_scheme() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(picture(text).as_deref(), expected, "{text}");
        check("https://img.example/a.jpg", Some("https://img.example/a.jpg"));
        check("files/a b.jpg", Some("/files/a%20b.jpg"));
        check("/files/a.jpg", Some("/files/a.jpg"));
        check("javascript:alert(1)", None);
        check(" JaVaScript:alert(1)", None);
        check("data:image/svg+xml,<svg onload=1>", None);
        check("//evil.example/a.jpg", None);
        check("/../../etc/passwd", None);
        check("", None);
    }

    #[test]
    fn forms_lead_back_into_the_shop_only() {
        for good in ["/fr", "/ar/p/x?fit=clio", "/en?q=1"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in ["//evil.example", "/\\evil", "https://evil.example", "/xx", "/fr\r\nSet-Cookie: a", ""] {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn pairs_keep_their_order_and_lose_what_is_removed() {
        let pairs = Pairs::read("brand=a&brand=b&sort=&q=x+y");
        assert_eq!(pairs.on("/fr"), "/fr?brand=a&brand=b&q=x%20y");
        assert_eq!(pairs.without_pair("brand", "a").on(""), "?brand=b&q=x%20y");
        assert_eq!(pairs.without(&["brand"]).with("sort", "name").on(""), "?q=x%20y&sort=name");
    }
}
