//! From the feed to deliveries: nothing lost, nothing twice.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use chrono::TimeDelta;
use db::Place;
use db::testing::TestDb;
use jobs::JobFilter;
use serde_json::{Value, json};
use webhooks::{EndpointPatch, relay_news};

use crate::receiver::Receiver;
use crate::shop::{Shop, actor, migrations};

db::testing::on_both_databases!(migrations =>
    each_event_that_an_endpoint_asked_for_becomes_one_delivery_and_one_job,
    a_relay_that_ends_at_any_step_loses_nothing_and_doubles_nothing,
    many_relays_write_each_delivery_once,
    an_endpoint_gets_what_happens_while_it_is_there_and_not_paused,
);

async fn things(shop: &Shop, deliveries: usize) -> Vec<u64> {
    let bodies = shop.relay(deliveries).await.into_iter().map(|delivery| delivery.body);
    let mut things: Vec<u64> = bodies
        .map(|body| serde_json::from_str::<Value>(&body).unwrap()["data"]["thing"].as_u64().unwrap())
        .collect();
    things.sort_unstable();
    things
}

async fn queued(shop: &Shop) -> usize {
    let jobs = jobs::list_jobs(&shop.db, &actor(), &JobFilter::default(), None, 200).await.unwrap().jobs;
    jobs.iter().filter(|job| job.kind == "webhooks.deliver").count()
}

async fn each_event_that_an_endpoint_asked_for_becomes_one_delivery_and_one_job(test: TestDb) {
    let receiver = Receiver::start().await;
    let shop = Shop::open(test, &[&receiver]);
    let (endpoint, _) = shop.add(&receiver.url()).await;
    shop.add(&receiver.url()).await;
    shop.happen(1).await;
    let deliveries = shop.relay(2).await;
    assert_eq!(deliveries.len(), 2);
    let first = deliveries.iter().find(|delivery| delivery.endpoint == endpoint.id).unwrap();
    assert_eq!(first.event, "thing.updated");
    let body: Value = serde_json::from_str(&first.body).unwrap();
    let told = json!({ "type": "thing.updated", "timestamp": "2026-11-21T12:00:00.000000Z", "data": { "thing": 1 } });
    assert_eq!(body, told);
    // Read again from the beginning, as after a restored backup.
    let tx = shop.db.begin_write().await.unwrap();
    tx.save_place("webhooks", Place::default()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(shop.relay(2).await, deliveries);
    assert_eq!(queued(&shop).await, 2);
}

/// What comes of `future` when it is looked at so often at most; then it is dropped where it stands.
async fn cut_short<T>(looks: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = looks;
    std::future::poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

async fn a_relay_that_ends_at_any_step_loses_nothing_and_doubles_nothing(test: TestDb) {
    let receiver = Receiver::start().await;
    let shop = Shop::open(test, &[&receiver]);
    shop.add(&receiver.url()).await;
    let mut happened = 0;
    for looks in 1..60 {
        happened += 1;
        shop.happen(happened).await;
        if let Some(ended) = cut_short(looks, relay_news(&shop.webhooks)).await {
            ended.unwrap();
        }
    }
    let expected: Vec<u64> = (1..=u64::from(happened)).collect();
    assert_eq!(things(&shop, expected.len()).await, expected);
    assert_eq!(queued(&shop).await, expected.len());
}

async fn many_relays_write_each_delivery_once(test: TestDb) {
    let receiver = Receiver::start().await;
    let shop = Shop::open(test, &[&receiver]);
    shop.add(&receiver.url()).await;
    for thing in 1..=20 {
        shop.happen(thing).await;
    }
    let relay = || relay_news(&shop.webhooks);
    let ended = tokio::join!(relay(), relay(), relay(), relay());
    for outcome in [ended.0, ended.1, ended.2, ended.3] {
        outcome.unwrap();
    }
    assert_eq!(things(&shop, 20).await, (1..=20).collect::<Vec<u64>>());
    assert_eq!(queued(&shop).await, 20);
}

async fn an_endpoint_gets_what_happens_while_it_is_there_and_not_paused(test: TestDb) {
    let receiver = Receiver::start().await;
    let shop = Shop::open(test, &[&receiver]);
    shop.happen(1).await;
    shop.clock.advance(TimeDelta::seconds(1));
    let (endpoint, _) = shop.add(&receiver.url()).await;
    shop.happen(2).await;
    assert_eq!(things(&shop, 1).await, [2]);
    for (paused, thing) in [(true, 3), (false, 4)] {
        shop.clock.advance(TimeDelta::seconds(1));
        let patch = EndpointPatch { paused: Some(paused), ..EndpointPatch::default() };
        let edited = webhooks::edit_endpoint(&shop.webhooks, &actor(), endpoint.id, patch).await.unwrap();
        assert_eq!(edited.paused.is_some(), paused);
        shop.happen(thing).await;
    }
    assert_eq!(things(&shop, 2).await, [2, 4]);
}
