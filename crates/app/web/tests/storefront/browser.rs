//! A real browser on a real port: what only a browser shows.

use crate::shop::{self, CAR, PART};
use web::testing::phone::{Phone, Server};

/// Chooses my car from page to page, then: home, a shelf, a part.
async fn two_clicks_to_a_part_for_my_car(scripts: bool) {
    let server = Server::start(shop::exchange).await;
    let phone = Phone::open(&server, scripts).await;
    phone.visit("/fr/vehicle?model=renault-clio").await;
    phone.follow(&format!("button[value='{CAR}']")).await;
    assert_eq!(phone.path().await, "/fr");
    phone.follow(".tile[href='/fr/c/freinage']").await;
    assert!(phone.text().await.contains("pour Clio 4 1.5 dCi"));
    phone.follow(&format!("a[href='/fr/p/{PART}']")).await;
    let page = phone.text().await;
    assert!(page.contains("Oui, elle va sur votre Clio 4 1.5 dCi"), "{page}");
    let order: String = phone.value("document.querySelector('.button.order').href").await;
    let order = percent_encoding::percent_decode_str(&order).decode_utf8().unwrap().into_owned();
    for part in ["https://wa.me/21620000000?text=", "BOS-001000", "89,900", "Renault Clio 4", PART] {
        assert!(order.contains(part), "{part} is not in {order}");
    }
}

#[tokio::test]
async fn a_part_for_my_saved_car_is_two_clicks_from_home() {
    two_clicks_to_a_part_for_my_car(true).await;
}

#[tokio::test]
async fn a_part_for_my_saved_car_is_two_clicks_from_home_without_scripts() {
    two_clicks_to_a_part_for_my_car(false).await;
}

async fn a_search_with_a_typo(scripts: bool) {
    let server = Server::start(shop::exchange).await;
    let phone = Phone::open(&server, scripts).await;
    phone.visit("/fr").await;
    phone.write("#q", "plaquetes de frein").await;
    phone.follow(".find-go").await;
    let page = phone.text().await;
    assert!(page.contains("Plaquettes de frein avant"), "{page}");
}

#[tokio::test]
async fn a_search_with_a_typo_finds_the_part() {
    a_search_with_a_typo(true).await;
}

#[tokio::test]
async fn a_search_with_a_typo_finds_the_part_without_scripts() {
    a_search_with_a_typo(false).await;
}

/// Where the middle of an element is, as a part of the screen's width.
const PLACE: &str = "(selector) => { const box = document.querySelector(selector).getBoundingClientRect(); \
                     return (box.left + box.width / 2) / innerWidth; }";

async fn arabic_is_mirrored(scripts: bool) {
    let server = Server::start(shop::exchange).await;
    let phone = Phone::open(&server, scripts).await;
    for (path, right_in_arabic) in
        [("", ".shop-name"), ("/c/freinage", ".row .picture"), ("/c/freinage", ".row-name")]
    {
        let mut places = Vec::new();
        for locale in ["fr", "ar"] {
            phone.visit(&format!("/{locale}{path}")).await;
            places.push(phone.value::<f64>(&format!("({PLACE})('{right_in_arabic}')")).await);
            let wider: bool = phone.value("document.documentElement.scrollWidth > innerWidth").await;
            assert!(!wider, "/{locale}{path} is wider than the screen");
        }
        assert!(places[0] < 0.5 && places[1] > 0.5, "{right_in_arabic} stands at {places:?}");
    }
    phone.visit(&format!("/ar/p/{PART}")).await;
    let direction: String = phone.value("getComputedStyle(document.body).direction").await;
    assert_eq!(direction, "rtl");
    let number: String = phone.value("getComputedStyle(document.querySelector('.code bdi')).direction").await;
    assert_eq!(number, "ltr", "part numbers run from left to right");
}

#[tokio::test]
async fn the_arabic_page_is_mirrored() {
    arabic_is_mirrored(true).await;
}

#[tokio::test]
async fn the_arabic_page_is_mirrored_without_scripts() {
    arabic_is_mirrored(false).await;
}

