//! What search engines and previews read.

use http::StatusCode;

use crate::shop::PART;
use crate::visitor::Visitor;
use web::testing::html::attributes;

#[tokio::test]
async fn a_page_names_itself_in_every_language() {
    let page = Visitor::new().page(&format!("/ar/p/{PART}")).await;
    let own = format!("https://shop.example/ar/p/{PART}");
    assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{own}\">")));
    for (language, locale) in [("fr", "fr"), ("ar", "ar"), ("en", "en"), ("x-default", "fr")] {
        let link = format!("hreflang=\"{language}\" href=\"https://shop.example/{locale}/p/{PART}\"");
        assert!(page.contains(&link), "{language}");
    }
    assert!(page.contains(&format!("<meta property=\"og:url\" content=\"{own}\">")));
}

#[tokio::test]
async fn filtered_lists_and_searches_are_left_out() {
    let visitor = Visitor::new();
    for path in ["/fr/c/freinage?inStock=true", "/fr/search?q=zzzzzz", "/fr/compare", "/fr/offline"] {
        assert!(visitor.page(path).await.contains("content=\"noindex,follow\""), "{path}");
    }
    for path in ["/fr", "/fr/c/freinage", "/fr/contact"] {
        assert!(!visitor.page(path).await.contains("noindex"), "{path}");
    }
    let filtered = visitor.page("/fr/c/freinage?inStock=true").await;
    assert!(filtered.contains("<link rel=\"canonical\" href=\"https://shop.example/fr/c/freinage\">"));
}

#[tokio::test]
async fn structured_data_says_what_the_page_says() {
    let page = Visitor::new().page(&format!("/fr/p/{PART}")).await;
    let data = page.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    let data: serde_json::Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    let product = &data["@graph"][0];
    assert_eq!(product["@type"], "Product");
    assert_eq!(product["sku"], "BOS-001000");
    assert_eq!(product["offers"]["price"], "89.900");
    assert_eq!(product["offers"]["priceCurrency"], "TND");
    assert_eq!(product["offers"]["availability"], "https://schema.org/InStock");
    assert_eq!(data["@graph"][1]["itemListElement"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn the_sitemap_leads_to_every_product() {
    let visitor = Visitor::new();
    let index = visitor.page("/sitemap.xml").await;
    let files: Vec<&str> = index.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(files.len(), 6);
    let mut products = 0;
    for file in files {
        let xml = visitor.page(file.strip_prefix("https://shop.example").unwrap()).await;
        let pages: Vec<&str> = xml.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
        for page in &pages {
            visitor.page(page.strip_prefix("https://shop.example").unwrap()).await;
        }
        products += if file.contains("products") { pages.len() } else { 0 };
    }
    assert_eq!(products, 3 * 44);
    assert_eq!(visitor.get("/sitemaps/fr-products-2.xml").await.status(), StatusCode::NOT_FOUND);
    assert!(visitor.page("/robots.txt").await.contains("Sitemap: https://shop.example/sitemap.xml"));
}

#[tokio::test]
async fn the_app_can_be_installed_in_every_language() {
    let visitor = Visitor::new();
    for (locale, direction) in [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")] {
        let manifest = visitor.page(&format!("/{locale}/manifest.webmanifest")).await;
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!(manifest["dir"], direction);
        assert_eq!(manifest["start_url"], format!("/{locale}"));
        for icon in manifest["icons"].as_array().unwrap() {
            let path = icon["src"].as_str().unwrap();
            assert_eq!(visitor.get(path).await.status(), StatusCode::OK, "{path}");
        }
    }
    assert!(visitor.page("/sw.js").await.contains("/ar/offline"));
}

#[tokio::test]
async fn the_front_door_speaks_the_visitors_language() {
    let visitor = Visitor::new();
    let response = visitor.get("/").await;
    assert_eq!(response.status(), StatusCode::FOUND);
    assert_eq!(response.headers()["location"], "/fr");
}

#[tokio::test]
async fn the_whatsapp_order_names_part_number_price_car_and_page() {
    let page = Visitor::with_car().page(&format!("/ar/p/{PART}")).await;
    let links = attributes(&page, "href=\"https://wa.me/");
    let order = links.iter().find(|link| link.contains("BOS-001000")).unwrap();
    let (number, text) = order.split_once("?text=").unwrap();
    assert_eq!(number, "21620000000");
    let text = percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
    insta::assert_snapshot!(text);
}
