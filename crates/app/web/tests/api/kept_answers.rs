//! Answers that were kept are what would be answered afresh, whatever changes.

use catalogue::{ProductDocument, VehicleDocument};
use kernel::{Locale, LocalizedText};

use crate::sample;
use crate::test_app::TestApp;

const PATHS: [&str; 26] = [
    "/api/products",
    "/api/products?facets=true",
    "/api/products?facets=true&category=plaquettes-de-frein",
    "/api/products?facets=true&brand=bosch&inStock=true",
    "/api/products?sort=price&limit=2",
    "/api/products?priceMin=40&priceMax=60&facets=true",
    "/api/products?onOffer=true",
    "/api/products/bp-1001",
    "/api/products/bp-1001/related",
    "/api/products/bd-3003/related",
    "/api/products/bp-1001/price-history",
    "/api/search?q=plaquettes&facets=true",
    "/api/search?q=plaquettes&facets=true&sort=-price",
    "/api/search?q=frein&priceMax=60",
    "/api/search?q=frein&inStock=true",
    "/api/search/suggest?q=plaq",
    "/api/search/suggest?q=7701208",
    "/api/categories",
    "/fr",
    "/fr/products",
    "/fr/c/freinage",
    "/fr/c/freinage?sort=price&priceMax=50",
    "/fr/b/bosch?inStock=true",
    "/fr/search?q=plaquettes",
    "/fr/search?q=nothing-like-this",
    "/fr/p/bd-3003",
];

/// Each changes the sample shop in another way.
fn changes() -> Vec<(&'static str, ProductDocument)> {
    let mut products = sample::products().into_iter();
    let (pads, others, disc) = (products.next().unwrap(), products.next().unwrap(), products.next().unwrap());
    let named = |fr: &str| LocalizedText::in_locale(Locale::Fr, fr);
    vec![
        ("a price, within a range that is asked for", priced(&pads, 47_000)),
        ("a price, out of that range and past another's", priced(&pads, 91_000)),
        ("an offer ends", ProductDocument { regular_price_minor: Some(91_000), ..priced(&pads, 91_000) }),
        ("another begins", ProductDocument { regular_price_minor: Some(95_000), ..priced(&disc, 80_000) }),
        ("one comes into stock", ProductDocument { stock_quantity: Some(9), ..others.clone() }),
        ("a few are left", ProductDocument { stock_quantity: Some(1), ..others.clone() }),
        ("none is left", ProductDocument { stock_quantity: Some(0), ..disc.clone() }),
        ("a name", ProductDocument { names: named("Plaquettes céramique"), ..pads.clone() }),
        ("a description", ProductDocument { descriptions: named("Sans poussière"), ..pads.clone() }),
        ("a category", ProductDocument { category: Some("filtration".to_owned()), ..pads.clone() }),
        (
            "the price is on request",
            ProductDocument { price_minor: None, price_on_request: true, ..disc.clone() },
        ),
        ("one is taken off", ProductDocument { published: Some(false), ..pads.clone() }),
        ("it is back", ProductDocument { published: Some(true), ..pads.clone() }),
        ("one is added", ProductDocument { sku: "NEW-1".to_owned(), slug: None, gtin: None, ..pads.clone() }),
        ("a price of what is only related", priced(&others, 12_300)),
        ("another address", ProductDocument { slug: Some("moved".to_owned()), ..pads.clone() }),
        (
            "an address that was another's",
            ProductDocument { slug: Some("bp-1001".to_owned()), ..others.clone() },
        ),
    ]
}

fn priced(product: &ProductDocument, price_minor: i64) -> ProductDocument {
    ProductDocument { price_minor: Some(price_minor), ..product.clone() }
}

#[tokio::test]
async fn no_change_leaves_an_answer_behind() {
    let shop = TestApp::open().await;
    let afresh = shop.without_cache();
    for (what, change) in changes() {
        for path in PATHS {
            // The second is given because the first was kept and holds; it need not be looked up again.
            let (made, kept) = (shop.get(path).await, shop.get(path).await);
            assert!(made.body == kept.body, "{what}: {path}");
        }
        shop.write(change).await;
        for path in PATHS {
            let (kept, fresh) = (shop.get(path).await, afresh.get(path).await);
            assert_eq!(kept.status, fresh.status, "{what}: {path}");
            let texts = [kept, fresh].map(|answer| String::from_utf8(answer.body).unwrap());
            assert!(texts[0] == texts[1], "{what}: {path} is out of date");
        }
    }
}

#[tokio::test]
async fn every_page_calls_my_car_what_it_is_called_now() {
    const PAGES: [&str; 12] = [
        "/fr",
        "/fr/c",
        "/fr/b",
        "/fr/c/freinage",
        "/fr/v/renault-clio-4-dci-66",
        "/fr/p/bp-1001",
        "/fr/search?q=frein",
        "/fr/vin",
        "/fr/vehicle",
        "/fr/compare",
        "/fr/contact",
        "/fr/offline",
    ];
    let shop = TestApp::open().await;
    let car = sample::vehicles().remove(1);
    let cookie = [("cookie", &*format!("car={}", car.slug))];
    for page in PAGES {
        let before = String::from_utf8(shop.get_with(page, &cookie).await.body).unwrap();
        assert!(before.contains("Clio") && !before.contains("Espace"), "{page}");
    }
    shop.write_vehicle(VehicleDocument { model: "Espace".to_owned(), ..car.clone() }).await;
    for page in PAGES {
        let after = String::from_utf8(shop.get_with(page, &cookie).await.body).unwrap();
        assert!(after.contains("Espace"), "{page} calls the car what it was called before");
    }
}
