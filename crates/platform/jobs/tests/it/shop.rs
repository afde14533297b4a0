//! A database with a clock that stands, jobs to try, workers to start.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeZone, Utc};
use db::Db;
use db::testing::TestDb;
use jobs::{
    Failure, Handlers, Job, JobContext, JobFilter, JobId, JobState, NewJob, Payload, Worker, WorkerSettings,
};
use kernel::{Actor, Clock};
use serde::{Deserialize, Serialize};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;

/// A job of the tests: one number.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Count {
    pub number: u32,
}

impl Payload for Count {
    const KIND: &'static str = "test.count";
}

/// The database of a test on a standing clock.
pub(crate) struct Shop {
    pub db: Db,
    pub clock: Clock,
    pub test: TestDb,
}

pub(crate) fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).unwrap()
}

pub(crate) fn open(test: TestDb) -> Shop {
    let clock = Clock::frozen(noon());
    Shop { db: test.db().clone().with_clock(clock.clone()), clock, test }
}

pub(crate) fn actor() -> Actor {
    Actor::system("test")
}

impl Shop {
    pub(crate) async fn enqueue(&self, number: u32) -> JobId {
        self.enqueue_job(NewJob::new(&actor(), &Count { number })).await
    }

    pub(crate) async fn enqueue_job(&self, job: NewJob) -> JobId {
        let tx = self.db.begin_write().await.unwrap();
        let id = jobs::enqueue(&tx, job).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn find(&self, id: JobId) -> Job {
        jobs::find_job(&self.db, &actor(), id).await.unwrap()
    }

    pub(crate) async fn all(&self) -> Vec<Job> {
        jobs::list_jobs(&self.db, &actor(), &JobFilter::default(), None, 200).await.unwrap().jobs
    }

    /// Waits until the job is as `wanted` says.
    pub(crate) async fn until(&self, id: JobId, wanted: impl Fn(&Job) -> bool) -> Job {
        let mut news = self.db.watch();
        loop {
            let job = self.find(id).await;
            if wanted(&job) {
                return job;
            }
            news.moved().await;
        }
    }

    pub(crate) async fn until_state(&self, id: JobId, state: JobState) -> Job {
        self.until(id, |job| job.state == state).await
    }

    /// Waits until the feed can be read up to what was written last.
    ///
    /// On PostgreSQL that takes as long as the oldest transaction of the server, whatever its database.
    pub(crate) async fn until_readable(&self) {
        let mut news = self.db.watch();
        while self.db.feed_head().await.unwrap() < self.db.last_written() {
            news.moved().await;
        }
    }

    pub(crate) fn start(&self, handlers: Handlers, settings: WorkerSettings) -> Running {
        start_on(self.db.clone(), handlers, settings)
    }
}

/// A worker at work.
pub(crate) struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

pub(crate) fn start_on(db: Db, handlers: Handlers, settings: WorkerSettings) -> Running {
    let (stop, told) = oneshot::channel::<()>();
    let worker = Worker::new(db, handlers, Vec::new(), settings);
    let task = tokio::spawn(worker.run(async move {
        let _told_or_dropped = told.await;
    }));
    Running { stop, task }
}

impl Running {
    /// Tells it to stop and waits until it has.
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

/// Handlers that say when they begin and go on when they are let.
pub(crate) struct Gate {
    pub begun: mpsc::UnboundedReceiver<Count>,
    pub go_on: Arc<Semaphore>,
}

pub(crate) fn gated() -> (Handlers, Gate) {
    let (begin, begun) = mpsc::unbounded_channel();
    let go_on = Arc::new(Semaphore::new(0));
    let gate = Gate { begun, go_on: Arc::clone(&go_on) };
    let handlers = Handlers::new().on(move |count: Count, _: JobContext| {
        let (begin, go_on) = (begin.clone(), Arc::clone(&go_on));
        async move {
            // Whoever listened may be gone.
            let _heard = begin.send(count);
            go_on.acquire().await?.forget();
            Ok::<(), Failure>(())
        }
    });
    (handlers, gate)
}

/// Counts what ran.
pub(crate) fn counting() -> (Handlers, mpsc::UnboundedReceiver<Count>) {
    let (ran, runs) = mpsc::unbounded_channel();
    let handlers = Handlers::new().on(move |count: Count, _: JobContext| {
        let ran = ran.clone();
        async move { Ok::<(), Failure>(ran.send(count)?) }
    });
    (handlers, runs)
}

/// As in the real shop, but a stop that does not wait for jobs which wait for the test.
pub(crate) fn settings() -> WorkerSettings {
    WorkerSettings { grace: Duration::from_millis(20), ..WorkerSettings::default() }
}
