//! Errors as RFC 9457 problem documents, and the one table from [`ErrorCode`] to HTTP status.

mod of_errors;

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use catalogue::ChangedMeanwhile;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use kernel::ErrorCode;
use serde::Serialize;
use utoipa::ToSchema;

/// How long who met a database that is away is asked to wait.
const RETRY_WHEN_AWAY_S: u32 = 5;

/// A problem document. `type` is stable: programs may compare it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Problem {
    /// Names the kind of problem; never changes.
    #[serde(rename = "type")]
    #[schema(example = "urn:dukkan:problem:invalid-input")]
    pub kind: &'static str,
    /// The kind in words.
    pub title: &'static str,
    /// The HTTP status.
    #[serde(serialize_with = "serialize_status")]
    #[schema(value_type = u16, example = 400)]
    pub status: StatusCode,
    /// What happened this time and what would help.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub detail: Option<Cow<'static, str>>,
    /// Each field that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(inline)]
    pub errors: Vec<FieldError>,
    /// Of 412: what somebody else changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub meanwhile: Option<Box<Meanwhile>>,
    /// What went wrong within; for the log, never for the one who asked.
    #[serde(skip)]
    pub cause: Option<Cause>,
    /// Seconds to wait before the next try: the header `Retry-After`.
    #[serde(skip)]
    pub retry_after_s: Option<u32>,
}

/// An error that a request has met; its answer carries it to where requests are logged.
#[derive(Debug, Clone)]
pub struct Cause(pub Arc<dyn Error + Send + Sync>);

/// One field of a request that is wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldError {
    /// The parameter's name as it was sent.
    pub field: String,
    /// What was sent, shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why it cannot be.
    pub reason: String,
    /// The right name or value that comes nearest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
}

/// What became of a thing since the version that somebody wanted to change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Meanwhile {
    /// Its version now; `If-Match` carries it in quotes.
    pub version: String,
    /// The fields that were to be changed and are not as wanted already.
    #[schema(inline)]
    pub fields: Vec<CollidingField>,
}

