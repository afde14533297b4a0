//! What arrives, and what is done about what does not.

use audit::AuditFilter;
use chrono::TimeDelta;
use data_encoding::BASE64;
use db::testing::TestDb;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use webhooks::{Delivery, DeliveryState, Endpoint, RETRIES};

use crate::receiver::{Received, Receiver, SILENCE};
use crate::shop::{Shop, actor, migrations, noon};

db::testing::on_both_databases!(migrations =>
    a_delivery_arrives_signed,
    two_secrets_sign_for_a_day_after_a_rotation,
    what_is_refused_is_sent_again_with_the_same_id_and_body,
    what_is_refused_for_about_a_day_has_failed_and_can_be_sent_again,
    one_who_is_gone_is_paused,
    one_who_takes_nothing_for_five_days_is_paused,
    a_redirect_is_not_followed,
    what_was_sent_is_sent_again_on_demand_with_the_same_id,
    a_replay_takes_the_place_of_the_tries_that_are_still_to_come,
    what_a_dying_worker_had_sent_arrives_once_more_with_the_same_id,
);

/// As a receiver's library checks it.
fn is_signed(received: &Received, secret: &str, signature: &str) -> bool {
    let secret = BASE64.decode(secret.strip_prefix("whsec_").unwrap().as_bytes()).unwrap();
    let (id, at) = (received.header("webhook-id"), received.header("webhook-timestamp"));
    let hmac = Hmac::<Sha256>::new_from_slice(&secret).unwrap();
    let hash = hmac.chain_update(format!("{id}.{at}.{}", received.body)).finalize().into_bytes();
    signature == format!("v1,{}", BASE64.encode(&hash))
}

/// An endpoint at the receiver, and one delivery to it that waits.
async fn one_waiting(shop: &Shop, receiver: &Receiver) -> (Endpoint, String, Delivery) {
    let (endpoint, secret) = shop.add(&receiver.url()).await;
    shop.happen(1).await;
    let delivery = shop.relay(1).await.remove(0);
    (endpoint, secret, delivery)
}

async fn a_delivery_arrives_signed(test: TestDb) {
    let mut receiver = Receiver::start().await;
    let shop = Shop::open(test, &[&receiver]);
    let (endpoint, secret, delivery) = one_waiting(&shop, &receiver).await;
    let worker = shop.work();
    let received = receiver.next().await;
    assert_eq!(received.body, delivery.body);
    assert_eq!(received.header("content-type"), "application/json");
    assert_eq!(received.header("webhook-id"), delivery.id.message_id());
    assert_eq!(received.header("webhook-timestamp"), noon().timestamp().to_string());
    assert!(is_signed(&received, &secret, received.header("webhook-signature")));
    let delivered = shop.until_state(delivery.id, DeliveryState::Delivered).await;
    assert_eq!((delivered.attempts, delivered.last_status, delivered.last_error), (1, Some(200), None));
    assert_eq!(shop.endpoint(&endpoint).await.last_delivered_at, Some(noon()));
    worker.stop().await;
}

async fn two_secrets_sign_for_a_day_after_a_rotation(test: TestDb) {
    let mut receiver = Receiver::start().await;
    let shop = Shop::open(test, &[&receiver]);
    let (endpoint, old) = shop.add(&receiver.url()).await;
    let (rotated, new) = webhooks::rotate_secret(&shop.webhooks, &actor(), endpoint.id).await.unwrap();
    assert_eq!(rotated.old_secret_until, Some(noon() + TimeDelta::hours(24)));
    let worker = shop.work();
    for (wait, secrets) in [(TimeDelta::hours(23), vec![&new, &old]), (TimeDelta::hours(1), vec![&new])] {
        shop.clock.advance(wait);
        webhooks::send_test(&shop.webhooks, &actor(), endpoint.id).await.unwrap();
        let received = receiver.next().await;
        let signatures: Vec<&str> = received.header("webhook-signature").split(' ').collect();
        assert_eq!(signatures.len(), secrets.len());
        for (signature, secret) in signatures.into_iter().zip(secrets) {
            assert!(is_signed(&received, secret, signature));
        }
    }
    worker.stop().await;
}

