//! How much a request's body may hold, and how long it may take to come.
//!
//! Whatever a handler makes of a body that broke its bounds, the answer is 413 or 408.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use bytes::{Buf, Bytes};
use http::header::{CONNECTION, CONTENT_LENGTH, HeaderMap};
use http::{HeaderValue, StatusCode};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::Sleep;

use crate::problem::Problem;

/// The bounds of every request's body.
#[derive(Debug, Clone, Copy)]
pub(super) struct BodyBounds {
    pub(super) bytes: u64,
    pub(super) time: Duration,
}

impl BodyBounds {
    /// Whether the head already says that the body is too large.
    pub(super) fn declared_too_large(self, headers: &HeaderMap) -> bool {
        let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        declared.is_some_and(|length: u64| length > self.bytes)
    }

    pub(super) fn too_large(self) -> Response {
        refusal(Problem::body_too_large(self.bytes))
    }

    /// Bounds the body of a request that has one.
    pub(super) fn impose(self, request: Request) -> (Request, Option<BodyFate>) {
        if request.body().is_end_stream() {
            return (request, None);
        }
        let fate = BodyFate { bounds: self, broken: Arc::default() };
        let broken = Arc::clone(&fate.broken);
        let request = request.map(|body| {
            let late = Box::pin(tokio::time::sleep(self.time));
            Body::new(BoundedBody { body, left: self.bytes, late, broken })
        });
        (request, Some(fate))
    }
}

const TOO_LARGE: u8 = 1;
const TOO_SLOW: u8 = 2;

/// What became of one request's body.
#[derive(Debug)]
pub(super) struct BodyFate {
    bounds: BodyBounds,
    broken: Arc<AtomicU8>,
}

impl BodyFate {
    /// The answer for a body that broke its bounds.
    pub(super) fn refusal(self) -> Option<Response> {
        match self.broken.load(Ordering::Relaxed) {
            TOO_LARGE => Some(self.bounds.too_large()),
            TOO_SLOW => Some(refusal(too_slow(self.bounds.time))),
            _ => None,
        }
    }
}

fn too_slow(limit: Duration) -> Problem {
    let problem = Problem {
        kind: "urn:dukkan:problem:body-too-slow",
        title: "Body too slow",
        status: StatusCode::REQUEST_TIMEOUT,
        detail: None,
        errors: Vec::new(),
        meanwhile: None,
        cause: None,
        retry_after_s: None,
    };
    problem.with_detail(format!("a body may take {} s", limit.as_secs_f64()))
}

/// The rest of the body is not worth reading: the connection ends.
fn refusal(problem: Problem) -> Response {
    ([(CONNECTION, HeaderValue::from_static("close"))], problem).into_response()
}

/// Why a body ends before its end.
#[derive(Debug, thiserror::Error)]
enum BrokenBody {
    #[error("the body is larger than allowed")]
    TooLarge,
    #[error("the body takes longer than allowed")]
    TooSlow,
    #[error("the body cannot be read")]
    Unreadable(#[source] axum::Error),
}

struct BoundedBody {
    body: Body,
    left: u64,
    late: Pin<Box<Sleep>>,
    broken: Arc<AtomicU8>,
}

impl HttpBody for BoundedBody {
    type Data = Bytes;
    type Error = BrokenBody;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenBody>>> {
        let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) else {
            return self.late.as_mut().poll(context).map(|()| {
                self.broken.store(TOO_SLOW, Ordering::Relaxed);
                Some(Err(BrokenBody::TooSlow))
            });
        };
        let Some(frame) = frame else { return Poll::Ready(None) };
        let frame = frame.map_err(BrokenBody::Unreadable)?;
        let bytes = frame.data_ref().map_or(0, |data| data.remaining() as u64);
        let Some(left) = self.left.checked_sub(bytes) else {
            self.broken.store(TOO_LARGE, Ordering::Relaxed);
            return Poll::Ready(Some(Err(BrokenBody::TooLarge)));
        };
        self.left = left;
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