/// One field on which two changes meet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CollidingField {
    /// Its name as it was sent.
    pub field: String,
    /// What it is now.
    pub now: serde_json::Value,
    /// What was sent.
    pub sent: serde_json::Value,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn serialize_status<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    const fn new(kind: &'static str, title: &'static str, status: StatusCode) -> Self {
        Self {
            kind,
            title,
            status,
            detail: None,
            errors: Vec::new(),
            meanwhile: None,
            cause: None,
            retry_after_s: None,
        }
    }

    /// The one table from a domain's reason to HTTP.
    pub fn of(code: ErrorCode) -> Self {
        match code {
            ErrorCode::InvalidInput => {
                Self::new("urn:dukkan:problem:invalid-input", "Invalid input", StatusCode::BAD_REQUEST)
            }
            ErrorCode::Unauthenticated => {
                Self::new("urn:dukkan:problem:unauthenticated", "Not signed in", StatusCode::UNAUTHORIZED)
            }
            ErrorCode::Forbidden => {
                Self::new("urn:dukkan:problem:forbidden", "Not allowed", StatusCode::FORBIDDEN)
            }
            ErrorCode::NotFound => {
                Self::new("urn:dukkan:problem:not-found", "Not found", StatusCode::NOT_FOUND)
            }
            ErrorCode::Conflict => {
                Self::new("urn:dukkan:problem:conflict", "Against what is there", StatusCode::CONFLICT)
            }
            ErrorCode::RateLimited => Self::new(
                "urn:dukkan:problem:rate-limited",
                "Too many requests",
                StatusCode::TOO_MANY_REQUESTS,
            ),
            ErrorCode::Timeout => {
                Self::new("urn:dukkan:problem:timeout", "Took too long", StatusCode::GATEWAY_TIMEOUT)
            }
            ErrorCode::Unavailable => Self {
                retry_after_s: Some(RETRY_WHEN_AWAY_S),
                ..Self::new(
                    "urn:dukkan:problem:unavailable",
                    "Away for a moment",
                    StatusCode::SERVICE_UNAVAILABLE,
                )
            },
            ErrorCode::Internal => {
                Self::new("urn:dukkan:problem:internal", "Our fault", StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    /// 500 because of this.
    pub fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::of(ErrorCode::Internal).with_cause(cause)
    }

    /// The same problem with what the log is told.
    #[must_use]
    pub fn with_cause(mut self, cause: impl Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Cause(Arc::new(cause)));
        self
    }

    /// 405: the path is known, the method is not.
    pub fn method_not_allowed() -> Self {
        Self::new(
            "urn:dukkan:problem:method-not-allowed",
            "Method not allowed",
            StatusCode::METHOD_NOT_ALLOWED,
        )
        .with_detail("the methods that this path takes are in the Allow header")
    }

    /// 429: to be tried again after `wait`.
    pub fn too_often(wait: Duration) -> Self {
        // Rounded up: who comes back then is let in.
        let seconds = wait.as_millis().div_ceil(1_000) as u32;
        Self { retry_after_s: Some(seconds), ..Self::of(ErrorCode::RateLimited) }
    }

    /// 415: the body is no JSON.
    pub fn unsupported_body() -> Self {
        let title = "Body of an unknown type";
        Self::new("urn:dukkan:problem:unsupported-body", title, StatusCode::UNSUPPORTED_MEDIA_TYPE)
            .with_detail("the body must be JSON, with Content-Type: application/json")
    }

    /// 401: the password is right, a code of the second factor must come with it.
    fn second_factor_needed() -> Self {
        let kind = "urn:dukkan:problem:second-factor-needed";
        Self { kind, title: "Second factor needed", ..Self::of(ErrorCode::Unauthenticated) }
    }

    /// 412: somebody else was faster.
    fn changed_meanwhile(changed: ChangedMeanwhile) -> Self {
        let fields = changed.fields.into_iter().map(|field| CollidingField {
            field: field.field,
            now: field.now,
            sent: field.sent,
        });
        let meanwhile = Meanwhile { version: changed.current.to_string(), fields: fields.collect() };
        Self { meanwhile: Some(Box::new(meanwhile)), ..Self::version_gone() }
    }

    /// 412: the version that was seen is gone.
    pub fn version_gone() -> Self {
        let kind = "urn:dukkan:problem:changed-meanwhile";
        Self::new(kind, "Changed meanwhile", StatusCode::PRECONDITION_FAILED)
            .with_detail("somebody else has changed it since it was read")
    }

    /// 428: a change must say which version it changes.
    pub fn version_needed() -> Self {
        let kind = "urn:dukkan:problem:version-needed";
        Self::new(kind, "Version needed", StatusCode::PRECONDITION_REQUIRED)
            .with_detail("the header If-Match must carry the ETag of what was read")
    }

    /// 413: the body is larger than `limit` bytes.
    pub fn body_too_large(limit: u64) -> Self {
        Self::new("urn:dukkan:problem:body-too-large", "Body too large", StatusCode::PAYLOAD_TOO_LARGE)
            .with_detail(format!("a body may have {limit} bytes"))
    }

    /// 414: path and query are longer than `limit` bytes.
    pub fn target_too_long(limit: usize) -> Self {
        Self::new("urn:dukkan:problem:target-too-long", "Address too long", StatusCode::URI_TOO_LONG)
            .with_detail(format!("path and query together may have {limit} bytes"))
    }

    /// 431: the request's head is larger than `limit` bytes or has more than so many fields.
    pub fn head_too_large(limit: usize, fields: usize) -> Self {
        let kind = "urn:dukkan:problem:head-too-large";
        Self::new(kind, "Headers too large", StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
            .with_detail(format!("the head of a request may have {limit} bytes and {fields} fields"))
    }

    /// 400 that names one field.
    pub fn invalid_field(field: &str, value: Option<&str>, reason: impl Into<String>) -> Self {
        let error = FieldError {
            field: shorten(field),
            value: value.map(shorten),
            reason: reason.into(),
            nearest: None,
        };
        Self { errors: vec![error], ..Self::of(ErrorCode::InvalidInput) }
    }

    /// A domain's failure: said to who asked, unless it is ours; then it is in the log alone.
    pub fn of_failure(code: ErrorCode, error: impl Error + Send + Sync + 'static) -> Self {
        let problem = Self::of(code);
        if problem.status.is_server_error() {
            return problem.with_cause(error);
        }
        problem.with_detail(error.to_string())
    }

    /// The same problem with a sentence about this time.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same problem with the nearest right name or value for its first field.
    #[must_use]
    pub fn with_nearest(mut self, nearest: Option<&str>) -> Self {
        if let Some(error) = self.errors.first_mut() {
            error.nearest = nearest.map(str::to_owned);
        }
        self
    }
}

/// What a person sent, short and printable enough to be sent back.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    let printable = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    let mut short: String = text.chars().take(LONGEST).map(printable).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("application/problem+json")),
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        let mut answer = (self.status, headers, body).into_response();
        if let Some(seconds) = self.retry_after_s {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(cause) = self.cause {
            answer.extensions_mut().insert(cause);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_comes_back_short_and_printable() {
        let problem = Problem::invalid_field("brand", Some(&"x\u{7}".repeat(100)), "unknown");
        let value = problem.errors[0].value.as_deref().unwrap();
        assert_eq!(value.chars().count(), 61);
        assert!(!value.contains('\u{7}'));
    }
}
