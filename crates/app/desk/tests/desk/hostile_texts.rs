//! Markup in every text that can be typed or sent, on every page that shows it: at the desk and in the shop.

use std::collections::BTreeSet;

use axum::extract::Request;
use db::testing::TestDb;
use http::StatusCode;
use serde_json::{Value, json};

use crate::page_visitor::{PageVisitor, file_form, led_to};
use crate::test_desk::{OWNER, TestDesk, migrations};
use web::testing::html::{attributes, check_html};

db::testing::on_both_databases!(migrations => markup_in_any_text_is_text_on_every_page);

/// Ends attributes of both kinds, an element, a comment and a script, and begins an element of its own.
const MARKUP: &str = "\"'></title></script>--><probe onclick=x>{{7*7}}";

/// The markup in a text of its own, to be found again.
fn evil(what: &str) -> String {
    format!("{what} {MARKUP}")
}

/// Gives the product's slug.
async fn send_everything(desk: &TestDesk, token: &str) -> String {
    let post = async |path: &str, body: Value| {
        let answer = desk.post(&format!("/api/admin/{path}"), token, body).await;
        assert!(answer.status.is_success(), "{path}: {}", String::from_utf8_lossy(&answer.body));
        answer.json()
    };
    let texts = |what: &str| json!({"fr": evil(what), "ar": evil(what), "en": evil(what)});
    let brand = post("brands", json!({"name": evil("brand")})).await;
    let category = post("categories", json!({"category": {"names": texts("category")}})).await;
    let car =
        json!({"make": evil("make"), "model": evil("model"), "engine": evil("engine"), "yearFrom": 2012});
    post("vehicles", car).await;
    post("synonyms", json!({"words": ["synonym \"'><probe>", "zubda"]})).await;
    post("staff", json!({"email": "probe@shop.tn", "name": evil("staff"), "role": "clerk"})).await;
    post("api-keys", json!({"name": evil("key"), "scopes": ["products.view"]})).await;
    let hook = json!({"url": "https://hooks.example/\"'><probe>", "description": evil("hook"), "events": ["product.updated"]});
    post("webhooks", hook).await;
    let product = json!({
        "sku": evil("sku"), "names": texts("product"), "descriptions": texts("description"),
        "brandId": brand["id"], "categoryId": category["id"], "priceMinor": 1_000, "stockQuantity": 1,
        "specifications": [{"key": "colour", "value": evil("value")}],
        "oeNumbers": [evil("oe1")], "crossReferences": [{"brand": evil("other"), "number": evil("no1")}],
        "images": ["https://pictures.example/\"'><probe>.webp"], "published": true,
    });
    post("products", product).await["slug"].as_str().unwrap().to_owned()
}

/// Every page that can be reached by links from here.
async fn walk(visitor: &PageVisitor<'_>, begin: &[&str], prefix: &str) -> String {
    let (mut seen, mut next, mut all) =
        (BTreeSet::new(), begin.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>(), String::new());
    while let Some(path) = next.pop() {
        let answer = visitor.get(&path).await;
        if !answer
            .headers
            .get("content-type")
            .is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"))
        {
            continue;
        }
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let page = answer.page();
        check_html(&path, &page);
        assert!(!page.contains("<probe") && !page.contains(" 49"), "{path}: {page}");
        for link in attributes(&page, &format!("href=\"{prefix}")) {
            let link = format!(
                "{prefix}{}",
                link.replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", "\"")
            );
            let link = link.split('#').next().unwrap().to_owned();
            if !link.contains("export") && seen.len() < 150 && seen.insert(link.clone()) {
                next.push(link);
            }
        }
        all.push_str(&page);
    }
    all
}

async fn markup_in_any_text_is_text_on_every_page(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let slug = send_everything(&desk, &desk.token(OWNER).await).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    let csrf = owner.csrf().await;
    // The device that signed in, a file's name and cells, a view's name, who the shop is.
    let device = Request::post("/desk/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header("user-agent", evil("device"))
        .header("content-type", "application/x-www-form-urlencoded");
    let body = format!("email={OWNER}&password={}", crate::test_desk::PASSWORD.replace(' ', "+"));
    assert_eq!(desk.send(device.body(body.into()).unwrap()).await.status, StatusCode::SEE_OTHER);
    let file = format!("sku;name;price;{0}\n{0};{0};{0}\n", MARKUP.replace(';', ","));
    for path in ["/desk/files/import", "/desk/forecasts/import"] {
        let name = "file ><probe>.csv";
        let (_, id) = led_to(&owner.upload(path, file_form(&csrf, name, &file)).await);
        desk.work_until_over(&id).await;
    }
    let view = [("query", "q=probe"), ("name", "view ><probe>")];
    owner.send("/desk/products/views", &view).await;
    let shop = [
        ("version", "0"),
        ("name_fr", &evil("shop")),
        ("tagline_fr", &evil("tagline")),
        ("b0_city_fr", &evil("city")),
    ];
    assert_eq!(owner.send("/desk/settings", &shop).await.status, StatusCode::SEE_OTHER);

    let told = walk(&owner, &["/desk"], "/desk").await;
    for what in [
        "brand", "category", "make", "synonym", "staff", "key", "hook", "product", "sku", "value", "oe1",
        "file", "view", "shop",
    ] {
        let shown = ["&quot;", "&gt;", "&#x27;"].iter().any(|sign| told.contains(&format!("{what} {sign}")));
        assert!(shown, "{what} is shown nowhere");
    }
    let shown = walk(&owner, &["/fr", &format!("/fr/p/{slug}")], "/fr").await;
    for what in ["brand", "category", "make", "product", "description", "value", "other", "shop", "city"] {
        assert!(shown.contains(&format!("{what} &quot;")), "{what} is shown nowhere in the shop");
    }
    for path in [
        "/ar",
        "/en",
        "/fr/search?q=%22%27%3E%3Cprobe%3E",
        "/desk/search?q=%3Cprobe%3E",
        "/desk/products?q=%22%3E%3Cprobe%3E",
    ] {
        assert!(!owner.page(path).await.contains("<probe"), "{path}");
    }
}
