//! Products over HTTP: two clerks at one product, more than belongs in a body, others' ids, hostile texts.

use db::testing::TestDb;
use http::{Method, StatusCode};
use identity::Role;
use kernel::Permission;
use serde_json::{Value, json};

use crate::test_desk::{Answer, OWNER, TestDesk, migrations, request};

db::testing::on_both_databases!(migrations =>
    a_product_is_made_read_edited_deleted_and_restored,
    of_two_clerks_one_wins_and_the_other_is_told_what_changed,
    what_nobody_may_write_is_refused_by_name,
    another_id_names_nothing,
    hostile_texts_are_kept_as_texts,
    a_list_takes_filters_and_names_wrong_ones,
    many_products_are_changed_and_changed_back,
    tables_are_kept_at_the_desk,
    synonyms_are_kept_at_the_desk,
);

const PRODUCTS: &str = "/api/admin/products";

async fn make(desk: &TestDesk, token: &str, body: Value) -> Value {
    let made = desk.post(PRODUCTS, token, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&made.body));
    made.json()
}

fn path(product: &Value) -> String {
    format!("{PRODUCTS}/{}", product["id"].as_str().unwrap())
}

async fn edit(desk: &TestDesk, token: &str, seen: &Value, body: Value) -> Answer {
    let mut request = request(Method::PATCH, &path(seen), token, Some(body));
    let version = format!("\"{}\"", seen["version"].as_str().unwrap());
    request.headers_mut().insert("if-match", version.parse().unwrap());
    desk.send(request).await
}

async fn a_product_is_made_read_edited_deleted_and_restored(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let answer = desk
        .post(PRODUCTS, &token, json!({"sku": "A-1", "names": {"fr": "Disque"}, "priceMinor": 900}))
        .await;
    let made = answer.json();
    assert_eq!(answer.header("location"), path(&made));
    assert_eq!(answer.header("etag"), format!("\"{}\"", made["version"].as_str().unwrap()));
    let public = format!("/api/products/{}", made["slug"].as_str().unwrap());
    assert_eq!(desk.get(&public, "").await.status, StatusCode::OK, "seen at once");
    let edited = edit(&desk, &token, &made, json!({"priceMinor": null, "names": {"ar": "قرص"}})).await;
    assert_eq!(edited.status, StatusCode::OK);
    assert_eq!(edited.json()["priceMinor"], Value::Null);
    assert_eq!(edited.json()["names"], json!({"fr": "Disque", "ar": "قرص"}));
    let history = desk.get(&format!("{}/price-history", path(&made)), &token).await.json();
    assert_eq!(history[0]["priceMinor"], 900);
    assert_eq!(history[1]["priceMinor"], Value::Null);
    assert!(history[1]["who"].as_str().unwrap().starts_with("staff "));
    let deleted = desk.ask(Method::DELETE, &path(&made), &token, None).await;
    assert_eq!(deleted.json()["state"], "deleted");
    assert_eq!(desk.get(&public, "").await.status, StatusCode::NOT_FOUND, "gone at once");
    let restored = desk.ask(Method::POST, &format!("{}/restore", path(&made)), &token, None).await;
    assert_eq!(restored.json()["state"], "live");
    let trail = desk.get("/api/admin/audit?action=product", &token).await.json();
    let actions: Vec<&str> =
        trail["items"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["product.restore", "product.delete", "product.edit", "product.create"]);
}

async fn of_two_clerks_one_wins_and_the_other_is_told_what_changed(db: TestDb) {
    let desk = TestDesk::open(db).await;
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let (owner, clerk) = (desk.token(OWNER).await, desk.token("clerk@shop.tn").await);
    let seen = make(&desk, &owner, json!({"sku": "A-1", "names": {"fr": "Disque"}, "priceMinor": 900})).await;
    let (one, two) = tokio::join!(
        edit(&desk, &owner, &seen, json!({"priceMinor": 1000})),
        edit(&desk, &clerk, &seen, json!({"priceMinor": 2000, "onOrder": true})),
    );
    let (won, lost) = if one.status == StatusCode::OK { (one, two) } else { (two, one) };
    assert_eq!((won.status, lost.status), (StatusCode::OK, StatusCode::PRECONDITION_FAILED));
    assert_eq!(lost.text("/type"), "urn:dukkan:problem:changed-meanwhile");
    assert_eq!(lost.text("/meanwhile/version"), won.text("/version"));
    let fields = lost.json()["meanwhile"]["fields"].clone();
    assert_eq!(fields[0]["field"], "priceMinor");
    assert_eq!(fields[0]["now"], won.json()["priceMinor"]);
    assert_eq!(fields.as_array().unwrap().len(), 1, "what is as wanted already is no collision");
    let again = edit(&desk, &clerk, &won.json(), json!({"priceMinor": 3000})).await;
    assert_eq!(again.status, StatusCode::OK, "who has seen the change may change it");
    let blind = desk.ask(Method::PATCH, &path(&seen), &clerk, Some(json!({"priceMinor": 1}))).await;
    assert_eq!(blind.status, StatusCode::PRECONDITION_REQUIRED);
    for header in ["*", "abc", "\"abc\"", "W/\"1\"", "\"1\", \"2\"", ""] {
        let mut request = request(Method::PATCH, &path(&seen), &clerk, Some(json!({"priceMinor": 1})));
        request.headers_mut().insert("if-match", header.parse().unwrap());
        assert_eq!(desk.send(request).await.status, StatusCode::BAD_REQUEST, "{header}");
    }
}

