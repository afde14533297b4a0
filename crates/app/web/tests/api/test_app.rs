//! The whole face in process, over a shop in its own database.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use cache::Shared;
use catalogue::{
    CatalogueSettings, ProductDocument, Shelf, VehicleDocument, WriteContext, upsert_categories,
    upsert_products, upsert_vehicles,
};
use chrono::{DateTime, Utc};
use db::Db;
use db::testing::TestDb;
use http::{HeaderMap, Method, StatusCode};
use kernel::Clock;
use sea_orm_migration::MigrationTrait;
use serde_json::Value;
use telemetry::Metrics;
use web::exchange::Exchange;
use web::storefront::{Front, Storefront, StorefrontSettings};
use web::{AnswerCache, AppState, Beside, WebConfig};

use crate::sample;

/// A shop with all its addresses.
pub(crate) struct TestApp {
    exchange: Exchange,
    pub(crate) state: AppState,
    shelf: Arc<Shelf>,
    clock: Clock,
    db: Arc<TestDb>,
}

/// One answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    catalogue::migrations().into_iter().chain(settings::migrations()).collect()
}

impl TestApp {
    /// The sample shop, with the answer cache.
    pub(crate) async fn open() -> Self {
        Self::open_with(WebConfig::default(), true).await
    }

    pub(crate) async fn open_with(config: WebConfig, cached: bool) -> Self {
        let db = Arc::new(TestDb::sqlite(migrations).await);
        let (settings, clock) = (CatalogueSettings::default(), Clock::frozen(now()));
        let context = WriteContext::new(&settings, &clock, "test", "test");
        let tx = db.begin_write().await.unwrap();
        upsert_categories(&tx, &sample::categories(), &context).await.unwrap();
        upsert_vehicles(&tx, &sample::vehicles(), &context).await.unwrap();
        upsert_products(&tx, &sample::products(), &context).await.unwrap();
        tx.commit().await.unwrap();
        let shelf = Shelf::open(Db::clone(&db), settings, None).await.unwrap();
        let cache = cached.then(|| AnswerCache::new(1 << 20, None));
        Self::over(db, shelf, clock, cache, config)
    }

    /// Another process of the same shop, with answers of its own in memory and these in Redis.
    pub(crate) fn beside(&self, shared: Shared) -> Self {
        let (db, shelf, clock) = (self.db.clone(), Arc::clone(&self.shelf), self.clock.clone());
        let cache = AnswerCache::new(1 << 20, Some(shared));
        Self::over(db, shelf, clock, Some(cache), WebConfig::default())
    }

    /// The same shop, each answer of it made afresh.
    pub(crate) fn without_cache(&self) -> Self {
        let (db, shelf, clock) = (self.db.clone(), Arc::clone(&self.shelf), self.clock.clone());
        Self::over(db, shelf, clock, None, WebConfig::default())
    }

    fn over(
        db: Arc<TestDb>,
        shelf: Arc<Shelf>,
        clock: Clock,
        cache: Option<AnswerCache>,
        config: WebConfig,
    ) -> Self {
        let front = Storefront::open(StorefrontSettings::default(), &CatalogueSettings::default()).unwrap();
        let metrics = Metrics::default();
        let handle = Some(Db::clone(&db));
        let state = AppState::new(Arc::clone(&shelf), handle, None, clock.clone(), cache, metrics, config);
        Self {
            exchange: web::app(state.clone(), Front::new(front), Beside::default()).unwrap(),
            state,
            shelf,
            clock,
            db,
        }
    }

    /// Writes a product as an import would, and waits until it is for sale.
    pub(crate) async fn write(&self, product: ProductDocument) {
        let settings = CatalogueSettings::default();
        let context = WriteContext::new(&settings, &self.clock, "test", "test");
        let tx = self.db.begin_write().await.unwrap();
        upsert_products(&tx, &[product], &context).await.unwrap();
        tx.commit().await.unwrap();
        self.shelf.catch_up().await.unwrap();
    }

    /// Writes a vehicle likewise.
    pub(crate) async fn write_vehicle(&self, vehicle: VehicleDocument) {
        let settings = CatalogueSettings::default();
        let context = WriteContext::new(&settings, &self.clock, "test", "test");
        let tx = self.db.begin_write().await.unwrap();
        upsert_vehicles(&tx, &[vehicle], &context).await.unwrap();
        tx.commit().await.unwrap();
        self.shelf.catch_up().await.unwrap();
    }

    pub(crate) async fn send(&self, request: http::request::Builder) -> Answer {
        let answer = self.exchange.answer(request.body(Body::empty()).unwrap()).await;
        let (head, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: head.status, headers: head.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path)).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send_with(Method::GET, path, headers).await
    }

    pub(crate) async fn send_with(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = Request::builder().method(method).uri(path);
        self.send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// The moment at which the shop stands still.
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}
