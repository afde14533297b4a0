//! A server that stops takes nothing new, ends what runs and waits for nobody for ever.

use std::future::pending;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::sync::Notify;
use web::exchange::Exchange;
use web::routing::{Router, get};
use web::server::ServerLimits;

use crate::client::{SHORT, Server, exchange, get as ask, patient, read_until, send_and_read_to_end};

/// `/held` answers when released; `begun` tells that it was asked.
struct Held {
    begun: Arc<Notify>,
    release: Arc<Notify>,
}

fn held() -> (Exchange, Held) {
    let held = Held { begun: Arc::default(), release: Arc::default() };
    let (begun, release) = (Arc::clone(&held.begun), Arc::clone(&held.release));
    let wait = || async move {
        begun.notify_one();
        release.notified().await;
        "whole"
    };
    let router = Router::new().route("/held", get(wait)).route("/", get(|| async { "hello" }));
    (exchange(router), held)
}

#[tokio::test]
async fn a_running_request_is_answered_whole_and_new_connections_are_refused() {
    let (app, held) = held();
    let server = Server::start(app, patient()).await;
    let mut stream = server.connect().await;
    let asking = tokio::spawn(async move {
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"GET /held HTTP/1.1\r\nHost: x\r\n\r\n")
            .await
            .unwrap();
        let answer = read_until(&mut stream, "whole").await;
        (answer, send_and_read_to_end(&mut stream, b"").await)
    });
    held.begun.notified().await;
    let mut idle = server.connect().await;
    ask(&mut idle, "/", "hello").await;
    let address = server.address;
    let serving = server.stop();
    // An idle connection ends at once, before which no new one is refused.
    assert_eq!(send_and_read_to_end(&mut idle, b"").await, "");
    assert!(TcpStream::connect(address).await.is_err());
    assert!(!serving.is_finished());
    held.release.notify_one();
    let (answer, rest) = asking.await.unwrap();
    assert!(answer.contains("connection: close"), "{answer}");
    assert_eq!(rest, "");
    assert_eq!(serving.await.unwrap(), 0);
}

#[tokio::test]
async fn what_does_not_end_is_cut_and_counted() {
    let begun = Arc::new(Notify::new());
    let told = Arc::clone(&begun);
    let app = Router::new().route(
        "/",
        get(|| async move {
            told.notify_one();
            pending::<&str>().await
        }),
    );
    let server = Server::start(exchange(app), ServerLimits { drain: SHORT, ..patient() }).await;
    let mut stream = server.connect().await;
    let asking =
        tokio::spawn(
            async move { send_and_read_to_end(&mut stream, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await },
        );
    begun.notified().await;
    assert_eq!(server.stop().await.unwrap(), 1);
    assert_eq!(asking.await.unwrap(), "");
}

#[tokio::test]
async fn half_sent_heads_do_not_hold_up_the_end() {
    let (app, _held) = held();
    let server = Server::start(app, patient()).await;
    let mut silent = server.connect().await;
    let mut half = server.connect().await;
    ask(&mut half, "/", "hello").await;
    tokio::io::AsyncWriteExt::write_all(&mut half, b"GET /he").await.unwrap();
    let mut known = server.connect().await;
    ask(&mut known, "/", "hello").await;
    assert_eq!(server.stop().await.unwrap(), 0);
    assert_eq!(send_and_read_to_end(&mut silent, b"").await, "");
}
