//! All templates in all languages: made, well formed, light, with a place for everything.

use std::collections::BTreeSet;

use http::{StatusCode, header};
use web::storefront::ShopProfile;

use crate::shop::{self, HEAVY, PART};
use crate::visitor::{Visitor, text};
use web::testing::html::{attributes, check_html};

const LOCALES: [&str; 3] = ["fr", "ar", "en"];

/// Every kind of page, without its language.
fn paths() -> Vec<String> {
    let part = format!("/p/{PART}");
    let fixed = [
        "",
        "/c",
        "/b",
        "/products",
        "/products?onOffer=true",
        "/c/freinage",
        "/c/filtres-a-huile",
        "/b/bosch",
        "/v/renault",
        "/v/renault-clio",
        "/search",
        "/search?q=filtre",
        "/search?q=zzzzzz",
        "/search?q=filtre&literal=true",
        "/vehicle",
        "/vehicle?make=renault",
        "/vehicle?model=renault-clio",
        "/vin",
        "/vin?vin=VF1",
        "/contact",
        "/vin?vin=1M8GDM9AXKP042788",
        "/compare",
        "/offline",
        "/products?inStock=true&priceMin=10&sort=price",
        "/p/evil",
    ];
    let mut paths: Vec<String> = fixed.iter().map(|path| (*path).to_owned()).collect();
    paths.extend([
        part.clone(),
        format!("{part}?fit=clio"),
        format!("{part}?fit=*"),
        format!("{part}?fit=nothing"),
    ]);
    paths
}

#[tokio::test]
async fn every_page_is_well_formed_in_every_language_with_a_car_and_without() {
    let with_car = Visitor::remembering(&format!("car={}; compare={PART}.evil", shop::CAR));
    for visitor in [Visitor::new(), with_car] {
        for locale in LOCALES {
            for path in paths() {
                let path = format!("/{locale}{path}");
                let page = visitor.page(&path).await;
                check_html(&path, &page);
                let direction = if locale == "ar" { "rtl" } else { "ltr" };
                assert!(page.contains(&format!("<html lang=\"{locale}\" dir=\"{direction}\">")), "{path}");
            }
        }
    }
}

#[tokio::test]
async fn a_shop_without_a_name_goes_by_its_address() {
    let nameless = ShopProfile { public_url: "https://shop.example".to_owned(), ..ShopProfile::default() };
    let visitor = Visitor::at(nameless);
    for locale in LOCALES {
        for path in paths() {
            let path = format!("/{locale}{path}");
            let page = visitor.page(&path).await;
            let (_, title) = page.split_once("<title>").unwrap();
            let title = title.split_once("</title>").unwrap().0;
            let title = title.trim_end_matches('\u{2069}');
            assert!(title.ends_with("shop.example"), "{path}: {title}");
        }
    }
}

#[tokio::test]
async fn a_shop_without_an_address_says_so() {
    let shy = Visitor::at(ShopProfile::default());
    for (locale, none) in [("fr", "ni adresse ni téléphone"), ("ar", "عنوانا ولا رقم"), ("en", "no address")]
    {
        let path = format!("/{locale}/contact");
        assert!(shy.page(&path).await.contains(none), "{path}");
        assert!(!Visitor::new().page(&path).await.contains(none), "{path}");
    }
}

#[tokio::test]
async fn a_search_for_nothing_that_is_seen_is_one_for_nothing() {
    let visitor = Visitor::new();
    let title =
        |page: &str| page.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0.to_owned();
    let nothing = title(&visitor.page("/fr/search").await);
    for blank in ["", "%20%20", "%00%01", "%C2%A0%0A", "%E2%80%8F", "%EF%BB%BF"] {
        let page = visitor.page(&format!("/fr/search?q={blank}")).await;
        assert_eq!(title(&page), nothing, "{blank}");
        assert!(page.contains("type=\"search\" value=\"\""), "{blank}");
    }
}

