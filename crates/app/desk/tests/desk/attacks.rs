//! What attackers try at the door of the desk.

use chrono::TimeDelta;
use db::testing::TestDb;
use futures::future::join_all;
use http::{Method, StatusCode};
use identity::{Device, Role, authenticate_token};
use serde_json::json;

use crate::test_desk::{OWNER, PASSWORD, TestDesk, credentials, migrations, request};

db::testing::on_both_databases!(migrations =>
    a_flood_of_sign_ins_does_not_starve_the_shop,
    an_unknown_email_is_told_and_costs_the_same,
    a_stolen_refresh_token_ends_the_session_for_the_thief_too,
    nobody_makes_themselves_more_than_they_are,
    anothers_things_are_not_there,
    a_body_that_is_not_what_it_should_be_is_refused_by_name,
    a_token_in_another_place_opens_nothing,
);

async fn a_flood_of_sign_ins_does_not_starve_the_shop(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let device = Device::default();
    // Past the limits of the door, as from thousands of addresses at once.
    let flood = join_all((0..200).map(|at| {
        let (identity, device) = (&desk.identity, &device);
        async move {
            let email = format!("{at}@shop.tn");
            let wrong = identity::Credentials { email, password: "wrong password".to_owned(), code: None };
            identity::sign_in(identity, &wrong, device).await
        }
    }));
    let shop = async {
        for _ in 0..20 {
            assert_eq!(desk.get("/api/brands", "").await.status, StatusCode::OK);
        }
    };
    tokio::select! {
        biased;
        _ = flood => unreachable!("200 passwords were hashed before the shop answered 20 times"),
        () = shop => {}
    }
}

async fn an_unknown_email_is_told_and_costs_the_same(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let path = "/api/admin/auth/login";
    let mut seen = Vec::new();
    for (email, password) in
        [(OWNER, "wrong password"), ("nobody@shop.tn", "wrong password"), ("no address", "x")]
    {
        let before = desk.identity.passwords.work_done();
        let refused = desk.post(path, "", credentials(email, password)).await;
        let mut headers: Vec<_> = refused.headers.keys().map(|name| name.as_str().to_owned()).collect();
        headers.sort_unstable();
        seen.push((refused.status, refused.body, headers, desk.identity.passwords.work_done() - before));
    }
    assert_eq!(seen[0].0, StatusCode::UNAUTHORIZED);
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
}

async fn a_stolen_refresh_token_ends_the_session_for_the_thief_too(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let first = desk.sign_in(OWNER).await;
    let refresh =
        async |token: &str| desk.post("/api/admin/auth/refresh", "", json!({"refreshToken": token})).await;
    // The thief is faster.
    let thief = refresh(&first.refresh_token).await;
    assert_eq!(thief.status, StatusCode::OK);
    desk.wait(TimeDelta::minutes(10));
    assert_eq!(refresh(&first.refresh_token).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refresh(&thief.text("/refreshToken")).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        desk.get("/api/admin/auth/me", &thief.text("/accessToken")).await.status,
        StatusCode::UNAUTHORIZED
    );
}

async fn nobody_makes_themselves_more_than_they_are(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let clerk = desk.hire("clerk@shop.tn", Role::Clerk).await;
    let (owner, token) = (desk.token(OWNER).await, desk.token("clerk@shop.tn").await);
    let change = json!({"currentPassword": PASSWORD, "password": "another long password", "role": "owner"});
    let refused = desk.post("/api/admin/auth/password/change", &token, change).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text("/errors/0/reason").contains("unknown field `role`"));
    let mine = format!("/api/admin/staff/{}", clerk.id);
    let raised = desk.ask(Method::PATCH, &mine, &token, Some(json!({"role": "owner"}))).await;
    assert_eq!(raised.status, StatusCode::FORBIDDEN);
    for more in [
        json!({"id": clerk.id}),
        json!({"email": "owner@shop.tn"}),
        json!({"passwordHash": "x"}),
        json!({"permissions": ["staff.manage"]}),
        json!({"createdAt": "2020-01-01T00:00:00Z"}),
    ] {
        let refused = desk.ask(Method::PATCH, &mine, &owner, Some(more.clone())).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{more}");
    }
    let caller = authenticate_token(&desk.identity, &token, None).await.unwrap();
    assert_eq!(caller.actor.permissions(), Role::Clerk.permissions());
}

