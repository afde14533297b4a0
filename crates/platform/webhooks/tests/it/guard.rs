//! No address leads into the house: not when it is written, not when it is used.

use db::testing::TestDb;
use webhooks::{DeliveryState, EndpointPatch, NewEndpoint, Webhooks, WebhooksError, fetch_settings};

use crate::receiver::Receiver;
use crate::shop::{Shop, actor, all_names_lead_to, migrations, updates, webhooks_on};

db::testing::on_both_databases!(migrations =>
    an_address_in_the_house_is_refused_when_it_is_written,
    an_address_that_is_trusted_no_more_is_refused_when_it_is_used,
    a_name_that_leads_into_the_house_by_now_is_refused_when_it_is_used,
    a_redirect_into_the_house_is_not_followed,
);

const AT_HOME: [&str; 12] = [
    "http://127.0.0.1/hook",
    "http://localhost/hook",
    "http://2130706433/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.internal/",
    "https://example.com:8443/hook",
    "https://user:secret@example.com/hook",
    "file:///etc/passwd",
    "hook",
];

async fn an_address_in_the_house_is_refused_when_it_is_written(test: TestDb) {
    let shop = Shop::open(test, &[]);
    let (endpoint, _) = shop.add("https://example.com/hook").await;
    for url in AT_HOME {
        let new = NewEndpoint { url: url.to_owned(), events: updates(), ..NewEndpoint::default() };
        let added = webhooks::add_endpoint(&shop.webhooks, &actor(), new).await;
        let patch = EndpointPatch { url: Some(url.to_owned()), ..EndpointPatch::default() };
        let edited = webhooks::edit_endpoint(&shop.webhooks, &actor(), endpoint.id, patch).await;
        for refused in [added.unwrap_err(), edited.unwrap_err()] {
            assert!(matches!(refused, WebhooksError::InvalidField { field: "url", .. }), "{url}: {refused}");
        }
    }
    assert_eq!(shop.endpoint(&endpoint).await, endpoint);
}

/// A test message to `url`, written by somebody who may, is sent by `sender`: it fails for good.
async fn fails_for_good(shop: &Shop, url: &str, sender: &Webhooks) -> String {
    let (endpoint, _) = shop.add(url).await;
    let delivery = webhooks::send_test(&shop.webhooks, &actor(), endpoint.id).await.unwrap();
    let worker = shop.work_through(sender);
    let failed = shop.until_state(delivery.id, DeliveryState::Failed).await;
    worker.stop().await;
    assert_eq!(failed.attempts, 1);
    failed.last_error.unwrap()
}

async fn an_address_that_is_trusted_no_more_is_refused_when_it_is_used(test: TestDb) {
    let mut receiver = Receiver::start().await;
    let shop = Shop::open(test, &[&receiver]);
    let sender = webhooks_on(&shop.db, fetch_settings(Vec::new()));
    let why = fails_for_good(&shop, &receiver.url(), &sender).await;
    assert_eq!(why, "its address may not be asked: only the ports 80 and 443 are asked");
    assert!(receiver.came.try_recv().is_err());
}

async fn a_name_that_leads_into_the_house_by_now_is_refused_when_it_is_used(test: TestDb) {
    let receiver = Receiver::start().await;
    let shop = Shop::open(test, &[]);
    let sender = webhooks_on(&shop.db, all_names_lead_to(receiver.address));
    let why = fails_for_good(&shop, "http://rebinding.example/hook", &sender).await;
    assert_eq!(why, "its address may not be asked: its name leads to an address that is not public");
}

async fn a_redirect_into_the_house_is_not_followed(test: TestDb) {
    let (mut outside, mut inside) = (Receiver::start().await, Receiver::start().await);
    outside.answer([format!("302 Found\r\nlocation: {}", inside.url()).leak() as &str]);
    let shop = Shop::open(test, &[&outside]);
    let (endpoint, _) = shop.add(&outside.url()).await;
    let delivery = webhooks::send_test(&shop.webhooks, &actor(), endpoint.id).await.unwrap();
    let worker = shop.work();
    outside.next().await;
    shop.until(delivery.id, |delivery| delivery.last_status == Some(302)).await;
    worker.stop().await;
    assert!(inside.came.try_recv().is_err());
}