async fn what_nobody_may_write_is_refused_by_name(db: TestDb) {
    let desk = TestDesk::open(db).await;
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let (owner, clerk) = (desk.token(OWNER).await, desk.token("clerk@shop.tn").await);
    let seen = make(&desk, &owner, json!({"sku": "A-1", "names": {"fr": "Disque"}, "costMinor": 500})).await;
    for field in [
        "id",
        "number",
        "version",
        "state",
        "deletedAt",
        "createdAt",
        "updatedAt",
        "popularity",
        "publishedAt",
    ] {
        let refused = edit(&desk, &owner, &seen, json!({field: 1})).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{field}");
        assert!(refused.text("/errors/0/reason").contains(&format!("unknown field `{field}`")), "{field}");
    }
    let raised = edit(&desk, &clerk, &seen, json!({"costMinor": 1})).await;
    assert_eq!(raised.status, StatusCode::FORBIDDEN, "who may not see costs does not set them");
    let shown = desk.get(&path(&seen), &clerk).await.json();
    assert_eq!(shown["costMinor"], Value::Null);
    let made = desk.post("/api/admin/brands", &owner, json!({"name": "Valeo", "id": seen["id"]})).await;
    assert_eq!(made.status, StatusCode::BAD_REQUEST);
    let wrong = edit(&desk, &owner, &seen, json!({"priceMinor": -1})).await;
    assert_eq!(
        (wrong.status, wrong.text("/errors/0/field").as_str()),
        (StatusCode::BAD_REQUEST, "priceMinor")
    );
    let taken = desk.post(PRODUCTS, &owner, json!({"sku": "a 1", "names": {"fr": "X"}})).await;
    assert_eq!((taken.status, taken.text("/errors/0/field").as_str()), (StatusCode::CONFLICT, "sku"));
}

