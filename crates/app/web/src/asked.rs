//! What a public read asks: its parameters, language and conditions, read without copying the request.

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::header::{ACCEPT_ENCODING, ACCEPT_LANGUAGE, AsHeaderName, IF_NONE_MATCH};
use http::request::Parts;
use kernel::{ErrorCode, Locale};

use crate::Problem;
use crate::answer::Encoding;
use crate::routing::Path;

/// A request without its body.
pub struct Asked(Parts);

impl Asked {
    /// The path as it was sent.
    pub fn path(&self) -> &str {
        self.0.uri.path()
    }

    /// The query as it was sent, without the question mark.
    pub fn raw_query(&self) -> &str {
        self.0.uri.query().unwrap_or_default()
    }

    /// A header's value, if it is there once and is text.
    pub fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.0.headers.get(name)?.to_str().ok()
    }

    /// The encoding in which the client likes the answer best.
    pub fn encoding(&self) -> Encoding {
        self.header(ACCEPT_ENCODING).map_or(Encoding::Identity, Encoding::preferred)
    }

    /// The entity tags that the client already has.
    pub fn known_tags(&self) -> Option<&str> {
        self.header(IF_NONE_MATCH)
    }

    /// The language that the client prefers among `spoken`, by `Accept-Language`; else the first of them.
    pub fn preferred_locale(&self, spoken: &[Locale]) -> Locale {
        let fallback = spoken.first().copied().unwrap_or(Locale::Fr);
        self.header(ACCEPT_LANGUAGE)
            .and_then(|accepted| negotiate_locale(accepted, spoken))
            .unwrap_or(fallback)
    }
}

/// The best of `spoken` by an `Accept-Language` header (RFC 9110, 12.5.4; basic filtering on the first subtag).
pub fn negotiate_locale(accepted: &str, spoken: &[Locale]) -> Option<Locale> {
    let mut best: Option<(f32, Locale)> = None;
    for range in accepted.split(',') {
        let (tag, weight) = weighted(range);
        let primary = tag.split('-').next().unwrap_or_default();
        let locale = if primary == "*" {
            spoken.first().copied()
        } else {
            spoken.iter().copied().find(|locale| locale.as_str().eq_ignore_ascii_case(primary))
        };
        if let Some(locale) = locale
            && weight > best.map_or(0.0, |(weight, _)| weight)
        {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

/// One element of an `Accept-*` header: its value and its weight from 0 to 1.
pub(crate) fn weighted(element: &str) -> (&str, f32) {
    let (value, parameters) = element.split_once(';').unwrap_or((element, ""));
    let weight = parameters
        .split(';')
        .find_map(|parameter| {
            parameter.trim().strip_prefix("q=").or_else(|| parameter.trim().strip_prefix("Q="))
        })
        .map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0));
    (value.trim(), weight)
}

impl<S: Send + Sync> FromRequest<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(request.into_parts().0))
    }
}

/// A slug from the path: decoded, of sane length.
pub struct Slug(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Slug {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        const LONGEST: usize = 300;
        let Path(slug) = Path::<String>::from_request_parts(parts, state).await?;
        if slug.len() > LONGEST {
            return Err(Problem::of(ErrorCode::NotFound));
        }
        Ok(Self(slug))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_follows_the_weights_and_regions_are_ignored() {
        let check =
            |header: &str, expected| assert_eq!(negotiate_locale(header, &Locale::ALL), expected, "{header}");
        check("ar-TN,ar;q=0.9,fr;q=0.8", Some(Locale::Ar));
        check("de, en;q=0.3, fr;q=0.7", Some(Locale::Fr));
        check("*", Some(Locale::Fr));
        check("en;q=0", None);
        check("zz;;q=,,", None);
    }
}
