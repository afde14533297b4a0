//! The desk in a real browser: what only a browser shows.

use db::testing::TestDb;

use crate::page_visitor::fill;
use crate::test_desk::{OWNER, PASSWORD, TestDesk, migrations};
use web::testing::phone::{Phone, Server};

db::testing::on_both_databases!(migrations =>
    six_thousand_products_come_in_by_csv_while_the_bar_moves,
    the_keyboard_alone_goes_anywhere_and_walks_a_list,
);

async fn sign_in(phone: &Phone) {
    phone.visit("/desk/sign-in").await;
    phone.write("#email", OWNER).await;
    phone.write("#password", PASSWORD).await;
    phone.follow("main form button").await;
}

/// Waits in the page until an expression holds, frame by frame.
async fn until(phone: &Phone, expression: &str) {
    let look = format!(
        "new Promise((done) => {{ const look = () => ({expression}) ? done(true) : requestAnimationFrame(look); look(); }})"
    );
    assert!(phone.value::<bool>(&look).await);
}

/// Notes each place of the bar that the page shows.
const WATCH: &str = "(() => { window.bar = []; \
    const look = () => { const bar = document.querySelector('#import-state progress'); \
        if (bar) window.bar.push(bar.value / bar.max); }; \
    new MutationObserver(look).observe(document.querySelector('#import-state'), \
        { childList: true, subtree: true, attributes: true }); look(); return true; })()";

/// Has the job of the open page done, and waits until the page says `text`. Gives the places of the bar.
async fn watch(desk: &TestDesk, phone: &Phone, text: &str) -> Vec<f64> {
    phone.value::<bool>(WATCH).await;
    let path = phone.path().await;
    let id = path.rsplit('/').next().unwrap().split('?').next().unwrap();
    desk.work_until_over(id).await;
    until(phone, &format!("document.body.innerText.includes('{text}')")).await;
    phone.value("window.bar").await
}

/// In several batches: the bar moves at the end of each.
async fn six_thousand_products_come_in_by_csv_while_the_bar_moves(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let server = Server::start(|_| desk.exchange()).await;
    let phone = Phone::open(&server, true).await;
    sign_in(&phone).await;
    phone.visit("/desk/files").await;
    let choose = "(() => { const rows = ['sku;name_en;price;stock;oe_numbers']; \
        for (let n = 0; n < 6000; n++) rows.push(`P-${n};Brake disc ${n};${n + 1},500;${n % 9};7701${n}`); \
        const files = new DataTransfer(); \
        files.items.add(new File([rows.join('\\n')], 'prices.csv', { type: 'text/csv' })); \
        document.querySelector('#file').files = files.files; return true; })()";
    phone.value::<bool>(choose).await;
    phone.follow("form[enctype] button").await;
    let tried = watch(&desk, &phone, "Trial:").await;
    phone.follow("form[action$='/apply'] button").await;
    let taken = watch(&desk, &phone, "Brought in:").await;
    assert!(phone.text().await.contains("all good."));
    for bar in [tried, taken] {
        assert!(bar.iter().any(|place| *place > 0.0 && *place < 1.0), "the bar moves: {bar:?}");
        assert!(bar.is_sorted(), "and forwards: {bar:?}");
    }
    let token = desk.token(OWNER).await;
    assert_eq!(desk.get("/api/admin/dashboard/stats", &token).await.json()["products"]["onSale"], 6_000);
    server.stop().await;
}

/// A key as somebody presses it.
fn key(name: &str, control: bool) -> String {
    format!(
        "(() => {{ const at = document.activeElement ?? document.body; at.dispatchEvent(new KeyboardEvent('keydown', \
         {{ key: '{name}', ctrlKey: {control}, bubbles: true, cancelable: true }})); return true; }})()"
    )
}

async fn the_keyboard_alone_goes_anywhere_and_walks_a_list(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let server = Server::start(|_| desk.exchange()).await;
    let phone = Phone::open(&server, true).await;
    sign_in(&phone).await;
    phone.value::<bool>(&key("k", true)).await;
    phone.write("dialog.palette input", "draft-1").await;
    let found = "document.querySelector('dialog.palette a[aria-selected]')?.textContent.includes('DRAFT-1')";
    until(&phone, found).await;
    phone.leave().await;
    phone.value::<bool>(&key("Enter", false)).await;
    phone.arrive().await;
    assert!(phone.path().await.starts_with("/desk/products/"));
    phone.visit("/desk/products").await;
    for pressed in ["j", "j", "x", "k", "x"] {
        phone.value::<bool>(&key(pressed, false)).await;
    }
    let picked: u32 = phone.value("document.querySelectorAll('tbody input:checked').length").await;
    assert_eq!(picked, 2);
    let open: bool = phone.value("document.querySelector('.bulk').open").await;
    assert!(open, "what can be done with them is at hand");
    phone.value::<bool>(&key("/", false)).await;
    assert_eq!(phone.value::<String>("document.activeElement.id").await, "q");
    server.stop().await;
}
