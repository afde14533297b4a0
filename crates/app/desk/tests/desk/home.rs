//! Home: figures as the API tells them and as tiles, each of which opens the list that it counts.

use db::testing::TestDb;
use http::StatusCode;
use identity::Role;

use crate::page_visitor::{PageVisitor, fill};
use crate::test_desk::{OWNER, TestDesk, migrations};
use web::testing::html::attributes;

db::testing::on_both_databases!(migrations =>
    each_tile_opens_a_list_of_just_as_many,
    figures_and_activity_are_told_to_those_who_may_see_them,
);

/// The digits at the end of what stands before `end`.
fn number_before(page: &str, end: &str) -> String {
    let text = page.split(end).next().unwrap();
    text.rsplit(|letter: char| !letter.is_ascii_digit()).next().unwrap().to_owned()
}

async fn each_tile_opens_a_list_of_just_as_many(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    owner.send("/desk/files/export", &[("kind", "products"), ("format", "csv")]).await;
    let home = owner.page("/desk").await;
    let tiles: Vec<&str> = home.split("<a class=\"figure").skip(1).collect();
    assert_eq!(tiles.len(), 8);
    for tile in tiles {
        let href = attributes(tile, "href=\"").remove(0).replace("&amp;", "&");
        let figure: usize = number_before(tile, "</b>").parse().unwrap();
        let list = owner.page(&href).await;
        let rows = list.split("<tbody>").nth(1).map_or(0, |body| body.matches("<tr>").count());
        assert_eq!(rows, figure, "{href}");
        if href.starts_with("/desk/products") && figure > 0 {
            let foot = list.split("class=\"list-foot\"").nth(1).unwrap();
            assert_eq!(number_before(foot, " product"), figure.to_string(), "{href}");
        }
    }
}

async fn figures_and_activity_are_told_to_those_who_may_see_them(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let stats = desk.get("/api/admin/dashboard/stats", &token).await;
    assert_eq!(stats.status, StatusCode::OK);
    let figures = stats.json();
    assert_eq!(figures["products"]["onSale"], 3);
    assert_eq!(figures["products"]["lowStock"], 1);
    assert_eq!(figures["products"]["withoutPrice"], 1);
    assert_eq!(figures["products"]["drafts"], 1);
    assert_eq!(figures["jobs"]["failed"], 0);
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let clerk = desk.token("clerk@shop.tn").await;
    let body = serde_json::json!({"sku": "NEW-1", "names": {"fr": "Neuf"}, "costMinor": 4});
    assert_eq!(desk.post("/api/admin/products", &token, body).await.status, StatusCode::CREATED);
    let recent = desk.get("/api/admin/dashboard/recent-activity?limit=5", &clerk).await;
    assert_eq!(recent.text("/0/action"), "product.create");
    let text = String::from_utf8(recent.body.clone()).unwrap();
    assert!(!text.contains("staff.add") && !text.contains("session.open"), "no news of people: {text}");
    assert!(!text.contains("costMinor"));
    let wrong = desk.get("/api/admin/dashboard/recent-activity?limit=0", &clerk).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let page = PageVisitor::of(&desk, "clerk@shop.tn", "en").await.page("/desk").await;
    assert!(page.contains("made a product"), "a clerk's home tells it too");
}
