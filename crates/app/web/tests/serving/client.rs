//! A server on a free port and clients that write bytes by hand.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use web::exchange::{Exchange, ExchangeSettings};
use web::routing::Router;
use web::server::{ServerLimits, serve};

/// A running server; `stop` tells it to stop and waits for what it returns.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<usize>,
}

impl Server {
    pub(crate) async fn start(exchange: Exchange, limits: ServerLimits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async move { drop(stopped.await) };
        let serving = tokio::spawn(serve(listener, exchange, limits, Box::pin(shutdown)));
        Self { address, stop, serving }
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Tells it to stop; the returned task ends with the number of connections cut.
    pub(crate) fn stop(self) -> JoinHandle<usize> {
        self.stop.send(()).unwrap();
        self.serving
    }
}

/// These addresses with what surrounds them by default.
pub(crate) fn exchange(router: Router) -> Exchange {
    Exchange::new(router.build().unwrap(), ExchangeSettings::default(), None)
}

/// Limits that no test comes near, for tests to shorten one of them.
pub(crate) fn patient() -> ServerLimits {
    let long = Duration::from_mins(10);
    ServerLimits { head: long, idle: long, stall: long, drain: long, ..ServerLimits::default() }
}

pub(crate) const SHORT: Duration = Duration::from_millis(40);

/// Sends `bytes`, then reads until the server closes.
pub(crate) async fn send_and_read_to_end(stream: &mut TcpStream, bytes: &[u8]) -> String {
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    // A reset is an end as well.
    let _outcome = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

/// Asks for `path` on a connection that stays open and reads until `body` has come.
pub(crate) async fn get(stream: &mut TcpStream, path: &str, body: &str) -> String {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
    read_until(stream, body).await
}

pub(crate) async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut answer = String::new();
    while !answer.ends_with(end) {
        let mut bytes = [0; 4096];
        let count = stream.read(&mut bytes).await.unwrap();
        assert_ne!(count, 0, "closed after {answer:?}");
        answer.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
    }
    answer
}
