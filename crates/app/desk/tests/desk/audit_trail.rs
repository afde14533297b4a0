//! The audit trail over HTTP.

use db::testing::TestDb;
use http::{Method, StatusCode};
use identity::Role;

use crate::test_desk::{OWNER, TestDesk, migrations};

db::testing::on_both_databases!(migrations =>
    it_is_read_a_page_at_a_time_and_filtered,
    it_is_exported_whole,
    nothing_changes_it,
);

async fn it_is_read_a_page_at_a_time_and_filtered(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let clerk = desk.hire("clerk@shop.tn", Role::Clerk).await;
    let token = desk.token(OWNER).await;
    let first = desk.get("/api/admin/audit?limit=1", &token).await;
    assert_eq!(first.text("/items/0/action"), "session.open");
    let second = desk.get(&format!("/api/admin/audit?limit=1&cursor={}", first.text("/next")), &token).await;
    assert_eq!(second.text("/items/0/action"), "staff.set-password");
    let path = format!("/api/admin/audit?action=staff&subjectId={}", clerk.id);
    let of_clerk = desk.get(&path, &token).await;
    assert_eq!(of_clerk.json()["items"].as_array().unwrap().len(), 2);
    assert_eq!(of_clerk.text("/items/1/personalAfter/email"), "clerk@shop.tn");
    for wrong in ["limit=0", "cursor=x", "who=x", "from=yesterday", "colour=red"] {
        let refused = desk.get(&format!("/api/admin/audit?{wrong}"), &token).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong}");
        assert_eq!(refused.text("/errors/0/field"), wrong.split('=').next().unwrap());
    }
}

async fn it_is_exported_whole(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let tx = desk.identity.db.begin_write().await.unwrap();
    let entries = (0..2_500).map(|number| audit::Entry::new("product.edit", "product", number)).collect();
    audit::record_all(&tx, &kernel::Actor::system("test"), entries).await.unwrap();
    tx.commit().await.unwrap();
    let export = desk.get("/api/admin/audit/export?action=product", &desk.token(OWNER).await).await;
    assert_eq!(export.header("content-type"), "text/csv; charset=utf-8");
    assert!(export.header("content-disposition").starts_with("attachment"));
    assert_eq!(String::from_utf8(export.body).unwrap().lines().count(), 2_501);
}

async fn nothing_changes_it(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let refused = desk.ask(method, "/api/admin/audit", &token, None).await;
        assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED);
        let refused = desk.ask(Method::DELETE, "/api/admin/audit/1", &token, None).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
}
