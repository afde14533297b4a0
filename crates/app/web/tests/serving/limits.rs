//! Nobody holds a connection for longer than the limits say.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::Extension;
use bytes::Bytes;
use futures::StreamExt;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::sync::mpsc;
use web::exchange::Exchange;
use web::routing::{Router, get};
use web::server::{PeerAddress, ServerLimits};

use crate::client::{SHORT, Server, exchange, get as ask, patient, send_and_read_to_end};

fn app() -> Exchange {
    exchange(Router::new().route("/", get(|| async { "hello" })))
}

#[tokio::test]
async fn a_connection_that_sends_no_whole_head_is_closed() {
    let server = Server::start(app(), ServerLimits { head: SHORT, ..patient() }).await;
    for half in ["", "G", "GET / HTTP/1.1\r\nHos", "GET / HTTP/1.1\r\nHost: x\r\n", "PRI * HT"] {
        let mut stream = server.connect().await;
        assert_eq!(send_and_read_to_end(&mut stream, half.as_bytes()).await, "", "{half}");
    }
}

#[tokio::test]
async fn a_half_sent_http2_preface_or_frame_is_closed() {
    let server = Server::start(app(), ServerLimits { head: SHORT, ..patient() }).await;
    for rest in ["", "\0\0\0", "\0\0\0\x04\0\0\0\0\0"] {
        let mut stream = server.connect().await;
        let sent = format!("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{rest}");
        let answer = send_and_read_to_end(&mut stream, sent.as_bytes()).await;
        assert!(!answer.contains("hello"));
    }
}

#[tokio::test]
async fn the_second_head_of_a_connection_must_come_whole_too() {
    let server = Server::start(app(), ServerLimits { head: SHORT, ..patient() }).await;
    let mut stream = server.connect().await;
    let answer = ask(&mut stream, "/", "hello").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("\r\ncontent-length: 5\r\n"));
    assert_eq!(send_and_read_to_end(&mut stream, b"GET / HTT").await, "");
}

#[tokio::test]
async fn an_idle_connection_is_closed_and_was_good_for_many_requests() {
    let server = Server::start(app(), ServerLimits { idle: SHORT, head: SHORT, ..patient() }).await;
    let mut stream = server.connect().await;
    for _ in 0..20 {
        ask(&mut stream, "/", "hello").await;
    }
    assert_eq!(send_and_read_to_end(&mut stream, b"").await, "");
}

#[tokio::test]
async fn an_idle_http2_connection_is_told_to_go() {
    let server = Server::start(app(), ServerLimits { idle: SHORT, head: SHORT, ..patient() }).await;
    let io = TokioIo::new(server.connect().await);
    let handshake = hyper::client::conn::http2::handshake::<_, _, Body>(TokioExecutor::new(), io);
    let (mut sender, connection) = handshake.await.unwrap();
    let connection = tokio::spawn(connection);
    let request = http::Request::get("http://x/").body(Body::empty()).unwrap();
    let answer = sender.send_request(request).await.unwrap();
    assert_eq!(answer.version(), http::Version::HTTP_2);
    assert_eq!(axum::body::to_bytes(Body::new(answer.into_body()), 100).await.unwrap(), "hello");
    connection.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_client_that_takes_no_answer_is_cut() {
    let (alive, mut cut) = mpsc::channel::<Infallible>(1);
    let endless = move || {
        let alive = alive.clone();
        async move {
            let chunk = Bytes::from(vec![b'x'; 65_536]);
            Body::from_stream(futures::stream::repeat(chunk).map(move |chunk| {
                let _held = &alive;
                Ok::<_, Infallible>(chunk)
            }))
        }
    };
    let app = Router::new().route("/", get(endless));
    let server = Server::start(exchange(app), ServerLimits { stall: SHORT, head: SHORT, ..patient() }).await;
    let mut stream = server.connect().await;
    tokio::io::AsyncWriteExt::write_all(&mut stream, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    tokio::io::AsyncReadExt::read_exact(&mut stream, &mut [0; 9]).await.unwrap();
    drop(server.stop());
    // Ends when the body is dropped, and with it the route that it came from.
    assert!(cut.recv().await.is_none());
}

#[tokio::test]
async fn a_slow_handler_is_not_cut_while_it_answers() {
    let release = std::sync::Arc::new(tokio::sync::Notify::new());
    let held = std::sync::Arc::clone(&release);
    let app = Router::new().route(
        "/",
        get(|| async move {
            held.notified().await;
            "at last"
        }),
    );
    let server = Server::start(exchange(app), ServerLimits { head: SHORT, idle: SHORT, ..patient() }).await;
    let mut stream = server.connect().await;
    let asking = tokio::spawn(async move { ask(&mut stream, "/", "at last").await });
    // Another connection lives through its own limits meanwhile.
    assert_eq!(send_and_read_to_end(&mut server.connect().await, b"").await, "");
    release.notify_one();
    assert!(asking.await.unwrap().contains("200 OK"));
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let server = Server::start(app(), patient()).await;
    let mut stream = server.connect().await;
    let head = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "x".repeat(100_000));
    let answer = send_and_read_to_end(&mut stream, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    assert!(answer.contains("\r\ncontent-type: application/problem+json\r\n"), "{answer}");
    assert!(answer.contains("the head of a request may have 65536 bytes and 100 fields"), "{answer}");
}

#[tokio::test]
async fn what_is_no_request_is_refused_in_words() {
    let server = Server::start(app(), patient()).await;
    let too_many = format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "X: y\r\n".repeat(200));
    for (sent, refusal, words) in [
        ("\u{1}\u{2} nonsense\r\n\r\n", "400 Bad Request", "what was sent is no HTTP request"),
        (too_many.as_str(), "431 Request Header Fields Too Large", "100 fields"),
    ] {
        let answer = send_and_read_to_end(&mut server.connect().await, sent.as_bytes()).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {refusal}\r\n")), "{answer}");
        assert!(head.contains(&format!("content-length: {}", body.len())), "{answer}");
        assert!(body.contains(words), "{answer}");
    }
}

#[tokio::test]
async fn one_address_has_so_many_connections_and_no_more() {
    let limits = ServerLimits { connections_per_address: 2, ..patient() };
    let server = Server::start(app(), limits).await;
    let (mut first, mut second) = (server.connect().await, server.connect().await);
    ask(&mut first, "/", "hello").await;
    ask(&mut second, "/", "hello").await;
    assert_eq!(send_and_read_to_end(&mut server.connect().await, b"").await, "");
    ask(&mut first, "/", "hello").await;
}

#[tokio::test]
async fn a_full_server_answers_when_somebody_has_left() {
    let server = Server::start(app(), ServerLimits { connections: 1, ..patient() }).await;
    let mut first = server.connect().await;
    ask(&mut first, "/", "hello").await;
    let mut second = server.connect().await;
    let asking = tokio::spawn(async move { ask(&mut second, "/", "hello").await });
    ask(&mut first, "/", "hello").await;
    assert!(!asking.is_finished());
    drop(first);
    assert!(asking.await.unwrap().contains("200 OK"));
}

#[tokio::test]
async fn a_request_knows_where_its_connection_comes_from() {
    let say = |Extension(PeerAddress(peer)): Extension<PeerAddress>| async move { format!("{peer}.") };
    let server = Server::start(exchange(Router::new().route("/", get(say))), patient()).await;
    let mut stream = server.connect().await;
    let me = format!("{}.", stream.local_addr().unwrap());
    ask(&mut stream, "/", &me).await;
}
