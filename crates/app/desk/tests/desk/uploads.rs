//! Files over HTTP: pictures and what calls itself one, imports by trial and taking in, exports.

use axum::body::Body;
use db::testing::TestDb;
use http::{Method, StatusCode};
use identity::Role;
use serde_json::{Value, json};

use crate::test_desk::{Answer, OWNER, TestDesk, migrations, request};

db::testing::on_both_databases!(migrations =>
    a_picture_is_made_anew_and_shown,
    what_is_no_picture_is_refused,
    a_file_is_tried_taken_in_and_its_refused_rows_fetched,
    costs_come_in_and_go_out_with_those_who_may_see_them,
    a_cell_of_an_export_runs_in_no_spreadsheet,
    jobs_are_watched_and_called_off,
);

async fn send(desk: &TestDesk, path: &str, token: &str, bytes: impl Into<Body>) -> Answer {
    let mut sent = request(Method::POST, path, token, None);
    *sent.body_mut() = bytes.into();
    desk.send(sent).await
}

async fn a_picture_is_made_anew_and_shown(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let sent = send(&desk, "/api/admin/images", &token, TestDesk::png()).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&sent.body));
    let path = sent.text("/0/path");
    let shown = desk.get(&format!("/{path}"), "").await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.header("content-type"), "image/webp");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert_eq!(&shown.body[8..12], b"WEBP");
    let again = send(&desk, "/api/admin/images", &token, TestDesk::png()).await;
    assert_eq!(again.text("/0/path"), path, "the same picture is one");
    let product = json!({"sku": "A-1", "names": {"fr": "Disque"}, "images": [path]});
    assert_eq!(desk.post("/api/admin/products", &token, product).await.status, StatusCode::CREATED);
}

async fn what_is_no_picture_is_refused(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let mut bomb = TestDesk::png();
    bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    for bytes in [
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec(),
        b"<?xml version=\"1.0\"?><svg/>".to_vec(),
        b"<html></html>".to_vec(),
        bomb,
        TestDesk::png()[..40].to_vec(),
        Vec::new(),
    ] {
        let refused = send(&desk, "/api/admin/images", &token, bytes.clone()).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{:?}", &bytes[..bytes.len().min(20)]);
    }
}

async fn import(desk: &TestDesk, token: &str, name: &str, file: &'static str) -> (Value, Value) {
    let sent = send(desk, &format!("/api/admin/imports?name={name}"), token, file).await;
    assert_eq!(sent.status, StatusCode::ACCEPTED, "{}", String::from_utf8_lossy(&sent.body));
    desk.work_until_over(&sent.text("/id")).await;
    let trial = desk.get(&format!("/api/admin/imports/{}", sent.text("/id")), token).await.json();
    let applied =
        desk.ask(Method::POST, &format!("/api/admin/imports/{}/apply", sent.text("/id")), token, None).await;
    assert_eq!(applied.status, StatusCode::ACCEPTED, "{trial}");
    desk.work_until_over(&applied.text("/id")).await;
    (trial, desk.get(&format!("/api/admin/imports/{}", applied.text("/id")), token).await.json())
}

