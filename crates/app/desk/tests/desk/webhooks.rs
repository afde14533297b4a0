//! Webhooks over HTTP.

use chrono::TimeDelta;
use db::testing::TestDb;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::test_desk::{OWNER, TestDesk, migrations};

db::testing::on_both_databases!(migrations =>
    a_webhook_is_added_changed_tried_and_taken_away,
    what_cannot_be_is_refused_by_name,
);

const PATH: &str = "/api/admin/webhooks";

async fn add(desk: &TestDesk, token: &str) -> (String, String) {
    let body =
        json!({ "url": "https://example.com/hook", "description": "ERP", "events": ["product.updated"] });
    let added = desk.post(PATH, token, body).await;
    assert_eq!(added.status, StatusCode::CREATED);
    assert_eq!(added.header("cache-control"), "no-store");
    (added.text("/webhook/id"), added.text("/secret"))
}

async fn a_webhook_is_added_changed_tried_and_taken_away(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let events = desk.get(&format!("{PATH}/events"), &token).await;
    assert_eq!(events.text("/0/name"), "product.updated");
    let (id, secret) = add(&desk, &token).await;
    assert!(secret.starts_with("whsec_"));
    let path = format!("{PATH}/{id}");
    let rotated = desk.post(&format!("{path}/secret"), &token, json!({})).await;
    assert_eq!((rotated.status, rotated.text("/secret") == secret), (StatusCode::CREATED, false));
    assert!(rotated.json()["webhook"]["oldSecretUntil"].is_string());

    let edited = desk.ask(Method::PATCH, &path, &token, Some(json!({ "description": "The ERP" }))).await;
    assert_eq!(edited.text("/description"), "The ERP");
    let tried = desk.post(&format!("{path}/test"), &token, json!({})).await;
    assert_eq!((tried.status, tried.text("/event").as_str()), (StatusCode::ACCEPTED, "ping"));
    let delivery = tried.text("/id");
    assert!(tried.text("/messageId").starts_with("msg_"));
    let again =
        desk.post(&format!("/api/admin/webhook-deliveries/{delivery}/replay"), &token, json!({})).await;
    assert_eq!((again.status, again.text("/id")), (StatusCode::ACCEPTED, delivery.clone()));
    let one = desk.get(&format!("/api/admin/webhook-deliveries/{delivery}"), &token).await;
    assert_eq!(serde_json::from_str::<Value>(&one.text("/body")).unwrap()["type"], "ping");

    desk.wait(TimeDelta::seconds(1));
    desk.post(&format!("{path}/test"), &token, json!({})).await;
    let list = format!("/api/admin/webhook-deliveries?webhook={id}&state=waiting&event=ping&limit=1");
    let first = desk.get(&list, &token).await;
    let second = desk.get(&format!("{list}&cursor={}", first.text("/next")), &token).await;
    assert_eq!((second.text("/items/0/id"), &second.json()["next"]), (delivery.clone(), &Value::Null));

    let paused = desk.ask(Method::PATCH, &path, &token, Some(json!({ "paused": true }))).await;
    assert_eq!(paused.text("/pausedWhy"), "paused at the desk");
    assert_eq!(desk.post(&format!("{path}/test"), &token, json!({})).await.status, StatusCode::CONFLICT);
    for answer in [desk.get(PATH, &token).await, desk.get(&path, &token).await] {
        assert!(!String::from_utf8(answer.body).unwrap().contains("whsec_"));
    }
    assert_eq!(desk.ask(Method::DELETE, &path, &token, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.get(&path, &token).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(PATH, &token).await.json(), json!([]));
}

async fn what_cannot_be_is_refused_by_name(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let (id, _) = add(&desk, &token).await;
    let home = "http://169.254.169.254/latest/meta-data/";
    for (field, body) in [
        ("url", json!({ "url": home, "events": ["product.updated"] })),
        ("events", json!({ "url": "https://example.com/", "events": ["product.eaten"] })),
        ("body", json!({ "url": "https://example.com/", "events": ["product.updated"], "secret": "mine" })),
    ] {
        let refused = desk.post(PATH, &token, body).await;
        assert_eq!(
            (refused.status, refused.text("/errors/0/field").as_str()),
            (StatusCode::BAD_REQUEST, field)
        );
    }
    let body = Some(json!({ "url": home }));
    let refused = desk.ask(Method::PATCH, &format!("{PATH}/{id}"), &token, body).await;
    assert_eq!(refused.text("/errors/0/field"), "url");
    for wrong in ["limit=0", "cursor=x", "webhook=x", "state=lost", "colour=red"] {
        let refused = desk.get(&format!("/api/admin/webhook-deliveries?{wrong}"), &token).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong}");
        assert_eq!(refused.text("/errors/0/field"), wrong.split('=').next().unwrap());
    }
}
