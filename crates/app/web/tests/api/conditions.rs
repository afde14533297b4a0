//! Entity tags, conditions, encodings, languages, HEAD: the same with the cache and without it.

use std::io::Read;

use http::{Method, StatusCode};
use web::WebConfig;

use crate::sample;
use crate::test_app::TestApp;

const PATHS: [&str; 5] = [
    "/api/products?facets=true",
    "/api/products/bp-1001",
    "/api/brands",
    "/api/categories",
    "/api/search?q=frein",
];

#[tokio::test]
async fn an_answer_that_the_client_has_is_not_sent_again() {
    for cached in [true, false] {
        let app = TestApp::open_with(WebConfig::default(), cached).await;
        for path in PATHS {
            let first = app.get(path).await;
            assert_eq!(first.header("cache-control"), Some("no-cache"), "{path}");
            let tag = first.header("etag").unwrap();
            for known in [tag.to_owned(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
                let again = app.get_with(path, &[("if-none-match", &known)]).await;
                assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path} {known}");
                assert_eq!(again.header("etag"), Some(tag));
                assert!(again.body.is_empty());
            }
            let other = app.get_with(path, &[("if-none-match", "\"other\"")]).await;
            assert_eq!((other.status, &other.body), (StatusCode::OK, &first.body));
        }
    }
}

#[tokio::test]
async fn an_edit_is_visible_at_once_and_changes_the_tag() {
    let app = TestApp::open().await;
    let mut pads = sample::products().remove(0);
    let mut tags = Vec::new();
    for price_minor in [45_900, 44_000] {
        pads.price_minor = Some(price_minor);
        app.write(pads.clone()).await;
        for path in ["/api/products", "/api/products/bp-1001", "/api/search?q=plaquettes"] {
            let answer = app.get(path).await;
            let body = String::from_utf8(answer.body.clone()).unwrap();
            assert!(body.contains(&format!("\"minor\":{price_minor}")), "{path}");
            tags.push(answer.header("etag").unwrap().to_owned());
        }
    }
    let (before, after) = tags.split_at(3);
    assert!(before.iter().zip(after).all(|(before, after)| before != after));
}

#[tokio::test]
async fn head_is_get_without_its_body() {
    let app = TestApp::open().await;
    for path in PATHS {
        let (get, head) = (app.get(path).await, app.send_with(Method::HEAD, path, &[]).await);
        assert_eq!(head.status, StatusCode::OK);
        assert!(head.body.is_empty());
        for name in ["content-type", "etag", "cache-control", "vary"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
        assert_eq!(head.header("content-length"), Some(get.body.len().to_string().as_str()), "{path}");
    }
}

#[tokio::test]
async fn the_client_gets_the_encoding_that_it_likes_best_and_the_same_bytes() {
    let app = TestApp::open().await;
    let path = "/api/products?facets=true";
    let plain = app.get(path).await;
    let check = async |accepted: &str, expected: Option<&str>| {
        let answer = app.get_with(path, &[("accept-encoding", accepted)]).await;
        assert_eq!(answer.header("content-encoding"), expected, "{accepted}");
        assert!(answer.header("vary").unwrap().contains("accept-encoding"));
        let mut body = Vec::new();
        match expected {
            Some("gzip") => flate2::read::GzDecoder::new(&answer.body[..]).read_to_end(&mut body).unwrap(),
            Some("br") => brotli::Decompressor::new(&answer.body[..], 4096).read_to_end(&mut body).unwrap(),
            _ => (&answer.body[..]).read_to_end(&mut body).unwrap(),
        };
        assert!(body == plain.body, "{accepted}");
    };
    check("gzip, deflate, br, zstd", Some("br")).await;
    check("gzip", Some("gzip")).await;
    check("br;q=0.5, gzip;q=0.9", Some("gzip")).await;
    check("br;q=0, gzip;q=0", None).await;
    check("*", Some("br")).await;
    check("identity", None).await;
    check("zstd, ;;;q=, \"", None).await;
}

#[tokio::test]
async fn each_encoding_and_language_has_its_own_tag() {
    let app = TestApp::open().await;
    let path = "/api/products/bp-1001";
    let mut tags = Vec::new();
    for (encoding, language) in [("identity", "fr"), ("br", "fr"), ("gzip", "fr"), ("identity", "ar")] {
        let answer =
            app.get_with(path, &[("accept-encoding", encoding), ("accept-language", language)]).await;
        assert_eq!(answer.header("vary"), Some("accept-encoding, accept-language"));
        tags.push(answer.header("etag").unwrap().to_owned());
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 4);
}

#[tokio::test]
async fn an_answer_is_the_same_with_the_cache_and_without_it() {
    let (with, without) = (TestApp::open().await, TestApp::open_with(WebConfig::default(), false).await);
    for path in PATHS {
        let (first, second, fresh) = (with.get(path).await, with.get(path).await, without.get(path).await);
        assert_eq!(first.body, second.body, "{path}");
        let masked = |body: &[u8]| {
            let text = String::from_utf8(body.to_vec()).unwrap();
            text.split("\"id\":\"").map(|part| part.get(36..).unwrap_or(part).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(masked(&first.body), masked(&fresh.body), "{path}");
    }
}

#[tokio::test]
async fn the_service_worker_may_fetch_from_the_shop_and_from_nobody_else() {
    let worker = TestApp::open().await.get("/sw.js").await;
    let policy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";
    assert_eq!(worker.header("content-security-policy"), Some(policy));
}
