//! A shop in which things happen, a worker, and what became of it.

use std::net::SocketAddr;
use std::time::Duration;

use chrono::{DateTime, TimeZone, Utc};
use db::testing::TestDb;
use db::{Change, Db};
use fetch::{FetchSettings, Fetcher};
use futures::FutureExt;
use futures::future::BoxFuture;
use jobs::{JobFilter, JobState, Worker, WorkerSettings};
use kernel::{Actor, Clock};
use sea_orm_migration::MigrationTrait;
use seal::Sealer;
use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use webhooks::{
    Delivery, DeliveryFilter, DeliveryId, DeliveryState, Endpoint, Event, EventKind, Events, NewEndpoint,
    ReadError, Webhooks, fetch_settings,
};

use crate::receiver::Receiver;

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    [audit::migrations(), jobs::migrations(), webhooks::migrations()].into_iter().flatten().collect()
}

const EVENTS: Events = Events {
    kinds: &[
        EventKind { name: "thing.updated", about: "A thing is another now" },
        EventKind { name: "thing.deleted", about: "A thing is gone" },
    ],
    topics: &["test.thing"],
    read,
};

/// An update of each thing, and that the last is gone.
fn read(_: Db, change: Change) -> BoxFuture<'static, Result<Vec<Event>, ReadError>> {
    let Change { payload, .. } = change;
    let thing = json!({ "thing": payload["thing"] });
    let event = |kind| Event { kind, data: thing.clone() };
    let events = vec![event("thing.updated"), event("thing.deleted")];
    async move { Ok(events) }.boxed()
}

pub(crate) fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).unwrap()
}

pub(crate) fn actor() -> Actor {
    Actor::system("test")
}

/// A shop on a clock that stands.
pub(crate) struct Shop {
    pub db: Db,
    pub clock: Clock,
    pub webhooks: Webhooks,
    _test: TestDb,
}

impl Shop {
    /// That may ask these receivers in the house.
    pub(crate) fn open(test: TestDb, trusted: &[&Receiver]) -> Self {
        let clock = Clock::frozen(noon());
        let db = test.db().clone().with_clock(clock.clone());
        let trusted = trusted.iter().map(|receiver| receiver.address).collect();
        let webhooks = webhooks_on(&db, fetch_settings(trusted));
        Self { db, clock, webhooks, _test: test }
    }

    /// For updates of things.
    pub(crate) async fn add(&self, url: &str) -> (Endpoint, String) {
        let new = NewEndpoint { url: url.to_owned(), events: updates(), ..NewEndpoint::default() };
        webhooks::add_endpoint(&self.webhooks, &actor(), new).await.unwrap()
    }

    pub(crate) async fn happen(&self, thing: u32) {
        let tx = self.db.begin_write().await.unwrap();
        tx.record_change("test.thing", &json!({ "thing": thing })).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Hands on until nothing is left. On PostgreSQL a change can wait for other transactions of the server.
    pub(crate) async fn relay(&self, deliveries: usize) -> Vec<Delivery> {
        let mut news = self.db.watch();
        loop {
            while webhooks::relay_news(&self.webhooks).await.unwrap() {}
            let all = self.deliveries().await;
            if all.len() >= deliveries {
                return all;
            }
            news.moved().await;
        }
    }

    /// The oldest first.
    pub(crate) async fn deliveries(&self) -> Vec<Delivery> {
        let filter = DeliveryFilter::default();
        let page = webhooks::list_deliveries(&self.webhooks, &actor(), &filter, None, 200).await.unwrap();
        page.deliveries.into_iter().rev().collect()
    }

    /// Waits until the delivery is as `wanted` says and no job runs: what it came to is written too.
    pub(crate) async fn until(&self, id: DeliveryId, wanted: impl Fn(&Delivery) -> bool) -> Delivery {
        let running = JobFilter { state: Some(JobState::Running), kind: None };
        let mut news = self.db.watch();
        loop {
            let delivery = webhooks::find_delivery(&self.webhooks, &actor(), id).await.unwrap();
            let jobs = jobs::list_jobs(&self.db, &actor(), &running, None, 1).await.unwrap().jobs;
            if wanted(&delivery) && jobs.is_empty() {
                return delivery;
            }
            news.moved().await;
        }
    }

    pub(crate) async fn until_state(&self, id: DeliveryId, state: DeliveryState) -> Delivery {
        self.until(id, |delivery| delivery.state == state).await
    }

    pub(crate) async fn endpoint(&self, endpoint: &Endpoint) -> Endpoint {
        webhooks::find_endpoint(&self.webhooks, &actor(), endpoint.id).await.unwrap()
    }

    pub(crate) fn work(&self) -> Working {
        self.work_through(&self.webhooks)
    }

    /// With another way out.
    pub(crate) fn work_through(&self, webhooks: &Webhooks) -> Working {
        let (stop, told) = oneshot::channel::<()>();
        let settings = WorkerSettings { grace: Duration::from_millis(20), ..WorkerSettings::default() };
        let handlers = webhooks.handlers();
        let worker = Worker::new(self.db.clone(), handlers, Vec::new(), settings);
        let task = tokio::spawn(worker.run(async move {
            let _told_or_dropped = told.await;
        }));
        Working { stop, task }
    }
}

pub(crate) fn updates() -> Vec<String> {
    vec!["thing.updated".to_owned()]
}

pub(crate) fn webhooks_on(db: &Db, settings: FetchSettings) -> Webhooks {
    Webhooks::new(db.clone(), Sealer::new(["a secret of the shop"]), Fetcher::new(settings).unwrap(), EVENTS)
}

/// Settings under which every name leads to `address`.
pub(crate) fn all_names_lead_to(address: SocketAddr) -> FetchSettings {
    let lookup: fetch::Lookup = std::sync::Arc::new(move |_| async move { Ok(vec![address.ip()]) }.boxed());
    FetchSettings { lookup, ..fetch_settings(Vec::new()) }
}

/// A worker at work.
pub(crate) struct Working {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Working {
    pub(crate) async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
    }

    /// Ends it where it stands, without a word to the database.
    pub(crate) async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }
}
