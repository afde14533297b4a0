//! Signing in over HTTP: tokens, limits, links, letters.

use chrono::TimeDelta;
use db::testing::TestDb;
use http::{Method, StatusCode};
use identity::Role;
use serde_json::json;

use crate::test_desk::{OWNER, PASSWORD, TestDesk, credentials, migrations, request};

db::testing::on_both_databases!(migrations =>
    a_person_signs_in_refreshes_and_signs_out,
    after_five_tries_a_minute_nobody_is_asked_for_a_password,
    a_forgotten_password_is_set_by_the_link_of_a_letter,
    an_invited_person_chooses_a_password,
    the_first_owner_makes_their_account_over_http,
    an_account_that_asks_too_often_waits,
);

async fn a_person_signs_in_refreshes_and_signs_out(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let signed_in = desk.post("/api/admin/auth/login", "", credentials(OWNER, PASSWORD)).await;
    assert_eq!(signed_in.status, StatusCode::OK);
    assert_eq!(signed_in.header("cache-control"), "no-store");
    let token = signed_in.text("/accessToken");
    let me = desk.get("/api/admin/auth/me", &token).await;
    assert_eq!((me.text("/account/email").as_str(), me.text("/account/role").as_str()), (OWNER, "owner"));
    let refresh = json!({"refreshToken": signed_in.text("/refreshToken")});
    let refreshed = desk.post("/api/admin/auth/refresh", "", refresh).await;
    let token = refreshed.text("/accessToken");
    let sessions = desk.get("/api/admin/auth/sessions", &token).await.json();
    assert_eq!((sessions.as_array().unwrap().len(), &sessions[0]["current"]), (1, &json!(true)));
    let signed_out = desk.ask(Method::POST, "/api/admin/auth/logout", &token, None).await;
    assert_eq!(signed_out.status, StatusCode::NO_CONTENT);
    let refused = desk.get("/api/admin/auth/me", &token).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    let again = json!({"refreshToken": refreshed.text("/refreshToken")});
    assert_eq!(desk.post("/api/admin/auth/refresh", "", again).await.status, StatusCode::UNAUTHORIZED);
}

async fn after_five_tries_a_minute_nobody_is_asked_for_a_password(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let path = "/api/admin/auth/login";
    // From one address, at ever other accounts, known or not.
    for at in 0..5 {
        let wrong = credentials(&format!("{at}@shop.tn"), "wrong password");
        assert_eq!(desk.post_from("192.0.2.1", path, wrong).await.status, StatusCode::UNAUTHORIZED);
    }
    let before = desk.identity.passwords.work_done();
    let limited = desk.post_from("192.0.2.1", path, credentials(OWNER, PASSWORD)).await;
    assert_eq!((limited.status, limited.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "12"));
    assert_eq!(limited.text("/type"), "urn:dukkan:problem:rate-limited");
    assert_eq!(desk.identity.passwords.work_done(), before, "nothing is hashed for who comes too often");
    // At one account, from ever other addresses; the same whether there is one.
    for email in [OWNER, "nobody@shop.tn"] {
        for at in 0..5 {
            let from = format!("198.51.100.{at}");
            desk.post_from(&from, path, credentials(email, "wrong password")).await;
        }
        let limited = desk.post_from("203.0.113.1", path, credentials(&email.to_uppercase(), PASSWORD)).await;
        assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS, "{email}");
        desk.wait(TimeDelta::minutes(1));
    }
    desk.wait(TimeDelta::minutes(1));
    assert_eq!(desk.post_from("192.0.2.1", path, credentials(OWNER, PASSWORD)).await.status, StatusCode::OK);
}