async fn a_file_is_tried_taken_in_and_its_refused_rows_fetched(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let file =
        "sku;name_fr;price;=2+5\nA-1;Disque;12,5;x\nA-2;<script>alert(1)</script>;cheap;=1+1\n;Rien;1;x\n";
    let (trial, applied) = import(&desk, &token, "..%2f..%2fprix.csv", file).await;
    assert_eq!(trial["dryRun"], true);
    assert_eq!(trial["name"], "../../prix.csv", "shown, and never a path");
    assert_eq!(trial["report"]["products"]["created"], applied["report"]["products"]["created"]);
    assert_eq!(applied["job"]["state"], "done");
    assert!(applied["report"]["refused"].as_u64().unwrap() >= 1, "{applied}");
    let id = applied["job"]["id"].as_str().unwrap();
    let problems = desk.get(&format!("/api/admin/imports/{id}/problems"), &token).await;
    assert_eq!(problems.header("content-type"), "text/csv; charset=utf-8");
    assert!(problems.header("content-disposition").starts_with("attachment"));
    let text = String::from_utf8(problems.body).unwrap();
    assert!(text.contains(",'=2+5,") && !text.contains(",=2+5"), "{text}");
    let listed = desk.get("/api/admin/products", &token).await.json();
    assert_eq!(
        listed["items"].as_array().unwrap().len() as u64,
        applied["report"]["products"]["created"].as_u64().unwrap()
    );
    let trail = desk.get("/api/admin/audit?action=import", &token).await.json();
    let actions: Vec<&str> =
        trail["items"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["import.done", "import.apply", "import.receive"]);
    let large = send(&desk, "/api/admin/imports?name=x", &token, vec![0_u8; (64 << 20) + 1]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let mut elsewhere = request(Method::POST, "/api/admin/products", &token, Some(json!({})));
    *elsewhere.body_mut() = vec![b' '; (1 << 20) + 1].into();
    let elsewhere = desk.send(elsewhere).await;
    assert_eq!(elsewhere.status, StatusCode::PAYLOAD_TOO_LARGE, "only files may be large");
    for (path, bytes, field) in [
        ("/api/admin/imports", "sku\nA", "name"),
        ("/api/admin/imports?name=x&kind=people", "sku\nA", "kind"),
        ("/api/admin/imports?name=x", "", "file"),
        ("/api/admin/imports?name=x&path=/etc/passwd", "sku\nA", "path"),
    ] {
        let refused = send(&desk, path, &token, bytes).await;
        assert_eq!(
            (refused.status, refused.text("/errors/0/field").as_str()),
            (StatusCode::BAD_REQUEST, field)
        );
    }
}

async fn costs_come_in_and_go_out_with_those_who_may_see_them(db: TestDb) {
    let desk = TestDesk::open(db).await;
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let (owner, clerk) = (desk.token(OWNER).await, desk.token("clerk@shop.tn").await);
    let (_, applied) = import(&desk, &clerk, "a.csv", "sku,name_fr,cost\nA-1,Disque,5\n").await;
    assert_eq!(applied["report"]["products"]["created"], 1);
    let listed = desk.get("/api/admin/products", &owner).await.json();
    assert_eq!(listed["items"][0]["costMinor"], Value::Null, "a clerk sets no costs");
    let (_, applied) = import(&desk, &owner, "b.csv", "sku,name_fr,cost\nA-1,Disque,5\n,x,9\n").await;
    let listed = desk.get("/api/admin/products", &owner).await.json();
    assert_eq!(listed["items"][0]["costMinor"], 5000);
    let problems = format!("/api/admin/imports/{}/problems", applied["job"]["id"].as_str().unwrap());
    assert_eq!(desk.get(&problems, &owner).await.status, StatusCode::OK);
    assert_eq!(desk.get(&problems, &clerk).await.status, StatusCode::FORBIDDEN);
    let order = json!({"kind": "products", "format": "csv"});
    assert_eq!(desk.post("/api/admin/exports", &clerk, order).await.status, StatusCode::FORBIDDEN);
}

async fn a_cell_of_an_export_runs_in_no_spreadsheet(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    for (number, start) in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1"].into_iter().enumerate() {
        let body = json!({"sku": format!("S-{number}"), "names": {"fr": format!("{start} x")}, "oeNumbers": [format!("{start}2")]});
        assert_eq!(desk.post("/api/admin/products", &token, body).await.status, StatusCode::CREATED);
    }
    let ordered = desk.post("/api/admin/exports", &token, json!({"kind": "products", "format": "csv"})).await;
    assert_eq!(ordered.status, StatusCode::ACCEPTED);
    let file = format!("/api/admin/exports/{}/file", ordered.text("/id"));
    assert_eq!(desk.get(&file, &token).await.status, StatusCode::CONFLICT, "not written yet");
    desk.work_until_over(&ordered.text("/id")).await;
    let written = desk.get(&file, &token).await;
    assert_eq!(written.header("content-disposition"), "attachment; filename=\"products.csv\"");
    let text = String::from_utf8(written.body).unwrap();
    for line in text.lines() {
        for cell in line.split(',') {
            let first = cell.trim_start_matches('"').chars().next();
            assert!(!first.is_some_and(|c| "=+-@\t\r".contains(c)), "{cell} in {line}");
        }
    }
    assert_eq!(text.lines().count(), 7);
}

async fn jobs_are_watched_and_called_off(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let ordered =
        desk.post("/api/admin/exports", &token, json!({"kind": "products", "format": "jsonl"})).await;
    let path = format!("/api/admin/jobs/{}", ordered.text("/id"));
    assert_eq!(desk.get(&path, &token).await.text("/state"), "queued");
    let again = desk.ask(Method::POST, &format!("{path}/run-again"), &token, None).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let cancelled = desk.ask(Method::POST, &format!("{path}/cancel"), &token, None).await;
    assert_eq!(cancelled.text("/state"), "cancelled");
    let again = desk.ask(Method::POST, &format!("{path}/run-again"), &token, None).await;
    assert_eq!(again.text("/state"), "queued");
    let over = desk.work_until_over(&ordered.text("/id")).await;
    assert_eq!(over.state, jobs::JobState::Done, "{over:?}");
    let listed = desk.get("/api/admin/jobs?kind=catalogue.export&state=done", &token).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    for query in ["state=asleep", "limit=0", "cursor=x", "page=2"] {
        let refused = desk.get(&format!("/api/admin/jobs?{query}"), &token).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}");
    }
    let trail = desk.get("/api/admin/audit?action=job", &token).await.json();
    assert_eq!(trail["items"].as_array().unwrap().len(), 2);
}
