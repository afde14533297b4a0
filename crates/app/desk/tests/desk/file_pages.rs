//! Files by page: tried first, taken in on a click, refused rows fetched; exports ordered and fetched.

use db::testing::TestDb;
use http::StatusCode;
use identity::Role;

use crate::page_visitor::{PageVisitor, file_form, led_to};
use crate::test_desk::{Answer, OWNER, TestDesk, migrations};
use web::testing::html::{attributes, check_html};

db::testing::on_both_databases!(migrations =>
    a_file_is_tried_and_then_taken_in,
    a_file_of_refused_rows_alone_is_not_taken_in_and_says_why_in_the_readers_language,
    a_file_without_the_pages_token_or_of_a_stranger_is_not_taken,
    an_export_is_ordered_and_fetched_by_who_may,
);

const FILE: &str = "sku;name_fr;price\nA-1;Disque;12,5\nA-2;<script>alert(1)</script>;cheap\nA-3;Filtre;9\n";

async fn upload(visitor: &PageVisitor<'_>, body: String) -> Answer {
    visitor.upload("/desk/files/import", body).await
}

async fn a_file_is_tried_and_then_taken_in(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let csrf = owner.csrf().await;
    let empty = upload(&owner, file_form(&csrf, "", "")).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.page().contains("Choose a file that is not empty."));
    let (path, id) = led_to(&upload(&owner, file_form(&csrf, "../<b>prix.csv", FILE)).await);
    let waiting = owner.page(&path).await;
    check_html(&path, &waiting);
    assert!(waiting.contains("data-live") && waiting.contains("http-equiv=\"refresh\""), "asked for again");
    desk.work_until_over(&id).await;
    let tried = owner.page(&path).await;
    check_html(&path, &tried);
    assert!(
        tried.contains("Trial: 3 rows, 1 would be left aside.") && !tried.contains("data-live"),
        "{tried}"
    );
    assert!(!tried.contains("<b>prix") && !tried.contains("<script>alert"), "texts of a file are no markup");
    assert!(!owner.page("/desk/products").await.contains("A-1"), "nothing is written yet");
    let (path, id) = led_to(&owner.send(&format!("{path}/apply"), &[]).await);
    desk.work_until_over(&id).await;
    let done = owner.page(&path).await;
    check_html(&path, &done);
    assert!(done.contains("Brought in: 3 rows, 1 left aside."));
    assert!(owner.page("/desk/products").await.contains("A-1"));
    let refused = owner.page(&attributes(&done, "class=\"button quiet\" href=\"").remove(1)).await;
    assert!(refused.contains("A-2") && refused.contains("cheap"));
    let list = owner.page("/desk/files").await;
    check_html("/desk/files", &list);
    assert!(list.contains(&path));
}

async fn a_file_without_the_pages_token_or_of_a_stranger_is_not_taken(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let refused = upload(&owner, file_form("00", "a.csv", FILE)).await;
    assert_eq!(refused.header("location"), "/desk?done=form-old");
    let stranger = PageVisitor::stranger(&desk, "en");
    let led = upload(&stranger, file_form("00", "a.csv", FILE)).await;
    assert!(led.header("location").starts_with("/desk/sign-in"));
    let torn = upload(&owner, "no parts at all".to_owned()).await;
    assert_eq!(torn.status, StatusCode::BAD_REQUEST);
    desk.hire("analyst@shop.tn", Role::Analyst).await;
    let analyst = PageVisitor::of(&desk, "analyst@shop.tn", "en").await;
    let csrf = analyst.csrf().await;
    assert_eq!(upload(&analyst, file_form(&csrf, "a.csv", FILE)).await.status, StatusCode::FORBIDDEN);
    assert!(!analyst.page("/desk/files").await.contains("type=\"file\""));
}

async fn an_export_is_ordered_and_fetched_by_who_may(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let ordered = owner.send("/desk/files/export", &[("kind", "products"), ("format", "csv")]).await;
    assert_eq!(ordered.header("location"), "/desk/files?done=export-ordered#exports");
    let jobs = owner.page("/desk/jobs").await;
    let id = attributes(&jobs, "action=\"/desk/jobs/").remove(0);
    desk.work_until_over(id.split('/').next().unwrap()).await;
    let list = owner.page("/desk/files").await;
    let href = attributes(&list, "class=\"file-row\" href=\"").remove(0);
    let file = owner.get(&href).await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"products.csv\"");
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let clerk = PageVisitor::of(&desk, "clerk@shop.tn", "en").await;
    assert_eq!(clerk.get(&href).await.status, StatusCode::FORBIDDEN);
    assert!(!clerk.page("/desk/files").await.contains("/desk/files/export\""));
}

async fn a_file_of_refused_rows_alone_is_not_taken_in_and_says_why_in_the_readers_language(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    let csrf = owner.csrf().await;
    let (path, id) =
        led_to(&upload(&owner, file_form(&csrf, "a.csv", "sku;name;price\nA-1;Disque;cher\n")).await);
    desk.work_until_over(&id).await;
    let tried = owner.page(&path).await;
    check_html(&path, &tried);
    assert!(tried.contains("pas un montant") && tried.contains("rien à faire entrer"), "{tried}");
    assert!(!tried.contains("/apply\"") && !tried.contains("no amount"));
    let refused = owner.send(&format!("{path}/apply"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let arabic = owner.reading("ar").page(&path).await;
    assert!(arabic.contains("ليس مبلغًا"));
}
