//! A browser's session: its cookie, and what a forged request cannot do with it.

use axum::body::Body;
use axum::extract::Request;
use db::testing::TestDb;
use http::{Method, StatusCode};

use crate::test_desk::{Answer, OWNER, PASSWORD, TestDesk, credentials, migrations};

db::testing::on_both_databases!(migrations =>
    the_cookie_is_for_this_host_and_no_script,
    a_change_needs_the_pages_own_token,
    signing_out_ends_the_session_and_takes_the_cookie_away,
);

async fn open(desk: &TestDesk) -> (String, String) {
    let opened = desk.post("/api/admin/auth/browser", "", credentials(OWNER, PASSWORD)).await;
    assert_eq!(opened.status, StatusCode::OK);
    (opened.header("set-cookie").to_owned(), opened.text("/csrfToken"))
}

async fn ask(desk: &TestDesk, method: Method, path: &str, cookie: &str, csrf: Option<&str>) -> Answer {
    let pair = cookie.split(';').next().unwrap();
    let mut request = Request::builder().method(method).uri(path).header("cookie", format!("car=x; {pair}"));
    if let Some(csrf) = csrf {
        request = request.header("x-csrf-token", csrf);
    }
    desk.send(request.body(Body::empty()).unwrap()).await
}

async fn the_cookie_is_for_this_host_and_no_script(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let (cookie, csrf) = open(&desk).await;
    assert!(cookie.starts_with("__Host-dukkan=dks_"), "{cookie}");
    for attribute in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict", "; Max-Age=604800"] {
        assert!(cookie.contains(attribute), "{cookie} lacks {attribute}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let me = ask(&desk, Method::GET, "/api/admin/auth/me", &cookie, None).await;
    assert_eq!(me.text("/csrfToken"), csrf);
    let twice = format!("{0}; {0}", cookie.split(';').next().unwrap());
    let request = Request::get("/api/admin/auth/me").header("cookie", twice).body(Body::empty()).unwrap();
    assert_eq!(desk.send(request).await.status, StatusCode::UNAUTHORIZED);
}

async fn a_change_needs_the_pages_own_token(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let (cookie, csrf) = open(&desk).await;
    let (_, others) = open(&desk).await;
    let path = "/api/admin/auth/totp/begin";
    for forged in [None, Some(""), Some("0"), Some(others.as_str())] {
        let refused = ask(&desk, Method::POST, path, &cookie, forged).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{forged:?}");
    }
    assert_eq!(ask(&desk, Method::POST, path, &cookie, Some(&csrf)).await.status, StatusCode::OK);
}

async fn signing_out_ends_the_session_and_takes_the_cookie_away(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let (cookie, csrf) = open(&desk).await;
    let out = ask(&desk, Method::POST, "/api/admin/auth/logout-all", &cookie, Some(&csrf)).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.header("set-cookie").starts_with("__Host-dukkan=; Path=/; Max-Age=0"));
    let refused = ask(&desk, Method::GET, "/api/admin/auth/me", &cookie, None).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}
