//! One connection from its first byte to its end.
//!
//! One timer a connection, set again only when it fires or when a head comes
//! in pieces: a request that arrives whole never touches it.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use http::{Request, Response, Version};
use http_body::Body as _;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, Sleep};

use super::PeerAddress;
use super::activity::{Activity, DueBody, Phase, Unanswered, WatchedSocket};
use crate::exchange::{Exchange, Exchanging};

/// How long a connection may wait, by what it waits for.
#[derive(Debug, Clone, Copy)]
pub(super) struct ConnectionLimits {
    pub(super) head: Duration,
    pub(super) idle: Duration,
    pub(super) stall: Duration,
}

/// How far the server is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// It takes connections.
    Serving,
    /// It lets running requests end.
    Draining,
    /// It waits for nobody any more.
    Cut,
}

/// Serves one connection until it ends, breaks a limit, or the server stops.
pub(super) async fn run(
    builder: &auto::Builder<TokioExecutor>,
    stream: TcpStream,
    peer: SocketAddr,
    exchange: Exchange,
    limits: ConnectionLimits,
    mut stage: watch::Receiver<Stage>,
) {
    let activity = Arc::<Activity>::default();
    let socket = WatchedSocket::new(TokioIo::new(stream), Arc::clone(&activity));
    let app = App { exchange, peer, activity: Arc::clone(&activity) };
    let mut connection = pin!(builder.serve_connection(socket, app));
    let mut watchdog = Watchdog::new(activity, limits);
    let (mut told, mut draining) = (false, false);
    loop {
        let awaited = if draining { Stage::Cut } else { Stage::Draining };
        let mut stopped = pin!(stage.wait_for(move |stage| *stage >= awaited));
        let event = poll_fn(|context| {
            if connection.as_mut().poll(context).is_ready() {
                return Poll::Ready(Event::Ended);
            }
            if let Poll::Ready(event) = watchdog.poll_verdict(context) {
                return Poll::Ready(event);
            }
            stopped.as_mut().poll(context).map(|_stage| Event::Stopped)
        })
        .await;
        match event {
            Event::Idle if !told => {
                told = true;
                connection.as_mut().graceful_shutdown();
            }
            Event::Stopped if !draining && !watchdog.waits_for_head() => {
                draining = true;
                connection.as_mut().graceful_shutdown();
            }
            Event::Ended | Event::Idle | Event::TooSlow | Event::Stopped => return,
        }
    }
}

/// Why the loop of one connection wakes up.
enum Event {
    Ended,
    Idle,
    TooSlow,
    Stopped,
}

/// Looks whether the connection still moves.
struct Watchdog {
    activity: Arc<Activity>,
    limits: ConnectionLimits,
    timer: Pin<Box<Sleep>>,
    /// The phase at the last look.
    last: Phase,
    /// The phase when the timer was set.
    set_in: Phase,
}

impl Watchdog {
    fn new(activity: Arc<Activity>, limits: ConnectionLimits) -> Self {
        let first = activity.phase();
        let timer = Box::pin(tokio::time::sleep(limits.head));
        Self { activity, limits, timer, last: first, set_in: first }
    }

    fn waits_for_head(&self) -> bool {
        matches!(self.activity.phase(), Phase::Head(_))
    }

    fn poll_verdict(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        let phase = self.activity.phase();
        if phase != self.last {
            self.last = phase;
            if matches!(phase, Phase::Head(_)) {
                self.set(phase);
            }
        }
        while self.timer.as_mut().poll(context).is_ready() {
            let moved = self.activity.take_moved();
            let waited_all_along = phase == self.set_in;
            self.set(phase);
            match phase {
                Phase::Head(_) if waited_all_along => return Poll::Ready(Event::TooSlow),
                Phase::Answer if waited_all_along && !moved => return Poll::Ready(Event::TooSlow),
                // An answer may still be on its way; frames of HTTP/2 alone are no reason to stay.
                Phase::Idle(_) if waited_all_along && (!moved || self.activity.is_http2()) => {
                    return Poll::Ready(Event::Idle);
                }
                Phase::Head(_) | Phase::Idle(_) | Phase::Answer => {}
            }
        }
        Poll::Pending
    }

    fn set(&mut self, phase: Phase) {
        let limit = match phase {
            Phase::Head(_) => self.limits.head,
            Phase::Idle(_) => self.limits.idle,
            Phase::Answer => self.limits.stall,
        };
        self.timer.as_mut().reset(Instant::now() + limit);
        self.set_in = phase;
    }
}

/// The shop as one connection sees it.
struct App {
    exchange: Exchange,
    peer: SocketAddr,
    activity: Arc<Activity>,
}

impl Service<Request<Incoming>> for App {
    type Response = Response<DueBody<Body>>;
    type Error = Infallible;
    type Future = Answering;

    fn call(&self, request: Request<Incoming>) -> Answering {
        let due = self.activity.begin_request(request.version() == Version::HTTP_2);
        let mut request =
            request.map(|body| if body.is_end_stream() { Body::empty() } else { Body::new(body) });
        request.extensions_mut().insert(PeerAddress(self.peer));
        Answering { answer: self.exchange.answer(request), due: Some(due) }
    }
}

/// The answer of one request, due until its body is handed over.
struct Answering {
    answer: Exchanging,
    due: Option<Unanswered>,
}

impl Future for Answering {
    type Output = Result<Response<DueBody<Body>>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(Pin::new(&mut self.answer).poll(context));
        let due = self.due.take();
        Poll::Ready(Ok(answer.map(|body| DueBody { body, due })))
    }
}