/// The token of the link in a letter or an answer.
fn token_of(text: &str) -> String {
    let (_, rest) = text.split_once("https://shop.tn/desk/password?token=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn a_forgotten_password_is_set_by_the_link_of_a_letter(db: TestDb) {
    let mut desk = TestDesk::open(db).await;
    let forgot = "/api/admin/auth/password/forgot";
    let unknown = desk.post(forgot, "", json!({"email": "nobody@shop.tn"})).await;
    let known = desk.post(forgot, "", json!({"email": OWNER})).await;
    assert_eq!((unknown.status, &unknown.body), (known.status, &known.body));
    assert_eq!(known.status, StatusCode::ACCEPTED);
    let letter = desk.letters.recv().await.unwrap();
    assert_eq!(
        (letter.to.as_str(), letter.subject.as_str()),
        (OWNER, "Shop : choisir un nouveau mot de passe")
    );
    let token = token_of(&letter.text);
    let set = |password: &str| json!({"token": token, "password": password});
    let reset = "/api/admin/auth/password/reset";
    let weak = desk.post(reset, "", set("password123")).await;
    assert_eq!((weak.status, weak.text("/errors/0/field").as_str()), (StatusCode::BAD_REQUEST, "password"));
    assert_eq!(desk.post(reset, "", set("another long password")).await.status, StatusCode::NO_CONTENT);
    let spent = desk.post(reset, "", set("a third long password")).await;
    assert_eq!((spent.status, spent.text("/errors/0/field").as_str()), (StatusCode::BAD_REQUEST, "token"));
    let login = "/api/admin/auth/login";
    assert_eq!(
        desk.post(login, "", credentials(OWNER, "another long password")).await.status,
        StatusCode::OK
    );
    assert!(desk.letters.try_recv().is_err(), "nobody else was written to");
}

async fn an_invited_person_chooses_a_password(db: TestDb) {
    let mut desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let new = json!({"email": "clerk@shop.tn", "name": "Sami", "role": "clerk"});
    let invited = desk.post("/api/admin/staff", &token, new.clone()).await;
    assert_eq!(invited.status, StatusCode::CREATED);
    let letter = desk.letters.recv().await.unwrap();
    let link = token_of(&letter.text);
    assert_eq!(link, token_of(&invited.text("/link")));
    assert_eq!(desk.post("/api/admin/staff", &token, new).await.status, StatusCode::CONFLICT);
    let set = json!({"token": link, "password": PASSWORD});
    assert_eq!(desk.post("/api/admin/auth/password/reset", "", set).await.status, StatusCode::NO_CONTENT);
    let me = desk.get("/api/admin/auth/me", &desk.token("clerk@shop.tn").await).await;
    assert_eq!(me.text("/account/role"), "clerk");
    let path = format!("/api/admin/staff/{}", me.text("/account/id"));
    let edited = desk.ask(Method::PATCH, &path, &token, Some(json!({"role": "analyst"}))).await;
    assert_eq!(edited.text("/role"), "analyst");
    assert_eq!(desk.get("/api/admin/staff", &token).await.json().as_array().unwrap().len(), 2);
    let open = desk.ask(Method::DELETE, &path, &token, None).await;
    assert_eq!(open.status, StatusCode::CONFLICT);
    desk.ask(Method::PATCH, &path, &token, Some(json!({"disabled": true}))).await;
    assert_eq!(desk.ask(Method::DELETE, &path, &token, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.get(&path, &token).await.status, StatusCode::NOT_FOUND);
}

async fn the_first_owner_makes_their_account_over_http(db: TestDb) {
    let desk = TestDesk::open(db).await;
    // There is an owner already: no link opens anything.
    let body = json!({"token": "dkl_x", "email": "x@shop.tn", "name": "X", "password": PASSWORD});
    let refused = desk.post("/api/admin/auth/first-owner", "", body).await;
    assert_eq!(
        (refused.status, refused.text("/errors/0/field").as_str()),
        (StatusCode::BAD_REQUEST, "token")
    );
    assert!(identity::open_first_owner_link(&desk.identity).await.unwrap().is_none());
}

async fn an_account_that_asks_too_often_waits(db: TestDb) {
    let desk = TestDesk::open_with(db, web::Rates::default()).await;
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let (owner, clerk) = (desk.token(OWNER).await, desk.token("clerk@shop.tn").await);
    let mut passed = 0;
    while desk.get("/api/admin/auth/me", &owner).await.status == StatusCode::OK {
        passed += 1;
    }
    assert_eq!(passed, 300);
    let limited = desk.send(request(Method::GET, "/api/admin/auth/me", &owner, None)).await;
    assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(desk.get("/api/admin/auth/me", &clerk).await.status, StatusCode::OK);
}
