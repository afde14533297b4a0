//! The whole body of every address.

use http::StatusCode;

use crate::test_app::TestApp;

async fn check(name: &str, path: &str) {
    let app = TestApp::open().await;
    let answer = app.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let mut settings = insta::Settings::clone_current();
    settings.set_description(path);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_json_snapshot!(name, answer.json(), { ".**.id" => "[id]" }));
}

macro_rules! every_address {
    ($($name:ident: $path:literal;)*) => {
        $(#[tokio::test]
        async fn $name() {
            check(stringify!($name), $path).await;
        })*
    };
}

every_address! {
    all_products_are_listed_but_drafts: "/api/products";
    a_list_is_filtered_sorted_and_counted: "/api/products?brand=bosch,valeo&category=freinage&vehicle=renault&sort=-price&facets=true&limit=2";
    a_specification_is_a_filter: "/api/products?diameter-mm=258&locale=en";
    prices_bound_a_list: "/api/products?priceMin=40&priceMax=50,5&inStock=true&locale=ar";
    a_product_tells_everything: "/api/products/bp-1001";
    a_product_without_a_price_has_none: "/api/products/mf-4004?locale=ar";
    a_price_history_has_the_present_price: "/api/products/bp-1001/price-history";
    related_products_share_numbers_or_cars: "/api/products/bp-1001/related";
    brands_are_listed: "/api/brands";
    a_brand_is_shown: "/api/brands/bosch";
    categories_are_a_tree: "/api/categories?locale=en";
    a_category_is_shown: "/api/categories/freinage";
    makes_are_listed: "/api/vehicles/makes";
    models_of_a_make_are_listed: "/api/vehicles/makes/renault/models";
    engines_of_a_model_are_listed: "/api/vehicles/makes/renault/models/renault-clio/engines";
    a_vin_is_read: "/api/vehicles/vin/VF15R0G0H51234567";
    a_search_finds_by_words_and_car: "/api/search?q=plaquettes+clio+4";
    a_search_finds_a_part_number_in_any_form: "/api/search?q=7701-208%20265&facets=true";
    a_search_in_arabic_answers_in_arabic: "/api/search?q=%D9%81%D9%84%D8%AA%D8%B1&locale=ar";
    suggestions_come_as_one_types: "/api/search/suggest?q=pla";
}

#[tokio::test]
async fn pages_follow_each_other_until_all_were_seen() {
    let app = TestApp::open().await;
    let (mut seen, mut path) = (Vec::new(), "/api/products?limit=1&sort=name".to_owned());
    loop {
        let page = app.get(&path).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["sku"].clone()));
        let Some(cursor) = page["nextCursor"].as_str() else { break };
        path = format!("/api/products?limit=1&sort=name&cursor={cursor}");
    }
    seen.sort_by_key(ToString::to_string);
    assert_eq!(seen, ["BD-3003", "BP-1001", "MF-4004", "VP-2002"]);
}

#[tokio::test]
async fn what_the_shop_pays_is_never_shown() {
    let app = TestApp::open().await;
    for path in ["/api/products/bp-1001", "/api/products", "/api/search?q=plaquettes"] {
        let body = String::from_utf8(app.get(path).await.body).unwrap();
        assert!(!body.contains("31000") && !body.contains("31.000") && !body.contains("cost"), "{path}");
    }
}
