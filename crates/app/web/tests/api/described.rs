//! The API's own description: that it is one, that it is whole, and that answers are as it says.

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::Value;

use crate::test_app::TestApp;

/// Each documented path with an address that exists in the sample shop.
const ADDRESSES: [(&str, &str); 14] = [
    ("/api/brands", "/api/brands"),
    ("/api/brands/{slug}", "/api/brands/bosch"),
    ("/api/categories", "/api/categories"),
    ("/api/categories/{slug}", "/api/categories/freinage"),
    ("/api/products", "/api/products?facets=true"),
    ("/api/products/{slug}", "/api/products/bp-1001"),
    ("/api/products/{slug}/price-history", "/api/products/bp-1001/price-history"),
    ("/api/products/{slug}/related", "/api/products/bp-1001/related"),
    ("/api/search", "/api/search?q=plaquettes+clio&facets=true"),
    ("/api/search/suggest", "/api/search/suggest?q=pla"),
    ("/api/vehicles/makes", "/api/vehicles/makes"),
    ("/api/vehicles/makes/{make}/models", "/api/vehicles/makes/renault/models"),
    (
        "/api/vehicles/makes/{make}/models/{model}/engines",
        "/api/vehicles/makes/renault/models/renault-clio/engines",
    ),
    ("/api/vehicles/vin/{vin}", "/api/vehicles/vin/VF15R0G0H51234567"),
];

async fn document(app: &TestApp) -> Value {
    let answer = app.get("/api/openapi.json").await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.json()
}

/// Follows every `$ref` below `schema` and puts what it names in its place, as far as `depth`.
fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => {
            let target = document.pointer(reference.trim_start_matches('#'));
            resolve(document, target.unwrap_or_else(|| panic!("{reference} leads nowhere")))
        }
        None => schema,
    }
}

/// In what `value` is not as `schema` says; a field that is not described is a fault too.
fn mismatch(document: &Value, schema: &Value, value: &Value, place: &str) -> Option<String> {
    fault(document, schema, value, place, false)
}

/// As [`mismatch`], by the keywords of JSON Schema 2020-12 that the document uses; `open` lets other fields pass.
fn fault(document: &Value, schema: &Value, value: &Value, place: &str, open: bool) -> Option<String> {
    let schema = resolve(document, schema);
    for (keyword, all) in [("oneOf", false), ("anyOf", false), ("allOf", true)] {
        let Some(choices) = schema[keyword].as_array() else { continue };
        let failed: Vec<String> =
            choices.iter().filter_map(|choice| fault(document, choice, value, place, all)).collect();
        let tolerated = if all { 0 } else { choices.len().saturating_sub(1) };
        if failed.len() > tolerated {
            return Some(format!("{place}: no {keyword}: {failed:?}"));
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let actual = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allowed = types.contains(&actual) || (actual == "integer" && types.contains(&"number"));
    if !allowed {
        return Some(format!("{place}: {actual} where {types:?} is promised"));
    }
    if let Some(values) = schema["enum"].as_array()
        && !values.contains(value)
    {
        return Some(format!("{place}: {value} is none of {values:?}"));
    }
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(at, item)| mismatch(document, &schema["items"], item, &format!("{place}[{at}]"))),
        Value::Object(fields) => {
            let properties = schema["properties"].as_object();
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let missing = required.clone().find(|name| !fields.contains_key(*name));
            if let Some(name) = missing {
                return Some(format!("{place}: {name} is promised and missing"));
            }
            fields.iter().find_map(|(name, field)| match properties.and_then(|known| known.get(name)) {
                Some(property) => mismatch(document, property, field, &format!("{place}.{name}")),
                None if open || schema.get("additionalProperties").is_some() => None,
                None => Some(format!("{place}: {name} is not described")),
            })
        }
        _ => None,
    }
}

#[tokio::test]
async fn every_answer_is_as_the_document_says() {
    let app = TestApp::open().await;
    let document = document(&app).await;
    let documented: BTreeSet<&str> =
        document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(documented, ADDRESSES.iter().map(|(path, _)| *path).collect());
    for (path, address) in ADDRESSES {
        let answer = app.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        let response = &document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"];
        assert_eq!(mismatch(&document, &response["schema"], &answer.json(), path), None);
    }
}

#[tokio::test]
async fn refusals_are_as_the_document_says() {
    let app = TestApp::open().await;
    let document = document(&app).await;
    for (path, address, status) in [
        ("/api/products", "/api/products?limit=0", "400"),
        ("/api/products/{slug}", "/api/products/nothing", "404"),
        ("/api/search", "/api/search?q=a&sort=x", "400"),
        ("/api/vehicles/vin/{vin}", "/api/vehicles/vin/1", "400"),
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status.as_str(), status, "{address}");
        let response =
            &document["paths"][path]["get"]["responses"][status]["content"]["application/problem+json"];
        assert!(response.is_object(), "{path} {status}");
        assert_eq!(mismatch(&document, &response["schema"], &answer.json(), path), None);
    }
}

#[tokio::test]
async fn the_document_is_openapi_3_1_and_every_operation_has_a_name_and_words() {
    let app = TestApp::open().await;
    let document = document(&app).await;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            assert!(names.insert(operation["operationId"].as_str().unwrap()), "{path}");
            assert!(operation["summary"].is_string(), "{path}");
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let in_it = parameters.filter(|one| one["in"] == "path");
            let named: BTreeSet<&str> = in_it.map(|one| one["name"].as_str().unwrap()).collect();
            let in_path: BTreeSet<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
            assert_eq!(named, in_path, "{path}");
        }
    }
    let mut references = Vec::new();
    collect_references(&document, &mut references);
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
    }
}

fn collect_references<'a>(value: &'a Value, into: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            into.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|field| collect_references(field, into));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, into)),
        _ => {}
    }
}

#[tokio::test]
async fn swagger_ui_is_served_from_the_binary_alone() {
    let app = TestApp::open().await;
    let page = app.get("/api/docs/").await;
    assert_eq!(page.status, StatusCode::OK);
    let html = String::from_utf8(page.body.clone()).unwrap();
    assert!(!html.contains("http://") && !html.contains("https://"), "{html}");
    assert!(page.header("content-security-policy").unwrap().contains("style-src 'self' 'unsafe-inline'"));
    let is_file = |part: &&str| part.starts_with("./") || part.contains(".css");
    for file in html.split('"').filter(is_file) {
        let path = format!("/api/docs/{}", file.trim_start_matches("./"));
        assert_eq!(app.get(&path).await.status, StatusCode::OK, "{path}");
    }
}
