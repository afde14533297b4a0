//! Webhooks by page: added with the secret shown once, tried, paused, sent again, taken away.

use db::testing::TestDb;
use http::StatusCode;
use identity::Role;

use crate::page_visitor::PageVisitor;
use crate::test_desk::{OWNER, TestDesk, migrations};
use web::testing::html::{attributes, check_html};

db::testing::on_both_databases!(migrations =>
    a_webhook_is_added_tried_sent_again_and_taken_away,
    a_webhook_into_the_house_or_without_events_is_refused_beside_the_field,
);

const PATH: &str = "/desk/webhooks";
const HOOK: [(&str, &str); 3] =
    [("url", "https://example.com/<b>"), ("description", "<script>"), ("event", "product.updated")];

async fn a_webhook_is_added_tried_sent_again_and_taken_away(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let made = owner.send(PATH, &HOOK).await;
    let page = made.page();
    check_html(PATH, &page);
    assert!(page.contains("whsec_") && !page.contains("<script>alert") && !page.contains("com/<b>"));
    let list = owner.page(PATH).await;
    assert!(!list.contains("whsec_"), "shown once");
    let path = attributes(&list, "class=\"name\" href=\"").remove(0);
    let tried = owner.send(&format!("{path}/test"), &[]).await;
    assert_eq!(tried.header("location"), format!("{path}?done=webhook-tested"));
    let shown = owner.page(&path).await;
    check_html(&path, &shown);
    assert!(shown.contains("data-live") && shown.contains("msg_") && !shown.contains("whsec_"));
    let again = attributes(&shown, "action=\"/desk/webhooks/deliveries/").remove(0);
    let again = owner.send(&format!("{PATH}/deliveries/{again}"), &[]).await;
    assert_eq!(again.header("location"), format!("{path}?done=webhook-tested#deliveries"));
    let rotated = owner.send(&format!("{path}/secret"), &[]).await.page();
    assert!(rotated.contains("whsec_") && rotated.contains("signs too until"));
    owner.send(&format!("{path}/pause"), &[]).await;
    let paused = owner.page(&path).await;
    check_html(&path, &paused);
    assert!(paused.contains("Paused since") && !paused.contains("/replay\""));
    assert_eq!(owner.send(&format!("{path}/test"), &[]).await.status, StatusCode::CONFLICT);
    owner.send(&format!("{path}/resume"), &[]).await;
    let edited = owner.send(&path, &[("url", "https://example.com/2"), ("event", "product.updated")]).await;
    assert_eq!(edited.header("location"), format!("{path}?done=saved"));
    assert_eq!(
        owner.send(&format!("{path}/delete"), &[]).await.header("location"),
        "/desk/webhooks?done=removed"
    );
    assert_eq!(owner.get(&path).await.status, StatusCode::NOT_FOUND);
}

async fn a_webhook_into_the_house_or_without_events_is_refused_beside_the_field(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    for url in ["http://127.0.0.1/x", "http://169.254.169.254/", "ftp://example.com", "javascript:alert(1)"] {
        let page = owner.send(PATH, &[("url", url), ("event", "product.updated")]).await.page();
        assert!(page.contains("This address cannot be used") && page.contains("aria-invalid"), "{url}");
    }
    let page = owner.send(PATH, &HOOK[..2]).await.page();
    assert!(page.contains("Choose at least one thing that it is told."));
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let clerk = PageVisitor::of(&desk, "clerk@shop.tn", "en").await;
    assert_eq!(clerk.send(PATH, &HOOK).await.status, StatusCode::FORBIDDEN);
    desk.hire("manager@shop.tn", Role::Manager).await;
    let manager = PageVisitor::of(&desk, "manager@shop.tn", "en").await;
    assert!(!manager.page(PATH).await.contains("/desk/api-keys"));
}
