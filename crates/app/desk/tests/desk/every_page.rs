//! All pages of the desk in all languages: well formed, guarded, and leading nobody where they may not go.

use std::collections::BTreeSet;

use db::testing::TestDb;
use http::StatusCode;
use identity::Role;

use crate::page_visitor::{PageVisitor, fill, hidden};
use crate::test_desk::{OWNER, TestDesk, migrations};
use web::testing::html::{attributes, check_html};

db::testing::on_both_databases!(migrations =>
    every_page_is_well_formed_in_every_language_and_each_form_carries_its_token,
    nobody_is_shown_a_link_that_they_may_not_follow,
    who_is_not_signed_in_is_led_to_the_gate_and_back,
    an_address_with_a_slash_too_many_leads_to_its_page,
    what_is_not_there_is_a_page_in_the_readers_language,
    the_language_is_kept_on_the_device,
);

const LOCALES: [&str; 3] = ["fr", "ar", "en"];

/// Every page that stands at a fixed address.
const PAGES: [&str; 36] = [
    "/desk/forecasts",
    "/desk/forecasts/list?kind=restock",
    "/desk/forecasts/list?kind=dead_stock",
    "/desk/forecasts/rules",
    "/desk/forecasts/accuracy",
    "/desk",
    "/desk/products",
    "/desk/products?q=plaquettes&stock=low&state=live&from=10&to=90&sort=-price",
    "/desk/products?state=deleted",
    "/desk/products?q=nothing",
    "/desk/products?bulk=01a&changed=3",
    "/desk/products?undone=2&kept=1",
    "/desk/products/new",
    "/desk/brands",
    "/desk/brands?q=nothing&done=removed",
    "/desk/categories",
    "/desk/categories/new",
    "/desk/vehicles",
    "/desk/vehicles?q=clio",
    "/desk/vehicles/new",
    "/desk/synonyms",
    "/desk/synonyms?q=frein",
    "/desk/synonyms/0",
    "/desk/search",
    "/desk/search?q=pad",
    "/desk/files",
    "/desk/jobs",
    "/desk/audit",
    "/desk/audit?action=session&from=2026-01-01",
    "/desk/staff",
    "/desk/api-keys",
    "/desk/webhooks",
    "/desk/products?price=none&sort=price",
    "/desk/settings?done=saved",
    "/desk/settings",
    "/desk/account?done=saved",
];

/// The page of each product.
async fn product_pages(visitor: &PageVisitor<'_>) -> Vec<String> {
    let list = visitor.page("/desk/products").await;
    let links = attributes(&list, "class=\"name\" href=\"");
    assert_eq!(links.len(), 4);
    links
}

async fn every_page_is_well_formed_in_every_language_and_each_form_carries_its_token(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    let staff = format!("/desk/staff/{}", desk.owner.id);
    let mut paths: Vec<String> = PAGES.iter().map(|path| (*path).to_owned()).collect();
    paths.push(staff);
    let products = product_pages(&owner).await;
    paths.push(format!("{}?vehicle=renault", products[0]));
    paths.extend(products);
    for locale in LOCALES {
        let visitor = owner.reading(locale);
        for path in &paths {
            check_page(path, locale, &visitor.page(path).await);
        }
        let stranger = PageVisitor::stranger(&desk, locale);
        for path in
            ["/desk/sign-in", "/desk/forgotten", "/desk/first-owner?token=x", "/desk/password?token=x"]
        {
            check_page(path, locale, &stranger.page(path).await);
        }
    }
}

fn check_page(path: &str, locale: &str, page: &str) {
    check_html(path, page);
    let direction = if locale == "ar" { "rtl" } else { "ltr" };
    assert!(page.contains(&format!("<html lang=\"{locale}\" dir=\"{direction}\"")), "{path}");
    assert!(!page.contains("style=\"") && !page.contains("<style"), "{path}: a style within the page");
    assert!(!page.contains("<b>Plaquettes</b>"), "{path}: a name as markup");
    for form in page.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap();
        let posts = form.split('>').next().unwrap().contains("method=\"post\"");
        assert_eq!(posts, form.contains("name=\"csrf\""), "{path}: {form:.120}");
    }
}

