//! The accept loop: takes connections, holds them to their limits, ends them in order.
//!
//! HTTP/1 and HTTP/2 on one port. TLS is the business of a proxy in front.
//! Nobody holds a connection for longer than the limits say, however little
//! or slowly they send or read.

mod activity;
mod admission;
mod connection;
mod refusal;

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto;
use kernel::boxed;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::client_address::TrustedProxies;
use crate::exchange::Exchange;
use admission::Admission;
use connection::{ConnectionLimits, Stage};

/// What one client, and all of them together, may take.
#[derive(Debug, Clone)]
pub struct ServerLimits {
    /// Connections open at once; more wait in the system's queue.
    pub connections: usize,
    /// Connections open at once from one address (IPv6: one /64); more are closed at once.
    pub connections_per_address: usize,
    /// Proxies, who bring many clients from one address: theirs are not counted.
    pub trusted_proxies: TrustedProxies,
    /// From the opening of a connection, or the first byte of a later head, to the head's end.
    pub head: Duration,
    /// Without a request for so long, a connection ends (between one and two times this).
    pub idle: Duration,
    /// While a request is answered: without a byte moving for so long, it is cut.
    pub stall: Duration,
    /// How long running requests may take to end when the server stops.
    pub drain: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            connections_per_address: 1_000,
            trusted_proxies: TrustedProxies::default(),
            head: Duration::from_secs(10),
            idle: Duration::from_mins(1),
            stall: Duration::from_secs(30),
            drain: Duration::from_secs(10),
        }
    }
}

/// Where a request's connection comes from; each request carries it as an extension.
#[derive(Debug, Clone, Copy)]
pub struct PeerAddress(pub SocketAddr);

/// A head of more bytes than this is refused with 431.
const LARGEST_HEAD_BYTES: usize = 64 * 1024;
/// Requests at once on one HTTP/2 connection.
const HTTP2_STREAMS: u32 = 100;
/// Streams that a client opens and resets at once (CVE-2023-44487) before it is sent away.
const HTTP2_PENDING_RESETS: usize = 20;
/// The pause after the system refuses a connection, mostly for want of open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves `exchange` until `shutdown` ends, then lets running requests end. Returns how
/// many connections had to be cut because they did not.
#[boxed]
pub async fn serve(
    listener: TcpListener,
    exchange: Exchange,
    limits: ServerLimits,
    shutdown: Pin<Box<dyn Future<Output = ()> + Send>>,
) -> usize {
    let slots = Arc::new(Semaphore::new(limits.connections));
    let (stage, watched_stage) = watch::channel(Stage::Serving);
    let accepting = accept_all(&listener, &slots, exchange, &limits, watched_stage);
    tokio::select! {
        never = accepting => match never {},
        () = shutdown => {}
    }
    drop(listener);
    drain(&slots, &stage, &limits).await
}

async fn accept_all(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
    exchange: Exchange,
    limits: &ServerLimits,
    stage: watch::Receiver<Stage>,
) -> std::convert::Infallible {
    let builder = Arc::new(builder());
    let admission = Admission::new(limits.connections_per_address, limits.trusted_proxies.clone());
    let of_one = ConnectionLimits { head: limits.head, idle: limits.idle, stall: limits.stall };
    let open = metrics::gauge!("http_connections");
    let refused = metrics::counter!("http_connections_refused_total");
    loop {
        let (slot, stream, peer) = accept_one(listener, slots).await;
        let Some(entry) = admission.admit(peer.ip()) else {
            refused.increment(1);
            continue;
        };
        let (builder, exchange) = (Arc::clone(&builder), exchange.clone());
        let (stage, open) = (stage.clone(), open.clone());
        tokio::spawn(async move {
            open.increment(1.0);
            connection::run(&builder, stream, peer, exchange, of_one, stage).await;
            open.decrement(1.0);
            drop((entry, slot));
        });
    }
}

async fn accept_one(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> (Option<OwnedSemaphorePermit>, TcpStream, SocketAddr) {
    // The semaphore is never closed: there is always a slot in the end.
    let slot = Arc::clone(slots).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Without it answers wait for the client's ACK; refused only on a dead socket.
                let _outcome = stream.set_nodelay(true);
                return (slot, stream, peer);
            }
            // The client was gone before we came.
            Err(error) if is_of_one_client(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn is_of_one_client(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

fn builder() -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    // Heads are timed in `connection`, for both protocols and before the protocol is known.
    builder.http1().header_read_timeout(None).max_buf_size(LARGEST_HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(HTTP2_STREAMS)
        .max_pending_accept_reset_streams(HTTP2_PENDING_RESETS)
        .max_header_list_size(LARGEST_HEAD_BYTES as u32);
    builder
}

async fn drain(slots: &Arc<Semaphore>, stage: &watch::Sender<Stage>, limits: &ServerLimits) -> usize {
    let all_ended = Arc::clone(slots).acquire_many_owned(limits.connections as u32);
    stage.send_replace(Stage::Draining);
    let ended = tokio::time::timeout(limits.drain, all_ended).await;
    if ended.is_ok() {
        return 0;
    }
    let cut = limits.connections - slots.available_permits();
    stage.send_replace(Stage::Cut);
    cut
}