#[tokio::test]
async fn an_address_with_a_slash_too_many_leads_to_its_page_and_never_to_another_site() {
    let visitor = Visitor::new();
    for (written, meant) in [
        ("/fr/", "/fr"),
        ("/ar//", "/ar"),
        ("/fr/?", "/fr"),
        ("/fr/search/?q=a%20b", "/fr/search?q=a%20b"),
        ("/fr/p/%D9%81/", "/fr/p/%D9%81"),
        ("/fr/nothing/", "/fr/nothing"),
        // Below a language, whatever it looks like.
        ("/fr//other.example/", "/fr//other.example"),
        ("/fr/\\other.example/", "/fr/\\other.example"),
        ("/fr/..//other.example//", "/fr/..//other.example"),
    ] {
        let response = visitor.get(written).await;
        assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT, "{written}");
        assert_eq!(response.headers()[header::LOCATION], meant);
    }
    for elsewhere in ["//other.example/", "//fr/", "/other/", "/fr/nothing", "/fr//other.example"] {
        assert_eq!(visitor.get(elsewhere).await.status(), StatusCode::NOT_FOUND, "{elsewhere}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_page_in_the_visitors_language() {
    let visitor = Visitor::new();
    for path in ["/fr/nothing", "/fr/p/nothing", "/fr/c/nothing", "/fr/b/nothing", "/fr/v/nothing"] {
        let response = visitor.get(path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        let page = text(response).await;
        check_html(path, &page);
        assert!(page.contains("Cette page n’existe pas"), "{path}");
    }
    let page = text(visitor.get("/ar/p/nothing").await).await;
    assert!(page.contains("هذه الصفحة غير موجودة"));
}

#[tokio::test]
async fn a_wrong_filter_is_named_on_a_page() {
    let visitor = Visitor::new();
    for (path, named) in [
        ("/fr/products?priceMin=cher", "priceMin"),
        ("/fr/products?sort=best", "sort"),
        ("/fr/products?cursor=rubbish", "cursor"),
        ("/fr/products?brand=nobody", "brand"),
    ] {
        let response = visitor.get(path).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{path}");
        assert!(text(response).await.contains(named), "{path}");
    }
    // What advertisers append is nobody's filter.
    visitor.page("/fr/products?utm_source=x&fbclid=y").await;
}

#[tokio::test]
async fn the_heaviest_product_page_with_its_styles_and_scripts_weighs_less_than_60_kb() {
    let visitor = Visitor::new();
    let page = visitor.page(&format!("/fr/p/{HEAVY}")).await;
    let cars = page.matches("<tr><th scope=\"row\"><bdi>").count();
    assert!(cars > 20 && page.matches("class=\"row\"").count() == 12, "{cars} cars");
    let mut weight = page.len();
    for address in attributes(&page, "href=\"/assets/").into_iter().chain(attributes(&page, "src=\"/assets/"))
    {
        if address.contains("drawings") || address.contains('#') {
            continue;
        }
        weight += visitor.page(&format!("/assets/{address}")).await.len();
    }
    assert!(weight < 58_000, "{weight} bytes before compression");
}

#[tokio::test]
async fn files_are_kept_for_ever_and_pages_are_asked_for_again() {
    let visitor = Visitor::new();
    let page = visitor.get("/fr").await;
    assert_eq!(page.headers()[header::CACHE_CONTROL], "no-cache");
    assert_eq!(page.headers()[header::VARY], "accept-encoding, cookie");
    let page = text(page).await;
    let style = attributes(&page, "href=\"/assets/").into_iter().find(|name| name.contains(".css")).unwrap();
    let style = visitor.get(&format!("/assets/{style}")).await;
    assert_eq!(style.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_eq!(visitor.get("/assets/shop.000000000000.css").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn no_link_of_any_page_is_dead() {
    let visitor = Visitor::with_car();
    let mut links: BTreeSet<String> = BTreeSet::new();
    for locale in LOCALES {
        for path in paths() {
            let page = visitor.page(&format!("/{locale}{path}")).await;
            links.extend(attributes(&page, "href=\"/").into_iter().chain(attributes(&page, "src=\"/")));
        }
    }
    assert!(links.len() > 200);
    for link in links {
        let path = link.replace("&amp;", "&").replace("&#39;", "'");
        let path = path.split('#').next().unwrap();
        let status = visitor.get(&format!("/{path}")).await.status();
        assert_eq!(status, StatusCode::OK, "/{path}");
    }
}

#[tokio::test]
async fn a_theme_stands_in_for_template_and_style_without_being_compiled() {
    let theme = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(theme.path().join("templates")).unwrap();
    std::fs::create_dir_all(theme.path().join("assets/css")).unwrap();
    std::fs::write(theme.path().join("templates/offline.html"), "<!doctype html><title>mine</title>")
        .unwrap();
    std::fs::write(theme.path().join("assets/css/zz-mine.css"), ".mine { color: red; }").unwrap();
    let visitor = Visitor::themed(theme.path());
    assert_eq!(visitor.page("/fr/offline").await, "<!doctype html><title>mine</title>");
    let page = visitor.page("/fr").await;
    let style = attributes(&page, "href=\"/assets/").into_iter().find(|name| name.contains(".css")).unwrap();
    assert!(visitor.page(&format!("/assets/{style}")).await.contains(".mine"));
    std::fs::write(theme.path().join("templates/home.html"), "{% broken").unwrap();
    assert!(shop::open_front("https://shop.example", Some(theme.path())).is_err());
}

#[tokio::test]
async fn cars_are_named_in_the_visitors_words_and_not_in_a_vehicle_tables() {
    let visitor = Visitor::new();
    // Set apart in Arabic: else the years that follow would stand before it.
    for (locale, body) in [("fr", "5 portes"), ("ar", "\u{2068}5 أبواب\u{2069}"), ("en", "5 doors")] {
        for page in ["vehicle?model=renault-symbol", "v/renault-symbol-2-1-5-dci-41kw"] {
            let html = visitor.page(&format!("/{locale}/{page}")).await;
            assert!(html.contains(body) && !html.contains("hatchback"), "{locale} {page}");
        }
    }
}
