//! Each wrong request is refused by a problem document that names what is wrong and why.

use http::{Method, StatusCode};

use crate::test_app::{Answer, TestApp};

/// Status, field and reason in one line.
fn told(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let problem = answer.json();
    assert_eq!(problem["status"], answer.status.as_u16());
    let kind = problem["type"].as_str().unwrap().trim_start_matches("urn:dukkan:problem:").to_owned();
    let error = &problem["errors"][0];
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let nearest = text(&error["nearest"]).map(|nearest| format!(" (nearest: {nearest})"));
    let reason = text(&error["reason"]).or(text(&problem["detail"])).unwrap_or_default();
    let field = text(&error["field"]).map(|field| format!("{field} ")).unwrap_or_default();
    format!("{} {kind}: {field}{reason}{}", answer.status.as_u16(), nearest.unwrap_or_default())
}

#[tokio::test]
async fn a_wrong_request_is_refused_by_field_and_reason() {
    let app = TestApp::open().await;
    let mut lines = Vec::new();
    for path in [
        "/api/products?cursor=rubbish",
        "/api/products?cursor=",
        "/api/products?cursor=AAAAAAAAAAAAAAAAAAAAAAAA",
        "/api/products?limit=0",
        "/api/products?limit=101",
        "/api/products?limit=-1",
        "/api/products?limit=ten",
        "/api/products?limit=99999999999999999999",
        "/api/products?limit=5&limit=6",
        "/api/products?sort=cheapest",
        "/api/products?brnad=bosch",
        "/api/products?brand=bosh",
        "/api/products?category=frein",
        "/api/products?vehicle=batmobile",
        "/api/products?diameter-mm=wide",
        "/api/products?diametre-mm=258",
        "/api/products?priceMin=-1",
        "/api/products?priceMin=cheap",
        "/api/products?priceMin=9&priceMax=8",
        "/api/products?priceMax=99999999999999999999999",
        "/api/products?inStock=maybe",
        "/api/products?facets=2",
        "/api/products?locale=tlh",
        "/api/products?offset=20",
        "/api/products?brand=%zz",
        "/api/products?brand=%f",
        "/api/products?brand=%ff%fe",
        "/api/products?brand=a%00b",
        "/api/products/nothing-of-the-kind",
        "/api/products/%ff",
        "/api/products/a%00b",
        "/api/products/xx-9999",
        "/api/brands/nobody",
        "/api/categories/nowhere",
        "/api/categories/freinage?limit=3",
        "/api/vehicles/makes/nobody/models",
        "/api/vehicles/makes/renault/models/nothing/engines",
        "/api/vehicles/vin/123",
        "/api/vehicles/vin/VF15R0G0H5123456O",
        "/api/search?q=%01%02",
        "/api/search?q=frein&cursor=rubbish",
        "/api/search?q=frein&sort=cheapest",
        "/api/search/suggest?q=frein&limit=1000",
        "/api/nothing",
    ] {
        let answer = app.get(path).await;
        lines.push(format!(
            "{path}\n    {}",
            if answer.status == StatusCode::OK { "200".to_owned() } else { told(&answer) }
        ));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn a_query_of_ten_kilobytes_is_refused_with_the_limit() {
    let app = TestApp::open().await;
    for path in ["/api/search?q=", "/api/search/suggest?q=", "/api/products?brand="] {
        let answer = app.get(&format!("{path}{}", "é".repeat(1_700).replace('é', "%C3%A9"))).await;
        assert_eq!(told(&answer), "414 target-too-long: path and query together may have 8192 bytes");
    }
}

#[tokio::test]
async fn a_long_query_within_the_limit_is_answered() {
    let app = TestApp::open().await;
    for word in
        ["a", "plaquette+", "%F0%9F%9A%97", "7701208265", "((((", "%22", "AND+OR+NOT+", "*", "~", "%5C"]
    {
        let query = word.repeat(8_000 / word.len());
        for path in ["/api/search?q=", "/api/search/suggest?q="] {
            let answer = app.get(&format!("{path}{query}")).await;
            assert!(
                [StatusCode::OK, StatusCode::BAD_REQUEST].contains(&answer.status),
                "{word} {}",
                answer.status
            );
        }
    }
}

#[tokio::test]
async fn a_method_that_reads_nothing_is_refused_with_those_that_do() {
    let app = TestApp::open().await;
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS] {
        for path in ["/api/products", "/api/products/bp-1001", "/api/search?q=x"] {
            let answer = app.send_with(method.clone(), path, &[]).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert_eq!(answer.header("allow"), Some("GET,HEAD"));
            assert_eq!(answer.json()["type"], "urn:dukkan:problem:method-not-allowed");
        }
    }
}

#[tokio::test]
async fn a_body_that_nobody_asked_for_is_ignored_unless_it_says_that_it_is_huge() {
    let app = TestApp::open().await;
    let huge = app.get_with("/api/products", &[("content-length", "99999999999")]).await;
    assert_eq!(told(&huge), "413 body-too-large: a body may have 1048576 bytes");
    let odd =
        app.get_with("/api/products", &[("content-encoding", "zstd"), ("content-type", "image/png")]).await;
    assert_eq!(odd.status, StatusCode::OK);
}

#[tokio::test]
async fn what_was_sent_comes_back_short_and_harmless() {
    let app = TestApp::open().await;
    let answer = app.get(&format!("/api/products?sort=%3Cscript%3E{}", "x".repeat(1_000))).await;
    let value = answer.json()["errors"][0]["value"].clone();
    assert_eq!(value.as_str().unwrap().chars().count(), 61);
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
}
