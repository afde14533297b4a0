//! What goes wrong at the desk, as a page in the reader's language.

use audit::AuditError;
use std::sync::Arc;

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderValue, StatusCode, Uri};
use identity::IdentityError;
use jobs::JobsError;
use kernel::ErrorCode;
use serde::Serialize;

use super::Dashboard;
use super::reader::{AtDesk, Reader};
use super::sheet::Sheet;
use web::Problem;
use web::routing::{Next, is_text};
use web::storefront::{FrontError, StorefrontError};

/// Why a page could not be shown or a form not be taken.
#[derive(Debug)]
pub(crate) enum DeskFailure {
    /// Nobody is signed in any more.
    SignedOut,
    /// The role does not include it.
    Forbidden,
    /// It is not there.
    NotFound,
    /// It cannot be done, for this reason.
    Refused(ErrorCode, Option<String>),
    /// Our fault; the log is told why.
    Failed(Box<Problem>),
}

impl DeskFailure {
    /// Of any error with a code.
    fn of(code: ErrorCode, error: impl std::error::Error + Send + Sync + 'static) -> Self {
        match code {
            ErrorCode::Unauthenticated => Self::SignedOut,
            ErrorCode::Forbidden => Self::Forbidden,
            ErrorCode::NotFound => Self::NotFound,
            ErrorCode::InvalidInput | ErrorCode::Conflict | ErrorCode::RateLimited => {
                Self::Refused(code, Some(error.to_string()))
            }
            ErrorCode::Timeout | ErrorCode::Unavailable | ErrorCode::Internal => {
                Self::Failed(Box::new(Problem::of(code).with_cause(error)))
            }
        }
    }

    /// The reason in the closed list.
    pub(crate) fn code(&self) -> ErrorCode {
        match self {
            Self::SignedOut => ErrorCode::Unauthenticated,
            Self::Forbidden => ErrorCode::Forbidden,
            Self::NotFound => ErrorCode::NotFound,
            Self::Refused(code, _) => *code,
            Self::Failed(problem) if problem.status == StatusCode::SERVICE_UNAVAILABLE => {
                ErrorCode::Unavailable
            }
            Self::Failed(_) => ErrorCode::Internal,
        }
    }
}

impl From<IdentityError> for DeskFailure {
    fn from(error: IdentityError) -> Self {
        Self::of(error.code(), error)
    }
}

impl From<AuditError> for DeskFailure {
    fn from(error: AuditError) -> Self {
        Self::of(error.code(), error)
    }
}

impl From<JobsError> for DeskFailure {
    fn from(error: JobsError) -> Self {
        Self::of(error.code(), error)
    }
}

impl From<db::DbError> for DeskFailure {
    fn from(error: db::DbError) -> Self {
        Self::of(error.code(), error)
    }
}

impl From<StorefrontError> for DeskFailure {
    fn from(error: StorefrontError) -> Self {
        Self::of(ErrorCode::Internal, error)
    }
}

impl From<webhooks::WebhooksError> for DeskFailure {
    fn from(error: webhooks::WebhooksError) -> Self {
        Self::of(error.code(), error)
    }
}

impl From<settings::SettingsError> for DeskFailure {
    fn from(error: settings::SettingsError) -> Self {
        Self::of(error.code(), error)
    }
}

impl From<FrontError> for DeskFailure {
    fn from(error: FrontError) -> Self {
        Self::of(error.code(), error)
    }
}

impl From<orion::OrionError> for DeskFailure {
    fn from(error: orion::OrionError) -> Self {
        Self::of(error.code(), error)
    }
}

impl From<catalogue::CatalogueError> for DeskFailure {
    fn from(error: catalogue::CatalogueError) -> Self {
        Self::of(error.code(), error)
    }
}

impl From<Problem> for DeskFailure {
    fn from(problem: Problem) -> Self {
        if problem.status == StatusCode::TOO_MANY_REQUESTS {
            return Self::Refused(ErrorCode::RateLimited, None);
        }
        Self::Failed(Box::new(problem))
    }
}

/// A failure on its way to where its page is made.
#[derive(Debug, Clone)]
struct Failed(Arc<DeskFailure>);

