//! What a fetch takes at most, and what it does when all is well.

use std::time::Duration;

use bytes::Bytes;
use fetch::{FetchError, FetchSettings, Fetcher, Outgoing};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::server::{Server, ok, to};

fn fetcher(server: &Server) -> Fetcher {
    let settings =
        FetchSettings { trusted: vec![server.address], most_bytes: 1_000, ..FetchSettings::default() };
    Fetcher::new(settings).unwrap()
}

#[tokio::test]
async fn a_trusted_address_answers_over_a_redirect() {
    let server = Server::start(|head| if head.contains("/old") { to("/new?a=1") } else { ok("parts") }).await;
    let fetched = fetcher(&server).get(&server.url("/old")).await.unwrap();
    assert_eq!((fetched.status, fetched.body.as_ref()), (StatusCode::OK, b"parts".as_slice()));
    assert_eq!(fetched.url, server.url("/new?a=1"));
}

#[tokio::test]
async fn what_is_sent_arrives_and_a_redirect_is_its_answer() {
    let server = Server::start(|head| {
        let whole = head.starts_with("POST /hook") && head.contains("webhook-id: 7") && head.ends_with("{}");
        if whole { to("/elsewhere") } else { ok("") }
    })
    .await;
    let mut headers = HeaderMap::new();
    headers.insert("webhook-id", HeaderValue::from_static("7"));
    let (url, body) = (server.url("/hook"), Bytes::from_static(b"{}"));
    let sent = fetcher(&server).send(Outgoing { url, method: Method::POST, headers, body }).await.unwrap();
    assert_eq!(sent.status, StatusCode::FOUND);
    assert_eq!(server.came(), 1);
}

#[tokio::test]
async fn a_chain_of_redirects_ends() {
    let server = Server::start(|_| to("/again")).await;
    let refused = fetcher(&server).get(&server.url("/")).await;
    assert!(matches!(refused, Err(FetchError::TooManyRedirects(5))), "{refused:?}");
    assert_eq!(server.came(), 6);
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_left() {
    for said in ["content-length: 5000", "transfer-encoding: chunked"] {
        let server = Server::start(move |_| {
            let chunk = format!("ff\r\n{}\r\n", "x".repeat(255)).repeat(100);
            format!("HTTP/1.1 200 OK\r\n{said}\r\n\r\n{chunk}...")
        })
        .await;
        let refused = fetcher(&server).get(&server.url("/")).await;
        assert!(matches!(refused, Err(FetchError::TooLarge(1_000))), "{said}: {refused:?}");
    }
}

#[tokio::test]
async fn one_who_never_ends_is_left() {
    for answer in ["HTTP/1.1 200 OK\r\nserver: ...", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n..."] {
        let server = Server::start(move |_| answer.to_owned()).await;
        let time_limit = Duration::from_millis(100);
        let settings =
            FetchSettings { trusted: vec![server.address], time_limit, ..FetchSettings::default() };
        let refused = Fetcher::new(settings).unwrap().get(&server.url("/")).await;
        assert!(matches!(refused, Err(FetchError::TooSlow(limit)) if limit == time_limit), "{refused:?}");
    }
}
