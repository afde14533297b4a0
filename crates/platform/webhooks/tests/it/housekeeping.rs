//! Deliveries are kept for a month, and none waits for ever.

use chrono::TimeDelta;
use db::testing::TestDb;
use jobs::NewJob;
use webhooks::{Delivery, DeliveryState, PruneDeliveries};

use crate::receiver::{Receiver, SILENCE};
use crate::shop::{Shop, actor, migrations};

db::testing::on_both_databases!(migrations => old_deliveries_go_and_forgotten_ones_are_given_up);

async fn prune(shop: &Shop) {
    let tx = shop.db.begin_write().await.unwrap();
    let job = jobs::enqueue(&tx, NewJob::new(&actor(), &PruneDeliveries {})).await.unwrap();
    tx.commit().await.unwrap();
    let mut news = shop.db.watch();
    while !jobs::find_job(&shop.db, &actor(), job).await.unwrap().state.is_over() {
        news.moved().await;
    }
}

async fn old_deliveries_go_and_forgotten_ones_are_given_up(test: TestDb) {
    let mut receiver = Receiver::start().await;
    receiver.answer([SILENCE]);
    let shop = Shop::open(test, &[&receiver]);
    shop.add(&receiver.url()).await;
    shop.happen(1).await;
    let forgotten = shop.relay(1).await.remove(0);
    // Its job is at it, and says nothing more.
    let worker = shop.work();
    receiver.next().await;
    shop.clock.advance(TimeDelta::days(4));
    let young = |all: Vec<Delivery>| all.into_iter().map(|one| (one.id, one.state)).collect::<Vec<_>>();
    prune(&shop).await;
    assert_eq!(young(shop.deliveries().await), [(forgotten.id, DeliveryState::Failed)]);
    shop.clock.advance(TimeDelta::days(27));
    prune(&shop).await;
    assert_eq!(shop.deliveries().await, []);
    worker.kill().await;
}