async fn another_id_names_nothing(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let product = make(&desk, &token, json!({"sku": "A-1", "names": {"fr": "Disque"}})).await;
    let id = product["id"].as_str().unwrap();
    for path in [
        format!("/api/admin/jobs/{id}"),
        format!("/api/admin/imports/{id}"),
        format!("/api/admin/imports/{id}/problems"),
        format!("/api/admin/exports/{id}/file"),
        format!("{PRODUCTS}/{}", desk.owner.id),
        format!("{PRODUCTS}/0"),
        format!("{PRODUCTS}/..%2f..%2fetc"),
        "/images/..%2f..%2fdukkan.db".to_owned(),
        "/images/%2e%2e%2fdukkan.toml".to_owned(),
        "/images/none.webp".to_owned(),
        "/images/a.svg".to_owned(),
    ] {
        assert_eq!(desk.get(&path, &token).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["brands", "categories", "vehicles"] {
        let deleted = desk.ask(Method::DELETE, &format!("/api/admin/{path}/{id}"), &token, None).await;
        assert_eq!(deleted.status, StatusCode::NOT_FOUND, "{path}");
    }
    let wrong = edit(&desk, &token, &product, json!({"brandId": id})).await;
    assert_eq!(wrong.text("/errors/0/field"), "brandId");
}

/// What would run in a page, a query or a spreadsheet if somebody let it.
const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "'; DROP TABLE product; --",
    "=HYPERLINK(\"http://evil\",\"x\")",
    "+cmd|' /C calc'!A0",
    "javascript:alert(1)",
    "\u{202e}desrever",
];

async fn hostile_texts_are_kept_as_texts(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    for (number, text) in HOSTILE.into_iter().enumerate() {
        let brand =
            desk.post("/api/admin/brands", &token, json!({"name": format!("b{number} {text}")})).await;
        let category = json!({"category": {"names": {"fr": format!("c{number} {text}")}}});
        let category = desk.post("/api/admin/categories", &token, category).await;
        let body = json!({
            "sku": format!("x{number} {text}"),
            "names": {"fr": text, "ar": text, "en": text},
            "descriptions": {"fr": text},
            "brandId": brand.json()["id"],
            "categoryId": category.json()["id"],
            "specifications": [{"key": "note", "value": text}],
            "oeNumbers": [format!("{text}1")],
            "crossReferences": [{"brand": text, "number": format!("{text}2")}],
        });
        let product = make(&desk, &token, body).await;
        assert_eq!(product["names"]["fr"], text);
        assert_eq!(product["brand"]["name"], format!("b{number} {text}"));
        for locale in ["fr", "ar", "en"] {
            let page = format!("/{locale}/p/{}", product["slug"].as_str().unwrap());
            let page = desk.get(&page, "").await;
            assert_eq!(page.status, StatusCode::OK, "{text}");
            let html = String::from_utf8(page.body).unwrap();
            for raw in ["<script>alert", "<img src=x", "href=\"javascript:", "49{%"] {
                assert!(!html.contains(raw), "{locale} {text} brings {raw}");
            }
        }
    }
    let script = json!({"sku": "i", "names": {"fr": "i"}, "images": ["javascript:alert(1)"]});
    let refused = desk.post(PRODUCTS, &token, script).await;
    assert_eq!(
        (refused.status, refused.text("/errors/0/field").as_str()),
        (StatusCode::BAD_REQUEST, "images")
    );
}

async fn a_list_takes_filters_and_names_wrong_ones(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    for number in 0..5 {
        let draft = json!({"sku": format!("A-{number}"), "names": {"fr": "Disque"}, "published": number > 1, "stockQuantity": 2, "priceMinor": 1000 * number});
        make(&desk, &token, draft).await;
    }
    let count = async |query: &str| {
        let page = desk.get(&format!("{PRODUCTS}?{query}"), &token).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        page.json()["items"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 5);
    assert_eq!(count("q=disq&state=draft").await, 2);
    assert_eq!(count("state=live&stock=low&priceFrom=3&sort=-price").await, 2);
    assert_eq!(count("state=deleted").await, 0);
    let first = desk.get(&format!("{PRODUCTS}?limit=3&sort=sku"), &token).await.json();
    assert_eq!(count(&format!("limit=3&sort=sku&cursor={}", first["next"].as_str().unwrap())).await, 2);
    for (query, field) in [
        ("state=gone", "state"),
        ("stock=all", "stock"),
        ("sort=random", "sort"),
        ("brand=bosch", "brand"),
        ("limit=201", "limit"),
        ("cursor=rubbish", "cursor"),
        ("priceFrom=cheap", "priceFrom"),
        ("offset=5", "offset"),
    ] {
        let refused = desk.get(&format!("{PRODUCTS}?{query}"), &token).await;
        assert_eq!(
            (refused.status, refused.text("/errors/0/field").as_str()),
            (StatusCode::BAD_REQUEST, field)
        );
    }
}

async fn many_products_are_changed_and_changed_back(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    for number in 0..3 {
        make(
            &desk,
            &token,
            json!({"sku": format!("A-{number}"), "names": {"fr": "Disque"}, "priceMinor": 1000}),
        )
        .await;
    }
    let body = json!({"selection": {"filter": {"q": "disque"}}, "change": {"priceByBasisPoints": 1000}});
    let edited = desk.post("/api/admin/bulk-edits", &token, body).await;
    assert_eq!((edited.status, &edited.json()["changed"]), (StatusCode::OK, &json!(3)));
    let prices = async || {
        let list = desk.get(&format!("{PRODUCTS}?priceFrom=1.1"), &token).await.json();
        list["items"].as_array().unwrap().len()
    };
    assert_eq!(prices().await, 3);
    let undo = format!("/api/admin/bulk-edits/{}/undo", edited.text("/id"));
    let undone = desk.ask(Method::POST, &undo, &token, None).await;
    assert_eq!(undone.json(), json!({"restored": 3, "kept": 0, "keptProducts": []}));
    assert_eq!(prices().await, 0);
    assert_eq!(desk.ask(Method::POST, &undo, &token, None).await.status, StatusCode::CONFLICT);
    for (body, field) in [
        (json!({"selection": {}, "change": {"onOrder": true}}), "selection"),
        (json!({"selection": {"ids": [], "filter": {}}, "change": {"onOrder": true}}), "selection"),
        (json!({"selection": {"filter": {}}, "change": {}}), "change"),
        (json!({"selection": {"filter": {}}, "change": {"priceByBasisPoints": -10000}}), "pricePercent"),
        (json!({"selection": {"filter": {}}, "change": {"brandId": desk.owner.id}}), "brandId"),
    ] {
        let refused = desk.post("/api/admin/bulk-edits", &token, body.clone()).await;
        assert_eq!(
            (refused.status, refused.text("/errors/0/field").as_str()),
            (StatusCode::BAD_REQUEST, field),
            "{body}"
        );
    }
}

async fn tables_are_kept_at_the_desk(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let ask = async |method: &str, path: &str, body: Value| {
        desk.ask(method.parse().unwrap(), &format!("/api/admin/{path}"), &token, Some(body)).await
    };
    let category = async |name: &str, into: Value| {
        let place = if into.is_null() { json!({}) } else { json!({"into": into}) };
        let made =
            ask("POST", "categories", json!({"category": {"names": {"fr": name}}, "place": place})).await;
        assert_eq!(made.status, StatusCode::CREATED);
        made.json()["id"].clone()
    };
    let outer = category("Freinage", Value::Null).await;
    let inner = category("Disques", outer.clone()).await;
    let circle =
        ask("POST", &format!("categories/{}/move", outer.as_str().unwrap()), json!({"into": inner})).await;
    assert_eq!(circle.status, StatusCode::CONFLICT, "a category cannot become its own ancestor");
    let two = json!({"into": inner, "before": inner});
    let twice = ask("POST", &format!("categories/{}/move", outer.as_str().unwrap()), two).await;
    assert_eq!(twice.text("/errors/0/field"), "place");
    let top =
        ask("POST", &format!("categories/{}/move", inner.as_str().unwrap()), json!({"before": outer})).await;
    assert_eq!((top.status, &top.json()["parentId"]), (StatusCode::OK, &Value::Null));
    let bosch = ask("POST", "brands", json!({"name": "Bosch"})).await.json()["id"].clone();
    let twin = ask("POST", "brands", json!({"name": "BOSCH"})).await;
    assert_eq!((twin.status, twin.text("/errors/0/field").as_str()), (StatusCode::CONFLICT, "name"));
    let valeo = ask("POST", "brands", json!({"name": "Valeo"})).await.json()["id"].clone();
    make(&desk, &token, json!({"sku": "A-1", "names": {"fr": "Disque"}, "brandId": bosch})).await;
    let kept = ask("DELETE", &format!("brands/{}", bosch.as_str().unwrap()), json!({})).await;
    assert_eq!(kept.status, StatusCode::CONFLICT);
    let merged =
        ask("POST", &format!("brands/{}/merge", bosch.as_str().unwrap()), json!({"into": valeo})).await;
    assert_eq!((merged.status, merged.json()), (StatusCode::OK, json!({"products": 1})));
    let vehicle =
        ask("POST", "vehicles", json!({"make": "Renault", "model": "Clio", "yearFrom": 2012})).await;
    assert_eq!(vehicle.status, StatusCode::CREATED);
    let fitted = json!({"sku": "A-2", "names": {"fr": "Disque"}, "fitments": [{"vehicleId": vehicle.json()["id"], "quantity": 2}]});
    let fitted = make(&desk, &token, fitted).await;
    assert_eq!(fitted["fitments"][0]["vehicle"]["slug"], vehicle.json()["slug"]);
    let found = desk.get("/api/admin/vehicles?q=clio+renault", &token).await.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    let wrong = ask("POST", "vehicles", json!({"make": "", "model": "Clio"})).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

async fn synonyms_are_kept_at_the_desk(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let added = desk.post("/api/admin/synonyms", &token, json!({"words": ["=cmd", "زبدة"]})).await;
    assert_eq!(added.status, StatusCode::CREATED);
    let file = desk.get("/api/admin/synonyms/file", &token).await;
    let text = String::from_utf8(file.body).unwrap();
    assert!(text.contains("\n'=cmd|زبدة"), "a spreadsheet must not run a synonym");
    let put = async |text: &str| {
        let mut sent = request(Method::PUT, "/api/admin/synonyms/file", &token, None);
        *sent.body_mut() = axum::body::Body::from(text.to_owned());
        desk.send(sent).await
    };
    assert_eq!(put(&text).await.status, StatusCode::OK);
    let groups = desk.get("/api/admin/synonyms", &token).await.json();
    assert_eq!(groups.as_array().unwrap().last().unwrap()["words"], json!(["=cmd", "زبدة"]));
    let number = groups[0]["number"].clone();
    let path = format!("/api/admin/synonyms/{number}");
    let alone = desk.ask(Method::PUT, &path, &token, Some(json!({"words": ["one"]}))).await;
    assert_eq!((alone.status, alone.text("/errors/0/field").as_str()), (StatusCode::BAD_REQUEST, "words"));
    assert_eq!(desk.ask(Method::DELETE, &path, &token, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.ask(Method::DELETE, &path, &token, None).await.status, StatusCode::NOT_FOUND);
    assert!(desk.owner.role.permissions().contains(Permission::EditCatalogue));
}
