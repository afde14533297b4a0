//! What moves on one connection: bytes, requests, answers.
//!
//! Costs a request a few relaxed stores and no look at a clock.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::task::{Context, Poll, ready};

use hyper::body::{Body, Frame, SizeHint};
use hyper::rt::{Read, ReadBufCursor, Write};

use super::refusal;

/// What a connection is waiting for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// For the rest of a head: of the one after so many requests.
    Head(u32),
    /// For the next request, after so many.
    Idle(u32),
    /// For an answer, or for the client to take it.
    Answer,
}

/// The marks that socket, requests and answers of one connection leave.
#[derive(Debug, Default)]
pub(super) struct Activity {
    requests: AtomicU32,
    unanswered: AtomicU32,
    head_begun: AtomicBool,
    moved: AtomicBool,
    is_http2: AtomicBool,
}

impl Activity {
    pub(super) fn phase(&self) -> Phase {
        let requests = self.requests.load(Relaxed);
        if self.unanswered.load(Relaxed) > 0 {
            Phase::Answer
        } else if requests == 0 || (self.head_begun.load(Relaxed) && !self.is_http2()) {
            Phase::Head(requests)
        } else {
            Phase::Idle(requests)
        }
    }

    /// Whether bytes moved since this was asked last.
    pub(super) fn take_moved(&self) -> bool {
        self.moved.swap(false, Relaxed)
    }

    /// Whether the last request came over HTTP/2.
    pub(super) fn is_http2(&self) -> bool {
        self.is_http2.load(Relaxed)
    }

    /// A whole head is here; its answer is due until the returned value is dropped.
    pub(super) fn begin_request(self: &Arc<Self>, is_http2: bool) -> Unanswered {
        self.requests.fetch_add(1, Relaxed);
        self.unanswered.fetch_add(1, Relaxed);
        if is_http2 {
            // Frames that are no heads arrive at any time.
            self.is_http2.store(true, Relaxed);
        }
        Unanswered(Arc::clone(self))
    }
}

/// One request whose answer has not been handed over whole.
#[derive(Debug)]
pub(super) struct Unanswered(Arc<Activity>);

impl Drop for Unanswered {
    fn drop(&mut self) {
        self.0.unanswered.fetch_sub(1, Relaxed);
        // What was read since the head was this request's body.
        self.0.head_begun.store(false, Relaxed);
    }
}

/// The body of an answer, which is due until it is dropped.
#[derive(Debug)]
pub(super) struct DueBody<B> {
    pub(super) body: B,
    pub(super) due: Option<Unanswered>,
}

impl<B: Body + Unpin> Body for DueBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        if let Some(Unanswered(activity)) = &self.due {
            activity.moved.store(true, Relaxed);
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A socket that leaves its marks.
#[derive(Debug)]
pub(super) struct WatchedSocket<S> {
    socket: S,
    activity: Arc<Activity>,
    /// What is left to be written in place of a refusal that says nothing.
    refusal: Option<Vec<u8>>,
}

impl<S> WatchedSocket<S> {
    pub(super) fn new(socket: S, activity: Arc<Activity>) -> Self {
        Self { socket, activity, refusal: None }
    }
}

impl<S: Read + Unpin> Read for WatchedSocket<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.socket).poll_read(context, buffer);
        if outcome.is_ready() {
            self.activity.head_begun.store(true, Relaxed);
            self.activity.moved.store(true, Relaxed);
        }
        outcome
    }
}

impl<S: Write + Unpin> WatchedSocket<S> {
    /// Writes the refusal instead of what `bytes` hold; `None` if they are none.
    fn write_refusal(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Option<Poll<io::Result<usize>>> {
        if self.refusal.is_none() {
            self.refusal = refusal::in_words(bytes);
        }
        self.refusal.is_some().then(|| self.poll_refusal(context, bytes.len()))
    }

    fn poll_refusal(&mut self, context: &mut Context<'_>, length: usize) -> Poll<io::Result<usize>> {
        while let Some(left) = self.refusal.as_mut().filter(|left| !left.is_empty()) {
            match ready!(Pin::new(&mut self.socket).poll_write(context, left))? {
                0 => return Poll::Ready(Ok(0)),
                written => drop(left.drain(..written)),
            }
        }
        self.refusal = None;
        Poll::Ready(Ok(length))
    }

    fn note_written(&self, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if outcome.is_ready() {
            self.activity.moved.store(true, Relaxed);
        }
        outcome
    }
}

impl<S: Write + Unpin> Write for WatchedSocket<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = match self.write_refusal(context, bytes) {
            Some(refused) => refused,
            None => Pin::new(&mut self.socket).poll_write(context, bytes),
        };
        self.note_written(outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // The first of them holds the head, and a refusal is nothing else.
        let outcome = match buffers.first().and_then(|head| self.write_refusal(context, head)) {
            Some(refused) => refused,
            None => Pin::new(&mut self.socket).poll_write_vectored(context, buffers),
        };
        self.note_written(outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_waits_for_a_head_then_for_the_answer_then_is_idle() {
        let activity = Arc::new(Activity::default());
        assert_eq!(activity.phase(), Phase::Head(0));
        activity.head_begun.store(true, Relaxed);
        let unanswered = activity.begin_request(false);
        assert_eq!(activity.phase(), Phase::Answer);
        drop(unanswered);
        assert_eq!(activity.phase(), Phase::Idle(1));
        activity.head_begun.store(true, Relaxed);
        assert_eq!(activity.phase(), Phase::Head(1));
    }

    #[test]
    fn frames_between_requests_of_http2_are_no_half_sent_head() {
        let activity = Arc::new(Activity::default());
        drop(activity.begin_request(true));
        activity.head_begun.store(true, Relaxed);
        assert_eq!(activity.phase(), Phase::Idle(1));
    }
}
