//! A real browser on a real port: what only a browser shows.

use std::path::PathBuf;
use std::time::Duration;

use chromiumoxide::browser::{Browser, BrowserConfig};
use chromiumoxide::cdp::browser_protocol::emulation::{
    SetDeviceMetricsOverrideParams, SetScriptExecutionDisabledParams,
};
use chromiumoxide::cdp::browser_protocol::input::InsertTextParams;
use chromiumoxide::cdp::browser_protocol::page::NavigateParams;
use chromiumoxide::cdp::browser_protocol::target::SetAutoAttachParams;
use chromiumoxide::cdp::js_protocol::runtime::EvaluateParams;
use chromiumoxide::page::Page;
use futures::StreamExt as _;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use crate::shop::{self, CAR, PART};

/// The shop on a port of its own.
struct Server {
    address: String,
    task: JoinHandle<()>,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = shop::router(&address);
        let task = tokio::spawn(async move {
            // Dropped with the task, and all connections with it.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let service = hyper_util::service::TowerToHyperService::new(router.clone());
                connections.spawn(async move {
                    let builder =
                        hyper_util::server::conn::auto::Builder::new(hyper_util::rt::TokioExecutor::new());
                    let io = hyper_util::rt::TokioIo::new(stream);
                    // A connection that the browser cuts is no failure of the test.
                    let _ = builder.serve_connection(io, service).await;
                });
            }
        });
        Self { address, task }
    }

    /// The shop's machine is switched off.
    async fn stop(self) {
        self.task.abort();
        // An aborted task ends with an error; that it has ended is what counts.
        let _ = self.task.await;
    }
}

/// A phone with a browser.
struct Phone {
    page: Page,
    address: String,
    _browser: Browser,
    _profile: tempfile::TempDir,
}

fn chromium() -> PathBuf {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders: Vec<PathBuf> =
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    let found = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    found.into_iter().find(|path| path.is_file()).unwrap_or_else(|| {
        panic!("no Chromium on the PATH: the browser tests need one, and script/test installs it")
    })
}

impl Phone {
    async fn open(server: &Server, scripts: bool) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let config = BrowserConfig::builder()
            .chrome_executable(chromium())
            .new_headless_mode()
            .launch_timeout(Duration::from_mins(1))
            .request_timeout(Duration::from_mins(1))
            .no_sandbox()
            .user_data_dir(profile.path())
            .viewport(None)
            .args([
                "disable-gpu",
                "disable-quic",
                "no-first-run",
                "disable-background-networking",
                "disable-component-update",
                "disable-sync",
                "disable-dev-shm-usage",
            ])
            .build()
            .unwrap();
        let (browser, mut events) = Browser::launch(config).await.unwrap();
        tokio::spawn(async move { while events.next().await.is_some() {} });
        let page = browser.new_page("about:blank").await.unwrap();
        let screen = SetDeviceMetricsOverrideParams::new(390, 844, 1.0, true);
        page.execute(screen).await.unwrap();
        page.execute(SetScriptExecutionDisabledParams::new(!scripts)).await.unwrap();
        // The client attaches itself to service workers and leaves them waiting for a debugger.
        page.execute(SetAutoAttachParams::new(false, false)).await.unwrap();
        Self { page, address: server.address.clone(), _browser: browser, _profile: profile }
    }

    async fn visit(&self, path: &str) {
        self.leave().await;
        self.page.execute(NavigateParams::new(format!("{}{path}", self.address))).await.unwrap();
        self.arrive().await;
    }

    /// Touches what `selector` finds and waits until the next page is there.
    async fn follow(&self, selector: &str) {
        self.leave().await;
        self.touch(selector).await;
        self.arrive().await;
    }

    async fn touch(&self, selector: &str) {
        let touch = format!(
            "(document.querySelector(\"{selector}\")?.click(), !!document.querySelector(\"{selector}\"))"
        );
        assert!(self.value::<bool>(&touch).await, "there is no {selector} to touch");
    }

    /// Marks the open page, so that the next one can be told from it.
    async fn leave(&self) {
        self.value::<bool>("(window.left = true)").await;
    }

    /// Asks until another page is there, and complete.
    async fn arrive(&self) {
        let there = "!window.left && document.readyState === 'complete'";
        while self.evaluate(there).await != Some(serde_json::Value::Bool(true)) {}
    }

    async fn write(&self, selector: &str, text: &str) {
        self.value::<bool>(&format!("(document.querySelector('{selector}').focus(), true)")).await;
        self.page.execute(InsertTextParams::new(text)).await.unwrap();
    }

    /// The value of an expression; a promise is awaited.
    async fn value<T: serde::de::DeserializeOwned>(&self, expression: &str) -> T {
        let value = self.evaluate(expression).await;
        serde_json::from_value(value.unwrap_or_else(|| panic!("{expression} has no value"))).unwrap()
    }

    /// Straight to the protocol: the client's own way waits for scripts that a page without any never runs.
    async fn evaluate(&self, expression: &str) -> Option<serde_json::Value> {
        let builder =
            EvaluateParams::builder().expression(expression).await_promise(true).return_by_value(true);
        self.page.execute(builder.build().unwrap()).await.ok()?.result.result.value
    }

    async fn text(&self) -> String {
        self.value("document.body.innerText").await
    }

    async fn path(&self) -> String {
        self.value("location.pathname + location.search").await
    }
}

/// Chooses my car from page to page, then: home, a shelf, a part.
async fn two_clicks_to_a_part_for_my_car(scripts: bool) {
    let server = Server::start().await;
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
    let server = Server::start().await;
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
    let server = Server::start().await;
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
    let server = Server::start().await;
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
    let server = Server::start().await;
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
    let server = Server::start().await;
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
    let server = Server::start().await;
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
