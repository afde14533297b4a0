//! A worker: takes jobs that are due, runs a few at once, keeps them while it lives.
//!
//! Its name is new at each start. Any part of it may fail with the database and
//! goes on when the database is back; what it held meanwhile may have gone to
//! another worker, and then its outcome is not written.

mod keep;
mod run_job;

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use db::Db;
use kernel::Causes;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinSet;

use crate::context::{Asked, RunState};
use crate::entity::job::Model;
use crate::store::lease::{self, Taker};
use crate::{Handlers, JobId, JobsError, Schedule, schedule};

/// Pauses while the database fails: doubled each time, up to the second.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// How a worker works.
#[derive(Debug, Clone)]
pub struct WorkerSettings {
    /// Jobs at once.
    pub at_once: usize,
    /// Between two signs of life.
    pub heartbeat: Duration,
    /// After so many without a sign its jobs are another's.
    pub missed: u32,
    /// How long jobs may go on when the worker is told to stop, before they are handed back.
    pub grace: Duration,
    /// The shop's time zone, for schedules.
    pub time_zone: chrono_tz::Tz,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            at_once: 4,
            heartbeat: Duration::from_secs(10),
            missed: 2,
            grace: Duration::from_secs(20),
            time_zone: chrono_tz::UTC,
        }
    }
}

impl WorkerSettings {
    /// How long after its last sign of life a worker is taken for dead.
    pub fn lease(&self) -> TimeDelta {
        TimeDelta::from_std(self.heartbeat * self.missed).unwrap_or(TimeDelta::MAX)
    }
}

/// One worker of one process.
#[derive(Debug)]
pub struct Worker {
    db: Db,
    handlers: Handlers,
    schedules: Vec<Schedule>,
    settings: WorkerSettings,
    name: String,
    running: Mutex<HashMap<JobId, Arc<RunState>>>,
    /// How many jobs of each kind are taken.
    busy: Mutex<HashMap<String, usize>>,
    /// Told when one of them is over.
    freed: Notify,
    /// Leases of others count as void from here on; later after a failure of the database,
    /// so that all workers can renew theirs before any is judged.
    judge_from: Mutex<DateTime<Utc>>,
}

impl Worker {
    /// A worker that has not begun.
    pub fn new(db: Db, handlers: Handlers, schedules: Vec<Schedule>, settings: WorkerSettings) -> Self {
        let name = db.clock().new_uuid().to_string();
        Self {
            db,
            handlers,
            schedules,
            settings,
            name,
            running: Mutex::default(),
            busy: Mutex::default(),
            freed: Notify::new(),
            judge_from: Mutex::new(DateTime::<Utc>::MIN_UTC),
        }
    }

    /// Works until `told` ends: then takes nothing more, waits for what runs, and hands
    /// back what has not ended within the grace.
    ///
    /// Dropped before, it leaves its jobs to whoever finds their leases void.
    pub async fn run(self, told: impl Future<Output = ()>) {
        let worker = Arc::new(self);
        let (stopping, stopped) = watch::channel(false);
        let mut jobs = JoinSet::new();
        {
            let upkeep = async {
                tokio::join!(worker.keep_alive(), worker.follow_wishes(), worker.fire_schedules());
            };
            let taking = worker.take_jobs(&mut jobs, stopped);
            tokio::pin!(upkeep, taking, told);
            tokio::select! {
                () = &mut upkeep => {}
                () = &mut taking => {}
                () = &mut told => {}
            }
            let _nobody_left = stopping.send(true);
            // What was being taken is taken to its end, so that it is known here.
            tokio::select! {
                () = &mut upkeep => {}
                () = &mut taking => {}
            }
        }
        worker.finish(jobs).await;
    }

