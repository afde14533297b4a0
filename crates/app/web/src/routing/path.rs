//! What stands in a request's path where its pattern has names.

use std::borrow::Cow;
use std::ops::Range;

use axum::extract::FromRequestParts;
use http::request::Parts;
use percent_encoding::percent_decode_str;
use smallvec::SmallVec;

use crate::Problem;

/// Where the values of a pattern's names stand in a path, in the pattern's order.
#[derive(Clone)]
pub(crate) struct Captured(SmallVec<[Range<usize>; 2]>);

impl Captured {
    /// Of `params`, which were found in `path`.
    pub(crate) fn of(path: &str, params: &matchit::Params<'_, '_>) -> Self {
        let range = |value: &str| {
            let begin = value.as_ptr().addr() - path.as_ptr().addr();
            begin..begin + value.len()
        };
        Self(params.iter().map(|(_name, value)| range(value)).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The values in a path, decoded. What is no UTF-8 then is refused; what does not fit `T` names nothing.
pub struct Path<T>(pub T);

/// Whether a path is text, as it must be for its values to be read.
pub fn is_text(path: &str) -> bool {
    decoded(path).is_some()
}

/// What can be read from the values in a path.
pub trait FromPath: Sized {
    /// `None` when `values` are others, or too many or too few.
    fn from_path(values: &[Cow<'_, str>]) -> Option<Self>;
}

impl<S: Send + Sync, T: FromPath> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let path = parts.uri.path();
        let ranges = parts.extensions.get().map_or(&[][..], |Captured(ranges)| ranges);
        let values = ranges.iter().map(|range| decoded(path.get(range.clone()).unwrap_or_default()));
        let values: SmallVec<[Cow<'_, str>; 2]> = values
            .collect::<Option<_>>()
            .ok_or_else(|| Problem::invalid_field("path", Some(path), "is not UTF-8 when decoded"))?;
        T::from_path(&values).map(Self).ok_or_else(|| Problem::of(kernel::ErrorCode::NotFound))
    }
}

fn decoded(value: &str) -> Option<Cow<'_, str>> {
    if !value.as_bytes().contains(&b'%') {
        return Some(Cow::Borrowed(value));
    }
    percent_decode_str(value).decode_utf8().ok()
}

impl FromPath for String {
    fn from_path(values: &[Cow<'_, str>]) -> Option<Self> {
        match values {
            [value] => Some(value.as_ref().to_owned()),
            _ => None,
        }
    }
}

impl FromPath for (String, String) {
    fn from_path(values: &[Cow<'_, str>]) -> Option<Self> {
        match values {
            [first, second] => Some((first.as_ref().to_owned(), second.as_ref().to_owned())),
            _ => None,
        }
    }
}

/// A type whose values are written as one segment.
macro_rules! from_segment {
    ($($type:ty),+) => {
        $(impl FromPath for $type {
            fn from_path(values: &[Cow<'_, str>]) -> Option<Self> {
                match values {
                    [value] => value.parse().ok(),
                    _ => None,
                }
            }
        })+
    };
}

from_segment!(u32, usize, uuid::Uuid);
