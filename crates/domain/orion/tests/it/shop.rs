//! A shop with some products, and files of sales to import.

use catalogue::{CatalogueSettings, ProductDocument, WriteContext, list_product_facts, upsert_products};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use db::Db;
use db::testing::TestDb;
use files::Files;
use jobs::{Handlers, Job, JobFilter, Worker, WorkerSettings};
use kernel::{Actor, Clock, Currency};
use orion::{OrionError, SaleDay, SalesImport, SalesReport, import_sales, list_sales};
use sea_orm_migration::MigrationTrait;
use tokio::sync::oneshot;

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    let mut all = catalogue::migrations();
    all.extend(jobs::migrations());
    all.extend(audit::migrations());
    all.extend(settings::migrations());
    all.extend(orion::migrations());
    all
}

/// The morning of the tests.
fn morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 10, 0, 0).unwrap()
}

/// A database on whose clock it is that morning until [`Shop::wait`].
pub(crate) fn that_morning(db: &TestDb) -> Db {
    db.db().clone().with_clock(Clock::frozen(morning()))
}

/// A shop on a database, with a folder for its files.
pub(crate) struct Shop<'a> {
    pub(crate) db: &'a Db,
    pub(crate) folder: tempfile::TempDir,
}

impl<'a> Shop<'a> {
    /// A shop that sells these.
    pub(crate) async fn with(db: &'a Db, skus: &[&str]) -> Self {
        let clock = Clock::frozen(morning());
        let settings = CatalogueSettings::default();
        let documents: Vec<ProductDocument> = skus
            .iter()
            .map(|sku| ProductDocument {
                sku: (*sku).to_owned(),
                names: kernel::LocalizedText { fr: Some((*sku).to_owned()), ..Default::default() },
                price_minor: Some(45_900),
                ..ProductDocument::default()
            })
            .collect();
        let tx = db.begin_write().await.unwrap();
        upsert_products(&tx, &documents, &WriteContext::new(&settings, &clock, "test", "test"))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Self { db, folder: tempfile::tempdir().unwrap() }
    }

    /// A second passes, as does between two things of which one is the newer.
    pub(crate) fn wait(&self) {
        self.db.clock().advance(TimeDelta::seconds(1));
    }

    pub(crate) fn files(&self) -> Files {
        Files::open(&format!("file:{}", self.folder.path().display())).unwrap()
    }

    /// Has a worker do jobs until all are as far; what came of the newest.
    pub(crate) async fn work_until(&self, handlers: Handlers, is_done: impl Fn(&Job) -> bool) -> Job {
        let worker = Worker::new(self.db.clone(), handlers, Vec::new(), WorkerSettings::default());
        let (stop, told) = oneshot::channel::<()>();
        let worker = tokio::spawn(worker.run(async move {
            let _told = told.await;
        }));
        let mut news = self.db.watch();
        let all = JobFilter { state: None, kind: None };
        let job = loop {
            let jobs = jobs::list_jobs(self.db, &Actor::system("test"), &all, None, 9).await.unwrap().jobs;
            if jobs.iter().all(&is_done) {
                break jobs.into_iter().next().unwrap();
            }
            news.moved().await;
        };
        drop(stop);
        worker.await.unwrap();
        job
    }

    pub(crate) async fn import(&self, text: &str) -> Result<SalesReport, OrionError> {
        let path = self.folder.path().join("sales.csv");
        std::fs::write(&path, text).unwrap();
        let import = SalesImport {
            currency: Currency::TND,
            today: "2026-11-21".parse().unwrap(),
            dry_run: false,
            problems_csv: Some(self.folder.path().join("problems.csv")),
        };
        import_sales(self.db, &path, import, Box::new(|_| {})).await
    }

    pub(crate) async fn sales_of(&self, sku: &str) -> Vec<SaleDay> {
        let facts = list_product_facts(self.db.reader()).await.unwrap();
        let number = facts.iter().find(|facts| facts.sku == sku).unwrap().number;
        list_sales(self.db, number).await.unwrap()
    }
}
