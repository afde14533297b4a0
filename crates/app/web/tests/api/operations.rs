//! What operators and their machines ask.

use http::StatusCode;
use web::WebConfig;

use crate::test_app::TestApp;

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

#[tokio::test]
async fn metrics_are_shown_as_text() {
    let app = TestApp::open().await;
    let answer = app.get("/metrics").await;
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4"));
    assert!(String::from_utf8(answer.body).unwrap().contains("process_resident_memory_bytes"));
}

#[tokio::test]
async fn constants_are_served_to_benches_only() {
    assert_eq!(TestApp::open().await.get("/bench/constant/100").await.status, StatusCode::NOT_FOUND);
    let bench = TestApp::open_with(WebConfig { bench: true, ..WebConfig::default() }, true).await;
    assert_eq!(bench.get("/bench/constant/100").await.body.len(), 100);
    assert_eq!(bench.get("/bench/constant/99999999999").await.body.len(), 1 << 20);
    assert_eq!(bench.get("/bench/constant/many").await.status, StatusCode::BAD_REQUEST);
}