async fn what_is_refused_is_sent_again_with_the_same_id_and_body(test: TestDb) {
    let mut receiver = Receiver::start().await;
    receiver.answer(["503 Away", "429 Too Many Requests"]);
    let shop = Shop::open(test, &[&receiver]);
    let (endpoint, _, delivery) = one_waiting(&shop, &receiver).await;
    let worker = shop.work();
    let first = receiver.next().await;
    let waiting = shop.until(delivery.id, |delivery| delivery.attempts == 1).await;
    assert_eq!((waiting.state, waiting.last_status), (DeliveryState::Waiting, Some(503)));
    assert_eq!(waiting.last_error.as_deref(), Some("it answered 503"));
    assert_eq!(shop.endpoint(&endpoint).await.failing_since, Some(noon()));
    for attempt in 1..=2 {
        shop.until(delivery.id, |delivery| delivery.attempts == attempt).await;
        shop.clock.advance(TimeDelta::seconds(10));
        let again = receiver.next().await;
        assert_eq!((again.header("webhook-id"), &again.body), (first.header("webhook-id"), &first.body));
    }
    let delivered = shop.until_state(delivery.id, DeliveryState::Delivered).await;
    assert_eq!((delivered.attempts, delivered.last_error), (3, None));
    assert_eq!(shop.endpoint(&endpoint).await.failing_since, None);
    worker.stop().await;
}

async fn what_is_refused_for_about_a_day_has_failed_and_can_be_sent_again(test: TestDb) {
    let mut receiver = Receiver::start().await;
    let most = RETRIES.max_attempts;
    receiver.answer((0..most).map(|_| "500 No"));
    let shop = Shop::open(test, &[&receiver]);
    let (_, _, delivery) = one_waiting(&shop, &receiver).await;
    let worker = shop.work();
    for attempt in 1..=most {
        receiver.next().await;
        shop.until(delivery.id, |delivery| delivery.attempts == attempt).await;
        shop.clock.advance(RETRIES.wait(attempt, u16::MAX));
    }
    shop.until_state(delivery.id, DeliveryState::Failed).await;
    let took = shop.clock.now() - noon();
    assert!(took > TimeDelta::hours(20) && took < TimeDelta::hours(40), "{took}");
    webhooks::replay_delivery(&shop.webhooks, &actor(), delivery.id).await.unwrap();
    assert_eq!(receiver.next().await.header("webhook-id"), delivery.id.message_id());
    let delivered = shop.until_state(delivery.id, DeliveryState::Delivered).await;
    assert_eq!(delivered.attempts, most + 1);
    worker.stop().await;
}

async fn one_who_is_gone_is_paused(test: TestDb) {
    let mut receiver = Receiver::start().await;
    receiver.answer(["410 Gone"]);
    let shop = Shop::open(test, &[&receiver]);
    let (endpoint, _, delivery) = one_waiting(&shop, &receiver).await;
    let worker = shop.work();
    receiver.next().await;
    shop.until_state(delivery.id, DeliveryState::Failed).await;
    let paused = shop.endpoint(&endpoint).await.paused.unwrap();
    assert_eq!(paused.why, "it answered 410: it wants nothing any more");
    let told = AuditFilter { action: Some("webhook.pause".to_owned()), ..AuditFilter::default() };
    let page = audit::list(shop.db.reader(), &actor(), &told, 10).await.unwrap();
    assert_eq!(page.entries.len(), 1);
    let refused = webhooks::replay_delivery(&shop.webhooks, &actor(), delivery.id).await.unwrap_err();
    assert_eq!(refused.code(), kernel::ErrorCode::Conflict);
    worker.stop().await;
}

async fn one_who_takes_nothing_for_five_days_is_paused(test: TestDb) {
    let mut receiver = Receiver::start().await;
    receiver.answer(["500 No", "500 No"]);
    let shop = Shop::open(test, &[&receiver]);
    let (endpoint, _, delivery) = one_waiting(&shop, &receiver).await;
    let worker = shop.work();
    receiver.next().await;
    shop.until(delivery.id, |delivery| delivery.attempts == 1).await;
    assert_eq!(shop.endpoint(&endpoint).await.paused, None);
    shop.clock.advance(TimeDelta::days(5));
    receiver.next().await;
    shop.until(delivery.id, |delivery| delivery.attempts == 2).await;
    let why = shop.endpoint(&endpoint).await.paused.unwrap().why;
    assert_eq!(why, "every try has failed for 5 days; the last time: it answered 500");
    worker.stop().await;
}