async fn anothers_things_are_not_there(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = desk.hire("clerk@shop.tn", Role::Clerk).await;
    let (owners, clerks) = (desk.sign_in(OWNER).await, desk.token("clerk@shop.tn").await);
    let path = format!("/api/admin/auth/sessions/{}", owners.session);
    let anothers = desk.ask(Method::DELETE, &path, &clerks, None).await;
    let nobodys = desk
        .ask(Method::DELETE, "/api/admin/auth/sessions/0190a000-0000-7000-8000-000000000000", &clerks, None)
        .await;
    assert_eq!((anothers.status, &anothers.body), (StatusCode::NOT_FOUND, &nobodys.body));
    assert_eq!(desk.get("/api/admin/auth/me", &owners.access.token).await.status, StatusCode::OK);
    for path in [format!("/api/admin/staff/{}", desk.owner.id), format!("/api/admin/staff/{}", owner.id)] {
        assert_eq!(desk.get(&path, &clerks).await.status, StatusCode::FORBIDDEN);
    }
    for id in ["1", "..%2f..%2fetc", "' OR 1=1", "%00"] {
        let path = format!("/api/admin/staff/{}", id.replace([' ', '\''], "%20"));
        assert_eq!(desk.get(&path, &owners.access.token).await.status, StatusCode::NOT_FOUND, "{id}");
    }
}

async fn a_body_that_is_not_what_it_should_be_is_refused_by_name(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let (path, before) = ("/api/admin/auth/login", desk.identity.passwords.work_done());
    let send = async |content_type: &str, body: &'static str| {
        let mut sent = request(Method::POST, path, "", Some(json!({})));
        sent.headers_mut().insert("content-type", content_type.parse().unwrap());
        *sent.body_mut() = axum::body::Body::from(body);
        desk.send(sent).await.status
    };
    assert_eq!(send("text/plain", "{}").await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(
        send("application/x-www-form-urlencoded", "email=a").await,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    for body in ["", "{", "[]", "{}", "null", "{\"email\":1,\"password\":\"x\"}", "\u{feff}{}"] {
        assert_eq!(send("application/json; charset=utf-8", body).await, StatusCode::BAD_REQUEST, "{body}");
    }
    let deep: &'static str = Box::leak("[".repeat(200_000).into_boxed_str());
    assert_eq!(send("application/json", deep).await, StatusCode::BAD_REQUEST);
    let large = format!("{{\"email\":\"a\",\"password\":\"{}\"}}", "x".repeat(1 << 20));
    let large: &'static str = Box::leak(large.into_boxed_str());
    assert_eq!(send("application/json", large).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(desk.identity.passwords.work_done(), before, "nothing was hashed for any of them");
}

async fn a_token_in_another_place_opens_nothing(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let tokens = desk.sign_in(OWNER).await;
    let (access, refresh) = (&tokens.access.token, &tokens.refresh_token);
    for header in [
        refresh.as_str(),
        &format!("{access}x"),
        &access.to_lowercase(),
        &format!("{access} {access}"),
        "null",
        "undefined",
        "dkk_",
        "dkk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        assert_eq!(desk.get("/api/admin/auth/me", header).await.status, StatusCode::UNAUTHORIZED, "{header}");
    }
    let in_query = desk.get(&format!("/api/admin/auth/me?access_token={access}"), "").await;
    assert_eq!(in_query.status, StatusCode::UNAUTHORIZED);
    let mut basic = request(Method::GET, "/api/admin/auth/me", "", None);
    basic.headers_mut().insert("authorization", format!("Basic {access}").parse().unwrap());
    assert_eq!(desk.send(basic).await.status, StatusCode::UNAUTHORIZED);
}
