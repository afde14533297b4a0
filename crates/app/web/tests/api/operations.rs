//! What operators and their machines ask.

use std::net::SocketAddr;

use axum::extract::Request;
use http::StatusCode;
use web::WebConfig;
use web::client_address::{Networks, TrustedProxies};
use web::exchange::ExchangeSettings;
use web::server::PeerAddress;

use crate::test_app::{Answer, TestApp};

#[tokio::test]
async fn a_shop_is_alive_and_ready_until_it_stops() {
    let app = TestApp::open().await;
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(app.get("/readyz").await.status, StatusCode::OK);
    app.state.stop_being_ready();
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(app.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.get("/api/products").await.status, StatusCode::OK);
}

/// What a peer at `address` gets of /metrics, with this header if any.
async fn metrics(config: WebConfig, address: &str, header: Option<(&str, &str)>) -> Answer {
    let peer = PeerAddress(SocketAddr::new(address.parse().unwrap(), 1));
    let request = Request::get("/metrics").extension(peer);
    let request = match header {
        Some((name, value)) => request.header(name, value),
        None => request,
    };
    TestApp::open_with(config, true).await.send(request).await
}

#[tokio::test]
async fn metrics_are_shown_as_text() {
    let answer = metrics(WebConfig::default(), "127.0.0.1", None).await;
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4"));
    assert!(String::from_utf8(answer.body).unwrap().contains("process_resident_memory_bytes"));
}

#[tokio::test]
async fn metrics_are_there_for_their_readers_only_however_a_stranger_comes() {
    let forwarded = Some(("x-forwarded-for", "127.0.0.1"));
    let check = async |readers: &str, proxies: &str, peer, header, seen| {
        let exchange = ExchangeSettings {
            trusted_proxies: TrustedProxies::parse(proxies.split_whitespace()).unwrap(),
            ..ExchangeSettings::default()
        };
        let metrics_readers = Networks::parse(readers.split_whitespace()).unwrap();
        let config = WebConfig { metrics_readers, exchange, ..WebConfig::default() };
        let status = metrics(config, peer, header).await.status;
        assert_eq!(status == StatusCode::OK, seen, "{readers} {proxies} {peer} {header:?}: {status}");
    };
    check("127.0.0.0/8 ::1", "", "::ffff:127.0.0.1", None, true).await;
    check("127.0.0.0/8 ::1", "", "::1", None, true).await;
    check("127.0.0.0/8 ::1", "", "192.0.2.7", None, false).await;
    check("192.0.2.0/24", "", "192.0.2.7", None, true).await;
    check("", "", "127.0.0.1", None, false).await;
    // A proxy on this machine that nobody has named passes strangers on.
    check("127.0.0.0/8", "", "127.0.0.1", forwarded, false).await;
    check("127.0.0.0/8", "", "127.0.0.1", Some(("forwarded", "for=127.0.0.1")), false).await;
    check("127.0.0.0/8", "127.0.0.1", "127.0.0.1", Some(("x-forwarded-for", "192.0.2.7")), false).await;
    check("192.0.2.7", "127.0.0.1", "127.0.0.1", Some(("x-forwarded-for", "192.0.2.7")), true).await;
    assert_eq!(TestApp::open().await.get("/metrics").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn constants_are_served_to_benches_only() {
    assert_eq!(TestApp::open().await.get("/bench/constant/100").await.status, StatusCode::NOT_FOUND);
    let bench = TestApp::open_with(WebConfig { bench: true, ..WebConfig::default() }, true).await;
    assert_eq!(bench.get("/bench/constant/100").await.body.len(), 100);
    assert_eq!(bench.get("/bench/constant/99999999999").await.body.len(), 1 << 20);
    assert_eq!(bench.get("/bench/constant/many").await.status, StatusCode::NOT_FOUND);
}
