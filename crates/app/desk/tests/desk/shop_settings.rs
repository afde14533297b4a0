//! Who the shop is, set at the desk: seen by shoppers at once, audited, never written over unseen. And saved views.

use db::testing::TestDb;
use http::{Method, StatusCode};
use identity::Role;
use serde_json::{Value, json};

use crate::page_visitor::{PageVisitor, fill, hidden};
use crate::test_desk::{OWNER, TestDesk, migrations, request};
use web::testing::html::{attributes, check_html};

db::testing::on_both_databases!(migrations =>
    what_is_set_is_seen_by_shoppers_at_once_and_is_in_the_trail,
    what_cannot_be_is_refused_beside_its_field_and_nothing_is_kept,
    of_two_who_set_at_once_the_second_is_told,
    a_program_sets_who_the_shop_is_under_the_version_that_it_saw,
    how_the_shop_trades_is_set_by_form_and_by_program_and_holds_at_once,
    where_the_shop_lies_is_set_by_form_and_by_program_and_its_weather_is_fetched,
    a_view_is_saved_by_its_person_and_for_them_alone,
);

const PATH: &str = "/desk/settings";
const SHOP: [(&str, &str); 7] = [
    ("name_fr", "Chez <b>Leïla</b>"),
    ("phones", "+216 73 000 000\n73 111 111"),
    ("whatsapp", "+216 20 000 000"),
    ("email", "bonjour@shop.tn"),
    ("b0_city_fr", "Sousse"),
    ("b0_monday_0_opens", "08:00"),
    ("b0_monday_0_closes", "18:00"),
];

async fn what_is_set_is_seen_by_shoppers_at_once_and_is_in_the_trail(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    let before = owner.page("/fr/contact").await;
    assert!(!before.contains("73 000 000"));
    let set = owner.send(PATH, &[&[("version", "0")][..], &SHOP].concat()).await;
    assert_eq!(set.header("location"), "/desk/settings?done=saved", "{}", set.page());
    let after = owner.page("/fr/contact").await;
    check_html("/fr/contact", &after);
    for seen in ["Chez &lt;b&gt;Leïla", "+21673000000", "bonjour@shop.tn", "Sousse", "08:00"] {
        assert!(after.contains(seen), "{seen}: {after}");
    }
    let page = owner.page(PATH).await;
    check_html(PATH, &page);
    assert_eq!(hidden(&page, "version"), "1");
    assert!(page.contains("value=\"Sousse\"") && page.contains("value=\"08:00\""));
    let trail = owner.page("/desk/audit?action=settings").await;
    assert!(trail.contains("a changé les réglages de la boutique") && trail.contains("Chez &lt;b&gt;"));
}

async fn what_cannot_be_is_refused_beside_its_field_and_nothing_is_kept(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let pairs = [("version", "0"), ("name_en", "Kept"), ("whatsapp", "javascript:alert(1)")];
    let page = owner.send(PATH, &pairs).await.page();
    check_html(PATH, &page);
    assert!(page.contains("id=\"whatsapp-error\"") && page.contains("value=\"Kept\""));
    assert_eq!(hidden(&owner.page(PATH).await, "version"), "0");
    desk.hire("analyst@shop.tn", Role::Analyst).await;
    let analyst = PageVisitor::of(&desk, "analyst@shop.tn", "en").await;
    assert_eq!(analyst.send(PATH, &pairs[..2]).await.status, StatusCode::FORBIDDEN);
}

