//! Bodies that are too large or too slow are refused, whatever the handler makes of them.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use bytes::Bytes;
use futures::StreamExt;
use http::{Response, StatusCode};
use web::exchange::{Exchange, ExchangeSettings};
use web::routing::{Router, post};

use crate::client::{SHORT, Server, patient, read_until, send_and_read_to_end};

fn app(body_time: Duration) -> Exchange {
    let count = |body: Bytes| async move { body.len().to_string() };
    let settings = ExchangeSettings { body_bytes: 1_000, body_time, ..ExchangeSettings::default() };
    Exchange::new(Router::new().route("/", post(count)).build().unwrap(), settings, None)
}

async fn answer(body: Body, body_time: Duration) -> (StatusCode, String) {
    let answer: Response<Body> = app(body_time).answer(Request::post("/").body(body).unwrap()).await;
    let status = answer.status();
    let body = to_bytes(answer.into_body(), 10_000).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

fn chunks(count: usize) -> impl futures::Stream<Item = Result<&'static [u8], Infallible>> {
    futures::stream::repeat(&[b'x'; 100][..]).take(count).map(Ok)
}

const LONG: Duration = Duration::from_mins(10);

#[tokio::test]
async fn a_body_within_its_bounds_arrives() {
    let ten = Body::from_stream(chunks(10));
    assert_eq!(answer(ten, LONG).await, (StatusCode::OK, "1000".to_owned()));
}

#[tokio::test]
async fn a_body_that_grows_too_large_is_413_with_the_limit() {
    let (status, problem) = answer(Body::from_stream(chunks(11)), LONG).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    insta::assert_snapshot!(problem, @r#"{"type":"urn:dukkan:problem:body-too-large","title":"Body too large","status":413,"detail":"a body may have 1000 bytes"}"#);
}

#[tokio::test]
async fn a_body_that_stops_coming_is_408_with_the_limit() {
    let (status, problem) =
        answer(Body::from_stream(chunks(3).chain(futures::stream::pending())), SHORT).await;
    assert_eq!(status, StatusCode::REQUEST_TIMEOUT);
    insta::assert_snapshot!(problem, @r#"{"type":"urn:dukkan:problem:body-too-slow","title":"Body too slow","status":408,"detail":"a body may take 0.04 s"}"#);
}

#[tokio::test]
async fn a_body_that_says_that_it_is_too_large_is_refused_before_it_comes() {
    let server = Server::start(app(LONG), patient()).await;
    let mut stream = server.connect().await;
    let head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n";
    let answer = send_and_read_to_end(&mut stream, head).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("connection: close"), "{answer}");
}

#[tokio::test]
async fn a_half_sent_body_on_a_socket_is_refused_and_its_connection_closed() {
    let server = Server::start(app(SHORT), patient()).await;
    let mut stream = server.connect().await;
    let half = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc";
    let answer = send_and_read_to_end(&mut stream, half).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

#[tokio::test]
async fn a_body_in_pieces_arrives_over_a_socket() {
    let server = Server::start(app(LONG), patient()).await;
    let mut stream = server.connect().await;
    let head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    tokio::io::AsyncWriteExt::write_all(&mut stream, head).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, b"3\r\nabc\r\n0\r\n\r\n").await.unwrap();
    read_until(&mut stream, "\r\n\r\n3").await;
}