async fn nobody_is_shown_a_link_that_they_may_not_follow(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    for role in [Role::Owner, Role::Manager, Role::Clerk, Role::Analyst, Role::Courier] {
        let email = format!("{role:?}@shop.tn").to_lowercase();
        if role != Role::Owner {
            desk.hire(&email, role).await;
        }
        let visitor = PageVisitor::of(&desk, &email, "fr").await;
        let mut seen = BTreeSet::new();
        let mut next = vec!["/desk/account".to_owned()];
        while let Some(path) = next.pop() {
            let answer = visitor.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{role:?} at {path}");
            for link in attributes(&answer.page(), "href=\"/desk") {
                let link = format!("/desk{}", link.replace("&amp;", "&").split('#').next().unwrap());
                // Where a courier has no home, they are led to their account.
                let home = link == "/desk";
                if !home && !link.contains("export") && seen.insert(link.clone()) && seen.len() < 60 {
                    next.push(link);
                }
            }
        }
        assert!(role == Role::Courier || seen.len() > 5, "{role:?} sees {seen:?}");
        let home = visitor.get("/desk").await.status;
        assert_eq!(home == StatusCode::OK, role != Role::Courier, "{role:?}");
    }
}

async fn who_is_not_signed_in_is_led_to_the_gate_and_back(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let stranger = PageVisitor::stranger(&desk, "fr");
    for path in PAGES {
        let answer = stranger.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.header("location").starts_with("/desk/sign-in?next=%2Fdesk"), "{path}");
    }
    let gate = stranger.page("/desk/sign-in?next=%2Fdesk%2Fproducts%3Fq%3Dpad").await;
    assert_eq!(hidden(&gate, "next"), "/desk/products?q=pad");
    let elsewhere = stranger.page("/desk/sign-in?next=https%3A%2F%2Fevil.example").await;
    assert_eq!(hidden(&elsewhere, "next"), "/desk");
}

async fn an_address_with_a_slash_too_many_leads_to_its_page(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    for (written, meant) in [
        ("/desk/", "/desk"),
        ("/desk/?x=1", "/desk?x=1"),
        ("/desk/products/?q=pad", "/desk/products?q=pad"),
        ("/desk/products//", "/desk/products"),
        ("/desk//other.example/", "/desk//other.example"),
    ] {
        let answer = owner.get(written).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{written}");
        assert_eq!((answer.header("location"), answer.header("cache-control")), (meant, "no-cache"));
    }
}

async fn what_is_not_there_is_a_page_in_the_readers_language(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "ar").await;
    for path in ["/desk/nothing", "/desk/products/nothing", "/desk/staff/nothing", "/desk/products/%ff"] {
        let answer = owner.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        check_page(path, "ar", &answer.page());
    }
    let shut_out = PageVisitor::stranger(&desk, "ar").get("/desk/%ff").await;
    assert_eq!(shut_out.status, StatusCode::SEE_OTHER);
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let clerk = PageVisitor::of(&desk, "clerk@shop.tn", "en").await;
    let answer = clerk.get("/desk/staff").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    check_page("/desk/staff", "en", &answer.page());
}

async fn the_language_is_kept_on_the_device(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let stranger = PageVisitor::stranger(&desk, "fr");
    let answer = stranger.post("/desk/preferences", "language=ar&back=%2Fdesk%2Fforgotten").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/desk/forgotten"));
    assert!(answer.header("set-cookie").starts_with("desk-language=ar; "));
    let refused = stranger.post("/desk/preferences", "theme=%22%3E&back=https%3A%2F%2Fevil.example").await;
    assert_eq!(refused.header("location"), "/desk");
    assert!(!refused.header("set-cookie").contains("%22"));
}