#[tokio::test]
async fn a_page_that_was_seen_is_read_without_a_network() {
    let server = Server::start(shop::exchange).await;
    let phone = Phone::open(&server, true).await;
    phone.visit("/fr").await;
    let scope: String = phone.value("navigator.serviceWorker.ready.then((worker) => worker.scope)").await;
    assert_eq!(scope, format!("{}/", server.address));
    let manifest: String = phone.value("document.querySelector('link[rel=manifest]').href").await;
    assert!(manifest.ends_with("/fr/manifest.webmanifest"));
    // The worker takes the open page over when it begins.
    phone
        .value::<bool>(
            "new Promise((done) => navigator.serviceWorker.controller ? done(true) \
             : navigator.serviceWorker.addEventListener('controllerchange', () => done(true)))",
        )
        .await;
    phone.visit(&format!("/fr/p/{PART}")).await;
    let kept = format!(
        "(async () => {{ for (;;) {{ if (await (await caches.open('pages')).match('/fr/p/{PART}', {{ ignoreVary: true }})) return true; \
         await new Promise((done) => setTimeout(done)); }} }})()"
    );
    assert!(phone.value::<bool>(&kept).await);
    server.stop().await;
    phone.visit(&format!("/fr/p/{PART}")).await;
    assert!(phone.text().await.contains("BOS-001000"));
    phone.visit("/fr/b/bosch").await;
    assert!(phone.text().await.contains("Pas de connexion"));
    let seen = "new Promise((done) => { const look = () => document.querySelector('[data-seen-list] a') \
                ? done(document.querySelector('[data-seen-list]').textContent) : setTimeout(look); look(); })";
    let seen: String = phone.value(seen).await;
    assert!(seen.contains("Plaquettes de frein avant"), "{seen}");
}

#[tokio::test]
async fn suggestions_come_while_one_types_and_are_reached_by_keyboard() {
    let server = Server::start(shop::exchange).await;
    let phone = Phone::open(&server, true).await;
    phone.visit("/fr").await;
    phone.write("#q", "plaqu").await;
    let shown = "new Promise((done) => { const list = document.querySelector('.find-list'); \
                 const look = () => list.children.length ? done(list.children.length) : setTimeout(look); look(); })";
    assert!(phone.value::<u32>(shown).await > 0);
    let field = phone.page.find_element("#q").await.unwrap();
    field.press_key("ArrowDown").await.unwrap();
    let chosen: String =
        phone.value("document.querySelector('#q').getAttribute('aria-activedescendant')").await;
    assert_eq!(chosen, "q-0");
    phone.leave().await;
    field.press_key("Enter").await.unwrap();
    phone.arrive().await;
    assert!(phone.path().await.starts_with("/fr/"));
    assert_ne!(phone.path().await, "/fr/search?q=plaqu");
}

#[tokio::test]
async fn a_filter_changes_the_list_in_place() {
    let server = Server::start(shop::exchange).await;
    let phone = Phone::open(&server, true).await;
    phone.visit("/fr/c/freinage").await;
    phone.value::<bool>("(window.same = true)").await;
    phone.touch(".filter-box summary").await;
    phone.touch("input[name=inStock]").await;
    let chip = "new Promise((done) => { const look = () => document.querySelector('.chip') ? done(true) \
                : setTimeout(look); look(); })";
    assert!(phone.value::<bool>(chip).await);
    assert_eq!(phone.path().await, "/fr/c/freinage?sort=popularity&inStock=true");
    assert!(phone.value::<bool>("window.same").await, "the page was not loaded again");
    assert!(!phone.text().await.contains("Épuisé"));
}

#[tokio::test]
async fn nothing_is_wider_than_a_phone_or_smaller_than_a_finger() {
    let server = Server::start(shop::exchange).await;
    let phone = Phone::open(&server, true).await;
    let paths =
        ["", "/c", "/c/freinage", "/b", "/search?q=filtre", "/vehicle", "/vin", "/contact", "/compare"];
    for locale in ["fr", "ar"] {
        for path in
            paths.iter().map(|path| (*path).to_owned()).chain([format!("/p/{PART}"), "/p/evil".to_owned()])
        {
            phone.visit(&format!("/{locale}{path}")).await;
            let wider: bool = phone.value("document.documentElement.scrollWidth > innerWidth").await;
            assert!(!wider, "/{locale}{path} is wider than the screen");
            // WCAG 2.2, 2.5.8: 24 by 24 CSS pixels; links within a sentence are exempt.
            let small: Vec<String> = phone
                .value(
                    "[...document.querySelectorAll('a, button, select, summary')].filter((it) => { \
                     const box = it.getBoundingClientRect(); const shown = box.width > 0 && !it.closest('.visually-hidden, .skip'); \
                     return shown && getComputedStyle(it, '::after').position !== 'absolute' && (box.height < 24 || box.width < 24); \
                     }).map((it) => it.outerHTML.slice(0, 80))",
                )
                .await;
            assert!(small.is_empty(), "/{locale}{path}: {small:?}");
        }
    }
}