/// Without a page: [`show_failures`] makes it, unless nobody can be known.
impl IntoResponse for DeskFailure {
    fn into_response(self) -> Response {
        let mut answer = match &self {
            Self::Failed(problem) => Problem::clone(problem).into_response(),
            other => Problem::of(other.code()).into_response(),
        };
        answer.extensions_mut().insert(Failed(Arc::new(self)));
        answer
    }
}

/// Tells whoever asked why it failed, as a page in their language.
pub(crate) async fn show_failures(desk: Dashboard, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut asked = parts.clone();
    let is_text = is_text(parts.uri.path());
    let mut bare = next.run(Request::from_parts(parts, body)).await;
    let failure = match bare.extensions_mut().remove() {
        Some(Failed(failure)) => failure,
        // Refused before a handler of ours was asked.
        None if !is_text && bare.status() == StatusCode::BAD_REQUEST => Arc::new(DeskFailure::NotFound),
        None => return bare,
    };
    match Reader::read(&mut asked, &desk).await {
        Ok(reader) => page(&desk, &reader, &failure),
        Err(_) => bare,
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct FailureView {
    pub(crate) heading: String,
    pub(crate) reason: String,
    pub(crate) detail: Option<String>,
}

fn page(desk: &Dashboard, reader: &Reader, failure: &DeskFailure) -> Response {
    if matches!(failure, DeskFailure::SignedOut) {
        return go("/desk/sign-in?done=signed-in-needed");
    }
    let (key, why) = match failure.code() {
        ErrorCode::NotFound => ("problem-not-found", "problem-not-found-why"),
        ErrorCode::Forbidden => ("problem-forbidden", "problem-forbidden-why"),
        ErrorCode::Conflict => ("problem-conflict", "problem-conflict-why"),
        ErrorCode::InvalidInput | ErrorCode::RateLimited | ErrorCode::Unauthenticated => {
            ("problem-invalid-input", "problem-invalid-input-why")
        }
        ErrorCode::Timeout | ErrorCode::Unavailable | ErrorCode::Internal => {
            ("problem-internal", "problem-internal-why")
        }
    };
    let texts = desk.texts(reader.locale);
    let status = Problem::of(failure.code()).status;
    let (detail, cause) = match failure {
        DeskFailure::Refused(_, detail) => (detail.clone(), None),
        DeskFailure::Failed(problem) => (None, problem.cause.clone()),
        _ => (None, None),
    };
    let view = FailureView { heading: texts.get(key).to_owned(), reason: texts.get(why).to_owned(), detail };
    let template = if reader.member.is_some() { "desk/problem.html" } else { "desk/gate_problem.html" };
    let sheet = Sheet::new(desk, reader, "", texts.get(key));
    match sheet.render(template, &view) {
        Ok(page) => {
            let mut answer = (status, page).into_response();
            if let Some(cause) = cause {
                answer.extensions_mut().insert(cause);
            }
            answer
        }
        Err(error) => Problem::of(ErrorCode::Internal).with_cause(error).into_response(),
    }
}

/// The page of an address that is nobody's: with a slash too many it leads to the one without it.
pub(crate) async fn show_other(uri: Uri, _: AtDesk) -> Result<Response, DeskFailure> {
    web::without_slash(&uri).ok_or(DeskFailure::NotFound)
}

/// To another page.
pub(crate) fn go(path: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(path) else {
        return Problem::of(ErrorCode::InvalidInput).into_response();
    };
    let headers = [(LOCATION, location), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// An address of the desk, and of nowhere else.
pub(crate) fn desk_path(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("/desk")?;
    let clean = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (clean && (rest.is_empty() || rest.starts_with(['/', '?']))).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_led_back_to_the_desk_alone() {
        for right in ["/desk", "/desk/audit", "/desk?done=saved", "/desk/products?q=frein"] {
            assert_eq!(desk_path(right), Some(right));
        }
        for wrong in [
            "",
            "/",
            "//evil.example/desk",
            "https://evil.example",
            "/desktop",
            "/desk/\\evil",
            "/desk\r\nX: y",
        ] {
            assert_eq!(desk_path(wrong), None, "{wrong}");
        }
    }
}
