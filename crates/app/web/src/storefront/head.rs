//! What stands in a page's head: title, description, canonical address, languages, structured data.

use kernel::Locale;
use minijinja::value::Value;
use serde::Serialize;

/// The head of one page.
#[derive(Debug, Serialize)]
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) description: String,
    /// Absolute; `None` for pages that are not for search engines.
    pub(crate) canonical: Option<String>,
    pub(crate) alternates: Vec<Alternate>,
    /// Whether search engines are asked to leave it out.
    pub(crate) hidden: bool,
    /// Open Graph's type.
    pub(crate) kind: &'static str,
    /// Absolute address of the page's picture.
    pub(crate) picture: Option<String>,
    /// JSON-LD, ready to stand in a script element.
    pub(crate) data: Option<Value>,
}

/// The same page in another language.
#[derive(Debug, Serialize)]
pub(crate) struct Alternate {
    pub(crate) language: &'static str,
    pub(crate) href: String,
}

impl Head {
    /// The head of a page that search engines shall find under `path` (which begins with its language).
    pub(crate) fn public(title: String, description: String, place: &Place<'_>) -> Self {
        let tail = place.path.get(3..).unwrap_or("");
        let absolute = |locale: Locale| format!("{}/{locale}{tail}", place.public_url);
        let mut alternates: Vec<Alternate> = place
            .locales
            .iter()
            .map(|locale| Alternate { language: locale.as_str(), href: absolute(*locale) })
            .collect();
        if let Some(first) = place.locales.first() {
            alternates.push(Alternate { language: "x-default", href: absolute(*first) });
        }
        Self {
            title,
            description,
            canonical: Some(absolute(place.locale)),
            alternates,
            hidden: false,
            kind: "website",
            picture: None,
            data: None,
        }
    }

    /// The head of a page that is of no use to search engines.
    pub(crate) fn private(title: String) -> Self {
        Self {
            title,
            description: String::new(),
            canonical: None,
            alternates: Vec::new(),
            hidden: true,
            kind: "website",
            picture: None,
            data: None,
        }
    }
}

/// Where a page stands, for its absolute addresses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The shop's address from outside, without a slash at the end.
    pub(crate) public_url: &'a str,
    /// The page's path, without a query: "/fr/p/x".
    pub(crate) path: &'a str,
    /// The page's language.
    pub(crate) locale: Locale,
    /// The shop's languages, the default first.
    pub(crate) locales: &'a [Locale],
}

/// JSON as it may stand inside a script element: no `<`, `>`, `&` and no line separators.
pub(crate) fn script_json(data: &impl Serialize) -> Value {
    // Made of texts and numbers alone, which can always be written.
    let json = serde_json::to_string(data).unwrap_or_default();
    let mut safe = String::with_capacity(json.len() + 64);
    let mut start = 0;
    for (index, byte) in json.bytes().enumerate() {
        let (escape, length) = match byte {
            b'<' => ("\\u003c", 1),
            b'>' => ("\\u003e", 1),
            b'&' => ("\\u0026", 1),
            // U+2028 and U+2029 are e2 80 a8 and e2 80 a9.
            0xe2 if json[index..].starts_with('\u{2028}') => ("\\u2028", 3),
            0xe2 if json[index..].starts_with('\u{2029}') => ("\\u2029", 3),
            _ => continue,
        };
        safe.push_str(&json[start..index]);
        safe.push_str(escape);
        start = index + length;
    }
    safe.push_str(&json[start..]);
    Value::from_safe_string(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structured_data_cannot_leave_its_script_element() {
        let data = serde_json::json!({ "name": "</script><script>alert(1)</script>&\u{2028}" });
        let text = script_json(&data).to_string();
        assert!(!text.contains('<') && !text.contains('>') && !text.contains('\u{2028}'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), data);
    }
}
