//! Texts of an import that try to break out of the page.

use crate::shop::{HOSTILE, PART};
use crate::visitor::{Visitor, text};
use web::testing::html::{attributes, check_html};

#[tokio::test]
async fn a_hostile_product_is_shown_and_runs_nothing() {
    let visitor = Visitor::with_car();
    for locale in ["fr", "ar", "en"] {
        for path in ["/p/evil", "/c/freinage?sort=newest", "/products?sort=newest"] {
            let path = format!("/{locale}{path}");
            let page = visitor.page(&path).await;
            check_html(&path, &page);
            assert!(!page.contains("<script>alert"), "{path}");
            assert!(!page.contains("<img src=x"), "{path}");
            for address in attributes(&page, "href=\"").into_iter().chain(attributes(&page, "src=\"")) {
                let scheme = address.to_ascii_lowercase();
                assert!(
                    !scheme.starts_with("javascript:") && !scheme.starts_with("data:"),
                    "{path}: {address}"
                );
            }
        }
    }
}

#[tokio::test]
async fn structured_data_holds_the_hostile_name_as_it_is() {
    let page = Visitor::new().page("/fr/p/evil").await;
    let data = page.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    let data: serde_json::Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    assert_eq!(data["@graph"][0]["name"], HOSTILE);
}

#[tokio::test]
async fn what_is_typed_comes_back_as_text() {
    let visitor = Visitor::new();
    let typed = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    for path in [
        format!("/fr/search?q={typed}"),
        format!("/fr/vin?vin={typed}"),
        format!("/fr/p/{PART}?fit={typed}"),
        format!("/fr/vehicle?back={typed}&make={typed}"),
    ] {
        let page = visitor.page(&path).await;
        check_html(&path, &page);
        assert!(!page.contains("<script>alert"), "{path}");
    }
    let page = text(visitor.get(&format!("/fr/products?priceMin={typed}")).await).await;
    check_html("priceMin", &page);
}

#[tokio::test]
async fn forms_lead_back_into_the_shop_only() {
    let visitor = Visitor::new();
    for back in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let response = visitor.post("/fr/vehicle", &format!("choose=renault&back={back}")).await;
        assert_eq!(response.headers()["location"], "/fr", "{back}");
    }
}