    /// Takes a job whenever there is room, until told to stop.
    async fn take_jobs(self: &Arc<Self>, jobs: &mut JoinSet<()>, mut stopped: watch::Receiver<bool>) {
        let room = Arc::new(Semaphore::new(self.settings.at_once.max(1)));
        let mut news = self.db.watch();
        let mut pause = BACK_OFF.0;
        while !*stopped.borrow() {
            // The semaphore is never closed.
            let seat = tokio::select! {
                seat = Arc::clone(&room).acquire_owned() => seat,
                _ = stopped.changed() => return,
            };
            while jobs.try_join_next().is_some() {}
            match self.take(&self.open_kinds()).await {
                Ok(Some(row)) => {
                    pause = BACK_OFF.0;
                    let (worker, kind) = (Arc::clone(self), row.kind.clone());
                    *self.busy().entry(kind.clone()).or_default() += 1;
                    jobs.spawn(async move {
                        worker.run_job(row).await;
                        worker.busy().entry(kind).and_modify(|count| *count = count.saturating_sub(1));
                        drop(seat);
                        worker.freed.notify_one();
                    });
                }
                Ok(None) => {
                    drop(seat);
                    pause = BACK_OFF.0;
                    tokio::select! {
                        () = news.moved() => {}
                        () = self.freed.notified() => {}
                        _ = stopped.changed() => return,
                    }
                }
                Err(error) => {
                    drop(seat);
                    self.failed("take jobs", &error);
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(BACK_OFF.1);
                }
            }
        }
    }

    async fn take(&self, kinds: &str) -> Result<Option<Model>, JobsError> {
        // Before any waiting for the database, which makes leases look older than they are.
        let now = self.db.clock().now();
        let judging = now >= *self.judge_from.lock().unwrap_or_else(PoisonError::into_inner);
        let taker = Taker {
            worker: &self.name,
            kinds,
            now,
            leases_void_before: if judging { now } else { DateTime::UNIX_EPOCH },
            lease_until: now + self.settings.lease(),
        };
        lease::take(&self.db, &taker).await
    }

    async fn finish(&self, mut jobs: JoinSet<()>) {
        let half = self.settings.grace / 2;
        let keeping = async { tokio::join!(self.keep_alive(), self.follow_wishes()) };
        tokio::select! {
            _ = keeping => {}
            () = async {
                // Most end by themselves in that time; then the others are asked to.
                if tokio::time::timeout(half, all_ended(&mut jobs)).await.is_err() {
                    self.running().values().for_each(|run| run.ask(Asked::Stopping));
                    let _still_some = tokio::time::timeout(half, all_ended(&mut jobs)).await;
                }
            } => {}
        }
        jobs.abort_all();
        match self.hand_back().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "handed jobs back"),
            Err(error) => self.failed("hand jobs back", &error),
        }
    }

    async fn hand_back(&self) -> Result<u64, JobsError> {
        let tx = self.db.begin_write().await?;
        let count = lease::hand_back(&tx, &self.name).await?;
        tx.commit().await?;
        Ok(count)
    }

    async fn fire_schedules(&self) {
        schedule::follow(&self.db, &self.schedules, self.settings.time_zone).await;
    }

    /// The kinds of which one more may run, as the store takes them.
    fn open_kinds(&self) -> String {
        let share = (self.settings.at_once / 2).max(1);
        let open = self.handlers.open_kinds(share, &self.busy());
        open.into_iter().collect::<serde_json::Value>().to_string()
    }

    fn busy(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn running(&self) -> MutexGuard<'_, HashMap<JobId, Arc<RunState>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Logs, and leaves other workers' leases alone until those had time to renew them.
    fn failed(&self, what: &str, error: &JobsError) {
        let patience = TimeDelta::from_std(self.settings.heartbeat).unwrap_or(TimeDelta::MAX);
        let until = self.db.clock().now() + patience;
        *self.judge_from.lock().unwrap_or_else(PoisonError::into_inner) = until;
        tracing::warn!(error = %Causes(error), worker = self.name, "a worker could not {what}");
    }
}

async fn all_ended(jobs: &mut JoinSet<()>) {
    while jobs.join_next().await.is_some() {}
}
