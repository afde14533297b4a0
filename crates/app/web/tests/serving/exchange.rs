//! What surrounds every request, on a small router.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Html;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY};
use http::{HeaderValue, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tracing::field::Field;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use web::Problem;
use web::exchange::{Exchange, ExchangeSettings};
use web::routing::{Router, get};

use crate::client::{Server, exchange, patient, send_and_read_to_end};

fn app(settings: ExchangeSettings) -> Exchange {
    let router = Router::new()
        .route("/page", get(|| async { Html("<p>") }))
        .route("/api/data", get(|| async { "data" }))
        .route("/api/early", get(|| -> std::future::Ready<&str> { panic!("before the first poll") }))
        .route("/api/broken", get(async || Problem::internal(std::io::Error::other("the disk is full"))))
        .route("/api/late", get(|| async { panic!("secret") as &str }));
    Exchange::new(router.build().unwrap(), settings, None)
}

async fn answer(settings: ExchangeSettings, request: http::request::Builder) -> Response<Body> {
    app(settings).answer(request.body(Body::empty()).unwrap()).await
}

async fn answer_to(path: &str) -> Response<Body> {
    answer(ExchangeSettings::default(), Request::get(path)).await
}

fn allowing(origin: &str) -> ExchangeSettings {
    ExchangeSettings { allowed_origins: vec![origin.to_owned()], ..ExchangeSettings::default() }
}

#[tokio::test]
async fn a_panic_becomes_500_without_details() {
    for path in ["/api/early", "/api/late"] {
        let answer = answer_to(path).await;
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(answer.headers().contains_key("x-request-id"));
        let body = to_bytes(answer.into_body(), 1_000).await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(
                std::str::from_utf8(&body).unwrap(),
                @r#"{"type":"urn:dukkan:problem:internal","title":"Our fault","status":500}"#
            );
        }
    }
}

/// Keeps the events of the thread that it is set on, each as one line.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::ERROR
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = String::new();
        event.record(&mut |field: &Field, value: &dyn std::fmt::Debug| {
            write!(line, "{field}={value:?} ").unwrap();
        });
        self.0.lock().unwrap().push(line);
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

#[tokio::test]
async fn what_failed_within_is_logged_once_with_the_request_and_never_told() {
    let log = Log::default();
    let _set = tracing::subscriber::set_default(log.clone());
    let request = Request::get("/api/broken").header("x-request-id", "mine-2");
    let answer = answer(ExchangeSettings::default(), request).await;
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let body = to_bytes(answer.into_body(), 1_000).await.unwrap();
    assert!(!String::from_utf8_lossy(&body).contains("disk"));
    let lines = log.0.lock().unwrap().clone();
    insta::assert_snapshot!(lines.join("\n"), @r#"message=a request failed request_id="mine-2" method=GET path="/api/broken" error=the disk is full"#);
}

#[tokio::test]
async fn head_tells_the_length_of_what_it_leaves_out_where_that_is_known() {
    let stream = || async { Body::from_stream(futures::stream::iter([Ok::<_, Infallible>("in pieces")])) };
    let router = Router::new()
        .route("/known", get(async || "known"))
        .route("/streamed", get(stream))
        .route("/unchanged", get(async || StatusCode::NOT_MODIFIED));
    let server = Server::start(exchange(router), patient()).await;
    for (path, status, length) in [
        ("/known", StatusCode::OK, Some("5")),
        ("/streamed", StatusCode::OK, None),
        ("/unchanged", StatusCode::NOT_MODIFIED, None),
    ] {
        let sent = format!("HEAD {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let answer = send_and_read_to_end(&mut server.connect().await, sent.as_bytes()).await;
        let said = answer.lines().find_map(|line| line.strip_prefix("content-length: "));
        assert!(answer.starts_with(&format!("HTTP/1.1 {} ", status.as_str())), "{answer}");
        assert!(answer.ends_with("\r\n\r\n"), "{answer}");
        assert_eq!(said, length, "{path}");

        let io = TokioIo::new(server.connect().await);
        let handshake = hyper::client::conn::http2::handshake::<_, _, Body>(TokioExecutor::new(), io);
        let (mut sender, connection) = handshake.await.unwrap();
        let _connection = tokio::spawn(connection);
        let request = Request::head(format!("http://x{path}")).body(Body::empty()).unwrap();
        let answer = sender.send_request(request).await.unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(
            answer.headers().get("content-length").map(|said| said.to_str().unwrap()),
            length,
            "{path}"
        );
        assert_eq!(to_bytes(Body::new(answer.into_body()), 100).await.unwrap(), "");
    }
}

#[tokio::test]
async fn every_answer_carries_its_request_id_and_the_senders_own_when_fit() {
    let sent = Request::get("/nowhere").header("x-request-id", "mine-1");
    let answer = answer(ExchangeSettings::default(), sent).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert_eq!(answer.headers()["x-request-id"], "mine-1");
    assert_eq!(answer_to("/page").await.headers()["x-request-id"].len(), 25);
}

#[tokio::test]
async fn every_answer_is_protected() {
    let page = answer_to("/page").await;
    let data = answer_to("/api/data").await;
    let headers = |answer: &Response<Body>| {
        let lines =
            answer.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
        lines.filter(|line| !line.starts_with("x-request-id")).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(headers(&page), @r"
    content-type: text/html; charset=utf-8
    x-content-type-options: nosniff
    content-security-policy: default-src 'self'; img-src 'self' data: https: http:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
    referrer-policy: strict-origin-when-cross-origin
    permissions-policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
    ");
    insta::assert_snapshot!(headers(&data), @r"
    content-type: text/plain; charset=utf-8
    x-content-type-options: nosniff
    content-security-policy: default-src 'none'; frame-ancestors 'none'
    ");
}

#[tokio::test]
async fn an_address_of_ten_kilobytes_is_refused_with_the_limit() {
    let answer = answer_to(&format!("/api/data?q={}", "x".repeat(10_000))).await;
    assert_eq!(answer.status(), StatusCode::URI_TOO_LONG);
}

#[tokio::test]
async fn two_host_headers_are_refused() {
    let request = Request::get("/page").header("host", "a").header("host", "b");
    assert_eq!(answer(ExchangeSettings::default(), request).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn only_listed_origins_may_read_and_only_the_api() {
    let of = |origin: &'static str, path: &'static str| async move {
        let request = Request::get(path).header(ORIGIN, origin);
        answer(allowing("https://ours.example"), request)
            .await
            .headers()
            .get(ACCESS_CONTROL_ALLOW_ORIGIN)
            .cloned()
    };
    let ours = HeaderValue::from_static("https://ours.example");
    assert_eq!(of("https://ours.example", "/api/data").await, Some(ours));
    assert_eq!(of("https://ours.example", "/page").await, None);
    assert_eq!(of("https://ours.example.evil.example", "/api/data").await, None);
    let data = answer(
        allowing("https://ours.example"),
        Request::get("/api/data").header(ORIGIN, "https://ours.example"),
    );
    assert_eq!(data.await.headers()[VARY], "origin");
}

#[tokio::test]
async fn a_browser_may_ask_beforehand() {
    let ask = |origin: &'static str| {
        Request::options("/api/data").header(ORIGIN, origin).header(ACCESS_CONTROL_REQUEST_METHOD, "GET")
    };
    let allowed = answer(allowing("*"), ask("https://any.example")).await;
    assert_eq!(allowed.status(), StatusCode::NO_CONTENT);
    assert_eq!(allowed.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    let refused = answer(allowing("https://ours.example"), ask("https://any.example")).await;
    assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(!refused.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
}