async fn of_two_who_set_at_once_the_second_is_told(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    owner.send(PATH, &[("version", "0"), ("name_en", "First")]).await;
    let second = owner.send(PATH, &[("version", "0"), ("name_en", "Second")]).await.page();
    assert!(second.contains("Somebody else has just changed") && second.contains("value=\"Second\""));
    assert!(owner.page("/en/contact").await.contains("First"));
    let again = owner.send(PATH, &[("version", &hidden(&second, "version")), ("name_en", "Second")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert!(owner.page("/en/contact").await.contains("Second"));
}

async fn how_the_shop_trades_is_set_by_form_and_by_program_and_holds_at_once(db: TestDb) {
    const TRADE: &str = "/api/admin/settings/trade";
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    let low = async || {
        let listed = owner.page("/desk/products?stock=low&state=live").await;
        check_html("/desk/products", &listed);
        attributes(&listed, "class=\"name\" href=\"").len()
    };
    assert_eq!(low().await, 1, "two pieces are few, eight are not");
    let page = owner.page(PATH).await;
    assert!(page.contains("action=\"/desk/settings/trade\"") && page.contains("value=\"0,001\""), "{page}");
    let send = async |version: &str, step: &str, low: &str| {
        let pairs = [("version", version), ("price_step", step), ("low_stock", low)];
        owner.send("/desk/settings/trade", &pairs).await
    };
    let set = send("0", "0,100", "8").await;
    assert_eq!(set.header("location"), "/desk/settings?done=saved", "{}", set.page());
    assert_eq!(low().await, 2, "eight are few now");
    assert!(owner.page("/desk").await.contains("8 pièces ou moins"));
    for (step, low, field) in
        [("cher", "8", "price_step"), ("0", "8", "price_step"), ("1", "-1", "low_stock")]
    {
        let wrong = send("1", step, low).await.page();
        check_html(PATH, &wrong);
        assert!(
            wrong.contains(&format!("id=\"{field}-error\"")) && wrong.contains(&format!("value=\"{step}\""))
        );
    }
    let late = send("0", "0,200", "5").await.page();
    assert!(late.contains("value=\"0,200\"") && late.contains("Quelqu’un d’autre"), "{late}");
    let trail = owner.page("/desk/audit?action=settings").await;
    assert!(trail.contains("a changé les réglages de la boutique"));

    let token = desk.token(OWNER).await;
    let put = async |version: &str, body: Value| {
        let mut request = request(Method::PUT, TRADE, &token, Some(body));
        request.headers_mut().insert("if-match", version.parse().unwrap());
        desk.send(request).await
    };
    let seen = desk.get(TRADE, &token).await;
    assert_eq!((seen.header("etag"), seen.json()), ("\"1\"", json!({"priceStepMinor": 100, "lowStock": 8})));
    assert_eq!(desk.get("/api/admin/settings", &token).await.json()["lowStock"], 8);
    let set = put("\"1\"", json!({"priceStepMinor": 50, "lowStock": 1})).await;
    assert_eq!((set.status, set.header("etag")), (StatusCode::OK, "\"2\""));
    assert_eq!(low().await, 0);
    let gone = put("\"1\"", json!({"priceStepMinor": 50, "lowStock": 2})).await;
    assert_eq!(gone.status, StatusCode::PRECONDITION_FAILED);
    let refused = put("\"2\"", json!({"priceStepMinor": 0, "lowStock": 2})).await;
    assert_eq!(
        (refused.status, refused.text("/errors/0/field")),
        (StatusCode::BAD_REQUEST, "priceStepMinor".to_owned())
    );
    let blind = desk.ask(Method::PUT, TRADE, &token, Some(json!({"priceStepMinor": 1, "lowStock": 2}))).await;
    assert_eq!(blind.status, StatusCode::PRECONDITION_REQUIRED);
    desk.hire("analyst@shop.tn", Role::Analyst).await;
    let analyst = PageVisitor::of(&desk, "analyst@shop.tn", "fr").await;
    let forbidden =
        analyst.send("/desk/settings/trade", &[("version", "2"), ("price_step", "1"), ("low_stock", "1")]);
    assert_eq!(forbidden.await.status, StatusCode::FORBIDDEN);
}

async fn where_the_shop_lies_is_set_by_form_and_by_program_and_its_weather_is_fetched(db: TestDb) {
    const WEATHER: &str = "/api/admin/settings/weather";
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    let send = async |version: &str, latitude: &str, longitude: &str| {
        let pairs = [("version", version), ("latitude", latitude), ("longitude", longitude)];
        owner.send("/desk/settings/weather", &pairs).await
    };
    let page = owner.page(PATH).await;
    check_html(PATH, &page);
    assert!(page.contains("https://open-meteo.com/") && page.contains("CC BY 4.0"), "{page}");
    for (latitude, longitude, field) in [
        ("nord", "10", "latitude"),
        ("90,5", "10", "latitude"),
        ("36,8", "-181", "longitude"),
        ("36,8", "", "longitude"),
        ("", "10", "latitude"),
    ] {
        let wrong = send("0", latitude, longitude).await.page();
        check_html(PATH, &wrong);
        assert!(wrong.contains(&format!("id=\"{field}-error\"")), "{latitude} {longitude}: {wrong}");
    }
    assert!(!owner.page("/desk/jobs").await.contains("Météo pour les prévisions"));
    let set = send("0", "36,8", "10.18").await;
    assert_eq!(set.header("location"), "/desk/settings?done=saved", "{}", set.page());
    assert!(owner.page("/desk/jobs").await.contains("Météo pour les prévisions"));
    assert!(owner.page(PATH).await.contains("value=\"36,8\""), "as it is written in French");
    let late = send("0", "35", "10").await.page();
    assert!(late.contains("value=\"35\"") && late.contains("Quelqu’un d’autre"), "{late}");

    let token = desk.token(OWNER).await;
    let put = async |version: &str, body: Value| {
        let mut request = request(Method::PUT, WEATHER, &token, Some(body));
        request.headers_mut().insert("if-match", version.parse().unwrap());
        desk.send(request).await
    };
    let seen = desk.get(WEATHER, &token).await;
    assert_eq!((seen.header("etag"), seen.json()), ("\"1\"", json!({"latitude": 36.8, "longitude": 10.18})));
    for (field, body) in [
        ("latitude", json!({"latitude": -90.1, "longitude": 0})),
        ("longitude", json!({"latitude": 0, "longitude": 180.1})),
        ("longitude", json!({"latitude": 36.8})),
        ("latitude", json!({"latitude": null, "longitude": 10})),
    ] {
        let refused = put("\"1\"", body).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{field}");
        assert_eq!(refused.text("/errors/0/field"), field);
    }
    let off = put("\"1\"", json!({})).await;
    assert_eq!((off.status, off.header("etag")), (StatusCode::OK, "\"2\""), "{:?}", off.body);
    let gone = put("\"1\"", json!({"latitude": 1, "longitude": 1})).await;
    assert_eq!(gone.status, StatusCode::PRECONDITION_FAILED);
}

async fn a_view_is_saved_by_its_person_and_for_them_alone(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let list = "/desk/products?q=pad&state=live";
    let query = hidden(&owner.page(list).await, "query").replace("&amp;", "&");
    let kept = owner.send("/desk/products/views", &[("query", &query), ("name", "<i>Pads</i>")]).await;
    assert_eq!(kept.header("location"), "/desk/products?q=pad&state=live&done=saved");
    let page = owner.page(list).await;
    check_html(list, &page);
    assert!(page.contains("aria-current=\"page\"><bdi>&lt;i&gt;Pads") && !page.contains("<i>Pads"));
    let nameless = owner.send("/desk/products/views", &[("query", "q=x")]).await;
    assert_eq!(nameless.header("location"), "/desk/products?q=x&done=wrong-view");
    let evil = owner.send("/desk/products/views", &[("query", "//evil.example?done=x"), ("name", "e")]).await;
    assert!(evil.header("location").starts_with("/desk/products?"));
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let clerk = PageVisitor::of(&desk, "clerk@shop.tn", "en").await;
    assert!(!clerk.page("/desk/products").await.contains("Pads"), "another's view");
    owner.send("/desk/products/views/remove", &[("name", "<i>Pads</i>")]).await;
    let gone = owner.page("/desk/products").await;
    assert!(!gone.contains("Pads") && !attributes(&gone, "<nav class=\"").is_empty());
}

async fn a_program_sets_who_the_shop_is_under_the_version_that_it_saw(db: TestDb) {
    const SHOP_API: &str = "/api/admin/settings/shop";
    let desk = TestDesk::open(db).await;
    let owner = desk.token(OWNER).await;
    let put = async |token: &str, version: &str, body: Value| {
        let mut request = request(Method::PUT, SHOP_API, token, Some(body));
        request.headers_mut().insert("if-match", version.parse().unwrap());
        desk.send(request).await
    };
    let seen = desk.get(SHOP_API, &owner).await;
    assert_eq!((seen.status, seen.header("etag")), (StatusCode::OK, "\"0\""));
    let week = json!([{"from": "monday", "to": "friday", "opens": "08:00", "closes": "12:30"},
                      {"from": "monday", "to": "friday", "opens": "14:00", "closes": "18:00"}]);
    let shop = json!({"name": {"fr": " Pièces du Sahel "}, "phones": ["+216 73 000 000"], "orderDays": 3,
                      "branches": [{"city": {"fr": "Sousse"}, "latitude": 35.8, "hours": week}]});
    let set = put(&owner, "\"0\"", shop.clone()).await;
    assert_eq!((set.status, set.header("etag")), (StatusCode::OK, "\"1\""), "{:?}", set.body);
    assert_eq!(set.text("/name/fr"), "Pièces du Sahel");
    assert_eq!(desk.get(SHOP_API, &owner).await.json(), set.json());
    let page = PageVisitor::of(&desk, OWNER, "fr").await.page("/fr/contact").await;
    assert!(page.contains("+21673000000") && page.contains("Sousse") && page.contains("14:00"));
    // The form at the desk reads it as its own.
    let form = PageVisitor::of(&desk, OWNER, "fr").await.page(PATH).await;
    assert!(form.contains("value=\"12:30\"") && hidden(&form, "version") == "1");

    assert_eq!(put(&owner, "\"0\"", shop.clone()).await.status, StatusCode::PRECONDITION_FAILED);
    let blind = desk.ask(Method::PUT, SHOP_API, &owner, Some(shop.clone())).await;
    assert_eq!(blind.status, StatusCode::PRECONDITION_REQUIRED);
    let third = json!({"from": "monday", "to": "monday", "opens": "20:00", "closes": "22:00"});
    let busy = json!([week[0], week[1], third]);
    for (field, body) in [
        ("whatsapp", json!({"whatsapp": "javascript:alert(1)"})),
        ("email", json!({"email": "a@b.tn?cc=x"})),
        ("country", json!({"country": "tn"})),
        ("name", json!({"name": {"fr": "x".repeat(201)}})),
        ("branches[0].latitude", json!({"branches": [{"latitude": 91}]})),
        ("branches[1].hours", json!({"branches": [{}, {"hours": busy}]})),
        ("body", json!({"publicUrl": "https://elsewhere.tn"})),
    ] {
        let refused = put(&owner, "\"1\"", body).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{field}");
        assert_eq!(refused.text("/errors/0/field"), field);
    }
    assert_eq!(desk.get(SHOP_API, &owner).await.header("etag"), "\"1\"");
    desk.hire("analyst@shop.tn", Role::Analyst).await;
    let analyst = desk.token("analyst@shop.tn").await;
    assert_eq!(put(&analyst, "\"1\"", shop).await.status, StatusCode::FORBIDDEN);
}