async fn a_redirect_is_not_followed(test: TestDb) {
    let (mut receiver, mut other) = (Receiver::start().await, Receiver::start().await);
    let to: &'static str = format!("307 Elsewhere\r\nlocation: {}", other.url()).leak();
    receiver.answer([to]);
    let shop = Shop::open(test, &[&receiver, &other]);
    let (_, _, delivery) = one_waiting(&shop, &receiver).await;
    let worker = shop.work();
    receiver.next().await;
    let waiting = shop.until(delivery.id, |delivery| delivery.attempts == 1).await;
    assert_eq!(waiting.last_error.as_deref(), Some("it answered 307: redirects are not followed"));
    worker.stop().await;
    assert!(other.came.try_recv().is_err());
}

async fn what_was_sent_is_sent_again_on_demand_with_the_same_id(test: TestDb) {
    let mut receiver = Receiver::start().await;
    let shop = Shop::open(test, &[&receiver]);
    let (_, _, delivery) = one_waiting(&shop, &receiver).await;
    let worker = shop.work();
    let first = receiver.next().await;
    shop.until_state(delivery.id, DeliveryState::Delivered).await;
    shop.clock.advance(TimeDelta::hours(1));
    let queued = webhooks::replay_delivery(&shop.webhooks, &actor(), delivery.id).await.unwrap();
    assert_eq!(queued.state, DeliveryState::Waiting);
    let again = receiver.next().await;
    assert_eq!((again.header("webhook-id"), &again.body), (first.header("webhook-id"), &first.body));
    assert_ne!(again.header("webhook-timestamp"), first.header("webhook-timestamp"));
    let delivered = shop.until_state(delivery.id, DeliveryState::Delivered).await;
    assert_eq!(delivered.attempts, 2);
    worker.stop().await;
}

async fn a_replay_takes_the_place_of_the_tries_that_are_still_to_come(test: TestDb) {
    let mut receiver = Receiver::start().await;
    receiver.answer(["500 No"]);
    let shop = Shop::open(test, &[&receiver]);
    let (_, _, delivery) = one_waiting(&shop, &receiver).await;
    let worker = shop.work();
    receiver.next().await;
    shop.until(delivery.id, |delivery| delivery.attempts == 1).await;
    webhooks::replay_delivery(&shop.webhooks, &actor(), delivery.id).await.unwrap();
    receiver.next().await;
    shop.until_state(delivery.id, DeliveryState::Delivered).await;
    shop.clock.advance(TimeDelta::minutes(1));
    // The job of the first round has had its turn when a later one is through.
    shop.happen(2).await;
    let later = shop.relay(2).await.pop().unwrap();
    shop.until_state(later.id, DeliveryState::Delivered).await;
    assert_eq!(receiver.next().await.header("webhook-id"), later.id.message_id());
    worker.stop().await;
    assert!(receiver.came.try_recv().is_err());
}

async fn what_a_dying_worker_had_sent_arrives_once_more_with_the_same_id(test: TestDb) {
    let mut receiver = Receiver::start().await;
    receiver.answer([SILENCE]);
    let shop = Shop::open(test, &[&receiver]);
    let (_, _, delivery) = one_waiting(&shop, &receiver).await;
    let worker = shop.work();
    let first = receiver.next().await;
    // It came, and nobody lives to write that down.
    worker.kill().await;
    // Its lease is void after 20 seconds.
    shop.clock.advance(TimeDelta::seconds(30));
    let worker = shop.work();
    let again = receiver.next().await;
    assert_eq!((again.header("webhook-id"), &again.body), (first.header("webhook-id"), &first.body));
    let delivered = shop.until_state(delivery.id, DeliveryState::Delivered).await;
    assert_eq!(delivered.attempts, 1);
    worker.stop().await;
    assert!(receiver.came.try_recv().is_err());
}
